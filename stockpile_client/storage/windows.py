"""A page at a time out of a table of a million rows, in any order that has an index.

A window is a question (which table, which filters, which order), not a result: it holds no rows and no cursor, so a
view can ask for row 500 000 without anything before it having been fetched. A page is found by walking the index of
its sort column, from whichever end is nearer, and only the rows of the page themselves are read. A window with filters
finds the numbers of its rows once (:mod:`stockpile_client.storage.row_marks`) and keeps those.

Column names come from a :class:`Source` written by us; everything a user typed travels as a parameter.

>>> window = Window(db, LOTS, order_by="number", filters=(Filter("number", Match.CONTAINS, "T-1"),))  # doctest: +SKIP
>>> window.count(), window.rows(0, 50)  # doctest: +SKIP
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

import msgspec
from sqlite_utils import Database

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.failures import database_errors
from stockpile_client.storage.row_marks import MOST_ROWS, MOST_STEPS, RowMarks

Value = str | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A table that may be looked at: its columns in display order, and the orders that have an index.

    ``orders`` maps a column to the columns of its index, which ends in the row number unless it is unique; the first
    one is the order of a window that asks for none. ``looked_up`` gives the SQL of columns that the table itself does
    not have; in it the row is called ``shown``.
    """

    table: str
    columns: tuple[str, ...]
    orders: Mapping[str, tuple[str, ...]]
    looked_up: Mapping[str, str] = field(default_factory=dict)

    def sql(self, column: str) -> str:
        """How a column is read from the row ``shown``."""
        return self.looked_up.get(column, f"shown.{column}")


class Match(Enum):
    """How a filter compares a column with its value; text without regard to the case of ASCII letters."""

    EQUALS = "equals"
    ONE_OF = "one of"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    STARTS_WITH = "starts with"
    CONTAINS = "contains"


