"""Settings of a profile: short texts by name.

>>> put(db, "language", "it")
>>> get(db, "language", default="en")
'it'
"""

from __future__ import annotations

from sqlite_utils import Database


def put(db: Database, name: str, value: str) -> None:
    """Set ``name`` to ``value``."""
    db.table("setting").upsert({"key": name, "value": value}, pk="key")


def get(db: Database, name: str, *, default: str = "") -> str:
    """What ``name`` is set to, or ``default``."""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (name,)).fetchone()
    return str(row[0]) if row else default
