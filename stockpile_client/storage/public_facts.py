"""Published figures about our own stock, which every partner may hold against what we tell it.

>>> add(db, PublicFact("W", "all", "", date(2026, 6, 30), 0, 60_000 * MG_PER_TONNE, "annual report 2026"), at=now)
>>> [fact.source for fact in every(db, material="W")]
['annual report 2026']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from stockpile_client.storage.times import utc_text


@dataclass(frozen=True, slots=True)
class PublicFact:
    """Contained mass (mg) from ``low`` to ``high`` (``None``: or more) at the end of ``day``.

    ``group`` is a form group or ``all``; ``at`` a location (``country:IT``), or empty for wherever it lies.
    """

    material: str
    group: str
    at: str
    day: date
    low: int
    high: int | None
    source: str


def add(db: Database, fact: PublicFact, *, at: datetime) -> None:
    """Add a figure, as entered at ``at`` (aware)."""
    db.execute(
        "INSERT INTO public_fact (material, form_group, at, day, low_mg, high_mg, source, recorded)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.material, fact.group, fact.at, fact.day.isoformat(), fact.low, fact.high, fact.source, utc_text(at)),
    )


def every(db: Database, *, material: str | None = None) -> list[PublicFact]:
    """All figures, of one material or of all, by material and day."""
    rows = db.execute(
        "SELECT material, form_group, at, day, low_mg, high_mg, source FROM public_fact"
        " WHERE ?1 IS NULL OR material = ?1 ORDER BY material, day, row",
        (material,),
    )
    return [PublicFact(row[0], row[1], row[2], date.fromisoformat(row[3]), *row[4:]) for row in rows]