_CONDITIONS = {
    Match.EQUALS: "{column} IS ?",
    Match.ONE_OF: "{column} IN (SELECT value FROM json_each(?))",
    Match.AT_LEAST: "{column} >= ?",
    Match.AT_MOST: "{column} <= ?",
    Match.STARTS_WITH: "instr(lower({column}), lower(?)) = 1",
    Match.CONTAINS: "instr(lower({column}), lower(?)) > 0",
}
_TEXTS = (Match.STARTS_WITH, Match.CONTAINS)
_LIKE = "{column} LIKE ? ESCAPE '\\'"  # the same as the last two, at half the cost
_LONGEST_LIKE = 1_000
_FEW = 50
"""One row in so many is looked up; of more the index of their order is walked from end to end."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one column; ``value`` is a tuple for :attr:`Match.ONE_OF` alone."""

    column: str
    match: Match
    value: Value | tuple[str, ...]

    def parameter(self) -> Value:
        """The value as one SQL parameter."""
        if isinstance(self.value, tuple):
            return msgspec.json.encode(self.value).decode("utf-8")
        return self.value

    def passes(self, found: Value) -> bool:
        """The same condition in Python, for rows that do not lie in a table of their own."""
        wanted = self.value
        match self.match, found, wanted:
            case (Match.EQUALS, _, _):
                return found == wanted
            case (Match.ONE_OF, str(), tuple()):
                return found in wanted
            case (Match.AT_LEAST, int(), int()) | (Match.AT_LEAST, str(), str()):
                return found >= wanted  # type: ignore[operator]  # two of a kind
            case (Match.AT_MOST, int(), int()) | (Match.AT_MOST, str(), str()):
                return found <= wanted  # type: ignore[operator]
            case (Match.STARTS_WITH, str(), str()):
                return _folded(found).startswith(_folded(wanted))
            case (Match.CONTAINS, str(), str()):
                return _folded(wanted) in _folded(found)
        return False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Passes where at least one of its conditions does: a word that may stand in several columns."""

    filters: tuple[Filter, ...]


Condition = Filter | AnyOf


class Window:
    """An ordered, filtered look at a :class:`Source`; equal sort values keep the order in which rows were stored."""

    def __init__(
        self,
        db: Database,
        source: Source,
        *,
        order_by: str = "",
        descending: bool = False,
        filters: tuple[Condition, ...] = (),
    ) -> None:
        """``order_by`` is a column with an order, or empty.

        Raises :class:`InternalError` ``E_COLUMN`` for a column that the source does not offer.
        """
        self._db = db
        self._source = source
        self._descending = descending
        self._order = source.orders.get(order_by or next(iter(source.orders)), ())
        self._known_count: int | None = None
        self._matches: array[int] | None = None
        groups = [condition.filters if isinstance(condition, AnyOf) else (condition,) for condition in filters]
        if not self._order or any(part.column not in source.columns for group in groups for part in group):
            raise InternalError(
                "E_COLUMN", phrase("The table {table} is not shown by that column.", table=source.table)
            )
        self._groups = [[_clause(source, part) for part in group] for group in groups]

    def count(self) -> int:
        """Rows that pass the filters; counted once for a window."""
        if self._groups:
            return len(self._matching())
        if self._known_count is None:
            with database_errors():
                self._known_count = self._number(f"SELECT count(*) FROM {self._source.table}")  # noqa: S608 - our name
        return self._known_count

    def rows(self, offset: int, limit: int) -> list[Row]:
        """Up to ``limit`` rows from ``offset`` on, each a tuple in the order of the source's columns."""
        limit = max(0, min(limit, self.count() - offset))
        with database_errors():
            return self._matching_page(offset, limit) if self._groups else self._indexed_page(offset, limit)

    def _indexed_page(self, offset: int, limit: int) -> list[Row]:
        """Walk the index of the sort column from the nearer end; read the rows of the page alone."""
        from_end = self.count() - offset - limit
        backwards = from_end < offset
        start = from_end if backwards else offset
        table = self._source.table
        walk = self._ordering(reverse=backwards)
        query = (
            f"SELECT {self._selected} FROM {table} AS shown WHERE rowid IN"  # noqa: S608 - names of ours only
            f" (SELECT rowid FROM {table} AS shown ORDER BY {walk} LIMIT ? OFFSET ?)"
            f" ORDER BY {self._ordering()}"
        )
        return list(self._db.execute(query, [limit, start]))

    def _matching_page(self, offset: int, limit: int) -> list[Row]:
        wanted = msgspec.json.encode(self._matching()[offset : offset + limit].tolist()).decode("ascii")
        query = (
            f"SELECT {self._selected} FROM json_each(?) AS wanted"  # noqa: S608 - names of ours only
            f" JOIN {self._source.table} AS shown ON shown.rowid = wanted.value ORDER BY wanted.key"
        )
        return list(self._db.execute(query, [wanted]))

    def _matching(self) -> array[int]:
        """Row numbers that pass the filters, in order: found once, eight bytes each."""
        if self._matches is None:
            with database_errors():
                last = self._number(f"SELECT max(rowid) FROM {self._source.table}")  # noqa: S608 - a name of ours
                by_marks = last <= MOST_ROWS and len(self._groups) <= MOST_STEPS
                self._matches = self._marked(last) if by_marks else self._found()
        return self._matches

    def _marked(self, last: int) -> array[int]:
        """By the indexes of the columns, and a walk through the table for what has none."""
        marks = RowMarks(last)
        rest = [group for group in self._groups if not all(clause.has_index for clause in group)]
        for group in self._groups:
            if group not in rest:
                marks.keep(self._rows_where([[clause]]) for clause in group)
        if rest:
            marks.keep([self._rows_where(rest)])
        if marks.count * _FEW > last:
            return array("q", marks.among(self._rows_where([], f" ORDER BY {self._ordering()}")))
        numbers = msgspec.json.encode(marks.passed().tolist()).decode("ascii")
        query = (
            f"SELECT shown.rowid FROM json_each(?) AS kept"  # noqa: S608 - names of ours only
            f" JOIN {self._source.table} AS shown ON shown.rowid = kept.value ORDER BY {self._ordering(prefix='+')}"
        )
        return array("q", self._numbers(query, [numbers]))

    def _found(self) -> array[int]:
        """By one question to SQLite."""
        # the + keeps SQLite from walking the sort index and looking every row up out of order: 20 times slower
        return array("q", self._rows_where(self._groups, f" ORDER BY {self._ordering(prefix='+')}"))

    def _rows_where(self, groups: Sequence[Sequence[_Clause]], order: str = "") -> list[int]:
        """Row numbers that pass a clause of every one of ``groups``."""
        conditions = [f"({' OR '.join(clause.sql for clause in group) or '0'})" for group in groups]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        query = f"SELECT rowid FROM {self._source.table} AS shown{where}{order}"  # noqa: S608 - names of ours only
        return self._numbers(query, [clause.value for group in groups for clause in group])

    def _numbers(self, query: str, parameters: Sequence[Value]) -> list[int]:
        """The row numbers that ``query`` gives, in one piece: a third of the time of a million rows one by one.

        Such an aggregate takes the rows in the order of its subquery (https://www.sqlite.org/optoverview.html,
        "Omit ORDER BY clauses on subqueries": only count, min and max let it go).
        """
        whole = f"SELECT json_group_array(rowid) FROM ({query})"  # noqa: S608 - names of ours only
        return msgspec.json.decode(self._db.execute(whole, parameters).fetchone()[0], type=list[int])

    def _number(self, query: str) -> int:
        return int(self._db.execute(query).fetchone()[0] or 0)

    def _ordering(self, *, reverse: bool = False, prefix: str = "") -> str:
        direction = "DESC" if self._descending != reverse else "ASC"
        return ", ".join(f"{prefix}shown.{column} {direction}" for column in self._order)

    @property
    def _selected(self) -> str:
        return ", ".join(self._source.sql(column) for column in self._source.columns)


class _Clause(NamedTuple):
    """One condition in SQL with its one parameter; ``has_index``: the index of its column answers it alone."""

    sql: str
    value: Value
    has_index: bool


def _clause(source: Source, part: Filter) -> _Clause:
    sql, value = _CONDITIONS[part.match], part.parameter()
    if part.match in _TEXTS and isinstance(value, str) and len(value) <= _LONGEST_LIKE and "\0" not in value:
        literal = re.sub(r"([\\%_])", r"\\\1", value)
        sql, value = _LIKE, f"{literal}%" if part.match is Match.STARTS_WITH else f"%{literal}%"
    has_index = part.column in source.orders and part.column not in source.looked_up
    return _Clause(sql.format(column=source.sql(part.column)), value, has_index)


def _folded(text: str) -> bytes:
    """Lower case for the letters of ASCII alone, as ``lower`` of SQLite does it."""
    return text.encode("utf-8").lower()
