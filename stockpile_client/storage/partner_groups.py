"""Groups of partners, by name, to which a disclosure profile may be addressed.

>>> put(db, "circle", ["jp…", "it…"])
>>> every(db)
{'circle': ('it…', 'jp…')}
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlite_utils import Database


def put(db: Database, name: str, members: Iterable[str]) -> None:
    """Add a group of agency ids, or replace it; without members it is nobody."""
    text = msgspec.json.encode(sorted(set(members))).decode("utf-8")
    db.table("partner_group").upsert({"name": name, "members": text}, pk="name")


def every(db: Database) -> dict[str, tuple[str, ...]]:
    """All groups, by name."""
    rows = db.execute("SELECT name, members FROM partner_group ORDER BY name")
    return {name: msgspec.json.decode(members, type=tuple[str, ...]) for name, members in rows}
