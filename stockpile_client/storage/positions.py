"""The positions of a statement, by the million: flat rows on their way in and out, packed pages at rest.

The places of a row are :data:`COLUMNS`; a reader of bundles hands such rows over as they are. How they lie in the
database is :mod:`.position_pages`, how they are shown :mod:`.position_window`.

>>> add(db, statement_row, map(row_of, positions))
>>> next(of_statement(db, statement_row)).key.material
'CO'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter, lt
from typing import Any

import msgspec
from sqlite_utils import Database

from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.storage import position_pages
from stockpile_client.storage.position_orders import OrderBuilder
from stockpile_client.storage.position_pages import PAGE_ROWS
from stockpile_client.storage.quantity_columns import columns_of, quantity_of

COLUMNS = (
    "material", "grp", "form", "at", "holder", "measure", "basis", "kind", "low_mg", "high_mg", "base_mg", "reason",
    "days", "max_rate", "cross_border", "illustrative",
)  # fmt: skip
KEY_COLUMNS = 6
"""The first places of a row are the key, and rows are kept in its order."""

Row = tuple[Any, ...]

_key_of = itemgetter(slice(KEY_COLUMNS))
_LOOSE = (
    "INSERT INTO loose_position (statement_row, material, grp, form, at, holder, measure, rest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_IN_ORDER = (
    "SELECT material, grp, form, at, holder, measure, rest FROM loose_position WHERE statement_row = ?"
    " ORDER BY material, grp, form, at, holder, measure"
)
# Not all at once: SQLite holds the pages that one statement changes in memory, to be able to undo it.
_DELETE_SOME = (
    "DELETE FROM loose_position WHERE (statement_row, material, grp, form, at, holder, measure) IN"
    " (SELECT statement_row, material, grp, form, at, holder, measure FROM loose_position"
    " WHERE statement_row = ? LIMIT 10000)"
)


class Intake:
    """Takes the positions of one staged statement, in any order, and keeps them in order of key.

    What our program writes comes in order and goes to its pages at once. From the first row that does not, rows go
    through a sorted table: slow, in constant memory, for what other programs write. Either way the database refuses
    (``IntegrityError``) a key that stands twice, and a statement that stands. Call `finish` after the last row.
    """

    def __init__(self, db: Database, statement_row: int) -> None:
        self._db = db
        self._statement_row = statement_row
        self._pending: list[Row] = []
        self._last: Row = ()
        self._pages = 0
        self._loose = False
        self._orders = OrderBuilder(db, statement_row)

    def add(self, rows: Iterable[Row]) -> None:
        """Take in some rows of :data:`COLUMNS`."""
        batch = list(rows)
        if not self._loose and not self._follows(batch):
            self._loosen()
        if self._loose:
            self._add_loosely(batch)
        else:
            self._pending += batch
            while len(self._pending) >= PAGE_ROWS:
                self._write(self._pending[:PAGE_ROWS])
                del self._pending[:PAGE_ROWS]

    def finish(self) -> None:
        """Keep what is pending, and the orders in which positions are shown."""
        if self._loose:
            ordered = Intake(self._db, self._statement_row)
            cursor = self._db.conn.execute(_IN_ORDER, (self._statement_row,))
            rows = ((*row[:KEY_COLUMNS], *msgspec.msgpack.decode(row[KEY_COLUMNS])) for row in cursor)
            while batch := list(islice(rows, PAGE_ROWS)):
                ordered.add(batch)
            while self._db.conn.execute(_DELETE_SOME, (self._statement_row,)).rowcount:
                pass
            ordered.finish()
            return
        if self._pending:
            self._write(self._pending)
            self._pending = []
        self._orders.write()

    def _follows(self, batch: list[Row]) -> bool:
        """Whether the keys of ``batch`` go on upwards from the last one."""
        keys = list(map(_key_of, batch))
        upwards = all(map(lt, chain((self._last,), keys), keys))
        if keys:
            self._last = keys[-1]
        return upwards

    def _write(self, rows: list[Row]) -> None:
        columns = list(zip(*rows, strict=True))
        self._orders.extend(columns)
        position_pages.write(self._db, self._statement_row, self._pages, columns)
        self._pages += 1

    def _loosen(self) -> None:
        self._loose = True
        for _, page in position_pages.pages(self._db, self._statement_row):
            self._add_loosely(position_pages.unpack(page))
        self._add_loosely(self._pending)
        self._pending = []
        self._db.conn.execute("DELETE FROM position_page WHERE statement_row = ?", (self._statement_row,))

    def _add_loosely(self, rows: Iterable[Row]) -> None:
        pack = msgspec.msgpack.encode
        self._db.conn.executemany(
            _LOOSE, ((self._statement_row, *row[:KEY_COLUMNS], pack(row[KEY_COLUMNS:])) for row in rows)
        )


def add(db: Database, statement_row: int, rows: Iterable[Row]) -> None:
    """Add all rows of a staged statement at once; see :class:`Intake`."""
    intake, source = Intake(db, statement_row), iter(rows)
    while batch := list(islice(source, PAGE_ROWS)):
        intake.add(batch)
    intake.finish()


def of_statement(db: Database, statement_row: int) -> Iterator[Position]:
    """The positions of a statement in order of their keys, one at a time."""
    return map(position_of, rows_of_statement(db, statement_row))


def rows_of_statement(db: Database, statement_row: int, *, start: int = 0) -> Iterator[Row]:
    """The same as flat rows of :data:`COLUMNS`, for a million of them; without the first ``start``."""
    first, skipped = divmod(start, PAGE_ROWS)
    pages = position_pages.pages(db, statement_row, start=first)
    return islice(chain.from_iterable(position_pages.unpack(page) for _, page in pages), skipped, None)


def rows_of_material(db: Database, statement_row: int, material: str) -> Iterator[Row]:
    """The flat rows of one material in a statement, in order of their keys."""
    for _, page in position_pages.pages(db, statement_row, material=material):
        for row in position_pages.unpack(page):
            if row[0] == material:
                yield row


def count(db: Database, statement_row: int) -> int:
    """How many positions a statement has."""
    return position_pages.count(db, statement_row)


def row_of(position: Position) -> Row:
    """The values of :data:`COLUMNS`."""
    key = position.key
    return (
        key.material,
        key.group,
        key.form,
        key.at,
        key.holder,
        key.measure,
        position.basis,
        *columns_of(position.quantity),
        position.days,
        position.max_rate,
        position.cross_border,
        position.illustrative,
    )


def position_of(row: Sequence[Any]) -> Position:
    """The position whose :data:`COLUMNS` a row begins with."""
    return Position(
        key=PositionKey(row[0], row[1], row[2], row[3], row[4], row[5]),
        basis=row[6],
        quantity=quantity_of(tuple(row[7:12])),
        days=row[12],
        max_rate=row[13],
        cross_border=row[14],
        illustrative=row[15],
    )
