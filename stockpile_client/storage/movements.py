"""The ledger of movements. The table refuses every change of what was posted.

>>> post(db, [movement])
>>> balances(db, as_of=date(2026, 6, 30))[movement.lot].contained
1204500000000
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from stockpile_client.core.movements import Balance, Movement, MovementKind
from stockpile_client.storage.times import read_utc, utc_text
from stockpile_client.storage.windows import Source

_INSERT = """
INSERT INTO movement
    (id, lot_row, kind, effective, recorded, gross_mg, contained_mg, reason, reverses, counterparty, document)
VALUES (?, (SELECT row FROM lot WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SELECT = """
SELECT movement.id, lot.id, kind, effective, recorded, movement.gross_mg, movement.contained_mg,
       reason, reverses, counterparty, document
FROM movement JOIN lot ON lot.row = lot_row
"""
_BALANCES = """
SELECT lot.id, held.gross_mg, held.contained_mg FROM (
    SELECT lot_row, sum(gross_mg) AS gross_mg, sum(contained_mg) AS contained_mg
    FROM movement WHERE effective <= ? AND recorded <= ? GROUP BY lot_row
) AS held JOIN lot ON lot.row = held.lot_row
"""
_OF_LOT = "(SELECT {column} FROM lot WHERE lot.row = shown.lot_row)"
_SO_FAR = (
    "(SELECT sum({column}) FROM movement AS earlier WHERE earlier.lot_row = shown.lot_row"
    " AND (earlier.effective, earlier.row) <= (shown.effective, shown.row))"
)

MOVEMENTS = Source(
    table="movement",
    columns=(
        "id", "lot", "number", "material", "form", "site", "kind", "effective", "recorded", "gross_mg", "contained_mg",
        "gross_after", "contained_after", "reason", "reverses", "reversed_by", "counterparty", "document", "moved_mg",
        "lot_row",
    ),
    orders={"effective": ("effective", "row"), "recorded": ("row",)},
    looked_up={
        "lot": _OF_LOT.format(column="id"),
        "number": _OF_LOT.format(column="number"),
        "material": _OF_LOT.format(column="material"),
        "form": _OF_LOT.format(column="form"),
        "site": _OF_LOT.format(column="site"),
        "gross_after": _SO_FAR.format(column="gross_mg"),
        "contained_after": _SO_FAR.format(column="contained_mg"),
        "reversed_by": "(SELECT later.id FROM movement AS later WHERE later.reverses = shown.id)",
        "moved_mg": "abs(shown.contained_mg)",
    },
)  # fmt: skip
"""For :class:`Window`: the ledger; ``…_after`` is what the lot held with this entry, in order of day and posting."""

_END_OF_TIME = "9999"


def post(db: Database, movements: Iterable[Movement]) -> None:
    """Append movements that :func:`stockpile_client.core.movements.check_posting` has passed; the lots' sums follow."""
    db.conn.executemany(_INSERT, map(_row, movements))


def get(db: Database, movement_id: str) -> Movement | None:
    """The movement of that id."""
    row = db.execute(f"{_SELECT} WHERE movement.id = ?", (movement_id,)).fetchone()
    return _movement(row) if row else None


def ledger(db: Database, lot_id: str) -> list[Movement]:
    """All movements of a lot, in order of effective day and posting."""
    query = f"{_SELECT} WHERE lot.id = ? ORDER BY effective, movement.row"
    return [_movement(row) for row in db.execute(query, (lot_id,))]


def balances(db: Database, *, as_of: date, known_at: datetime | None = None) -> dict[str, Balance]:
    """What every lot held at the end of ``as_of``, seen from ``known_at`` (default: from now), by lot id, in mg."""
    known = _END_OF_TIME if known_at is None else utc_text(known_at)
    return {row[0]: Balance(row[1], row[2]) for row in db.execute(_BALANCES, (as_of.isoformat(), known))}


def _row(movement: Movement) -> tuple[str | int | None, ...]:
    return (
        movement.id,
        movement.lot,
        movement.kind.value,
        movement.effective.isoformat(),
        utc_text(movement.recorded),
        movement.gross,
        movement.contained,
        movement.reason,
        movement.reverses or None,
        movement.counterparty,
        movement.document,
    )


def _movement(row: tuple[Any, ...]) -> Movement:
    return Movement(
        id=row[0],
        lot=row[1],
        kind=MovementKind(row[2]),
        effective=date.fromisoformat(row[3]),
        recorded=read_utc(row[4]),
        gross=row[5],
        contained=row[6],
        reason=row[7],
        reverses=row[8] or "",
        counterparty=row[9],
        document=row[10],
    )
