"""A look at the positions of one statement, ordered and filtered, as :class:`.windows.Window` is one at a table.

The order of a column stands in the database (:mod:`.position_orders`), so any page of any order is found without
reading what is before it. Filters read their own columns once, the whole statement through, and remember what they
found for each value.

>>> window = PositionWindow(db, statement_row, order_by="at", filters=(Filter("material", Match.EQUALS, "W"),))
>>> window.count(), window.rows(0, 50)
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import compress
from operator import and_, or_

from sqlite_utils import Database

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage import position_orders, position_pages, positions
from stockpile_client.storage.failures import database_errors
from stockpile_client.storage.position_orders import ORDERED
from stockpile_client.storage.position_pages import PAGE_ROWS, Column
from stockpile_client.storage.windows import AnyOf, Condition, Filter, Match, Row, Value

BY_KEY = "material"
"""The order in which positions lie, and the one of a window that asks for none."""

_REMEMBERED = 100_000
_PLACES = {name: place for place, name in enumerate(positions.COLUMNS)}


class PositionWindow:
    """See the module; positions of equal value stand in order of key, descending in its reverse."""

    def __init__(
        self,
        db: Database,
        statement_row: int,
        *,
        order_by: str = "",
        descending: bool = False,
        filters: tuple[Condition, ...] = (),
    ) -> None:
        """``order_by`` is ``material``, ``at``, ``low_mg``, ``days`` or empty.

        Raises :class:`InternalError` ``E_COLUMN`` for a column that there is not.
        """
        self._db = db
        self._statement_row = statement_row
        self._order = order_by or BY_KEY
        self._descending = descending
        self._groups = [one.filters if isinstance(one, AnyOf) else (one,) for one in filters]
        if self._order not in {BY_KEY, *ORDERED} or any(one.column not in _PLACES for one in self._filters()):
            raise InternalError("E_COLUMN", phrase("Positions are not shown by that column."))
        self._known_count: int | None = None
        self._matches: array[int] | None = None

    def count(self) -> int:
        """Positions that pass the filters; counted once for a window."""
        if self._groups:
            return len(self._matching())
        if self._known_count is None:
            with database_errors():
                self._known_count = position_pages.count(self._db, self._statement_row)
        return self._known_count

    def rows(self, offset: int, limit: int) -> list[Row]:
        """Up to ``limit`` rows of `positions.COLUMNS` from ``offset`` on."""
        count = self.count()
        limit = max(0, min(limit, count - offset))
        start = count - offset - limit if self._descending else offset
        with database_errors():
            numbers: Sequence[int] = (
                self._matching()[start : start + limit] if self._groups else self._ordered(start, limit)
            )
            found = position_pages.rows_at(self._db, self._statement_row, numbers)
        return found[::-1] if self._descending else found

    def _ordered(self, offset: int, limit: int) -> Sequence[int]:
        if self._order == BY_KEY:
            return range(offset, offset + limit)
        return position_orders.numbers(self._db, self._statement_row, self._order, offset, limit)

    def _matching(self) -> array[int]:
        """Numbers of the positions that pass the filters, in ascending order of the window: four bytes each."""
        if self._matches is None:
            with database_errors():
                passed = self._passed()
                if self._order == BY_KEY:
                    self._matches = array("I", compress(range(len(passed)), passed))
                else:
                    ordered = self._ordered(0, len(passed))
                    self._matches = array("I", [number for number in ordered if passed[number]])
        return self._matches

    def _passed(self) -> bytearray:
        """A byte for each position: 1 if it passes all filters."""
        used = sorted({_PLACES[one.column] for one in self._filters()})
        tests = [[(used.index(_PLACES[one.column]), _Remembered(one)) for one in group] for group in self._groups]
        passed = bytearray(position_pages.count(self._db, self._statement_row))
        for number, page in position_pages.pages(self._db, self._statement_row, material=self._one_material()):
            count, columns = position_pages.columns_in(page, used)
            groups = [_any((_verdicts(seen, columns[place], count) for place, seen in group), count) for group in tests]
            start = number * PAGE_ROWS
            passed[start : start + count] = _all(groups)
        return passed

    def _one_material(self) -> str:
        """The material that all filters agree on, if they do: no page without it is opened."""
        for group in self._groups:
            if len(group) == 1 and group[0].column == BY_KEY and group[0].match is Match.EQUALS:
                return str(group[0].value)
        return ""

    def _filters(self) -> Iterable[Filter]:
        return (one for group in self._groups for one in group)


class _Remembered(dict[Value, bool]):
    """What a filter said of each value: a column of a million positions has few."""

    def __init__(self, condition: Filter) -> None:
        super().__init__()
        self._condition = condition

    def __missing__(self, value: Value) -> bool:
        if len(self) > _REMEMBERED:
            self.clear()
        verdict = self[value] = self._condition.passes(value)
        return verdict


def _verdicts(seen: _Remembered, column: Column, count: int) -> bytes:
    """A byte for each row of a page: what a filter says of it."""
    values, places = column
    verdicts = bytes(map(seen.__getitem__, values))
    if places:
        return places.translate(verdicts.ljust(256, b"\0"))
    return verdicts if len(verdicts) == count else verdicts * count


def _any(verdicts: Iterable[bytes], count: int) -> bytes:
    """Row by row, whether one verdict is true; of none, none is."""
    return reduce(lambda one, other: bytes(map(or_, one, other)), verdicts, bytes(count))


def _all(verdicts: Iterable[bytes]) -> bytes:
    """Row by row, whether all verdicts are true."""
    return reduce(lambda one, other: bytes(map(and_, one, other)), verdicts)
