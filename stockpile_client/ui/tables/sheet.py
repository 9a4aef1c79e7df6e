"""A table of the window as cells of a file: exact values instead of rounded ones, units in columns of their own.

- The columns are those that are shown, in the order in which they stand.
- A column that knows its exact value gives that. Another one that holds figures gives what is shown, as a number where
  it is one; intervals and words (``34–51``, ``nil``, ``withheld``) stay text.
- A column with a unit is followed by a column of units, so that the number stays a number.

>>> sheet = Sheet.of(table, formats)  # doctest: +SKIP
>>> sheet.header, sheet.cells(row)  # doctest: +SKIP
(['Lot', 'Contained', 'Contained: unit'], ['T-1', Decimal('1204.5'), 't'])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QLocale

from stockpile_client.ui.language import tr, words
from stockpile_client.ui.models.window_model import Cell, Column, RowWindow
from stockpile_client.ui.widgets.table import Table

_ROWS_AT_ONCE = 500
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a table as they leave it."""

    columns: tuple[Column, ...]
    locale: QLocale

    @classmethod
    def of(cls, table: Table, locale: QLocale) -> Sheet:
        """The visible columns of ``table``, from left to right."""
        columns, header = table.rows_model.columns, table.header
        sections = map(header.logicalIndex, range(len(columns)))
        return cls(tuple(columns[at] for at in sections if not header.isSectionHidden(at)), locale)

    @property
    def header(self) -> list[str]:
        """The titles, with one for each column of units."""
        titles = []
        for column in self.columns:
            title = words(column.title)
            titles.append(title)
            if column.unit is not None:
                titles.append(tr("{title}: unit", title=title))
        return titles

    def cells(self, row: Any) -> list[Cell]:
        """The values of a row under :attr:`header`."""
        found: list[Cell] = []
        for column in self.columns:
            value = self._value(column, row)
            found.append(value)
            if column.unit is None:
                continue
            if column.exact is not None and column.exact_unit:
                found.append("" if value is None or isinstance(value, str) else column.exact_unit)
            else:
                found.append(words(column.unit(row)))
        return found

    def _value(self, column: Column, row: Any) -> Cell:
        if column.exact is not None:
            value = column.exact(row)
            return words(value) if isinstance(value, str) else value
        text = words(column.text(row))
        number = read_back(text, self.locale) if column.numeric else None
        return text if number is None else number


def read_back(text: str, locale: QLocale) -> Decimal | None:
    """The number that ``text`` is in the writing of ``locale``; None for anything else, such as an interval."""
    for group in (locale.groupSeparator(), "\u00a0", "\u202f", " "):
        if group != locale.decimalPoint():
            text = text.replace(group, "")
    plain = text.replace(locale.negativeSign(), "-").replace("−", "-").replace(locale.decimalPoint(), ".")
    return Decimal(plain) if _DECIMAL.fullmatch(plain) else None


def rows_of(window: RowWindow, ranges: Iterable[tuple[int, int]], check: Callable[[int], None]) -> Iterator[Any]:
    """The rows given as (first, last), some hundred at a time; ``check`` hears how many were read, and may raise."""
    done = 0
    for first, last in ranges:
        for start in range(first, last + 1, _ROWS_AT_ONCE):
            rows: Sequence[Any] = window.rows(start, min(_ROWS_AT_ONCE, last + 1 - start))
            yield from rows
            done += len(rows)
            check(done)
