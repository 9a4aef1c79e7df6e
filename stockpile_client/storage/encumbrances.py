"""Claims on stock. A claim that ended keeps its dates; only one that never came into force is taken back.

>>> put(db, claim)
>>> in_force(db, date(2026, 6, 30))
[Encumbrance(id='…', kind=<EncumbranceKind.PLEDGE: 'pledge'>, …)]
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlite_utils import Database

from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind

_PUT = """
INSERT INTO encumbrance
    (id, kind, material, lot_row, contained_mg, since, until, counted_by, counterparty, document)
VALUES (?, ?, ?, (SELECT row FROM lot WHERE id = ?), ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    contained_mg = excluded.contained_mg, since = excluded.since, until = excluded.until,
    counted_by = excluded.counted_by, counterparty = excluded.counterparty, document = excluded.document
"""
_SELECT = """
SELECT encumbrance.id, kind, encumbrance.material, ifnull(lot.id, ''), encumbrance.contained_mg, since, until,
       counted_by, counterparty, document
FROM encumbrance LEFT JOIN lot ON lot.row = lot_row
"""


def put(db: Database, claim: Encumbrance) -> None:
    """Add a claim, or correct it; what it is a claim on (kind, material, lot) stays as it was first stated."""
    db.execute(
        _PUT,
        (
            claim.id,
            claim.kind.value,
            claim.material,
            claim.lot,
            claim.contained,
            claim.since.isoformat(),
            claim.until.isoformat() if claim.until else None,
            claim.counted_by.value,
            claim.counterparty,
            claim.document,
        ),
    )


def get(db: Database, claim_id: str) -> Encumbrance | None:
    """The claim of that id."""
    row = db.execute(f"{_SELECT} WHERE encumbrance.id = ?", (claim_id,)).fetchone()
    return _claim(row) if row else None


def remove(db: Database, claim_id: str) -> None:
    """Take back a claim; the service sees to it that only one is that never came into force, or was added just now."""
    db.execute("DELETE FROM encumbrance WHERE id = ?", (claim_id,))


def every(db: Database) -> list[Encumbrance]:
    """All claims, past and future ones included, the oldest first."""
    return [_claim(row) for row in db.execute(f"{_SELECT} ORDER BY since, encumbrance.rowid")]


def in_force(db: Database, day: date) -> list[Encumbrance]:
    """The claims that hold on ``day``, the oldest first."""
    query = f"{_SELECT} WHERE since <= ?1 AND (until IS NULL OR until >= ?1) ORDER BY since, encumbrance.rowid"
    return [_claim(row) for row in db.execute(query, (day.isoformat(),))]


def on_lot(db: Database, lot_id: str) -> list[Encumbrance]:
    """All claims on one lot, the oldest first."""
    query = f"{_SELECT} WHERE lot.id = ? ORDER BY since, encumbrance.rowid"
    return [_claim(row) for row in db.execute(query, (lot_id,))]


def _claim(row: tuple[Any, ...]) -> Encumbrance:
    return Encumbrance(
        id=row[0],
        kind=EncumbranceKind(row[1]),
        material=row[2],
        lot=row[3],
        contained=row[4],
        since=date.fromisoformat(row[5]),
        until=date.fromisoformat(row[6]) if row[6] else None,
        counted_by=CountedBy(row[7]),
        counterparty=row[8],
        document=row[9],
    )
