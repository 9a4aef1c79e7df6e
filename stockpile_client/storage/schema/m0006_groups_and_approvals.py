"""Groups of partners, and the steps by which a release is prepared, reviewed and approved."""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only

_GROUP = """
CREATE TABLE partner_group (
    name TEXT PRIMARY KEY,
    members TEXT NOT NULL
) STRICT
"""

_CASE = """
CREATE TABLE release_case (
    id TEXT PRIMARY KEY CHECK (length(id) = 32),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    recipe TEXT NOT NULL,
    four_eyes INTEGER NOT NULL CHECK (four_eyes IN (0, 1))
) STRICT
"""

_STEP = """
CREATE TABLE release_step (
    row INTEGER PRIMARY KEY,
    release_case TEXT NOT NULL REFERENCES release_case (id),
    step TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (release_case, step)
) STRICT
"""


def create(db: Database) -> None:
    """``partner_group``; ``release_case`` (what is to leave) and ``release_step`` (who did what with it), both kept."""
    for table in (_GROUP, _CASE, _STEP):
        db.execute(table)
    append_only(db, "release_case")
    append_only(db, "release_step")
