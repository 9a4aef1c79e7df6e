"""What was typed and not yet submitted when the profile was locked."""

from __future__ import annotations

from sqlite_utils import Database

_DRAFT = """
CREATE TABLE draft (
    key TEXT PRIMARY KEY,
    fields TEXT NOT NULL,
    saved TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


def create(db: Database) -> None:
    """``draft``: the fields of one form (a JSON object of texts) by the key of the form."""
    db.execute(_DRAFT)
