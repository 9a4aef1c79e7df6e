"""Which rows pass several conditions, found in the indexes alone and not in the table.

A table of a million lots is 200 MB of pages to decrypt, the index of one of its columns 15. So each condition on a
column with an index is asked of that index, and its answer, row numbers in no order, is marked in one byte a row.
What passes everything is then put in order by walking the index of the order, or, if it is little, by looking it up.

>>> marks = RowMarks(5)
>>> marks.keep([[1, 4], [5]])  # rows 1, 4 or 5
>>> marks.keep([[4, 2, 5]])  # and of those 2, 4 or 5
>>> marks.count, list(marks.among([5, 4, 3]))
(2, [5, 4])
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

MOST_STEPS = 250
"""Conditions that one byte a row can count."""
MOST_ROWS = 1 << 26
"""Row numbers up to which a byte each is little; beyond it SQLite finds the rows by itself."""


class RowMarks:
    """Row numbers from 0 to ``last``; each condition keeps some of those that the ones before it kept."""

    def __init__(self, last: int) -> None:
        self._marks = bytearray(last + 1)
        self._steps = 0

    def keep(self, alternatives: Iterable[Iterable[int]]) -> None:
        """Keep the rows that stand in at least one of ``alternatives``."""
        marks, before = self._marks, self._steps
        self._steps = after = before + 1
        for rows in alternatives:
            for row in rows:
                if marks[row] == before:
                    marks[row] = after

    @property
    def count(self) -> int:
        """How many rows passed every condition so far."""
        return self._marks.count(self._steps)

    def among(self, rows: Iterable[int]) -> Iterator[int]:
        """Those of ``rows`` that passed, in their order."""
        marks, wanted = self._marks, self._steps
        return (row for row in rows if marks[row] == wanted)

    def passed(self) -> array[int]:
        """All rows that passed, in the order of their numbers."""
        marks, wanted, found = self._marks, self._steps, array("q")
        at = marks.find(wanted)
        while at >= 0:
            found.append(at)
            at = marks.find(wanted, at + 1)
        return found
