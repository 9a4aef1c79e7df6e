"""From one statement to the next: what a partner knows about the change between two days.

A partner that took part in a movement knows it to the milligram: its own books say so. With two statements around a
delivery it can then carry what it knew on one day over to the other, provided that nothing else moved. Whether it may
believe so is the caller's judgement: ``quiet`` says where our ledger really shows no other movement, which is the worst
case and the default advice. Elsewhere the change stays unknown, and the two days stay apart.

>>> changes(book, [march, june], [Delivery(key, date(2026, 5, 2), -200_000_000_000, "delivery 12 to you")], quiet)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit.cells import CellBook
from stockpile_client.disclosure.audit.facts import Atom, Fact, Origin, Source

Quiet = Callable[[Atom, date, date], bool]
"""Whether a cell (an atom of no day) had no movement unknown to the partner after the first day, up to the second."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A movement that the partner knows: ``mg`` signed as our stock sees it, ``key`` as finely as the partner knows."""

    key: PositionKey
    day: date
    mg: int
    words: str


def changes(book: CellBook, days: Sequence[date], deliveries: Iterable[Delivery], quiet: Quiet) -> list[Fact]:
    """Facts that link each two consecutive ``days`` (in order) in every cell of ``book``.

    A delivery known only for several cells together links their sum; cells that are not quiet are not linked at all.
    """
    known = sorted(deliveries, key=lambda delivery: delivery.day)
    facts = []
    for before, after in pairwise(days):
        between = [delivery for delivery in known if before < delivery.day <= after]
        facts += _between(book, (before, after), between, quiet)
    return facts


def _between(book: CellBook, period: tuple[date, date], deliveries: Sequence[Delivery], quiet: Quiet) -> list[Fact]:
    before, after = period
    shared = _shared([book.cells(delivery.key) for delivery in deliveries])
    moved: dict[int, int] = defaultdict(int)
    words: dict[int, list[str]] = defaultdict(list)
    for delivery in deliveries:
        number = shared[book.cells(delivery.key)[0]]
        moved[number] += delivery.mg
        words[number].append(delivery.words)
    sets: dict[int | Atom, list[Atom]] = defaultdict(list)
    for cell in book.atoms():
        sets[shared.get(cell, cell)].append(cell)
    facts = []
    still = Source(Origin.MOVEMENT, f"no movement between {before} and {after}", day=after)
    for name, inside in sets.items():
        if not all(quiet(cell, before, after) for cell in inside):
            continue
        change, source = 0, still
        if isinstance(name, int):
            change = moved[name]
            source = replace(still, words=f"{', '.join(words[name])} between {before} and {after}")
        terms = [(book.on(cell, day), sign) for cell in inside for day, sign in ((after, 1), (before, -1))]
        facts.append(Fact(tuple(terms), change, change, source))
    return facts


def _shared(covers: Sequence[tuple[Atom, ...]]) -> dict[Atom, int]:
    """A number for each set of cells whose changes are known only together: covers that overlap are one set."""
    numbers: dict[Atom, int] = {}
    for number, cover in enumerate(covers):
        merged = {numbers[cell] for cell in cover if cell in numbers}
        for cell, old in numbers.items():
            if old in merged:
                numbers[cell] = number
        numbers.update(dict.fromkeys(cover, number))
    return numbers
