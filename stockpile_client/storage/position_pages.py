"""How positions lie in the database: pages of 512, column by column, packed; see docs/decisions/0006.

A statement never changes once it stands, so it is kept as a document is: in pages, in order of key. A million
positions are two thousand rows of the table ``position_page``, a sixth of their size as plain rows, and are written
and read ten times as fast as rows of their own.

Rules
- The positions of a statement are numbered from 0 in order of their keys; position n lies in page n // `PAGE_ROWS`.
- A page holds one list a column, so that whoever looks at one column decodes that one alone; text that repeats stands
  there once, so that a filter looks at it once.
- Each page says its first and last material: a look at one material opens no other page.

>>> page = pack([("W", "W"), ("metal", "ore"), (1, 2)])
>>> list(unpack(page)), columns_in(page, (1,))
([('W', 'metal', 1), ('W', 'ore', 2)], (2, [(['metal', 'ore'], b'\x00\x01')]))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, Final

import msgspec
from isal import isal_zlib
from sqlite_utils import Database

from stockpile_client.core.phrases import phrase
from stockpile_client.storage.failures import damaged

PAGE_ROWS: Final = 512
"""With 256 a statement takes longer to read as a whole, with 1024 a single row takes longer to find (docs/bench.md)."""

Row = tuple[Any, ...]

Column = tuple[list[Any], bytes]
"""The distinct values of a column and the place of each row's among them, a byte a row. No places are stored where one
value stands for all rows, or where the value of every row is listed."""

_LEVEL: Final = 1
_FEW: Final = 128
_ENCODER: Final = msgspec.msgpack.Encoder()
_PAGE: Final = msgspec.msgpack.Decoder(tuple[int, list[Column]])
_RAW: Final = msgspec.msgpack.Decoder(tuple[int, list[msgspec.Raw]])
_COLUMN: Final = msgspec.msgpack.Decoder(Column)

_PAGES = "SELECT number, page FROM position_page WHERE statement_row = ? AND number >= ? ORDER BY number"
_PAGES_OF_MATERIAL = (
    "SELECT number, page FROM position_page"
    " WHERE statement_row = ? AND number >= ? AND first_material <= ?3 AND last_material >= ?3 ORDER BY number"
)
_CHOSEN = (
    "SELECT number, page FROM position_page"
    " WHERE statement_row = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY number"
)


def pack(columns: Sequence[Sequence[object]]) -> bytes:
    """A page of rows, given as columns, which all have the same length."""
    content = len(columns[0]), [_column(values) for values in columns]
    packed: bytes = isal_zlib.compress(_ENCODER.encode(content), _LEVEL)
    return packed


def unpack(page: bytes) -> Iterator[Row]:
    """The rows of a page. Raises ``MachineError`` (``E_DATABASE_DAMAGED``) for bytes that are none."""
    count, columns = _open(page)
    return zip(*(values_of(column, count) for column in columns), strict=True)


def _open(page: bytes) -> tuple[int, list[Column]]:
    try:
        return _PAGE.decode(isal_zlib.decompress(page))
    except (msgspec.MsgspecError, isal_zlib.error):  # type: ignore[misc]  # its stub calls the class an instance
        raise damaged(phrase("a page of positions cannot be read")) from None


def columns_in(page: bytes, places: Iterable[int]) -> tuple[int, list[Column]]:
    """The number of rows of a page, and some of its columns by their places. Raises as :func:`unpack`."""
    try:
        count, columns = _RAW.decode(isal_zlib.decompress(page))
        return count, [_COLUMN.decode(columns[place]) for place in places]
    except (msgspec.MsgspecError, isal_zlib.error):  # type: ignore[misc]
        raise damaged(phrase("a page of positions cannot be read")) from None


def _column(values: Sequence[object]) -> Column:
    if type(values[0]) is not str:
        return list(values), b""
    distinct = list(dict.fromkeys(values))
    if len(distinct) == 1:
        return distinct, b""
    if len(distinct) > _FEW:
        return list(values), b""
    return distinct, bytes(map({value: place for place, value in enumerate(distinct)}.__getitem__, values))


def values_of(column: Column, count: int) -> Iterable[Any]:
    """The value of every one of ``count`` rows."""
    values, places = column
    if places:
        return map(values.__getitem__, places)
    return repeat(values[0], count) if len(values) == 1 else values


def _value_at(column: Column, place: int) -> Any:
    values, places = column
    return values[places[place]] if places else values[place if len(values) > 1 else 0]


def write(db: Database, statement_row: int, number: int, columns: Sequence[Sequence[object]]) -> None:
    """Keep page ``number`` of a staged statement: columns of rows in order of key, the material first."""
    db.conn.execute(
        "INSERT INTO position_page (statement_row, number, rows, first_material, last_material, page)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (statement_row, number, len(columns[0]), columns[0][0], columns[0][-1], pack(columns)),
    )


def pages(db: Database, statement_row: int, *, start: int = 0, material: str = "") -> Iterator[tuple[int, bytes]]:
    """Number and content of the pages from number ``start`` on, of all or of those that may hold ``material``."""
    if material:
        return iter(db.conn.execute(_PAGES_OF_MATERIAL, (statement_row, start, material)))
    return iter(db.conn.execute(_PAGES, (statement_row, start)))


def rows_at(db: Database, statement_row: int, numbers: Sequence[int]) -> list[Row]:
    """The positions with these numbers, in the order asked for; numbers that do not exist are left out."""
    wanted = msgspec.json.encode(sorted({number // PAGE_ROWS for number in numbers})).decode("ascii")
    pages = {page: _open(packed) for page, packed in db.conn.execute(_CHOSEN, (statement_row, wanted))}
    found = []
    for number in numbers:
        page, place = divmod(number, PAGE_ROWS)
        count, columns = pages.get(page, (0, []))
        if place < count:
            found.append(tuple(_value_at(column, place) for column in columns))
    return found


def count(db: Database, statement_row: int) -> int:
    """How many positions lie in the pages of a statement."""
    query = "SELECT ifnull(sum(rows), 0) FROM position_page WHERE statement_row = ?"
    return int(db.conn.execute(query, (statement_row,)).fetchone()[0])
