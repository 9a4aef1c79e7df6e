"""``card``: export our card, look at a partner's, import it.

>>> stockpile --profile ./us card export ./post
>>> stockpile --profile ./us card import ./post/JP.agency-card
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.cli.arguments import FILE, FOLDER
from stockpile_client.cli.output import say
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import InputError
from stockpile_client.services.cards import CardPlan, Known, export_card, import_card, plan_card


@click.group(cls=Group)
def card() -> None:
    """An agency's public keys, as a file."""


@card.command("export")
@click.argument("folder", type=FOLDER, default=Path())
@pass_state
def export(state: State, folder: Path) -> None:
    """Write our card into FOLDER (default: here)."""
    with state.open() as ctx:
        written = export_card(ctx, folder)

    def human() -> None:
        say(f"Wrote {written.path}.")
        say(f"Fingerprint: {_grouped(written.fingerprint)}")
        say("Send the file to the partner in any way, and compare the safety number by telephone.")

    state.answer(
        {
            "file": written.path,
            "agency": written.agency_id,
            "short_name": written.short_name,
            "fingerprint": written.fingerprint,
        },
        human,
    )


@card.command("show")
@click.argument("file", type=FILE)
@pass_state
def show(state: State, file: Path) -> None:
    """Say whose card FILE is, and what importing it would do."""
    with state.open() as ctx:
        plan = plan_card(ctx, file)
    state.answer(_document(plan), lambda: _say_card(plan))


@card.command("import")
@click.argument("file", type=FILE)
@click.option("--accept-changed-key", is_flag=True, help="The partner confirmed by telephone that its keys changed.")
@pass_state
def import_(state: State, file: Path, accept_changed_key: bool) -> None:
    """Import the card in FILE. Nothing can be sent to a new partner before the safety number is compared."""
    with state.open() as ctx:
        plan = plan_card(ctx, file)
        if plan.known is Known.CHANGED_KEY and not accept_changed_key:
            raise InputError("E_CARD_CHANGED", plan.words, hint="Then import it with --accept-changed-key.")
        change = import_card(ctx, plan)

    def human() -> None:
        _say_card(plan)
        say(f"{change.summary}.".replace("..", "."))
        if plan.known in (Known.NEW, Known.CHANGED_KEY):
            say(f"Next: stockpile --profile {state.require_folder()} partner safety-number {plan.card.short}")

    state.answer(_document(plan) | {"imported": bool(change.kinds), "summary": change.summary}, human)


def _document(plan: CardPlan) -> dict[str, Any]:
    one = plan.card
    return {
        "agency": one.agency,
        "name": one.name,
        "short_name": one.short,
        "country": one.country,
        "epoch": one.epoch,
        "created": one.created,
        "expires": one.expires,
        "expired": plan.expired,
        "fingerprint": plan.fingerprint,
        "known": plan.known,
    }


def _say_card(plan: CardPlan) -> None:
    one = plan.card
    say(f"Card of {one.name} ({one.short}, {one.country})")
    say(f"  agency id    {one.agency}")
    say(f"  fingerprint  {_grouped(plan.fingerprint)}")
    say(f"  keys         epoch {one.epoch}, valid until {one.expires:%Y-%m-%d}{' (expired)' if plan.expired else ''}")
    say(f"  {plan.words}")


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))
