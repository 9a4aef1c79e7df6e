"""What a whole column, or the whole file, shows about how its values are written, before any one of them is read.

``1.234`` is 1234 in one office and 1.234 in another; ``03/04`` is March or April; ``0.65`` is a fraction or less than
one per cent. One cell cannot tell, but the file mostly can: it is gone through once, and the decision holds for all
of it. Where the file contradicts itself or shows nothing, the answer is ``None`` and such cells are refused with a
question.

>>> evidence.decimal_mark
','
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from stockpile_client.tables.dates import DateOrder, order_shown_by
from stockpile_client.tables.fields import INVENTORY_FIELDS, Kind
from stockpile_client.tables.mapping import ColumnMapping, HeaderFacts, Scale
from stockpile_client.tables.number_text import DecimalMark, StoredNumber, mark_shown_by
from stockpile_client.tables.reading import Row

_CACHED = 1 << 14
_NUMERIC = (Kind.QUANTITY, Kind.FRACTION, Kind.DAYS)
_WHOLE_PART = re.compile(r"\s*([0-9]+)(?:([.,])([0-9]*))?")


class _ScaleSeen:
    """What a column of fractions has shown: numbers above one, text cells, cells stored as numbers."""

    above_one = False
    stored = False

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def see(self, cell: str) -> None:
        if cell in self._seen:
            return
        if len(self._seen) < _CACHED:
            self._seen.add(cell)
        self.stored |= isinstance(cell, StoredNumber)
        match = _WHOLE_PART.match(cell)
        if match and "%" not in cell:
            whole, _, part = match.groups()
            units = whole.lstrip("0")
            self.above_one |= units > "1" or (units == "1" and bool((part or "").strip("0")))


class Evidence:
    """Goes through the rows once and then answers. Memory does not grow with the file."""

    def __init__(self, mapping: ColumnMapping, facts: Mapping[str, HeaderFacts]) -> None:
        self._mapping, self._facts = mapping, facts
        of_kind = {name: INVENTORY_FIELDS[name].kind for name in mapping.columns}
        self._numeric = [mapping.columns[name] for name, kind in of_kind.items() if kind in _NUMERIC]
        self._dates = {mapping.columns[name]: name for name, kind in of_kind.items() if kind is Kind.DATE}
        self._scales = {name: _ScaleSeen() for name, kind in of_kind.items() if kind is Kind.FRACTION}
        self._marks: Counter[DecimalMark] = Counter()
        self._orders: dict[str, Counter[DateOrder]] = {name: Counter() for name in self._dates.values()}
        self.rows = 0
        self._mark_shown_by = lru_cache(maxsize=_CACHED)(mark_shown_by)

    def gather(self, rows: Iterable[Row]) -> None:
        """Look at every row."""
        scales = [(self._mapping.columns[name], seen) for name, seen in self._scales.items()]
        for _, cells in rows:
            self.rows += 1
            width = len(cells)
            for at in self._numeric:
                cell = cells[at] if at < width else ""
                if cell and not cell.isdigit() and (mark := self._mark_shown_by(cell)):
                    self._marks[mark] += 1
            for at, name in self._dates.items():
                cell = cells[at] if at < width else ""
                if cell and cell[4:5] != "-" and (order := order_shown_by(cell)):
                    self._orders[name][order] += 1
            for at, seen in scales:
                if at < width and cells[at]:
                    seen.see(cells[at])

    @property
    def contradicts_itself(self) -> bool:
        """Whether some numbers prove a decimal comma and others a decimal point."""
        return len(self._marks) > 1 and self._mapping.decimal_mark is None

    @property
    def decimal_mark(self) -> DecimalMark | None:
        """The decimal mark of the file: what a person said, else what all its numbers agree on."""
        if self._mapping.decimal_mark is not None:
            return self._mapping.decimal_mark
        return next(iter(self._marks)) if len(self._marks) == 1 else None

    def date_order(self, name: str) -> DateOrder | None:
        """Day or month first in the dates of one field."""
        orders = self._orders.get(name, Counter())
        return self._mapping.date_order or (next(iter(orders)) if len(orders) == 1 else None)

    def scale(self, name: str) -> tuple[Scale | None, bool]:
        """How a field of fractions is written, and whether values up to one in it are in doubt.

        A header with a per cent sign decides for text. A workbook shows 12.5 % and stores 0.125, so stored numbers
        that never exceed one stay in doubt under such a header. Without a sign, a number above one shows per cent,
        and then one below is in doubt; if there is none above one, the values are fractions.
        """
        if answer := self._mapping.scales.get(name):
            return answer, False
        seen = self._scales[name]
        if self._facts[name].percent:
            return "percent", seen.stored and not seen.above_one
        return ("percent", True) if seen.above_one else ("fraction", False)
