"""The record of edits: who changed what and when, with the state before and after; nothing of it is ever erased.

An edit is one step as a person sees it ("Close site Novara") and holds a change for each thing that it touched. A state
is JSON text that the services write and read; ``None`` where the thing was not there. An edit that undoes another
names it, and each can be undone once.

>>> add(db, at=now, actor="a.rossi", step='{"template":"Close site {name}"}', changes=[Change("site", id, old, new)])
1
>>> last_open(db, actor="a.rossi", since=yesterday).changes[0].after
'{"id":"…","closed":"2026-11-24"}'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from stockpile_client.storage.times import read_utc, utc_text

_COLUMNS = "row, at, actor, step, reason, undoes"


@dataclass(frozen=True, slots=True)
class Change:
    """What one thing was before an edit and after it; ``subject`` is its kind, the states are JSON text or None."""

    subject: str
    id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One step; ``step`` is JSON of the phrase that names it, ``undoes`` the number of the edit that it undid."""

    row: int
    at: datetime
    actor: str
    step: str
    reason: str
    undoes: int | None
    changes: tuple[Change, ...]


def add(
    db: Database,
    *,
    at: datetime,
    actor: str,
    step: str,
    changes: Sequence[Change],
    reason: str = "",
    undoes: int | None = None,
) -> int:
    """Write an edit and return its number; without changes it is one that cannot be undone."""
    row = db.execute(
        "INSERT INTO edit (at, actor, step, reason, undoes) VALUES (?, ?, ?, ?, ?) RETURNING row",
        (utc_text(at), actor, step, reason, undoes),
    ).fetchone()[0]
    db.conn.executemany(
        "INSERT INTO edit_change (edit, subject, id, before, after) VALUES (?, ?, ?, ?, ?)",
        ((row, change.subject, change.id, change.before, change.after) for change in changes),
    )
    return int(row)


def last_open(db: Database, *, actor: str, since: datetime) -> Edit | None:
    """The latest edit of ``actor`` from ``since`` on that neither undoes another nor was undone."""
    query = (
        f"SELECT {_COLUMNS} FROM edit WHERE actor = ? AND at >= ? AND undoes IS NULL"  # noqa: S608 - names of ours only
        " AND NOT EXISTS (SELECT 1 FROM edit AS later WHERE later.undoes = edit.row) ORDER BY row DESC LIMIT 1"
    )
    row = db.execute(query, (actor, utc_text(since))).fetchone()
    return None if row is None else _edit(db, row)


def of_thing(db: Database, subject: str, id: str) -> list[Edit]:
    """Every edit that touched one thing, the first one first."""
    query = (
        f"SELECT {_COLUMNS} FROM edit WHERE row IN"  # noqa: S608 - names of ours only
        " (SELECT edit FROM edit_change WHERE subject = ? AND id = ?) ORDER BY row"
    )
    return [_edit(db, row) for row in db.execute(query, (subject, id)).fetchall()]


def _edit(db: Database, row: tuple[int, str, str, str, str, int | None]) -> Edit:
    query = "SELECT subject, id, before, after FROM edit_change WHERE edit = ? ORDER BY rowid"
    changes = tuple(Change(*change) for change in db.execute(query, (row[0],)))
    return Edit(row[0], read_utc(row[1]), row[2], row[3], row[4], row[5], changes)
