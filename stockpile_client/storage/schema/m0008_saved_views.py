"""How tables of the window are looked at: views that were given a name, and the columns as they were left."""

from __future__ import annotations

from sqlite_utils import Database

_VIEW = """
CREATE TABLE saved_view (
    shown TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    look TEXT NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    PRIMARY KEY (shown, name)
) STRICT
"""

_DEFAULT = "CREATE UNIQUE INDEX saved_view_default ON saved_view (shown) WHERE is_default"

_LAYOUT = """
CREATE TABLE table_layout (
    shown TEXT PRIMARY KEY,
    columns TEXT NOT NULL
) STRICT
"""


def create(db: Database) -> None:
    """``saved_view`` (filter, order and columns under a name; one default a table) and ``table_layout``."""
    for statement in (_VIEW, _DEFAULT, _LAYOUT):
        db.execute(statement)
