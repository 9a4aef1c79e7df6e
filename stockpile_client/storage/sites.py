"""The sites where lots lie.

>>> put(db, site)
>>> every(db)[site.id].country
'IT'
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlite_utils import Database

from stockpile_client.core.sites import Site

_SELECT = "SELECT id, name, town, region, country, bloc, closed FROM site"


def put(db: Database, site: Site) -> None:
    """Add the site, or correct what is known of it; its lots stay where they are."""
    row = {**asdict(site), "closed": site.closed.isoformat() if site.closed else None}
    db.table("site").upsert(row, pk="id")


def remove(db: Database, site_id: str) -> None:
    """Remove a site in which no lot ever lay; the database refuses any other."""
    db.execute("DELETE FROM site WHERE id = ?", (site_id,))


def every(db: Database) -> dict[str, Site]:
    """All sites by id, in order of name."""
    return {row[0]: _site(row) for row in db.execute(f"{_SELECT} ORDER BY name, id")}


def get(db: Database, site_id: str) -> Site | None:
    """The site of that id."""
    row = db.execute(f"{_SELECT} WHERE id = ?", (site_id,)).fetchone()
    return _site(row) if row else None


def stock(db: Database) -> dict[str, tuple[int, int]]:
    """For each site that ever held a lot: how many lots lie there now, and how many ever did."""
    query = "SELECT site, sum(gross_mg <> 0 OR contained_mg <> 0), count(*) FROM lot GROUP BY site"
    return {row[0]: (row[1], row[2]) for row in db.execute(query)}


def _site(row: tuple[Any, ...]) -> Site:
    closed = date.fromisoformat(row[6]) if row[6] else None
    return Site(row[0], row[1], row[2], row[3], row[4], row[5], closed)
