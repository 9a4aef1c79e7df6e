"""How positions lie in the database: pages of 512, column by column, packed; see docs/decisions/0006.

A statement never changes once it stands, so it is kept as a document is: in pages, in order of key. A million
positions are two thousand rows of the table ``position_page``, a sixth of their size as plain rows, and are written
and read ten times as fast as rows of their own.

Rules
- The positions of a statement are numbered from 0 in order of their keys; position n lies in page n // `PAGE_ROWS`.
- A page holds one list a column, so that whoever looks at one column decodes that one alone.
- Each page says its first and last material: a look at one material opens no other page.

>>> page = pack([("W", "metal", 1), ("W", "ore", 2)])
>>> list(unpack(page)), columns_in(page, (1,))
([('W', 'metal', 1), ('W', 'ore', 2)], [['metal', 'ore']])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from isal import isal_zlib
from sqlite_utils import Database

from stockpile_client.storage.failures import damaged

PAGE_ROWS: Final = 512
"""With 256 a statement takes longer to read as a whole, with 1024 a single row takes longer to find (docs/bench.md)."""

Row = tuple[Any, ...]

_LEVEL: Final = 1
_ENCODER: Final = msgspec.msgpack.Encoder()
_LISTS: Final = msgspec.msgpack.Decoder(list[list[Any]])
_RAW: Final = msgspec.msgpack.Decoder(list[msgspec.Raw])
_LIST: Final = msgspec.msgpack.Decoder(list[Any])

_PAGES = "SELECT number, page FROM position_page WHERE statement_row = ? AND number >= ? ORDER BY number"
_PAGES_OF_MATERIAL = (
    "SELECT number, page FROM position_page"
    " WHERE statement_row = ? AND number >= ? AND first_material <= ?3 AND last_material >= ?3 ORDER BY number"
)
_CHOSEN = (
    "SELECT number, page FROM position_page"
    " WHERE statement_row = ? AND number IN (SELECT value FROM json_each(?)) ORDER BY number"
)


def pack(rows: Sequence[Sequence[object]]) -> bytes:
    """A page of ``rows``, which all have the same length."""
    packed: bytes = isal_zlib.compress(_ENCODER.encode(list(zip(*rows, strict=True))), _LEVEL)
    return packed


def unpack(page: bytes) -> Iterator[Row]:
    """The rows of a page. Raises ``MachineError`` (``E_DATABASE_DAMAGED``) for bytes that are none."""
    try:
        return zip(*_LISTS.decode(isal_zlib.decompress(page)), strict=True)
    except (msgspec.MsgspecError, isal_zlib.error):  # type: ignore[misc]  # its stub calls the class an instance
        raise damaged("a page of positions cannot be read") from None


def columns_in(page: bytes, places: Iterable[int]) -> list[list[Any]]:
    """Some columns of a page, by their places. Raises as :func:`unpack`."""
    try:
        columns = _RAW.decode(isal_zlib.decompress(page))
        return [_LIST.decode(columns[place]) for place in places]
    except (msgspec.MsgspecError, isal_zlib.error):  # type: ignore[misc]
        raise damaged("a page of positions cannot be read") from None


def write(db: Database, statement_row: int, number: int, rows: Sequence[Sequence[object]]) -> None:
    """Keep page ``number`` of a staged statement: its rows in order of key, which begins with the material."""
    db.conn.execute(
        "INSERT INTO position_page (statement_row, number, rows, first_material, last_material, page)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (statement_row, number, len(rows), rows[0][0], rows[-1][0], pack(rows)),
    )


def pages(db: Database, statement_row: int, *, start: int = 0, material: str = "") -> Iterator[tuple[int, bytes]]:
    """Number and content of the pages from number ``start`` on, of all or of those that may hold ``material``."""
    if material:
        return iter(db.conn.execute(_PAGES_OF_MATERIAL, (statement_row, start, material)))
    return iter(db.conn.execute(_PAGES, (statement_row, start)))


def rows_at(db: Database, statement_row: int, numbers: Sequence[int]) -> list[Row]:
    """The positions with these numbers, in the order asked for; numbers that do not exist are left out."""
    wanted = msgspec.json.encode(sorted({number // PAGE_ROWS for number in numbers})).decode("ascii")
    opened = {page: list(unpack(packed)) for page, packed in db.conn.execute(_CHOSEN, (statement_row, wanted))}
    found = []
    for number in numbers:
        page, place = divmod(number, PAGE_ROWS)
        rows = opened.get(page, [])
        if place < len(rows):
            found.append(rows[place])
    return found


def count(db: Database, statement_row: int) -> int:
    """How many positions lie in the pages of a statement."""
    query = "SELECT ifnull(sum(rows), 0) FROM position_page WHERE statement_row = ?"
    return int(db.conn.execute(query, (statement_row,)).fetchone()[0])
