"""What came in and went out each quarter, and the running stock, of one material at a time.

Masses are contained content of the lots' own material: a by-product moves with its lot and has no ledger of its own. A
reversal counts against what it undoes. Entering a lot in the books (an opening) is neither in nor out.

>>> [(step.quarter, step.taken_out, step.stock) for step in movements_by_quarter(ctx)["W"].steps][-1]
(Quarter(year=2026, number=4), 512000000000, 4302000000000)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stockpile_client.services.charts.quarters import Quarter, quarters
from stockpile_client.services.context import Context
from stockpile_client.storage.flows import Flow, flows


@dataclass(frozen=True, slots=True)
class QuarterMoves:
    """One quarter, in mg: entered in the books, brought in, taken out, and what there was at its end (or today)."""

    quarter: Quarter
    opened: int
    brought_in: int
    taken_out: int
    stock: int


@dataclass(frozen=True, slots=True)
class MaterialMoves:
    """All quarters of a material from the first entry to today; ``illustrative``: made-up lots are among them."""

    material: str
    as_of: date
    steps: tuple[QuarterMoves, ...]
    illustrative: bool


def movements_by_quarter(ctx: Context) -> dict[str, MaterialMoves]:
    """Every material that was ever moved, by code."""
    day = ctx.today()
    return {
        material: MaterialMoves(material, day, _steps(found, day), any(flow.illustrative for flow in found))
        for material, found in flows(ctx.db).items()
    }


def _steps(found: Sequence[Flow], day: date) -> tuple[QuarterMoves, ...]:
    past = [flow for flow in found if flow.day <= day]
    if not past:
        return ()
    steps, stock, place = [], 0, 0
    for quarter in quarters(Quarter.of(past[0].day), Quarter.of(day)):
        opened = brought_in = taken_out = 0
        while place < len(past) and past[place].day <= quarter.last_day:
            opened += past[place].opened
            brought_in += past[place].brought_in
            taken_out += past[place].taken_out
            place += 1
        stock += opened + brought_in - taken_out
        steps.append(QuarterMoves(quarter, opened, brought_in, taken_out, stock))
    return tuple(steps)
