"""Facts of one block as few columns and rows, each of which remembers the facts that it stands on.

- *The same mass on two days.* A fact that two atoms differ by a known amount (a delivery the partner took part in)
  leaves one unknown: the other is that column plus a constant.
- *The same sum, said twice.* Facts with equal left sides become one row, with the tightest of their sides.

So a block stays as small as one statement however many came before, and a proof still names what was really released.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.disclosure.audit.certificates import Certificate, Side, Weight
from stockpile_client.disclosure.audit.facts import Atom, Fact, Origin, Source, Terms
from stockpile_client.disclosure.audit.solver import Row

NEVER_NEGATIVE = Source(Origin.DOMAIN, "a stock is never below zero")


class Contradiction(Exception):  # noqa: N818 - a result that the auditor turns into a finding, not an error shown as is
    """No world fits the facts named: one of them is not true, or was corrected since."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        super().__init__("facts contradict each other")
        self.facts = facts


@dataclass(slots=True)
class Sides:
    """The tightest sides of one left side, and the facts that give them."""

    low: int | None = None
    high: int | None = None
    low_fact: Fact | None = None
    high_fact: Fact | None = None

    def tighten(self, low: int | None, high: int | None, fact: Fact) -> None:
        """Take what ``fact`` says where it says more; what was said first stays where it says the same."""
        if low is not None and (self.low is None or low > self.low):
            self.low, self.low_fact = low, fact
        if high is not None and (self.high is None or high < self.high):
            self.high, self.high_fact = high, fact

    @property
    def facts(self) -> list[Fact]:
        """The facts that give the sides."""
        return [fact for fact in (self.low_fact, self.high_fact) if fact is not None]


class Reduced(NamedTuple):
    """A linear combination in columns: ``terms`` (column → coefficient), plus ``constant``."""

    terms: dict[int, int]
    constant: int

    def value(self, world: Sequence[int]) -> int:
        """Its value in a world of columns, in milligrams."""
        return self.constant + sum(coefficient * world[column] for column, coefficient in self.terms.items())


class _Link(NamedTuple):
    """``atom = column + offset``; ``atom = before + sign × change`` (an equality), unless it is the column itself."""

    column: int
    offset: int
    before: Atom | None = None
    change: Fact | None = None
    sign: int = 0


