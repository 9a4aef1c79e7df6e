"""One connected block of facts as a small linear programme, and what can be derived from it.

Two reductions keep it small whatever the number of past statements:
- *The same mass on two days.* A fact that two atoms differ by a known amount (a delivery the partner took part in)
  leaves one unknown; the other is that one plus a constant.
- *The same sum, said twice.* Facts with equal left sides become one row, with the tightest of their sides.
Both remember the facts they stand on, so that a proof always speaks of what was really released.

>>> Block(facts).infer(total([atom]), reach=0).interval
Interval(low=5, high=30)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from stockpile_client.core.errors import InternalError
from stockpile_client.core.quantities import Interval
from stockpile_client.disclosure.audit.certificates import Certificate, Side, verify
from stockpile_client.disclosure.audit.facts import Atom, Fact, Origin, Source, Terms
from stockpile_client.disclosure.audit.solver import Proposal, Row, Solver

NEVER_NEGATIVE = Source(Origin.DOMAIN, "a stock is never below zero")


class Bound(NamedTuple):
    """One end of an interval, in milligrams, from both sides.

    ``value``: no world that fits the facts lies beyond it, as ``certificate`` proves; ``None`` where there is no bound.
    ``attained``: how far a world that fits every fact, checked exactly, really goes; ``None`` if none could be checked.
    The two are equal where the bound is the tightest there is.
    """

    value: int | None
    certificate: Certificate | None
    attained: int | None


@dataclass(frozen=True, slots=True)
class Inferred:
    """What follows about a target: both ends."""

    low: Bound
    high: Bound

    @property
    def interval(self) -> Interval:
        """The proved interval: the target lies in it whatever the world."""
        return Interval(self.low.value or 0, self.high.value)

    def end(self, side: Side) -> Bound:
        """The end on one side."""
        return self.high if side is Side.HIGH else self.low


@dataclass(slots=True)
class _Sides:
    """The tightest sides of one left side, and the facts that give them."""

    low: int | None = None
    high: int | None = None
    low_fact: Fact | None = None
    high_fact: Fact | None = None

    def tighten(self, low: int | None, high: int | None, fact: Fact) -> None:
        if low is not None and (self.low is None or low > self.low):
            self.low, self.low_fact = low, fact
        if high is not None and (self.high is None or high < self.high):
            self.high, self.high_fact = high, fact


class _Link(NamedTuple):
    """``atom = column + offset``, which is the sum of ``steps`` (equalities, each with its sign)."""

    column: int
    offset: int
    steps: tuple[tuple[Fact, int], ...]


@dataclass(slots=True)
class _Reduced:
    """Terms in columns: ``terms`` (column → coefficient), plus ``constant``, by way of ``steps``."""

    terms: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    constant: int = 0
    steps: dict[Fact, int] = field(default_factory=dict)


class Block:
    """Facts that hang together, reduced to columns and rows. Earlier facts win over later ones that say the same."""

    def __init__(self, facts: Sequence[Fact], extra_atoms: Iterable[Atom] = ()) -> None:
        self._links: dict[Atom, _Link] = {}
        self._link(facts, extra_atoms)
        self._columns: list[_Sides] = [_Sides(low=0) for _ in range(self._count)]
        rows: dict[tuple[tuple[int, int], ...], _Sides] = defaultdict(_Sides)
        for atom, link in self._links.items():
            if link.offset < 0:
                self._columns[link.column].tighten(-link.offset, None, Fact(((atom, 1),), 0, None, NEVER_NEGATIVE))
        for fact in facts:
            self._add(fact, rows)
        self._rows = [Row(terms, sides.low, sides.high) for terms, sides in rows.items()]
        self._row_facts = list(rows.values())
        self._solver: Solver | None = None
        self._reach = 0

    def infer(self, target: Terms, *, reach: int) -> Inferred:
        """The tightest interval of ``target``; ``reach``: how far it matters how far the interval goes (mg).

        Raises :class:`Contradiction` if no world at all fits the facts.
        """
        reduced = self._reduce(target)
        return Inferred(*(self._bound(target, reduced, side, reach) for side in (Side.LOW, Side.HIGH)))

    def _bound(self, target: Terms, reduced: _Reduced, side: Side, reach: int) -> Bound:
        if self._solver is None or reach > self._reach:
            self._reach = max(reach, self._reach)
            lows = [each.low or 0 for each in self._columns]
            self._solver = Solver(lows, [each.high for each in self._columns], self._rows, reach=self._reach)
        objective = {column: side.sign * coefficient for column, coefficient in reduced.terms.items() if coefficient}
        proposal = self._solver.maximise(objective)
        if not proposal.feasible:
            raise Contradiction(self._conflict())
        bound = self._checked(target, reduced, side, proposal)
        if bound.attained is None or (bound.value is not None and bound.attained != bound.value):
            finer = self._checked(target, reduced, side, self._solver.near(proposal.world, objective))
            bound = _tighter(bound, finer, side)
        return bound

    def _checked(self, target: Terms, reduced: _Reduced, side: Side, proposal: Proposal) -> Bound:
        """What of a proposal stands up to exact arithmetic."""
        certificate = self._certificate(target, reduced, side, proposal.weights) if proposal.feasible else None
        value = None if certificate is None else verify(certificate)
        if value is None and side is Side.LOW and all(coefficient > 0 for _, coefficient in target):
            value = 0
        return Bound(value, certificate, self._attained(proposal.world, reduced))

    def _attained(self, world: Sequence[int], reduced: _Reduced) -> int | None:
        """The target's value in a world that fits every fact; ``None`` for one that does not."""
        if not world or not self._fits(world):
            return None
        return reduced.constant + sum(coefficient * world[column] for column, coefficient in reduced.terms.items())

    def _fits(self, world: Sequence[int]) -> bool:
        """Whether a world, in whole milligrams, agrees with every fact of the block."""
        for mass, sides in zip(world, self._columns, strict=True):
            if mass < (sides.low or 0) or (sides.high is not None and mass > sides.high):
                return False
        for row in self._rows:
            value = 0
            for column, coefficient in row.terms:
                value += coefficient * world[column]
            if (row.low is not None and value < row.low) or (row.high is not None and value > row.high):
                return False
        return True

    def _certificate(
        self, target: Terms, reduced: _Reduced, side: Side, proposed: Iterable[tuple[int, Fraction]]
    ) -> Certificate | None:  # fmt: skip
        """The proposed row weights, completed with column bounds and links; ``None`` if they lean on an open side."""
        weights: dict[Fact, Fraction | int] = defaultdict(int)
        rest: dict[int, Fraction | int] = defaultdict(int)
        for column, coefficient in reduced.terms.items():
            rest[column] = side.sign * coefficient
        for row, proposal in proposed:
            weight = proposal.numerator if proposal.denominator == 1 else proposal
            sides = self._row_facts[row]
            fact = sides.high_fact if weight > 0 else sides.low_fact
            if fact is None:
                continue
            self._lean(fact, weight, weights)
            for column, coefficient in self._rows[row].terms:
                rest[column] -= weight * coefficient
        for column, weight in rest.items():
            bound = self._columns[column]
            fact = bound.high_fact if weight > 0 else bound.low_fact
            if weight > 0 and fact is None:
                return None
            if weight and fact is not None:
                self._lean(fact, weight, weights)
        for fact, times in reduced.steps.items():
            weights[fact] += side.sign * times
        kept = tuple((fact, Fraction(weight)) for fact, weight in weights.items() if weight)
        return Certificate(target, side, kept)

    def _lean(self, fact: Fact, weight: Fraction | int, weights: dict[Fact, Fraction | int]) -> None:
        weights[fact] += weight
        for atom, coefficient in fact.terms:
            for step, sign in self._links[atom].steps:
                weights[step] -= weight * coefficient * sign

    def _conflict(self) -> tuple[Fact, ...]:
        """Facts that cannot all be true: proved, where a proof is found, else every fact of the block.

        Each row may be missed at a price of 1; the weights of the cheapest world prove that the price is not zero.
        """
        lows = [each.low or 0 for each in self._columns]
        highs = [each.high for each in self._columns]
        misses = range(len(lows), len(lows) + 2 * len(self._rows))
        rows = [
            Row((*row.terms, (len(lows) + 2 * number, 1), (len(lows) + 2 * number + 1, -1)), row.low, row.high)
            for number, row in enumerate(self._rows)
        ]
        solver = Solver([*lows, *(0 for _ in misses)], [*highs, *(None for _ in misses)], rows, reach=0)
        weights = solver.maximise(dict.fromkeys(misses, -1)).weights
        certificate = self._certificate((), _Reduced(), Side.HIGH, weights)
        if certificate is not None and verify(certificate) < 0:
            return certificate.facts
        sides = [*self._row_facts, *self._columns]
        found = [fact for each in sides for fact in (each.low_fact, each.high_fact) if fact is not None]
        return tuple(dict.fromkeys(found))

    def _add(self, fact: Fact, rows: dict[tuple[tuple[int, int], ...], _Sides]) -> None:
        reduced = self._reduce(fact.terms)
        low = None if fact.low is None else fact.low - reduced.constant
        high = None if fact.high is None else fact.high - reduced.constant
        terms = tuple(sorted((column, c) for column, c in reduced.terms.items() if c))
        if not terms:
            if (low is not None and low > 0) or (high is not None and high < 0):
                raise Contradiction((fact, *reduced.steps))
            return
        column, coefficient = terms[0]
        if len(terms) > 1:
            rows[terms].tighten(low, high, fact)
        elif coefficient == 1:
            self._columns[column].tighten(low, high, fact)
            sides = self._columns[column]
            if sides.high is not None and sides.high < (sides.low or 0):
                raise Contradiction(tuple(each for each in (sides.low_fact, sides.high_fact) if each is not None))
        else:
            rows[terms].tighten(low, high, fact)

    def _reduce(self, terms: Terms) -> _Reduced:
        reduced = _Reduced()
        for atom, coefficient in terms:
            link = self._links.get(atom)
            if link is None:
                raise InternalError("E_AUDIT_ATOM", "A target speaks of a stock that is not in its block.")
            reduced.terms[link.column] += coefficient
            reduced.constant += coefficient * link.offset
            for step, sign in link.steps:
                reduced.steps[step] = reduced.steps.get(step, 0) + coefficient * sign
        return reduced

    def _link(self, facts: Sequence[Fact], extra_atoms: Iterable[Atom]) -> None:
        """Give every atom a column; atoms that differ by a known amount share one."""
        neighbours: dict[Atom, list[tuple[Atom, int, Fact, int]]] = {}
        for fact in facts:
            for atom, _ in fact.terms:
                neighbours.setdefault(atom, [])
            if (ends := _difference(fact)) is not None:
                later, earlier = ends
                change = fact.low or 0
                neighbours[earlier].append((later, change, fact, 1))
                neighbours[later].append((earlier, -change, fact, -1))
        for atom in extra_atoms:
            neighbours.setdefault(atom, [])
        self._count = 0
        for root in neighbours:
            if root in self._links:
                continue
            self._links[root] = _Link(self._count, 0, ())
            queue = [root]
            for atom in queue:
                here = self._links[atom]
                for other, change, fact, sign in neighbours[atom]:
                    if other not in self._links:
                        self._links[other] = _Link(here.column, here.offset + change, (*here.steps, (fact, sign)))
                        queue.append(other)
            self._count += 1


class Contradiction(Exception):  # noqa: N818 - a result that the auditor turns into a finding, not an error shown as is
    """No world fits the facts named: one of them is not true, or was corrected since."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        super().__init__("facts contradict each other")
        self.facts = facts


def _tighter(one: Bound, other: Bound, side: Side) -> Bound:
    """The better proof and the better world of two."""
    proved = [each for each in (one, other) if each.value is not None]
    best = min(proved, key=lambda each: side.sign * (each.value or 0)) if proved else one
    reached = [each.attained for each in (one, other) if each.attained is not None]
    farthest = max(reached, key=lambda mass: side.sign * mass) if reached else None
    return Bound(best.value, best.certificate, farthest)


def _difference(fact: Fact) -> tuple[Atom, Atom] | None:
    """``(later, earlier)`` where the fact is ``later − earlier = known``."""
    if fact.low is None or fact.low != fact.high or len(fact.terms) != 2:
        return None
    (first, one), (second, two) = fact.terms
    if (one, two) == (1, -1):
        return first, second
    return (second, first) if (one, two) == (-1, 1) else None
