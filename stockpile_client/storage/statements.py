"""Statements, our own and received ones: staged while they are read, standing from then on, never overwritten.

A correction is another statement that names the one it supersedes; a withdrawal is a note beside it.

>>> row = stage(db, id=bundle_id, agency=sender, header=header, recorded=now)
>>> positions.add(db, row, rows)
>>> promote(db, row, bundle=manifest_digest)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import StatementHeader
from stockpile_client.storage import requirements as own_requirements
from stockpile_client.storage.schema.m0003_exchange import OF_STATEMENTS
from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A standing statement. ``row`` is local and never leaves; ``id`` is the id of its bundle (32 hex digits).

    ``withdrawn`` is the reason of its withdrawal, ``None`` while there is none.
    """

    row: int
    id: str
    agency: str
    bundle: str | None
    recorded: datetime
    header: StatementHeader
    supersedes: str | None
    withdrawn: str | None


_NAMES = ", ".join(own_requirements.COLUMNS)
_ADD_REQUIREMENT = (
    f"INSERT INTO stated_requirement (statement_row, {_NAMES})"  # noqa: S608 - names of ours only
    f" VALUES (?{', ?' * len(own_requirements.COLUMNS)})"
)
_SELECT = """
SELECT statement.row, id, agency, statement.bundle, recorded, header, supersedes, withdrawal.reason
FROM statement LEFT JOIN withdrawal ON statement_row = statement.row
WHERE state = 'standing'
"""
_IN_FORCE = """
AND withdrawal.reason IS NULL
AND NOT EXISTS (
    SELECT 1 FROM statement AS later
    WHERE later.agency = statement.agency AND later.supersedes = statement.id AND later.state = 'standing'
)
ORDER BY as_of DESC, statement.row DESC LIMIT 1
"""


def stage(
    db: Database, *, id: str, agency: str, header: StatementHeader, recorded: datetime, supersedes: str | None = None
) -> int:
    """Begin a statement of ``agency`` and return its local row, to which positions and requirements are added."""
    cursor = db.execute(
        "INSERT INTO statement (id, agency, as_of, recorded, header, supersedes, state)"
        " VALUES (?, ?, ?, ?, ?, ?, 'staged')",
        (
            id,
            agency,
            header.as_of.isoformat(),
            utc_text(recorded),
            msgspec.json.encode(header).decode("utf-8"),
            supersedes,
        ),
    )
    return int(cursor.lastrowid or 0)


def add_requirements(db: Database, row: int, stated: Iterable[Requirement]) -> None:
    """Add denominators to a staged statement."""
    db.conn.executemany(_ADD_REQUIREMENT, ((row, *own_requirements.row_of(one)) for one in stated))


def promote(db: Database, row: int, *, bundle: str | None) -> None:
    """Let a staged statement stand; ``bundle`` is the digest of the MANIFEST that carried it, kept before."""
    query = "UPDATE statement SET state = 'standing', bundle = ? WHERE row = ? AND state = 'staged'"
    if db.execute(query, (bundle, row)).rowcount != 1:
        raise InternalError("E_NOT_STAGED", phrase("The statement is not there, or stands already."))


def is_staged(db: Database, row: int) -> bool:
    """Whether that statement is still being read in, or waits for a decision."""
    return db.execute("SELECT 1 FROM statement WHERE row = ? AND state = 'staged'", (row,)).fetchone() is not None


def discard(db: Database, row: int) -> None:
    """Remove a staged statement and all that was read into it."""
    for table in OF_STATEMENTS:
        db.execute(f"DELETE FROM {table} WHERE statement_row = ?", (row,))  # noqa: S608 - names of ours only
    db.execute("DELETE FROM statement WHERE row = ?", (row,))


def discard_staged(db: Database) -> int:
    """Remove what an interrupted acceptance left, and say how many statements that were."""
    staged = [row[0] for row in db.execute("SELECT row FROM statement WHERE state = 'staged'")]
    for row in staged:
        discard(db, row)
    return len(staged)


def withdraw(db: Database, row: int, *, bundle: str, reason: str, at: datetime) -> None:
    """Note that its sender withdrew a statement; the statement stays."""
    db.execute(
        "INSERT INTO withdrawal (statement_row, bundle, reason, at) VALUES (?, ?, ?, ?)",
        (row, bundle, reason, utc_text(at)),
    )


def get(db: Database, agency: str, statement_id: str) -> StoredStatement | None:
    """The standing statement of an agency that has that id; nobody else's id can stand for it."""
    row = db.execute(f"{_SELECT} AND agency = ? AND id = ?", (agency, statement_id)).fetchone()
    return _statement(row) if row else None


def every(db: Database, *, agency: str | None = None) -> list[StoredStatement]:
    """All standing statements, of one agency or of all, the latest day first; superseded ones are among them."""
    query = f"{_SELECT} AND (?1 IS NULL OR agency = ?1) ORDER BY as_of DESC, statement.row DESC"
    return [_statement(row) for row in db.execute(query, (agency,))]


def latest(db: Database, agency: str) -> StoredStatement | None:
    """The statement of an agency that is in force: of the latest day, neither superseded nor withdrawn."""
    row = db.execute(f"{_SELECT} AND agency = ? {_IN_FORCE}", (agency,)).fetchone()
    return _statement(row) if row else None


def latest_released_to(db: Database, agency: str) -> StoredStatement | None:
    """Our statement that is in force for a partner, by the record of what was released."""
    released = "AND statement.row IN (SELECT statement_row FROM release WHERE agency = ?)"
    row = db.execute(f"{_SELECT} {released} {_IN_FORCE}", (agency,)).fetchone()
    return _statement(row) if row else None


def latest_of_channel(db: Database, channel: str) -> StoredStatement | None:
    """The statement in force among those that went through a channel."""
    through = "AND statement.bundle IN (SELECT digest FROM bundle WHERE channel = ?)"
    row = db.execute(f"{_SELECT} {through} {_IN_FORCE}", (channel,)).fetchone()
    return _statement(row) if row else None


def requirements(db: Database, row: int) -> list[Requirement]:
    """The denominators that a statement carries, in order of material."""
    query = (
        f"SELECT {_NAMES} FROM stated_requirement WHERE statement_row = ?"  # noqa: S608 - names of ours only
        " ORDER BY material, country, year, kind, source"
    )
    return [own_requirements.requirement_of(found) for found in db.execute(query, (row,))]


def _statement(row: tuple[Any, ...]) -> StoredStatement:
    return StoredStatement(
        row=row[0],
        id=row[1],
        agency=row[2],
        bundle=row[3],
        recorded=read_utc(row[4]),
        header=msgspec.json.decode(row[5], type=StatementHeader),
        supersedes=row[6],
        withdrawn=row[7],
    )
