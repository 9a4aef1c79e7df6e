"""The positions of a statement, by the million: one flat row each, and the way to and from the value.

The places of a row are :data:`COLUMNS`; a reader of bundles hands such rows over as they are.

>>> add(db, statement_row, map(row_of, positions))
>>> Window(db, POSITIONS, within=statement_row, order_by="at").rows(500_000, 50)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.storage.quantity_columns import columns_of, quantity_of
from stockpile_client.storage.windows import Source

COLUMNS = (
    "material", "grp", "form", "at", "holder", "measure", "basis", "kind", "low_mg", "high_mg", "base_mg", "reason",
    "days", "max_rate", "cross_border", "illustrative",
)  # fmt: skip

_KEY = ("material", "grp", "form", "at", "holder", "measure")

POSITIONS = Source(
    table="position",
    columns=COLUMNS,
    orders={
        "material": ("material", "rowid"),
        "at": ("at", "rowid"),
        "low_mg": ("low_mg", "rowid"),
        "days": ("days", "rowid"),
    },
    scope="statement_row",
)
"""For :class:`Window`, ``within`` the row of a statement."""

_NAMES = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO position (statement_row, {_NAMES}) VALUES (?{', ?' * len(COLUMNS)})"  # noqa: S608 - names of ours
_SELECT = f"SELECT {_NAMES} FROM position WHERE statement_row = ? ORDER BY {', '.join(_KEY)}"  # noqa: S608 - as above


def add(db: Database, statement_row: int, rows: Iterable[Sequence[object]]) -> None:
    """Add rows to a staged statement; the table refuses a key that stands twice, and a statement that stands."""
    db.conn.executemany(_INSERT, ((statement_row, *row) for row in rows))


def of_statement(db: Database, statement_row: int) -> Iterator[Position]:
    """The positions of a statement in order of their keys, one at a time."""
    return map(position_of, db.execute(_SELECT, (statement_row,)))


def rows_of_statement(db: Database, statement_row: int) -> Iterator[tuple[Any, ...]]:
    """The same as flat rows of :data:`COLUMNS`, for a million of them."""
    return iter(db.conn.execute(_SELECT, (statement_row,)))


def count(db: Database, statement_row: int) -> int:
    """How many positions a statement has."""
    query = "SELECT count(*) FROM position WHERE statement_row = ?"
    return int(db.execute(query, (statement_row,)).fetchone()[0])


def row_of(position: Position) -> tuple[object, ...]:
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


def position_of(row: tuple[Any, ...]) -> Position:
    """The position whose :data:`COLUMNS` a row begins with."""
    return Position(
        key=PositionKey(row[0], row[1], row[2], row[3], row[4], row[5]),
        basis=row[6],
        quantity=quantity_of(row[7:12]),
        days=row[12],
        max_rate=row[13],
        cross_border=None if row[14] is None else bool(row[14]),
        illustrative=bool(row[15]),
    )
