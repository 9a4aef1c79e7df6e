"""The head of the audit log, kept in a file beside the database.

A log whose end was cut off is whole in itself, and so is the database of yesterday. Neither holds the entry that this
file remembers. The file is written when a profile is closed; after a power cut it names an older entry, which is still
in the log, so it never cries wolf. Whoever puts back all files of a folder at once is found out by the head that was
written down, and by the partners, whose programs see a number used twice.

>>> leave(folder, db)
>>> first_missing(folder, db) is None
True
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlite_utils import Database

from stockpile_client.storage import audit
from stockpile_client.storage.audit import AuditHead
from stockpile_client.storage.durable import replace_file
from stockpile_client.storage.failures import database_errors

_NAME = "stockpile.audit.json"
_MAXIMUM_FILE = 4096


def leave(folder: Path, db: Database) -> None:
    """Remember the head; one that is not in the log stays as it is, until somebody has looked into it.

    Raises :class:`StockpileError` children if the database cannot be read, or the folder not written.
    """
    with database_errors():
        if not db.conn.in_transaction and first_missing(folder, db) is None:
            replace_file(folder / _NAME, msgspec.json.encode(audit.head(db)))


def first_missing(folder: Path, db: Database) -> int | None:
    """The number of the first entry that was in the log when it was closed and is not any more, or ``None``.

    Where the log goes on differently, the number is that of the entry remembered.
    """
    known = _read(folder / _NAME)
    if known is None or audit.contains(db, known):
        return None
    return min(known.seq, audit.head(db).seq + 1)


def _read(path: Path) -> AuditHead | None:
    try:
        with path.open("rb") as stream:
            return msgspec.json.decode(stream.read(_MAXIMUM_FILE), type=AuditHead)
    except (OSError, msgspec.DecodeError):
        return None
