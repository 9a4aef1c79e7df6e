"""What must be rotated, quarter by quarter ahead: lots by the day after which they are no longer usable.

>>> [(step.quarter, step.lots) for step in expiry_ahead(ctx).steps if step.lots][:1]
[(Quarter(year=2027, number=1), 4)]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stockpile_client.services.charts.quarters import Quarter, quarters
from stockpile_client.services.context import Context
from stockpile_client.storage.rotation import DatedSum, dated_sums

QUARTERS_AHEAD = 12
"""Three years: the horizon of a rotation plan. What comes after stands together as *later*."""


class When(StrEnum):
    """Which part of time a step is."""

    PAST = "past"
    QUARTER = "quarter"
    LATER = "later"
    NEVER = "never"


Place = tuple[When, Quarter | None]


@dataclass(frozen=True, slots=True)
class ExpiryStep:
    """Lots that must be rotated in a part of time; ``lots`` and ``contained`` (mg) by material."""

    when: When
    quarter: Quarter | None
    lots: dict[str, int]
    contained: dict[str, int]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ExpiryPicture:
    """The past, the quarters ahead, what comes later, and what has no day; ``materials`` are those with a day."""

    as_of: date
    steps: tuple[ExpiryStep, ...]
    materials: tuple[str, ...]


def expiry_ahead(ctx: Context) -> ExpiryPicture:
    """Lots with stock today, by the quarter of their rotate-by date; each counts under its own material."""
    day = ctx.today()
    first = Quarter.of(day)
    ahead = quarters(first, Quarter(first.year + QUARTERS_AHEAD // 4, first.number))[:QUARTERS_AHEAD]
    bins: defaultdict[Place, list[DatedSum]] = defaultdict(list)
    sums = dated_sums(ctx.db)
    for one in sums:
        bins[_place(one.rotate_by, day, ahead[-1])].append(one)
    order: list[Place] = [
        (When.PAST, None), *((When.QUARTER, one) for one in ahead), (When.LATER, None), (When.NEVER, None),
    ]  # fmt: skip
    materials = sorted({one.material for one in sums if one.rotate_by is not None})
    return ExpiryPicture(day, tuple(_step(place, bins[place]) for place in order), tuple(materials))


def _place(rotate_by: date | None, day: date, last: Quarter) -> Place:
    if rotate_by is None:
        return When.NEVER, None
    if rotate_by < day:
        return When.PAST, None
    quarter = Quarter.of(rotate_by)
    return (When.QUARTER, quarter) if quarter <= last else (When.LATER, None)


def _step(place: Place, found: list[DatedSum]) -> ExpiryStep:
    lots, contained = Counter[str](), Counter[str]()
    for one in found:
        lots[one.material] += one.lots
        contained[one.material] += one.contained
    return ExpiryStep(*place, dict(lots), dict(contained), any(one.illustrative for one in found))
