"""What must be rotated, quarter by quarter ahead: lots by the day after which they are no longer usable.

>>> [(step.quarter, step.lots) for step in expiry_ahead(ctx).steps if step.lots][:1]
[(Quarter(year=2027, number=1), 4)]
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from stockpile_client.services.charts.quarters import Quarter, quarters
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import stream_holdings

QUARTERS_AHEAD = 12
"""Three years: the horizon of a rotation plan. What comes after stands together as *later*."""


class When(StrEnum):
    """Which part of time a step is."""

    PAST = "past"
    QUARTER = "quarter"
    LATER = "later"
    NEVER = "never"


@dataclass(slots=True)
class _Bin:
    lots: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    contained: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    illustrative: bool = False


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
    """Lots with stock today, by the quarter of their rotate-by date."""
    day = ctx.today()
    first = Quarter.of(day)
    ahead = quarters(first, Quarter(first.year + QUARTERS_AHEAD // 4, first.number))[:QUARTERS_AHEAD]
    bins: defaultdict[tuple[When, Quarter | None], _Bin] = defaultdict(_Bin)
    dated: set[str] = set()
    for row in stream_holdings(ctx, as_of=day):
        if row.contained <= 0:
            continue
        found = bins[_place(row.rotate_by, day, ahead[-1])]
        found.lots[row.material].add(row.lot_id)
        found.contained[row.material] += row.contained
        found.illustrative |= row.illustrative
        if row.rotate_by is not None:
            dated.add(row.material)
    order: list[tuple[When, Quarter | None]] = [
        (When.PAST, None), *((When.QUARTER, one) for one in ahead), (When.LATER, None), (When.NEVER, None),
    ]  # fmt: skip
    return ExpiryPicture(day, tuple(_step(place, bins[place]) for place in order), tuple(sorted(dated)))


def _place(rotate_by: date | None, day: date, last: Quarter) -> tuple[When, Quarter | None]:
    if rotate_by is None:
        return When.NEVER, None
    if rotate_by < day:
        return When.PAST, None
    quarter = Quarter.of(rotate_by)
    return (When.QUARTER, quarter) if quarter <= last else (When.LATER, None)


def _step(place: tuple[When, Quarter | None], found: _Bin) -> ExpiryStep:
    lots = {material: len(ids) for material, ids in found.lots.items()}
    return ExpiryStep(*place, lots, dict(found.contained), found.illustrative)
