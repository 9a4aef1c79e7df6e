"""Every edit with what stood before and after it; sites that close, requirements that end, the ledger by its days."""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only

_EDIT = """
CREATE TABLE edit (
    row INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    step TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES edit (row)
) STRICT
"""

_EDIT_CHANGE = """
CREATE TABLE edit_change (
    edit INTEGER NOT NULL REFERENCES edit (row),
    subject TEXT NOT NULL,
    id TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (edit, subject, id)
) STRICT
"""


def create(db: Database) -> None:
    """``edit`` and its changes; a state is JSON, NULL where the thing was not there. What was done stays written."""
    for statement in (_EDIT, _EDIT_CHANGE):
        db.execute(statement)
    db.table("edit_change").create_index(["subject", "id"], index_name="edit_change_by_subject")
    append_only(db, "edit")
    append_only(db, "edit_change")
    db.execute("ALTER TABLE site ADD COLUMN closed TEXT")
    db.execute("ALTER TABLE requirement ADD COLUMN ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))")
    db.table("movement").create_index(["effective"], index_name="movement_by_effective")
