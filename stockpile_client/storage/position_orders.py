"""In what order the positions of a statement are shown, worked out once, while it is read.

An order is a list of position numbers, four bytes each, in parts of 16 384: whoever asks for rows 500 000 to 500 050
by place reads one part, and then those rows. Positions of equal value stay in order of key; nothing (``None``)
comes first. Memory is bounded whatever a partner sends: columns of few values are counted, others are sorted a quarter
of a million at a time.

>>> orders = OrderBuilder(db, statement_row)
>>> orders.extend(columns); orders.write()
>>> numbers(db, statement_row, "at", 500_000, 50)
array('I', [...])
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import compress, islice
from typing import Any, Final

from sqlite_utils import Database

from stockpile_client.storage import position_pages

ORDERED: Final = {"at": 3, "low_mg": 8, "days": 12}
"""Columns with an order of their own, and their places in a row; the order by material is that of the keys."""

PART_ROWS: Final = 16_384
_FEW: Final = 65_536
_SORTED_AT_ONCE: Final = 262_144
_SAMPLES: Final = 4_096
_WORD: Final = "I"
_WORD_BYTES: Final = array(_WORD).itemsize


class OrderBuilder:
    """Sees every position of a staged statement once, in order of key, and writes its orders."""

    def __init__(self, db: Database, statement_row: int) -> None:
        self._db = db
        self._statement_row = statement_row
        self._columns: dict[str, _Counted | _Figures] = {"at": _Counted(), "low_mg": _Figures(), "days": _Counted()}

    def extend(self, columns: Sequence[Sequence[Any]]) -> None:
        """Take in the next positions, as columns."""
        for name, column in self._columns.items():
            column.extend(columns[ORDERED[name]])

    def write(self) -> None:
        """Keep the orders of all that was taken in."""
        for name, column in self._columns.items():
            place = ORDERED[name]
            self._write(
                name, column.ordered() if column.complete else _sort_in_ranges(self._column(place), column.count)
            )

    def _column(self, place: int) -> Callable[[], Iterator[Any]]:
        """Reads a column from the pages, as often as it is called."""

        def values() -> Iterator[Any]:
            for _, page in position_pages.pages(self._db, self._statement_row):
                count, (column,) = position_pages.columns_in(page, (place,))
                yield from position_pages.values_of(column, count)

        return values

    def _write(self, name: str, ordered: array[int]) -> None:
        query = "INSERT INTO position_order (statement_row, name, part, numbers) VALUES (?, ?, ?, ?)"
        for part, start in enumerate(range(0, len(ordered), PART_ROWS)):
            numbers = _to_bytes(ordered[start : start + PART_ROWS])
            self._db.conn.execute(query, (self._statement_row, name, part, numbers))


class _Codes(dict[Any, int]):
    """A number for each value, in order of their first appearance."""

    def __missing__(self, value: Any) -> int:
        code = self[value] = len(self)
        return code


class _Counted:
    """A column of few values: each gets a code, and the positions are dealt out by code."""

    def __init__(self) -> None:
        self._codes = _Codes()
        self._coded = array(_WORD)
        self.count = 0

    @property
    def complete(self) -> bool:
        """Whether it holds the whole column: not where there are too many values to keep."""
        return len(self._codes) <= _FEW

    def extend(self, values: Sequence[Any]) -> None:
        """Take in the next values."""
        self.count += len(values)
        if self.complete:
            self._coded.extend(list(map(self._codes.__getitem__, values)))

    def ordered(self) -> array[int]:
        """The numbers of the values in order."""
        dealt = [array(_WORD) for _ in self._codes]
        deals = [hand.append for hand in dealt]
        for number, code in enumerate(self._coded):
            deals[code](number)
        ordered = array(_WORD)
        for value in sorted(self._codes, key=_nothing_first):
            ordered.extend(dealt[self._codes[value]])
        return ordered


class _Figures:
    """A column of masses, eight bytes each."""

    complete = True

    def __init__(self) -> None:
        self._figures = array("q")

    @property
    def count(self) -> int:
        """How many values were taken in."""
        return len(self._figures)

    def extend(self, values: Sequence[int | None]) -> None:
        """Take in the next values."""
        self._figures.extend([-1 if value is None else value for value in values])

    def ordered(self) -> array[int]:
        """The numbers of the values in order."""
        return _sort_in_ranges(lambda: self._figures, self.count)


def numbers(db: Database, statement_row: int, name: str, offset: int, limit: int) -> array[int]:
    """The numbers of up to ``limit`` positions from ``offset`` on in the order of a column of :data:`ORDERED`."""
    if limit <= 0:
        return array(_WORD)
    first, last = offset // PART_ROWS, (offset + limit - 1) // PART_ROWS
    found = array(_WORD)
    query = (
        "SELECT numbers FROM position_order WHERE statement_row = ? AND name = ? AND part BETWEEN ? AND ? ORDER BY part"
    )
    for (part,) in db.conn.execute(query, (statement_row, name, first, last)):
        found.extend(_from_bytes(part))
    start = offset - first * PART_ROWS
    return found[start : start + limit]


def _sort_in_ranges(source: Callable[[], Iterable[Any]], count: int) -> array[int]:
    """The numbers of the values of ``source`` in order, a range of values at a time; equal ones keep their order."""
    bounds = _bounds(source, count)
    range_of = bytes(map(partial(bisect_right, bounds), source()))
    ordered = array(_WORD)
    for here in range(len(bounds) + 1):
        chosen = range_of.translate(bytes(number == here for number in range(256)))
        values = list(compress(source(), chosen))
        places = sorted(range(len(values)), key=values.__getitem__)
        numbers = list(compress(range(count), chosen))
        ordered.extend(map(numbers.__getitem__, places))
    return ordered


def _bounds(source: Callable[[], Iterable[Any]], count: int) -> list[Any]:
    """At most 255 values that cut ``source`` into ranges of about `_SORTED_AT_ONCE`, by a sample."""
    ranges = min(-(-count // _SORTED_AT_ONCE), 256)
    if ranges < 2:
        return []
    sample = sorted(islice(source(), 0, None, max(1, count // _SAMPLES)))
    return sorted({sample[place * len(sample) // ranges] for place in range(1, ranges)})


def _nothing_first(value: Any) -> tuple[bool, Any]:
    return value is not None, value


def _to_bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _from_bytes(part: bytes) -> array[int]:
    numbers = array(_WORD, part)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
