"""What changed between two stored statements, counted and shown without holding either in memory.

>>> compare(db, before=3, after=7, limit=200).changed
12
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from stockpile_client.core.statements import ChangeKind, PositionChange
from stockpile_client.storage import positions

_KEY = ("material", "grp", "form", "at", "holder", "measure")
_SAME_KEY = " AND ".join(f"other.{name} = this.{name}" for name in _KEY)
_REST = tuple(name for name in positions.COLUMNS if name not in _KEY)
_DIFFERS = " OR ".join(f"other.{name} IS NOT this.{name}" for name in _REST)
_THIS = ", ".join(f"this.{name}" for name in positions.COLUMNS)
_OTHER = ", ".join(f"other.{name}" for name in positions.COLUMNS)
_ORDER = ", ".join(f"this.{name}" for name in _KEY)

_COUNT_MISSING = f"""
SELECT count(*) FROM position AS this WHERE this.statement_row = ? AND NOT EXISTS (
    SELECT 1 FROM position AS other WHERE other.statement_row = ? AND {_SAME_KEY})
"""  # noqa: S608 - names of ours only, here and below
_COUNT_CHANGED = f"""
SELECT count(*) FROM position AS this JOIN position AS other ON other.statement_row = ? AND {_SAME_KEY}
WHERE this.statement_row = ? AND ({_DIFFERS})
"""  # noqa: S608
_MISSING = f"""
SELECT {_THIS} FROM position AS this WHERE this.statement_row = ? AND NOT EXISTS (
    SELECT 1 FROM position AS other WHERE other.statement_row = ? AND {_SAME_KEY})
ORDER BY {_ORDER} LIMIT ?
"""  # noqa: S608
_CHANGED = f"""
SELECT {_THIS}, {_OTHER} FROM position AS this JOIN position AS other ON other.statement_row = ? AND {_SAME_KEY}
WHERE this.statement_row = ? AND ({_DIFFERS}) ORDER BY {_ORDER} LIMIT ?
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many positions are new, gone and changed, and the first of them in order of key."""

    new: int
    gone: int
    changed: int
    changes: tuple[PositionChange, ...]

    @property
    def nothing(self) -> bool:
        """Whether both statements say the same."""
        return not (self.new or self.gone or self.changed)


def compare(db: Database, *, before: int | None, after: int, limit: int) -> Comparison:
    """Compare two statements by their local rows; without ``before`` all is new. ``limit`` bounds what is shown."""
    width = len(positions.COLUMNS)
    if before is None:
        new, gone, changed = positions.count(db, after), 0, 0
    else:
        new = _one(db, _COUNT_MISSING, after, before)
        gone = _one(db, _COUNT_MISSING, before, after)
        changed = _one(db, _COUNT_CHANGED, before, after)
    shown: list[PositionChange] = []
    if changed:
        for row in db.execute(_CHANGED, (before, after, limit)):
            now, was = positions.position_of(row[:width]), positions.position_of(row[width:])
            shown.append(PositionChange(ChangeKind.CHANGED, now.key, was, now))
    if new:
        for row in db.execute(_MISSING, (after, before, limit)):
            position = positions.position_of(row)
            shown.append(PositionChange(ChangeKind.NEW, position.key, None, position))
    if gone:
        for row in db.execute(_MISSING, (before, after, limit)):
            position = positions.position_of(row)
            shown.append(PositionChange(ChangeKind.GONE, position.key, position, None))
    shown.sort(key=lambda change: change.key)
    return Comparison(new, gone, changed, tuple(shown[:limit]))


def _one(db: Database, query: str, *parameters: int) -> int:
    return int(db.execute(query, parameters).fetchone()[0])
