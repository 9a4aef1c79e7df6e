"""What was imported from files: each file once, each row once, and how its columns were read the last time.

>>> new_rows(db, digests)
{b'…'}
>>> record(db, ImportBatch(digest, "inventory", "stock.csv", now, added=1204, skipped=3, rejected=1), digests)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One imported file: SHA-256 of its bytes (hex), what it held, and what became of its rows."""

    digest: str
    kind: str
    file_name: str
    at: datetime
    added: int
    skipped: int
    rejected: int


_SELECT = "SELECT digest, kind, file_name, at, added, skipped, rejected FROM import_batch"
_KNOWN = "SELECT 1 FROM import_row WHERE digest = ?"


def record(db: Database, batch: ImportBatch, row_digests: Iterable[bytes]) -> None:
    """Note a file and the digests (32 bytes) of the rows that it added."""
    db.execute(
        "INSERT INTO import_batch (digest, kind, file_name, at, added, skipped, rejected) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            batch.digest,
            batch.kind,
            batch.file_name,
            utc_text(batch.at),
            batch.added,
            batch.skipped,
            batch.rejected,
        ),
    )
    add_rows(db, batch.digest, row_digests)


def add_rows(db: Database, digest: str, row_digests: Iterable[bytes]) -> None:
    """Note rows that a later import of the same file added: read with better answers, it gave more of them."""
    db.conn.executemany("INSERT INTO import_row (digest, batch) VALUES (?, ?)", ((row, digest) for row in row_digests))


def get(db: Database, digest: str) -> ImportBatch | None:
    """The import of the file of that digest."""
    row = db.execute(f"{_SELECT} WHERE digest = ?", (digest,)).fetchone()
    return ImportBatch(row[0], row[1], row[2], read_utc(row[3]), *row[4:]) if row else None


def every(db: Database) -> list[ImportBatch]:
    """All imports, the latest first."""
    query = f"{_SELECT} ORDER BY at DESC, rowid DESC"
    return [ImportBatch(row[0], row[1], row[2], read_utc(row[3]), *row[4:]) for row in db.execute(query)]


def new_rows(db: Database, digests: Iterable[bytes]) -> set[bytes]:
    """Those of ``digests`` that no import has added yet."""
    return {digest for digest in digests if db.conn.execute(_KNOWN, (digest,)).fetchone() is None}


def remember_mapping(db: Database, columns: tuple[str, ...], mapping: dict[str, str], *, at: datetime) -> None:
    """Keep how a file with these column headings was read."""
    db.table("column_mapping").upsert(
        {"columns": _text(columns), "mapping": _text(mapping), "at": utc_text(at)}, pk="columns"
    )


def remembered_mapping(db: Database, columns: tuple[str, ...]) -> dict[str, str] | None:
    """How the last file with exactly these column headings was read."""
    row = db.execute("SELECT mapping FROM column_mapping WHERE columns = ?", (_text(columns),)).fetchone()
    return msgspec.json.decode(row[0], type=dict[str, str]) if row else None


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
