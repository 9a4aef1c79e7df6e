"""From one statement to the next: what a partner knows about the change between two days.

A partner that took part in a movement knows it to the milligram: its own books say so. With two statements around a
delivery it can then carry what it knew on one day over to the other, provided that nothing else moved. Whether it may
believe so is the caller's judgement: ``quiet`` says where our ledger really shows no other movement, which is the worst
case and the default advice. Elsewhere the change stays unknown, and the two days stay apart.

A delivery that the partner knows for several cells together took an unknown part from each: the parts are unknowns of
their own, of which none is below zero and which add up to the delivery. So two deliveries that share a cell are each
known for what they are, and a cell that is quiet but for them changed by no more than they did.

>>> changes(book, [march, june], [Delivery(key, date(2026, 5, 2), -200_000_000_000, "delivery 12 to you")], quiet)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit.cells import CellBook
from stockpile_client.disclosure.audit.facts import Atom, Fact, Origin, Source

Quiet = Callable[[Atom, date, date], bool]
"""Whether a cell (an atom of no day) had no movement unknown to the partner after the first day, up to the second."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A movement that the partner knows: ``mg`` signed as our stock sees it, ``key`` as finely as the partner knows.

    ``cells``: where in ``key`` it was, if that is known more closely than by the key.
    """

    key: PositionKey
    day: date
    mg: int
    words: str
    cells: tuple[Atom, ...] = ()


def changes(book: CellBook, days: Sequence[date], deliveries: Iterable[Delivery], quiet: Quiet) -> list[Fact]:
    """Facts that link each two consecutive ``days`` (in order) in every cell of ``book``.

    A delivery known only for several cells together links their sum and bounds each; cells that are not quiet are not
    linked at all.
    """
    known = sorted(deliveries, key=lambda delivery: delivery.day)
    facts: list[Fact] = []
    for before, after in pairwise(days):
        between = [delivery for delivery in known if before < delivery.day <= after]
        facts += _between(book, (before, after), between, quiet)
    return facts


def _between(book: CellBook, period: tuple[date, date], deliveries: Sequence[Delivery], quiet: Quiet) -> Iterator[Fact]:
    before, after = period
    moved: dict[Atom, int] = defaultdict(int)
    parts: dict[Atom, list[tuple[Atom, int]]] = defaultdict(list)
    words: dict[Atom, list[str]] = defaultdict(list)
    for number, delivery in enumerate(deliveries):
        cells = delivery.cells or book.cells(delivery.key)
        for cell in cells:
            words[cell].append(delivery.words)
        if len(cells) == 1:
            moved[cells[0]] += delivery.mg
            continue
        shares = [replace(cell, day=after, contributor=f"{before} {number}") for cell in cells]
        source = Source(Origin.MOVEMENT, delivery.words, day=delivery.day)
        yield Fact(tuple((share, 1) for share in shares), abs(delivery.mg), abs(delivery.mg), source)
        for cell, share in zip(cells, shares, strict=True):
            parts[cell].append((share, -1 if delivery.mg > 0 else 1))
    still = Source(
        Origin.MOVEMENT, phrase("no movement between {before} and {after}", before=before, after=after), day=after
    )
    for cell in book.atoms():
        if not quiet(cell, before, after):
            continue
        source = still
        if cell in words:
            named = phrase(
                "{deliveries} between {before} and {after}",
                deliveries=joined(words[cell], ", "), before=before, after=after,
            )  # fmt: skip
            source = Source(Origin.MOVEMENT, named, day=after)
        change = moved.get(cell, 0)
        yield Fact(
            ((book.on(cell, after), 1), (book.on(cell, before), -1), *parts.get(cell, ())), change, change, source
        )
