"""What anybody may know of our stock: published figures that the inference audit counts in."""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only

_PUBLIC_FACT = """
CREATE TABLE public_fact (
    row INTEGER PRIMARY KEY,
    material TEXT NOT NULL,
    form_group TEXT NOT NULL,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    low_mg INTEGER NOT NULL CHECK (low_mg >= 0 AND low_mg < 1000000000000000000),
    high_mg INTEGER CHECK (high_mg >= low_mg AND high_mg < 1000000000000000000),
    source TEXT NOT NULL CHECK (source <> ''),
    recorded TEXT NOT NULL
) STRICT
"""


def create(db: Database) -> None:
    """``public_fact``: a range of one material's content on a day, with its source; what was published stays known."""
    db.execute(_PUBLIC_FACT)
    append_only(db, "public_fact")
