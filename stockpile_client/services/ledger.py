"""Post a movement, and undo one by its reversal. What was posted is never changed.

Nobody decides to give away what is promised to others; a loss and a count, however, are facts, and are booked whatever
is promised. That a lot is then oversold stops a release, not the truth. A closed site takes in nothing.

>>> post_movement(ctx, lot, kind=MovementKind.RELEASE, effective=day, gross=-5 * MG_PER_TONNE, contained=-3_521_270_000)
"""

from __future__ import annotations

import uuid
from datetime import date

from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Movement, MovementKind, balance, check_posting, reversal_of
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.claims import check_lot_claims
from stockpile_client.services.context import Context
from stockpile_client.services.edits import note_edit, posted
from stockpile_client.storage import edits, encumbrances, lots, movements, sites

FACTS = frozenset({MovementKind.LOSS, MovementKind.COUNT_ADJUSTMENT})
"""Kinds that are booked whatever is promised."""


def post_movement(
    ctx: Context,
    lot_id: str,
    *,
    kind: MovementKind,
    effective: date,
    gross: int,
    contained: int,
    reason: str = "",
    counterparty: str = "",
    document: str = "",
) -> ChangeSet:
    """Add a movement to a lot's ledger; masses in signed mg, the kind gives the direction that is allowed.

    Raises ``InputError`` if the ledger would break a rule (negative on any day, a second opening, a missing reason), if
    it takes away what is claimed by others, or if there is no such lot.
    """
    check_day(ctx, effective)
    movement = Movement(
        uuid.uuid4().hex, lot_id, kind, effective, ctx.now(), gross, contained,
        clean_text(reason, what=phrase("reason")),
        counterparty=clean_text(counterparty, what=phrase("counterparty")),
        document=clean_text(document, what=phrase("document")),
    )  # fmt: skip
    with ctx.transaction():
        lot = post_checked(ctx, movement)
        note_edit(ctx, phrase("Movement of lot {lot}", lot=lot.number), posted(movement.id))
    return changed_lots(lot.id, summary=phrase("Posted a movement of lot {lot}", lot=lot.number))


def reverse_movement(ctx: Context, movement_id: str, *, reason: str) -> ChangeSet:
    """Undo a posted movement by one with the opposite masses, as of the same day; the reason is obligatory.

    A move between sites is undone at both.
    """
    why = clean_text(reason, what=phrase("reason"))
    touched: list[str] = []
    with ctx.transaction():
        for original in together(ctx, movement_id):
            reversal = reversal_of(original, id=uuid.uuid4().hex, recorded=ctx.now(), reason=why)
            lot = post_checked(ctx, reversal)
            touched.append(lot.id)
        note_edit(ctx, phrase("Reversal in lot {lot}", lot=lot.number), reason=why)
    return changed_lots(*touched, summary=phrase("Reversed a movement of lot {lot}", lot=lot.number))


def together(ctx: Context, movement_id: str) -> list[Movement]:
    """The movement of that id with what was posted in one with it and cannot stand alone: both ends of a move.

    The end that took mass in comes first, so that it is taken out again before it is put back. ``E_NO_MOVEMENT``.
    """
    found = movements.get(ctx.db, movement_id)
    if found is None:
        raise InputError("E_NO_MOVEMENT", phrase("There is no such movement."))
    if found.kind not in (MovementKind.MOVED_IN, MovementKind.MOVED_OUT):
        return [found]
    ids = [
        change.id
        for edit in edits.of_thing(ctx.db, "movement", movement_id)
        if edit.undoes is None
        for change in edit.changes
        if change.subject == "movement"
    ]
    both = [one for one in (movements.get(ctx.db, id) for id in ids) if one is not None]
    return sorted(both, key=lambda one: one.kind is MovementKind.MOVED_OUT)


def post_checked(ctx: Context, movement: Movement) -> Lot:
    """Check a movement against its ledger, claims and site, and post it with its audit entry; inside a transaction."""
    lot = lots.get(ctx.db, movement.lot)
    if lot is None:
        raise InputError("E_NO_LOT", phrase("There is no such lot."))
    ledger = movements.ledger(ctx.db, lot.id)
    check_posting(ledger, movement)
    site = sites.get(ctx.db, lot.site)
    if site is not None and site.closed is not None and max(movement.gross, movement.contained) > 0:
        raise InputError(
            "E_SITE_CLOSED", phrase("The site {name} is closed: it takes in nothing.", name=site.name),
            hint=phrase("Open the site again first."),
        )  # fmt: skip
    if movement.kind not in FACTS and min(movement.gross, movement.contained) < 0:
        held = balance([*ledger, movement], as_of=ctx.today())
        check_lot_claims(lot, held, encumbrances.on_lot(ctx.db, lot.id), ctx.today())
    movements.post(ctx.db, [movement])
    ctx.record("movement_posted", movement.lot, {"movement": movement.id, "kind": movement.kind.value})
    return lot


def check_day(ctx: Context, effective: date) -> None:
    """Raise ``InputError`` (``E_FUTURE``) for a day to come."""
    if effective > ctx.today():
        raise InputError("E_FUTURE", phrase("A movement is posted when it has happened, not before."))


def changed_lots(*ids: str, summary: str) -> ChangeSet:
    """What views hear after lots got movements."""
    return ChangeSet.of(Kind.MOVEMENTS, Kind.LOTS, ids=frozenset(ids), summary=summary)
