"""The agency's own denominators. A corrected figure is a new vintage: the earlier one stays, and can be asked for.

A denominator that no longer applies ends by a vintage that says so.

>>> record(db, [requirement], at=now)
>>> current(db)
[Requirement(material='W', country='IT', year=2025, …)]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.storage.quantity_columns import columns_of, quantity_of
from stockpile_client.storage.times import read_utc, utc_text

COLUMNS = (
    "material", "country", "year", "kind", "quantity", "low_mg", "high_mg", "base_mg", "withheld", "days", "basis",
    "printed", "source", "estimated", "illustrative",
)  # fmt: skip
"""Shared with the requirements that a statement carries."""

_NAMES = ", ".join(COLUMNS)
_INSERT = (
    f"INSERT INTO requirement (recorded, ended, {_NAMES})"  # noqa: S608 - names of ours only
    f" VALUES (?, ?{', ?' * len(COLUMNS)})"
)
_CURRENT = f"""
SELECT {_NAMES}, ended, max(recorded) FROM requirement WHERE recorded <= ?
GROUP BY material, country, year, kind, source ORDER BY material, country, year, kind, source
"""  # noqa: S608 - names of ours only; SQLite takes the other columns from the row of the maximum
_VINTAGES = f"""
SELECT {_NAMES}, ended, recorded FROM requirement
WHERE (material, country, year, kind, source) = (?, ?, ?, ?, ?) ORDER BY recorded
"""  # noqa: S608 - names of ours only


@dataclass(frozen=True, slots=True)
class Vintage:
    """A denominator as it was recorded at a moment; ``ended``: from then on it no longer applied."""

    recorded: datetime
    requirement: Requirement
    ended: bool


def record(db: Database, requirements: Iterable[Requirement], *, at: datetime, ended: bool = False) -> None:
    """Add denominators as known at ``at`` (aware); those of the same subject and source become earlier vintages.

    ``ended`` says that they no longer apply.
    """
    recorded = utc_text(at)
    db.conn.executemany(_INSERT, ((recorded, ended, *row_of(requirement)) for requirement in requirements))


def vintages(db: Database, key: tuple[str, str, int, str, str]) -> list[Vintage]:
    """What was recorded of one denominator (material, country, year, kind, source), the first one first."""
    at = len(COLUMNS)
    return [Vintage(read_utc(row[at + 1]), requirement_of(row), bool(row[at])) for row in db.execute(_VINTAGES, key)]


def current(db: Database, *, known_at: datetime | None = None) -> list[Requirement]:
    """The latest vintage of each denominator that has not ended, as known at ``known_at`` (default: now)."""
    known = "9999" if known_at is None else utc_text(known_at)
    return [requirement_of(row) for row in db.execute(_CURRENT, (known,)) if not row[len(COLUMNS)]]


def row_of(requirement: Requirement) -> tuple[str | int | None, ...]:
    """The values of :data:`COLUMNS`."""
    return (
        requirement.material,
        requirement.country,
        requirement.year,
        requirement.kind.value,
        *columns_of(requirement.quantity),
        requirement.days,
        requirement.basis,
        requirement.printed,
        requirement.source,
        requirement.estimated,
        requirement.illustrative,
    )


def requirement_of(row: tuple[Any, ...]) -> Requirement:
    """The requirement whose :data:`COLUMNS` a row begins with."""
    return Requirement(
        material=row[0],
        country=row[1],
        year=row[2],
        kind=RequirementKind(row[3]),
        quantity=quantity_of(row[4:9]),
        days=row[9],
        basis=row[10],
        printed=row[11],
        source=row[12],
        estimated=bool(row[13]),
        illustrative=bool(row[14]),
    )
