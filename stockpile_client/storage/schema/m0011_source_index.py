"""An index of the sources of lots: a word of the filter line is looked for in it, and not in the whole table."""

from __future__ import annotations

from sqlite_utils import Database


def create(db: Database) -> None:
    """``lot_by_source``."""
    db.execute("CREATE INDEX lot_by_source ON lot (source)")
