"""What changed between two stored statements, counted and shown without holding either in memory.

Both lie in order of key, so the two are walked side by side, once.

>>> compare(db, before=3, after=7, limit=200).changed
12
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from sqlite_utils import Database

from stockpile_client.core.statements import ChangeKind, PositionChange, PositionKey
from stockpile_client.storage import positions
from stockpile_client.storage.positions import KEY_COLUMNS, Row


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
    counts = dict.fromkeys(ChangeKind, 0)
    shown: list[PositionChange] = []
    was = iter(()) if before is None else positions.rows_of_statement(db, before)
    for old, new in _differences(was, positions.rows_of_statement(db, after)):
        kind = ChangeKind.NEW if old is None else ChangeKind.GONE if new is None else ChangeKind.CHANGED
        counts[kind] += 1
        if len(shown) < limit:
            shown.append(_change(kind, old, new))
    return Comparison(counts[ChangeKind.NEW], counts[ChangeKind.GONE], counts[ChangeKind.CHANGED], tuple(shown))


def _differences(before: Iterator[Row], after: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pairs of rows of the same key that differ, and single ones, of two streams in order of key."""
    for abreast in zip_longest(before, after):
        old, new = abreast
        while old != new:
            if old is not None and new is not None and old[:KEY_COLUMNS] == new[:KEY_COLUMNS]:
                yield old, new
                break
            if new is None or (old is not None and old[:KEY_COLUMNS] < new[:KEY_COLUMNS]):
                yield old, None
                old = next(before, None)
            else:
                yield None, new
                new = next(after, None)


def _change(kind: ChangeKind, old: Row | None, new: Row | None) -> PositionChange:
    was = None if old is None else positions.position_of(old)
    now = None if new is None else positions.position_of(new)
    return PositionChange(kind, PositionKey(*(old or new or ())[:KEY_COLUMNS]), was, now)