class Reduction:
    """Columns and rows of a block; :class:`Contradiction` where two facts of one left side exclude each other."""

    def __init__(self, facts: Sequence[Fact], extra_atoms: Iterable[Atom] = ()) -> None:
        self._links: dict[Atom, _Link] = {}
        self.columns = [Sides(low=0) for _ in range(self._link(facts, extra_atoms))]
        for atom, link in self._links.items():
            if link.offset < 0:
                self.columns[link.column].tighten(-link.offset, None, Fact(((atom, 1),), 0, None, NEVER_NEGATIVE))
        rows: dict[tuple[tuple[int, int], ...], Sides] = defaultdict(Sides)
        followed = {id(link.change) for link in self._links.values()}
        for fact in facts:
            if len(fact.terms) == 1 and fact.terms[0][1] == 1:
                self._add_single(fact)
            elif id(fact) not in followed:
                self._add(fact, rows)
        self.rows = [Row(terms, sides.low, sides.high) for terms, sides in rows.items()]
        self.row_sides = list(rows.values())

    def reduce(self, terms: Terms) -> Reduced:
        """``terms`` in columns."""
        found: dict[int, int] = {}
        constant = 0
        for atom, coefficient in terms:
            link = self._links.get(atom)
            if link is None:
                raise InternalError("E_AUDIT_ATOM", phrase("A target speaks of a stock that is not in its block."))
            found[link.column] = found.get(link.column, 0) + coefficient
            constant += coefficient * link.offset
        return Reduced({column: coefficient for column, coefficient in found.items() if coefficient}, constant)

    def fits(self, world: Sequence[int]) -> bool:
        """Whether a world of columns, in whole milligrams, agrees with every fact of the block."""
        for mass, sides in zip(world, self.columns, strict=True):
            if mass < (sides.low or 0) or (sides.high is not None and mass > sides.high):
                return False
        for row in self.rows:
            value = 0
            for column, coefficient in row.terms:
                value += coefficient * world[column]
            if (row.low is not None and value < row.low) or (row.high is not None and value > row.high):
                return False
        return True

    def certificate(self, target: Terms, side: Side, row_weights: Iterable[tuple[int, Fraction]]) -> Certificate | None:
        """Weights of rows, completed with column bounds and changes; ``None`` if they lean on an open side."""
        proof = _Proof(self._links)
        rest: dict[int, Weight] = defaultdict(int)
        for column, coefficient in self.reduce(target).terms.items():
            rest[column] = side.sign * coefficient
        for number, proposed in row_weights:
            weight = proposed.numerator if proposed.denominator == 1 else proposed
            sides = self.row_sides[number]
            fact = sides.high_fact if weight > 0 else sides.low_fact
            if fact is None:
                continue
            proof.lean(fact, weight)
            for column, coefficient in self.rows[number].terms:
                rest[column] -= weight * coefficient
        for column, weight in rest.items():
            sides = self.columns[column]
            fact = sides.high_fact if weight > 0 else sides.low_fact
            if fact is not None and weight:
                proof.lean(fact, weight)
            elif weight > 0:
                return None
        proof.follow(target, side.sign)
        return Certificate(target, side, proof.weights())

    def _add(self, fact: Fact, rows: dict[tuple[tuple[int, int], ...], Sides]) -> None:
        reduced = self.reduce(fact.terms)
        low = None if fact.low is None else fact.low - reduced.constant
        high = None if fact.high is None else fact.high - reduced.constant
        terms = tuple(sorted(reduced.terms.items()))
        if not terms:
            if (low is not None and low > 0) or (high is not None and high < 0):
                proof = _Proof(self._links)
                proof.lean(fact, 1)
                raise Contradiction(tuple(each for each, _ in proof.weights()))
            return
        single = len(terms) == 1 and terms[0][1] == 1
        _tighten(self.columns[terms[0][0]] if single else rows[terms], low, high, fact)

    def _add_single(self, fact: Fact) -> None:
        link = self._links[fact.terms[0][0]]
        low = None if fact.low is None else fact.low - link.offset
        high = None if fact.high is None else fact.high - link.offset
        _tighten(self.columns[link.column], low, high, fact)

    def _link(self, facts: Sequence[Fact], extra_atoms: Iterable[Atom]) -> int:
        """Give every atom a column; atoms that differ by a known amount share one. Returns the number of columns."""
        neighbours: dict[Atom, list[tuple[Atom, int, Fact, int]]] = {}
        for fact in facts:
            for atom, _ in fact.terms:
                if atom not in neighbours:
                    neighbours[atom] = []
            if (ends := _difference(fact)) is not None:
                later, earlier = ends
                change = fact.low or 0
                neighbours[earlier].append((later, change, fact, 1))
                neighbours[later].append((earlier, -change, fact, -1))
        for atom in extra_atoms:
            neighbours.setdefault(atom, [])
        count = 0
        for root in neighbours:
            if root in self._links:
                continue
            self._links[root] = _Link(count, 0)
            queue = [root]
            for atom in queue:
                here = self._links[atom]
                for other, change, fact, sign in neighbours[atom]:
                    if other not in self._links:
                        self._links[other] = _Link(here.column, here.offset + change, atom, fact, sign)
                        queue.append(other)
            count += 1
        return count


class _Proof:
    """Weights of facts, gathered by identity: comparing facts by value takes longer than the linear programme."""

    def __init__(self, links: dict[Atom, _Link]) -> None:
        self._links = links
        self._weights: dict[int, Weight] = defaultdict(int)
        self._facts: dict[int, Fact] = {}

    def lean(self, fact: Fact, weight: Weight) -> None:
        """Add ``weight`` to a fact, as a statement about columns."""
        self._count(fact, weight)
        self.follow(fact.terms, -weight)

    def follow(self, terms: Terms, weight: Weight) -> None:
        """Lean on every change that leads from the columns to the atoms of ``terms``."""
        for atom, coefficient in terms:
            link = self._links[atom]
            while link.before is not None and link.change is not None:
                self._count(link.change, weight * coefficient * link.sign)
                link = self._links[link.before]

    def weights(self) -> tuple[tuple[Fact, Weight], ...]:
        """The facts that carry weight."""
        return tuple((self._facts[name], weight) for name, weight in self._weights.items() if weight)

    def _count(self, fact: Fact, weight: Weight) -> None:
        self._facts[id(fact)] = fact
        self._weights[id(fact)] += weight


def _tighten(sides: Sides, low: int | None, high: int | None, fact: Fact) -> None:
    sides.tighten(low, high, fact)
    if sides.low is not None and sides.high is not None and sides.high < sides.low:
        raise Contradiction(tuple(sides.facts))


def _difference(fact: Fact) -> tuple[Atom, Atom] | None:
    """``(later, earlier)`` where the fact is ``later − earlier = known``."""
    if fact.low is None or fact.low != fact.high or len(fact.terms) != 2:
        return None
    (first, one), (second, two) = fact.terms
    if (one, two) == (1, -1):
        return first, second
    return (second, first) if (one, two) == (-1, 1) else None
