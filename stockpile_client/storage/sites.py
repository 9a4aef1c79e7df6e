"""The sites where lots lie.

>>> put(db, site)
>>> every(db)[site.id].country
'IT'
"""

from __future__ import annotations

from dataclasses import asdict

from sqlite_utils import Database

from stockpile_client.core.sites import Site

_SELECT = "SELECT id, name, town, region, country, bloc FROM site"


def put(db: Database, site: Site) -> None:
    """Add the site, or correct what is known of it; its lots stay where they are."""
    db.table("site").upsert(asdict(site), pk="id")


def every(db: Database) -> dict[str, Site]:
    """All sites by id, in order of name."""
    return {row[0]: Site(*row) for row in db.execute(f"{_SELECT} ORDER BY name, id")}


def get(db: Database, site_id: str) -> Site | None:
    """The site of that id."""
    row = db.execute(f"{_SELECT} WHERE id = ?", (site_id,)).fetchone()
    return Site(*row) if row else None
