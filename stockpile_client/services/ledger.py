"""Post a movement, and undo one by its reversal. What was posted is never changed.

Nobody decides to give away what is promised to others; a loss and a count, however, are facts, and are booked whatever
is promised. That a lot is then oversold stops a release, not the truth.

>>> post_movement(ctx, lot, kind=MovementKind.RELEASE, effective=day, gross=-5 * MG_PER_TONNE, contained=-3_521_270_000)
"""

from __future__ import annotations

import uuid
from datetime import date

from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import Movement, MovementKind, balance, check_posting, reversal_of
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.claims import check_lot_claims
from stockpile_client.services.context import Context
from stockpile_client.storage import encumbrances, lots, movements

_FACTS = frozenset({MovementKind.LOSS, MovementKind.COUNT_ADJUSTMENT})


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
    if effective > ctx.today():
        raise InputError("E_FUTURE", "A movement is posted when it has happened, not before.")
    movement = Movement(
        uuid.uuid4().hex, lot_id, kind, effective, ctx.now(), gross, contained, clean_text(reason, what="reason"),
        counterparty=clean_text(counterparty, what="counterparty"), document=clean_text(document, what="document"),
    )  # fmt: skip
    return _post(ctx, movement)


def reverse_movement(ctx: Context, movement_id: str, *, reason: str) -> ChangeSet:
    """Undo a posted movement by one with the opposite masses, as of the same day; the reason is obligatory."""
    original = movements.get(ctx.db, movement_id)
    if original is None:
        raise InputError("E_NO_MOVEMENT", "There is no such movement.")
    why = clean_text(reason, what="reason")
    return _post(ctx, reversal_of(original, id=uuid.uuid4().hex, recorded=ctx.now(), reason=why))


def _post(ctx: Context, movement: Movement) -> ChangeSet:
    lot = lots.get(ctx.db, movement.lot)
    if lot is None:
        raise InputError("E_NO_LOT", "There is no such lot.")
    with ctx.transaction():
        posted = movements.ledger(ctx.db, lot.id)
        check_posting(posted, movement)
        if movement.kind not in _FACTS and min(movement.gross, movement.contained) < 0:
            held = balance([*posted, movement], as_of=ctx.today())
            check_lot_claims(lot, held, encumbrances.on_lot(ctx.db, lot.id), ctx.today())
        movements.post(ctx.db, [movement])
        ctx.record("movement_posted", movement.lot, {"movement": movement.id, "kind": movement.kind.value})
    return ChangeSet.of(Kind.MOVEMENTS, Kind.LOTS, ids=frozenset({movement.lot}), summary=f"Posted {movement.kind}")
