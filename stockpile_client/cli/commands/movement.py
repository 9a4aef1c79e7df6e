"""``movement``: post a movement of a lot, or reverse one. What was posted is never changed.

>>> stockpile --profile ./us movement post W-0101 --kind release --on 2026-10-15 --gross 500t
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import click

from stockpile_client.cli.arguments import day, find_lot, mass
from stockpile_client.cli.commands.holdings import movement_document
from stockpile_client.cli.output import say, tonnes
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.cli.views import kg
from stockpile_client.core.content import content_of
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import DIRECTION, Movement, MovementKind, balance
from stockpile_client.core.quantities import kg_text
from stockpile_client.core.units import read_unit
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import lot_detail
from stockpile_client.services.ledger import post_movement, reverse_movement

_NOT_ALONE = (MovementKind.REVERSAL, MovementKind.MOVED_OUT, MovementKind.MOVED_IN)
_POSTED_ALONE = [kind.value for kind in MovementKind if kind not in _NOT_ALONE]


@click.group(cls=Group)
def movement() -> None:
    """Entries of a lot's ledger; a LOT is named by its number or id."""


@movement.command("post")
@click.argument("lot")
@click.option("--kind", type=click.Choice(_POSTED_ALONE), required=True)
@click.option("--on", "effective", type=day, required=True, help="The day on which it happened.")
@click.option("--gross", type=mass, required=True, help="Mass of product, like 500t; the kind gives the direction.")
@click.option("--contained", type=mass, help="Element content (default: what the lot's grade gives).")
@click.option("--reason", default="", help="Why; obligatory for losses and count adjustments.")
@click.option("--counterparty", default="", help="To or from whom.")
@click.option("--document", default="", help="The paper that it stands on.")
@pass_state
def post(
    state: State,
    *,
    lot: str,
    kind: str,
    effective: date,
    gross: int,
    contained: int | None,
    reason: str,
    counterparty: str,
    document: str,
) -> None:
    """Post a movement of LOT. A mass without a sign takes the direction of its kind."""
    what = MovementKind(kind)
    with state.open() as ctx:
        found = find_lot(ctx, lot)
        inside = _content(ctx, found, gross) if contained is None else contained
        post_movement(
            ctx, found.id, kind=what, effective=effective, gross=_directed(what, gross),
            contained=_directed(what, inside), reason=reason, counterparty=counterparty, document=document,
        )  # fmt: skip
        ledger = lot_detail(ctx, found.id).movements
    _answer(state, found, ledger)


@movement.command("reverse")
@click.argument("lot")
@click.argument("movement_id", metavar="MOVEMENT")
@click.option("--reason", required=True, help="Why.")
@pass_state
def reverse(state: State, lot: str, movement_id: str, reason: str) -> None:
    """Undo MOVEMENT (its id, as 'holding show' gives it) of LOT by one with the opposite masses."""
    with state.open() as ctx:
        found = find_lot(ctx, lot)
        if movement_id not in {one.id for one in lot_detail(ctx, found.id).movements}:
            raise InputError("E_NO_MOVEMENT", "The lot has no such movement.", hint="See 'holding show'.")
        reverse_movement(ctx, movement_id, reason=reason)
        ledger = lot_detail(ctx, found.id).movements
    _answer(state, found, ledger)


def _directed(kind: MovementKind, mg: int) -> int:
    """A mass that leaves the lot is typed without a sign; one that contradicts its kind is left for the rules."""
    return -mg if DIRECTION[kind] < 0 and mg > 0 else mg


def _content(ctx: Context, lot: Lot, gross: int) -> int:
    form, unit = ctx.catalogue.form(lot.form), read_unit("kg", ctx.catalogue.units)
    content = content_of(Decimal(kg_text(abs(gross))), unit, form, ctx.catalogue, lot.grade).contained
    return -content if gross < 0 else content


def _answer(state: State, lot: Lot, ledger: tuple[Movement, ...]) -> None:
    posted = max(ledger, key=lambda one: one.recorded)
    held = balance(ledger, as_of=date.max)

    def human() -> None:
        kind = posted.kind.replace("_", " ")
        say(f"Posted {kind} of {tonnes(posted.gross)} gross, {tonnes(posted.contained)} contained.")
        say(f"Lot {lot.number or lot.id} holds {tonnes(held.gross)} gross, {tonnes(held.contained)} contained.")

    document = movement_document(posted) | {
        "lot_id": lot.id,
        "lot": lot.number,
        "balance": {"gross_kg": kg(held.gross), "contained_kg": kg(held.contained)},
    }
    state.answer(document, human)
