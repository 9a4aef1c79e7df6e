"""What changed between two stored statements, counted and shown without holding either in memory.

Both lie in order of key, so the two are walked side by side, a page of each at a time; stretches that say the same are
passed over as a whole.

>>> compare(db, before=3, after=7, limit=200).changed
12
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from sqlite_utils import Database

from stockpile_client.core.statements import ChangeKind, PositionChange, PositionKey
from stockpile_client.storage import position_pages, positions
from stockpile_client.storage.positions import KEY_COLUMNS, Row

_key_of = itemgetter(slice(KEY_COLUMNS))


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
    new = gone = changed = 0
    shown: list[PositionChange] = []
    for was, now in _stretches(_Pages(db, before), _Pages(db, after)):
        if was == now:
            continue
        old = {_key_of(row): row for row in set(was).difference(now)}
        fresh = {_key_of(row): row for row in set(now).difference(was)}
        both = len(old.keys() & fresh.keys())
        new += len(fresh) - both
        gone += len(old) - both
        changed += both
        if len(shown) < limit:
            shown += [_change(key, old.get(key), fresh.get(key)) for key in sorted(old.keys() | fresh.keys())]
    return Comparison(new, gone, changed, tuple(shown[:limit]))


class _Pages:
    """The rows of a statement, a page at hand at a time."""

    def __init__(self, db: Database, statement_row: int | None) -> None:
        self._pages = iter(()) if statement_row is None else position_pages.pages(db, statement_row)
        self.rows: list[Row] = []

    def fill(self) -> bool:
        """Take the next page if nothing is at hand; false at the end."""
        while not self.rows:
            following = next(self._pages, None)
            if following is None:
                return False
            self.rows = list(position_pages.unpack(following[1]))
        return True

    def take(self, last: Row) -> list[Row]:
        """Rows up to the key ``last``, which are no longer at hand."""
        if _key_of(self.rows[-1]) <= last:
            taken, self.rows = self.rows, []
            return taken
        place = bisect_right(self.rows, last, key=_key_of)
        taken, self.rows = self.rows[:place], self.rows[place:]
        return taken


def _stretches(before: _Pages, after: _Pages) -> Iterator[tuple[list[Row], list[Row]]]:
    """Rows of both statements up to a key that both have reached, again and again to the end."""
    while before.fill() & after.fill():
        last = min(_key_of(before.rows[-1]), _key_of(after.rows[-1]))
        yield before.take(last), after.take(last)
    while before.fill():
        yield before.rows, []
        before.rows = []
    while after.fill():
        yield [], after.rows
        after.rows = []


def _change(key: Row, was: Row | None, now: Row | None) -> PositionChange:
    kind = ChangeKind.NEW if was is None else ChangeKind.GONE if now is None else ChangeKind.CHANGED
    return PositionChange(
        kind,
        PositionKey(*key),
        None if was is None else positions.position_of(was),
        None if now is None else positions.position_of(now),
    )
