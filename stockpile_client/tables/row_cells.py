"""The cells of the row at hand, field by field, and the list of what is wrong with them.

Reads text, days, numbers of days and yes or no; a cell that cannot be read leaves a problem and a harmless value.
What is costly and repeats (text rules, dates) is remembered within bounds.

>>> cells.begin(["W", "2026-06-30"]); cells.day("as_of")
datetime.date(2026, 6, 30)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import TypeVar

from stockpile_client.core.errors import InputError
from stockpile_client.core.text import clean_text
from stockpile_client.tables import words
from stockpile_client.tables.dates import read_date
from stockpile_client.tables.evidence import Evidence
from stockpile_client.tables.findings import Finding, Problem
from stockpile_client.tables.mapping import ColumnMapping
from stockpile_client.tables.number_text import DecimalMark, Number, read_number
from stockpile_client.tables.verdicts import PROBLEMS

CACHED = 1 << 14
"""How many different texts are remembered: more than the sites, forms and days of any agency."""
_DAYS_BELOW = 10_000

_Placed = tuple[str, str, Problem]
"""Field, value, and what is wrong with it."""
_Value = TypeVar("_Value")


class RowCells:
    """One row at a time; :meth:`begin` takes the next one and forgets the problems of the last."""

    def __init__(self, header: Sequence[str], mapping: ColumnMapping, evidence: Evidence) -> None:
        self._header, self._columns = header, mapping.columns
        self._orders = {name: evidence.date_order(name) for name in mapping.columns}
        self.mark: DecimalMark | None = evidence.decimal_mark
        self._problems: list[_Placed] = []
        self._remarks: list[_Placed] = []
        self._said: set[tuple[str, str]] = set()
        self._cells: list[str] = []

    def begin(self, cells: list[str]) -> None:
        """Turn to the next row."""
        width = len(self._header)
        self._cells = cells if len(cells) >= width else cells + [""] * (width - len(cells))
        self._problems, self._remarks = [], []
        if len(cells) > width and (extra := [cell for cell in cells[width:] if cell.strip()]):
            self.problem("", extra[0], PROBLEMS["row_too_long"])

    def remembered(self, names: Sequence[str], read: Callable[[], _Value]) -> Callable[[], _Value]:
        """``read``, but run only once for the same content of the cells that it looks at, which are those of ``names``.

        Its problems are repeated for every row. A million rows have a few dozen sites, units and forms between them.
        """
        columns = sorted({self._columns[name] for name in names if name in self._columns})
        content: Callable[[list[str]], object] = itemgetter(*columns) if columns else len
        known: dict[object, tuple[_Value, list[_Placed]]] = {}

        def again() -> _Value:
            key = content(self._cells)
            found = known.get(key)
            if found is None:
                others, self._problems = self._problems, []
                found = read(), self._problems
                self._problems = others
                if len(known) >= CACHED:
                    known.clear()
                known[key] = found
            if found[1]:
                self._problems += found[1]
            return found[0]

        return again

    # -- problems ------------------------------------------------------------------------------------------------------

    def problem(self, name: str, value: str, problem: Problem) -> None:
        """Note what is wrong with ``value`` in the column of a field (empty: with the row)."""
        self._problems.append((name, value, problem))

    def once(self, name: str, value: str, problem: Problem) -> None:
        """Remark on ``value``, which is no error, but only the first time that this is said about it in the file."""
        key = (problem.code, value)
        if key not in self._said and len(self._said) < CACHED:
            self._said.add(key)
            self._remarks.append((name, value, problem))

    @property
    def has_error(self) -> bool:
        """Whether one of the problems rejects the row."""
        return any(problem.is_error for _, _, problem in self._problems)

    def has(self, code: str) -> bool:
        """Whether a problem of that code was noted."""
        return any(problem.code == code for _, _, problem in self._problems)

    def soften(self) -> None:
        """Make warnings of the errors that do not matter in a row that books nothing; broken text stays an error."""
        self._problems = [
            (name, value, problem if name == "quantity" or problem.code == "text" else problem.softened())
            for name, value, problem in self._problems
        ]

    def findings(self, number: int) -> list[Finding]:
        """The problems and remarks as findings of row ``number``."""
        if not self._problems and not self._remarks:
            return []
        return [problem.at(number, self._title(name), value) for name, value, problem in self._problems + self._remarks]

    def _title(self, name: str) -> str:
        at = self._columns.get(name)
        return name if at is None else self._header[at]

    # -- cells ---------------------------------------------------------------------------------------------------------

    def raw(self, name: str) -> str:
        """The cell as it was read (a number that a workbook stored keeps its type), or an empty text."""
        at = self._columns.get(name)
        return "" if at is None else self._cells[at]

    def cell(self, name: str) -> str:
        """The cell without outer spaces."""
        return self.raw(name).strip()

    def text(self, name: str) -> str:
        """The cell under the text rules of the program."""
        cell = self.raw(name)
        if not cell:
            return ""
        try:
            return clean_text(cell)
        except InputError as error:
            self.problem(name, cell, Problem.of(error))
            return ""

    def day(self, name: str) -> date | None:
        """The day in the cell."""
        cell = self.raw(name)
        if not cell:
            return None
        day, problem = read_date(cell, self._orders[name])
        if problem:
            self.problem(name, cell, problem)
        return day

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no."""
        cell = self.cell(name)
        value = words.yes_or_no(cell) if cell else default
        if value is None:
            self.problem(name, cell, PROBLEMS["yes_no_unread"])
            return default
        return value

    def days(self, name: str) -> int:
        """A whole number of days; 0 where the cell is empty."""
        cell = self.raw(name)
        if not cell.strip():
            return 0
        read = read_number(cell, self.mark or ".")
        if isinstance(read, Number) and not read.percent and 0 <= read.value < _DAYS_BELOW and not read.value % 1:
            return int(read.value)
        self.problem(name, cell, PROBLEMS["days_unread"])
        return 0
