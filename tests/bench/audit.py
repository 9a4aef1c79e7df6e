"""The inference audit of a full statement: 70 materials × 6 form groups × 8 places, over 24 past statements.

Every statement gives each cell, each form over all places, each place over all forms, and the whole, rounded; some
cells are withheld. Between statements a few cells have deliveries that the partner knows, the others are quiet, so that
all 24 days hang together: the hardest case. Times are of the processor, and of the whole audit from positions to
verdicts.

>>> python -m tests.bench.audit
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from stockpile_client.core.quantities import MG_PER_TONNE, Quantity, Rounded, Withheld, WithheldReason, round_to
from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.disclosure.audit import (
    Auditor,
    CellBook,
    Delivery,
    Fact,
    PlannedPosition,
    Protection,
    changes,
    coarser,
    protect,
    remedy,
)
from stockpile_client.disclosure.audit.cells import ALL_GROUPS

GROUPS = ("ore", "oxide", "chemical", "metal", "alloy", "product")
PLACES = tuple(f"region:IT-{number:02d}" for number in range(1, 9))
COUNTRY = "country:IT"
BASE = 10 * MG_PER_TONNE
FIRST = date(2020, 12, 31)
PROMISE = {"percent": Fraction(5, 2), "at_least": 2 * MG_PER_TONNE, "why": "agreed"}
Result = TypeVar("Result")


class Agency:
    """A stockholder with ``materials`` materials, and what it told one partner in ``past`` statements."""

    def __init__(self, materials: int, past: int = 24, seed: int = 2026) -> None:
        self._chance = random.Random(seed)
        self.codes = [f"M{number:02d}" for number in range(materials)]
        self.days = [FIRST + timedelta(days=91 * number) for number in range(past + 1)]
        self.keys = {code: self._keys(code) for code in self.codes}
        self.book = CellBook(
            [key for keys in self.keys.values() for key in keys], parents=dict.fromkeys(PLACES, COUNTRY)
        )
        self.withheld: set[PositionKey] = set()
        self.deliveries: list[Delivery] = []
        self._masses: dict[tuple[PositionKey, date], int] = {}
        for code in self.codes:
            self._live(code)
        self.positions = {
            day: [Position(key, "element", self.quantity(key, day)) for keys in self.keys.values() for key in keys]
            for day in self.days
        }

    def own(self, key: PositionKey, day: date) -> int:
        """What we hold under ``key`` on ``day``, in mg."""
        return sum(
            self._masses[PositionKey(atom.material, atom.group, "", atom.at, "", "contained"), day]
            for atom in self.book.cells(key)
        )

    def known(self) -> list[Fact]:
        """Everything the partner knows before the release of the last day."""
        facts = [fact for day in self.days[:-1] for fact in self.statement(day, planned=False)]
        return facts + changes(self.book, self.days, self.deliveries, lambda _atom, _since, _until: True)

    def statement(self, day: date, *, planned: bool) -> list[Fact]:
        """The facts of one day's statement."""
        return self.book.statement(self.positions[day], day, reference=f"statement of {day}", planned=planned)

    def quantity(self, key: PositionKey, day: date) -> Quantity:
        """How a position is released: rounded, or withheld on every day."""
        if key in self.withheld:
            return Withheld(WithheldReason.DEFENCE)
        return Rounded(round_to(self.own(key, day), BASE), BASE)

    def protections(self, day: date) -> list[Protection]:
        """A promise for each cell."""
        return [
            protect(self.book.terms(key, day), true=self.own(key, day), key=key, **PROMISE)  # type: ignore[arg-type]
            for code in self.codes
            for key in self.keys[code][: len(GROUPS) * len(PLACES)]
        ]

    def plan(self, code: str, day: date) -> list[PlannedPosition]:
        """One material's positions of ``day``, with what may be done with each."""
        facts = {fact.source.key: fact for fact in self.statement(day, planned=True)}
        return [
            PlannedPosition(
                facts[key], coarser(self.own(key, day), self.quantity(key, day), reason=WithheldReason.DEFENCE)
            )
            for key in self.keys[code]
            if key in facts
        ]

    def _keys(self, code: str) -> list[PositionKey]:
        pairs = [(group, at) for group in GROUPS for at in PLACES]
        pairs += [(group, COUNTRY) for group in GROUPS]
        pairs += [(ALL_GROUPS, at) for at in (*PLACES, COUNTRY)]
        return [PositionKey(code, group, "", at, "", "contained") for group, at in pairs]

    def _live(self, code: str) -> None:
        cells = self.keys[code][: len(GROUPS) * len(PLACES)]
        self.withheld |= set(self._chance.sample(cells, 4))
        for key in cells:
            mass = self._chance.randrange(50 * MG_PER_TONNE, 5_000 * MG_PER_TONNE)
            for number, day in enumerate(self.days):
                if number and self._chance.random() < 0.05:
                    moved = -self._chance.randrange(mass // 20 + 1)
                    mass += moved
                    self.deliveries.append(Delivery(key, day, moved, f"delivery before {day}"))
                self._masses[key, day] = mass


def figures(materials: int = 70) -> dict[str, float]:
    """Seconds of processor time for each step, and how many promises were judged and broken."""
    agency = Agency(materials)
    today = agency.days[-1]
    protections = agency.protections(today)
    planned = agency.statement(today, planned=True)
    facts, gathering = timed(agency.known)
    auditor, loading = timed(lambda: Auditor(facts))
    audit, auditing = timed(lambda: auditor.audit(planned, protections))
    changed = next(fact for fact in planned if fact.source.key == agency.keys[agency.codes[0]][-1])
    without = [fact for fact in planned if fact is not changed]
    again, after_change = timed(lambda: auditor.audit(without, protections))
    first = agency.codes[0]
    few = [each for each in protections if each.target[0][0].material == first]
    found, remedying = timed(lambda: remedy(Auditor(facts[:0]), agency.plan(first, today), few))
    return {
        "facts known": len(facts),
        "promises": len(audit.verdicts),
        "promises broken": len(audit.violations),
        "facts from positions": gathering,
        "loading what is known": loading,
        "audit": auditing,
        "whole audit": gathering + loading + auditing,
        "audit after one change": after_change,
        "blocks solved after one change": again.solved,
        "remedy for one material": remedying,
        "remedy optimal": found.optimal,
        "remedy complete": found.complete,
    }


def timed(run: Callable[[], Result]) -> tuple[Result, float]:
    """What ``run`` returns, and the processor time it took in seconds."""
    begin = time.process_time()
    result = run()
    return result, time.process_time() - begin


if __name__ == "__main__":
    for size in (7, 70):
        for name, value in figures(size).items():
            print(f"{size:>3} materials  {name:<32}{value:>12.3f}")
