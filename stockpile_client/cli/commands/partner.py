"""``partner``: who we exchange with, and how far each is trusted.

>>> stockpile --profile ./us partner safety-number JP
>>> stockpile --profile ./us partner verify JP --group 7=12345 … --who "A. Rossi" --how "telephone"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from stockpile_client.cli import views
from stockpile_client.cli.arguments import pair
from stockpile_client.cli.output import note, say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state, require_terminal
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import find_partner
from stockpile_client.services.partners import (
    SafetyNumber,
    list_partners,
    partner_history,
    partner_row,
    partner_safety_number,
    resume_partner,
    revoke_partner,
    suspend_partner,
    verify_partner,
)


@click.group(cls=Group)
def partner() -> None:
    """Agencies that we exchange with. A PARTNER is named by its short name or agency id."""


@partner.command("list")
@pass_state
def list_(state: State) -> None:
    """List all partners with their state."""
    with state.open() as ctx:
        rows = list_partners(ctx)

    def human() -> None:
        if not rows:
            return say("There are no partners yet. Import an agency's card first.")
        say_table(
            ("short name", "name", "country", "state", "since", "verified by", "how", "agency id"),
            [
                (row.short_name, row.name, row.country, row.state, row.state_at, row.verified_by, row.verified_how,
                 row.agency_id)
                for row in rows
            ],
        )  # fmt: skip

    state.answer({"partners": [views.partner(row) for row in rows]}, human)


@partner.command("show")
@click.argument("who", metavar="PARTNER")
@pass_state
def show(state: State, who: str) -> None:
    """Show one partner and every step of its trust."""
    with state.open() as ctx:
        row = partner_row(ctx, find_partner(ctx, who).agency)
        steps = partner_history(ctx, row.agency_id)

    def human() -> None:
        say(f"{row.name} ({row.short_name}, {row.country}): {row.state}")
        say_table(("when", "step", "state", "who", "how"), [(s.at, s.event, s.state, s.who, s.how) for s in steps])

    history = [{"at": s.at, "event": s.event, "state": s.state, "who": s.who, "how": s.how} for s in steps]
    state.answer(views.partner(row) | {"history": history}, human)


@partner.command("safety-number")
@click.argument("who", metavar="PARTNER")
@pass_state
def safety_number(state: State, who: str) -> None:
    """Show the number that both agencies compare by telephone: the same on both sides."""
    with state.open() as ctx:
        row = partner_row(ctx, find_partner(ctx, who).agency)
        number = partner_safety_number(ctx, row.agency_id)

    def human() -> None:
        say(f"Safety number with {row.name} ({row.short_name}):")
        for first in range(0, len(number.groups), 4):
            say("  " + "   ".join(f"{at + 1:>2}: {number.groups[at]}" for at in range(first, first + 4)))
        places = ", ".join(map(str, number.to_type))
        say(f"Call the partner at a number that you know. They read you groups {places}; you read them the others.")

    document = {"agency": row.agency_id, "groups": number.groups, "to_type": number.to_type, "digits": number.text}
    state.answer(document, human)


@partner.command("verify")
@click.argument("name", metavar="PARTNER")
@click.option("--group", "typed", type=pair, multiple=True, metavar="PLACE=DIGITS", help="A group heard: 7=12345.")
@click.option("--who", help="Who compared the numbers.")
@click.option("--how", help="How: 'telephone', 'in person' …")
@pass_state
def verify(state: State, name: str, typed: tuple[tuple[str, str], ...], who: str | None, how: str | None) -> None:
    """Record that the safety number was compared: type back the groups that the partner reads out."""
    groups = _groups(typed)
    with state.open() as ctx:
        row = partner_row(ctx, find_partner(ctx, name).agency)
        number = partner_safety_number(ctx, row.agency_id)
        heard = groups or _ask(number, row.short_name)
        by = who if who is not None else _prompt("Who compared the numbers")
        way = how if how is not None else _prompt("How")
        change = verify_partner(ctx, row.agency_id, typed=heard, who=by, how=way)
        row = partner_row(ctx, row.agency_id)
    state.answer(views.partner(row), lambda: say(change.summary))


def _groups(typed: tuple[tuple[str, str], ...]) -> dict[int, str]:
    groups = {}
    for place, digits in typed:
        if not place.isascii() or not place.isdecimal():
            raise click.BadParameter(f"'{place}' is no place of a group; write 7=12345.", param_hint="--group")
        groups[int(place)] = digits
    return groups


def _ask(number: SafetyNumber, short_name: str) -> Mapping[int, str]:
    require_terminal("the groups that the partner reads out", "Give them as --group 7=12345, one for each.")
    note(f"Ask {short_name} to read out its groups {', '.join(map(str, number.to_type))}.")
    return {place: _prompt(f"Group {place}") for place in number.to_type}


def _prompt(what: str) -> str:
    require_terminal("who compared the numbers, and how", "Give --who and --how.")
    return str(click.prompt(what, err=True))


def _step(name: str, words: str, act: Callable[..., ChangeSet]) -> None:
    @partner.command(name, help=words)
    @click.argument("who", metavar="PARTNER")
    @click.option("--reason", required=True, help="Why; stands in the partner's history.")
    @pass_state
    def step(state: State, who: str, reason: str) -> None:
        with state.open() as ctx:
            change, document = _act(ctx, who, reason, act)
        state.answer(document, lambda: say(change.summary))


def _act(ctx: Context, who: str, reason: str, act: Callable[..., ChangeSet]) -> tuple[ChangeSet, dict[str, object]]:
    agency = find_partner(ctx, who).agency
    change = act(ctx, agency, reason=reason)
    return change, views.partner(partner_row(ctx, agency))


_step("suspend", "Stop the exchange until further notice.", suspend_partner)
_step("resume", "Take a suspension back; the numbers are compared anew.", resume_partner)
_step("revoke", "End the trust in this card for good.", revoke_partner)
