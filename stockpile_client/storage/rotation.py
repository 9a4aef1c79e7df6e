"""Lots by their rotate-by date: one query, however many lots there are.

>>> dated_until(db, date(2027, 1, 31))[0].number
'LI-0901'
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

_DATED = """
SELECT id, number, material, rotate_by FROM lot
WHERE rotate_by IS NOT NULL AND rotate_by <= ? AND contained_mg > 0 ORDER BY rotate_by, number
"""


_SUMS = """
SELECT material, rotate_by, count(*), sum(contained_mg), max(illustrative) FROM lot
WHERE contained_mg > 0 GROUP BY material, rotate_by
"""


class DatedSum(NamedTuple):
    """Lots with stock of one material with one rotate-by date (``None``: without any), and their mass in mg."""

    material: str
    rotate_by: date | None
    lots: int
    contained: int
    illustrative: bool


class DatedLot(NamedTuple):
    """A lot with stock and the day by which it must be rotated."""

    id: str
    number: str
    material: str
    rotate_by: date


def dated_until(db: Database, limit: date) -> list[DatedLot]:
    """Lots with stock whose rotate-by date is ``limit`` or earlier, the first one first."""
    rows = db.execute(_DATED, (limit.isoformat(),))
    return [DatedLot(lot, number, material, date.fromisoformat(day)) for lot, number, material, day in rows]


def dated_sums(db: Database) -> list[DatedSum]:
    """Every lot with stock, added up by material and rotate-by date."""
    return [
        DatedSum(material, date.fromisoformat(day) if day else None, lots, contained, bool(illustrative))
        for material, day, lots, contained, illustrative in db.execute(_SUMS)
    ]
