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
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
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
            if column.overflown:
                ordered = _sort_in_ranges(lambda place=ORDERED[name]: self._values(place), column.count)  # type: ignore[misc]
            else:
                ordered = column.ordered()
            self._write(name, ordered)

    def _values(self, place: int) -> Iterator[Any]:
        for _, page in position_pages.pages(self._db, self._statement_row):
            yield from position_pages.columns_in(page, (place,))[0]

    def _write(self, name: str, ordered: Iterator[int]) -> None:
        query = "INSERT INTO position_order (statement_row, name, part, numbers) VALUES (?, ?, ?, ?)"
        part = 0
        while numbers := array(_WORD, islice(ordered, PART_ROWS)):
            self._db.conn.execute(query, (self._statement_row, name, part, _to_bytes(numbers)))
            part += 1


class _Counted:
    """A column of few values: each gets a code, and the numbers are dealt out by code."""

    def __init__(self) -> None:
        self._codes: dict[Any, int] = {}
        self._coded = array(_WORD)
        self.count = 0

    @property
    def overflown(self) -> bool:
        """Whether there are too many values to keep."""
        return len(self._codes) > _FEW

    def extend(self, values: Sequence[Any]) -> None:
        self.count += len(values)
        if self.overflown:
            self._coded = array(_WORD)
            return
        codes = self._codes
        self._coded.extend([codes.setdefault(value, len(codes)) for value in values])

    def ordered(self) -> Iterator[int]:
        dealt = [array(_WORD) for _ in self._codes]
        for number, code in enumerate(self._coded):
            dealt[code].append(number)
        values = sorted(self._codes, key=_nothing_first)
        return chain.from_iterable(dealt[self._codes[value]] for value in values)


class _Figures:
    """A column of masses, eight bytes each."""

    overflown = False

    def __init__(self) -> None:
        self._figures = array("q")

    @property
    def count(self) -> int:
        return len(self._figures)

    def extend(self, values: Sequence[int | None]) -> None:
        self._figures.extend([-1 if value is None else value for value in values])

    def ordered(self) -> Iterator[int]:
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


def _sort_in_ranges(source: Callable[[], Iterable[Any]], count: int) -> Iterator[int]:
    """The numbers of the values of ``source`` in order, a range of values at a time; equal ones keep their order."""
    bounds = _bounds(source, count)
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        here = [
            (number, value)
            for number, value in enumerate(source())
            if (low is None or low <= value) and (high is None or value < high)
        ]
        here.sort(key=_value)
        yield from [number for number, _ in here]


def _bounds(source: Callable[[], Iterable[Any]], count: int) -> list[Any]:
    """Values that cut ``source`` into ranges of about `_SORTED_AT_ONCE`, by a sample."""
    ranges = -(-count // _SORTED_AT_ONCE)
    if ranges < 2:
        return []
    sample = sorted(islice(source(), 0, None, max(1, count // _SAMPLES)))
    return sorted({sample[place * len(sample) // ranges] for place in range(1, ranges)})


def _value(pair: tuple[int, Any]) -> Any:
    return pair[1]


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
