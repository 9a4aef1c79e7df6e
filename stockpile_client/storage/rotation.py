"""Lots by their rotate-by date, by the index on it: a glance, however many lots there are.

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
