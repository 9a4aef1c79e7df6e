"""Unfinished forms, by key.

>>> replace_all(db, [StoredDraft("inventory/new_lot", {"form": "APT"}, now)])  # doctest: +SKIP
>>> [draft.key for draft in every(db)]  # doctest: +SKIP
['inventory/new_lot']
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """The texts of one form by the names of its fields, and when they were kept (aware)."""

    key: str
    fields: dict[str, str]
    saved: datetime


def replace_all(db: Database, drafts: Iterable[StoredDraft]) -> None:
    """Keep these and no others."""
    db.execute("DELETE FROM draft")
    put(db, drafts)


def put(db: Database, drafts: Iterable[StoredDraft]) -> None:
    """Keep these beside those that have other keys."""
    for draft in drafts:
        db.execute(
            "INSERT OR REPLACE INTO draft (key, fields, saved) VALUES (?, ?, ?)",
            (draft.key, msgspec.json.encode(draft.fields).decode(), utc_text(draft.saved)),
        )


def remove(db: Database, form: str) -> None:
    """Forget what was typed into a form, which is the part of a key behind its first ``/``."""
    db.execute("DELETE FROM draft WHERE substr(key, instr(key, '/') + 1) = ?", (form,))


def every(db: Database) -> list[StoredDraft]:
    """All of them, by key."""
    rows = db.execute("SELECT key, fields, saved FROM draft ORDER BY key")
    return [StoredDraft(row[0], msgspec.json.decode(row[1], type=dict[str, str]), read_utc(row[2])) for row in rows]
