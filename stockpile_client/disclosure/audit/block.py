"""What can be derived from one connected block of facts: the tightest interval of any sum of its masses.

Each end is looked for from both sides: a proof that no world lies beyond it, and a world that goes as far. The solver
proposes both; only what exact arithmetic confirms is used. Worlds that were found once are remembered by how far each
column went, so that an end which an earlier world reached, and a single fact proves, needs no solving at all.

>>> Block(facts).infer(total([atom]), reach=0).interval
Interval(low=5, high=30)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stockpile_client.core.quantities import Interval
from stockpile_client.disclosure.audit.certificates import Certificate, Side, verify
from stockpile_client.disclosure.audit.facts import Atom, Fact, Terms
from stockpile_client.disclosure.audit.reduction import Contradiction, Reduced, Reduction
from stockpile_client.disclosure.audit.solver import Proposal, Row, Solver


class Bound(NamedTuple):
    """One end of an interval, in milligrams, from both sides.

    ``value``: no world that fits the facts lies beyond it, as ``certificate`` proves; ``None`` where there is no bound.
    ``attained``: how far a world that fits every fact, checked exactly, really goes; ``None`` if none could be checked.
    The two are equal where the bound is the tightest there is.
    """

    value: int | None
    certificate: Certificate | None
    attained: int | None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to look for: the bound is reached, or there is none."""
        return self.attained is not None and self.value in (None, self.attained)


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


class Block:
    """Facts that hang together. Earlier facts are named before later ones that say the same."""

    def __init__(self, facts: Sequence[Fact], extra_atoms: Iterable[Atom] = ()) -> None:
        self._reduction = Reduction(facts, extra_atoms)
        self._solver: Solver | None = None
        self._reach = 0
        self._seen: list[tuple[int, int]] = []

    def infer(self, target: Terms, *, reach: int) -> Inferred:
        """The tightest interval of ``target``; ``reach``: how far it matters how far the interval goes (mg).

        Raises :class:`Contradiction` if no world at all fits the facts.
        """
        reduced = self._reduction.reduce(target)
        return Inferred(*(self._bound(target, reduced, side, reach) for side in (Side.LOW, Side.HIGH)))

    def _bound(self, target: Terms, reduced: Reduced, side: Side, reach: int) -> Bound:
        remembered = self._remembered(target, reduced, side)
        if remembered is not None:
            return remembered
        solver = self._solver_for(reach)
        objective = {column: side.sign * coefficient for column, coefficient in reduced.terms.items()}
        proposal = solver.maximise(objective)
        if not proposal.feasible:
            raise Contradiction(self._conflict())
        bound = self._checked(target, reduced, side, proposal)
        if bound.settled:
            return bound
        bound = _tighter(bound, self._checked(target, reduced, side, solver.near(proposal.world, objective)), side)
        if bound.attained is not None:
            return bound
        whole = solver.near(proposal.world, objective, whole=True)
        return bound._replace(attained=self._checked(target, reduced, side, whole).attained)

    def _remembered(self, target: Terms, reduced: Reduced, side: Side) -> Bound | None:
        """The end of a single column where a world that was seen already reaches what one fact allows."""
        if len(reduced.terms) != 1 or not self._seen:
            return None
        ((column, coefficient),) = reduced.terms.items()
        sides, (lowest, highest) = self._reduction.columns[column], self._seen[column]
        upward = coefficient * side.sign > 0
        if (sides.high != highest) if upward else ((sides.low or 0) != lowest):
            return None
        certificate = self._reduction.certificate(target, side, ())
        if certificate is None:
            return None
        attained = reduced.constant + coefficient * (highest if upward else lowest)
        return Bound(verify(certificate), certificate, attained)

    def _checked(self, target: Terms, reduced: Reduced, side: Side, proposal: Proposal) -> Bound:
        """What of a proposal stands up to exact arithmetic."""
        if not proposal.feasible:
            return Bound(None, None, None)
        certificate = self._reduction.certificate(target, side, proposal.weights)
        value = None if certificate is None else verify(certificate)
        if not proposal.world or not self._reduction.fits(proposal.world):
            return Bound(value, certificate, None)
        self._remember(proposal.world)
        return Bound(value, certificate, reduced.value(proposal.world))

    def _remember(self, world: Sequence[int]) -> None:
        if not self._seen:
            self._seen = [(mass, mass) for mass in world]
        self._seen = [
            (mass if mass < low else low, mass if mass > high else high)
            for mass, (low, high) in zip(world, self._seen, strict=True)
        ]

    def _solver_for(self, reach: int) -> Solver:
        if self._solver is None or reach > self._reach:
            self._reach = max(reach, self._reach)
            lows, highs = self._column_bounds()
            self._solver = Solver(lows, highs, self._reduction.rows, reach=self._reach)
        return self._solver

    def _column_bounds(self) -> tuple[list[int], list[int | None]]:
        columns = self._reduction.columns
        return [sides.low or 0 for sides in columns], [sides.high for sides in columns]

    def _conflict(self) -> tuple[Fact, ...]:
        """Facts that cannot all be true: proved, where a proof is found, else every fact that sets a bound.

        Each row may be missed at a price of 1; the weights of the cheapest world prove that the price is not zero.
        """
        lows, highs = self._column_bounds()
        first = len(lows)
        misses = range(first, first + 2 * len(self._reduction.rows))
        rows = [
            Row((*row.terms, (miss, 1), (miss + 1, -1)), row.low, row.high)
            for row, miss in zip(self._reduction.rows, misses[::2], strict=True)
        ]
        solver = Solver([*lows, *(0 for _ in misses)], [*highs, *(None for _ in misses)], rows, reach=0)
        weights = solver.maximise(dict.fromkeys(misses, -1)).weights
        certificate = self._reduction.certificate((), Side.HIGH, weights)
        if certificate is not None and verify(certificate) < 0:
            return certificate.facts
        every = [*self._reduction.row_sides, *self._reduction.columns]
        return tuple(dict.fromkeys(fact for sides in every for fact in sides.facts))


def _tighter(one: Bound, other: Bound, side: Side) -> Bound:
    """The better proof and the better world of two."""
    proved = [each for each in (one, other) if each.value is not None]
    best = min(proved, key=lambda each: side.sign * (each.value or 0)) if proved else one
    reached = [each.attained for each in (one, other) if each.attained is not None]
    farthest = max(reached, key=lambda mass: side.sign * mass) if reached else None
    return Bound(best.value, best.certificate, farthest)
