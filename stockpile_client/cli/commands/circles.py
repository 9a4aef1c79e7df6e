"""``group`` and ``agreement``: which partners get the same statement, and what was agreed with whom.

>>> stockpile --profile ./us group save circle --member JP --member IT
>>> stockpile --profile ./us agreement save --name Trilateral --party JP --marking TLP:AMBER --cadence-days 90
"""

from __future__ import annotations

import uuid
from typing import Any

import click

from stockpile_client.cli.arguments import codes
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import InputError
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure import list_groups, save_group
from stockpile_client.services.disclosure_record import list_agreements, save_agreement
from stockpile_client.services.keyring import find_partner, short_names
from stockpile_client.storage.partners import Agreement


@click.group(cls=Group)
def group() -> None:
    """Groups of partners, to which a profile may be addressed."""


@group.command("list")
@pass_state
def list_of_groups(state: State) -> None:
    """List the groups with their members."""
    with state.open() as ctx:
        found = [{"name": name, "members": _names(ctx, members)} for name, members in list_groups(ctx).items()]

    def human() -> None:
        if not found:
            return say("There are none.")
        say_table(("name", "members"), [(one["name"], ", ".join(one["members"]) or "nobody") for one in found])

    state.answer({"groups": found}, human)


@group.command("save")
@click.argument("name")
@click.option("--member", "members", multiple=True, metavar="PARTNER", help="A member; repeat it for several.")
@pass_state
def save_of_groups(state: State, *, name: str, members: tuple[str, ...]) -> None:
    """Keep the group NAME with these members, in place of those it had; without any it is nobody."""
    with state.open() as ctx:
        change = save_group(ctx, name, [find_partner(ctx, who).agency for who in members])
    state.answer({"name": name, "members": list(members)}, lambda: say(f"{change.summary}."))


@click.group(cls=Group)
def agreement() -> None:
    """What was agreed with partners: parties, permitted uses, highest marking, scope, cadence."""


@agreement.command("list")
@pass_state
def list_of_agreements(state: State) -> None:
    """List the agreements."""
    with state.open() as ctx:
        found = [_document(ctx, one) for one in list_agreements(ctx)]

    def human() -> None:
        if not found:
            return say("There are none.")
        say_table(
            ("name", "parties", "scope", "marking", "days", "id"),
            [(one["name"], ", ".join(one["parties"]), ",".join(one["scope"]) or "any", one["highest_marking"],
              one["cadence_days"], one["agreement"]) for one in found],
            right=("days",),
        )  # fmt: skip

    state.answer({"agreements": found}, human)


@agreement.command("save")
@click.option("--id", "known", help="Change the agreement of this id (default: a new one).")
@click.option("--name", required=True, help="What it is called.")
@click.option("--party", "parties", multiple=True, required=True, metavar="PARTNER", help="A party besides us.")
@click.option("--uses", default="", help="Permitted uses.")
@click.option("--marking", default="TLP:AMBER", show_default=True, help="The highest marking that may leave by it.")
@click.option("--scope", type=codes, default="", help="The materials that have to be spoken of (default: any).")
@click.option("--cadence-days", type=click.IntRange(1, 3660), help="Days between statements.")
@pass_state
def save_of_agreements(
    state: State,
    *,
    known: str | None,
    name: str,
    parties: tuple[str, ...],
    uses: str,
    marking: str,
    scope: tuple[str, ...],
    cadence_days: int | None,
) -> None:
    """Keep an agreement, or change the one of --id."""
    with state.open() as ctx:
        if known is not None and known not in {one.id for one in list_agreements(ctx)}:
            raise InputError("E_AGREEMENT", "There is no such agreement.", hint="See 'agreement list'.")
        if not ctx.scheme.knows(marking):
            raise InputError("E_MARKING", f"The marking '{marking[:40]}' is not known.")
        agencies = {find_partner(ctx, who).agency for who in parties} | {ctx.agency.id}
        wanted = Agreement(
            known or str(uuid.uuid4()), name, tuple(sorted(agencies)), uses, marking, scope, cadence_days
        )  # fmt: skip
        change = save_agreement(ctx, wanted)
        document = _document(ctx, wanted)
    state.answer(document, lambda: say(f"{change.summary}: {document['agreement']}."))


def _names(ctx: Context, agencies: tuple[str, ...]) -> list[str]:
    names = short_names(ctx) | {ctx.agency.id: ctx.agency.short_name}
    return [names.get(agency, agency) for agency in agencies]


def _document(ctx: Context, one: Agreement) -> dict[str, Any]:
    return {
        "agreement": one.id,
        "name": one.name,
        "parties": _names(ctx, one.parties),
        "permitted_uses": one.permitted_uses,
        "highest_marking": one.highest_marking,
        "scope": list(one.scope),
        "cadence_days": one.cadence_days,
    }
