"""Small tables whose every possible world can be listed: what the audit says is compared with what is simply true.

>>> table = Table({("1", "a"): 20, ("1", "b"): 50})
>>> len(worlds([table.total_of(row="1", words="row 1")]))
71
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from stockpile_client.core.quantities import Exact, Quantity, WithheldReason
from stockpile_client.disclosure.audit import (
    Atom,
    Fact,
    Origin,
    PlannedPosition,
    Source,
    Terms,
    released,
    total,
    withheld,
)

World = dict[Atom, int]


def public(words: str) -> Source:
    return Source(Origin.PUBLIC, words)


def atom(*labels: str) -> Atom:
    """A cell of a table of up to three dimensions: group, place, holder."""
    group, at, holder = (*labels, "", "")[:3]
    return Atom("W", group=group, at=at, holder=holder)


@dataclass(frozen=True)
class Table:
    """Cells by their labels, and the facts that releasing figures of it makes."""

    cells: dict[tuple[str, ...], int]

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[int]]) -> Table:
        """Rows and columns are counted from 1."""
        return cls(
            {(str(i), str(j)): mass for i, row in enumerate(rows, start=1) for j, mass in enumerate(row, start=1)}
        )

    @property
    def world(self) -> World:
        return {atom(*labels): mass for labels, mass in self.cells.items()}

    def margins(self) -> list[Terms]:
        """Every sum that a full table shows: cells, totals over each set of dimensions, the grand total."""
        dimensions = len(next(iter(self.cells)))
        codes = [sorted({labels[axis] for labels in self.cells}) for axis in range(dimensions)]
        return [
            total(atom(*labels) for labels in self.cells if _matches(labels, pattern))
            for pattern in product(*([None, *each] for each in codes))
        ]

    def value(self, terms: Terms) -> int:
        return sum(coefficient * self.world[each] for each, coefficient in terms)

    def fact(self, terms: Terms, quantity: Quantity | None = None) -> Fact:
        """The figure of ``terms`` as released: exactly, unless ``quantity`` says how."""
        found = released(terms, quantity or Exact(self.value(terms)), public(words(terms)))
        assert found is not None
        return found

    def published(self, *, without: set[tuple[str, ...]]) -> list[Fact]:
        """Everything exactly but the cells ``without``: the table as printed with suppressions."""
        hidden = {total([atom(*labels)]) for labels in without}
        return [self.fact(terms) for terms in self.margins() if terms not in hidden]

    def plan(self, *, without: set[tuple[str, ...]] = frozenset()) -> list[PlannedPosition]:  # type: ignore[assignment]
        """The published figures, each of which may also be withheld."""
        return [
            PlannedPosition(
                fact, (withheld(self.value(fact.terms), Exact(self.value(fact.terms)), WithheldReason.DEFENCE),)
            )
            for fact in self.published(without=without)
        ]


def words(terms: Terms) -> str:
    """What a figure is of: its cells."""
    return " + ".join(f"{each.group}{each.at}{each.holder}" for each, _ in terms)


def worlds(facts: Sequence[Fact]) -> list[World]:
    """Every table of whole masses that fits the facts, all of which add up (no negative coefficient).

    Every cell must be bounded by some fact.
    """
    cells = list(dict.fromkeys(each for fact in facts for each, _ in fact.terms))
    highest = {
        cell: min(fact.high for fact in facts if fact.high is not None and cell in dict(fact.terms)) for cell in cells
    }
    lowest = {cell: max((fact.low or 0 for fact in facts if fact.terms == ((cell, 1),)), default=0) for cell in cells}
    ranges = {cell: range(lowest[cell], highest[cell] + 1) for cell in cells}
    return list(_extend({}, sorted(cells, key=lambda cell: len(ranges[cell])), facts, ranges))


def _extend(world: World, rest: list[Atom], facts: Sequence[Fact], ranges: dict[Atom, range]) -> Iterator[World]:
    if not rest:
        if all(fact.holds(world) for fact in facts):
            yield dict(world)
        return
    cell, *later = rest
    touching = [fact for fact in facts if cell in dict(fact.terms)]
    for mass in ranges[cell]:
        world[cell] = mass
        if all(_may_hold(fact, world, set(later)) for fact in touching):
            yield from _extend(world, later, facts, ranges)
    del world[cell]


def _may_hold(fact: Fact, world: World, rest: set[Atom]) -> bool:
    value = sum(coefficient * world.get(each, 0) for each, coefficient in fact.terms)
    if fact.high is not None and value > fact.high:
        return False
    return fact.low is None or value >= fact.low or any(each in rest for each, _ in fact.terms)


def _matches(labels: tuple[str, ...], pattern: tuple[str | None, ...]) -> bool:
    return all(wanted in (None, label) for label, wanted in zip(labels, pattern, strict=True))
