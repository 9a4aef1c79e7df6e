"""The cheapest way to keep every promise: which further positions to withhold or coarsen, and by how much.

A small integer programme after Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data
with linear constraints", Management Science 47(7), 2001, extended from "suppress or not" to a choice of forms for each
position. One switch for each form of each position; the programme finds the cheapest switches; the audit looks for a
promise that they break; its proof, read as a function of the switches, becomes a new row; and so on until all hold.

Why a row never cuts off a good answer: the weights of a proof prove a bound *whatever* the sides of the facts are. So
under any choice of forms the protected value is at most ``Σ weight × (side under that choice)``, and that sum must
reach what was promised. The proofs are exact, so the answer is the cheapest there is, up to the integer solver's own
arithmetic; that it keeps the promises is established by auditing it once more. Each round harvests proofs that have
nothing in common: what one leans on is taken away, and the audit looks for the next.

Rules
- What is known already cannot be taken back: a promise that even withholding everything breaks is ``beyond`` remedy.
- If the rounds run out, a greedy choice continues from where they stopped, and ``optimal`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stockpile_client.disclosure.audit.auditor import Audit, Auditor
from stockpile_client.disclosure.audit.certificates import Weight, limit
from stockpile_client.disclosure.audit.choice import Chooser, Cut
from stockpile_client.disclosure.audit.facts import Fact
from stockpile_client.disclosure.audit.options import Option, PlannedPosition
from stockpile_client.disclosure.audit.protection import Protection, Verdict

MOST_ROUNDS = 200
"""Rounds of the integer programme before the greedy choice takes over; tables of 48 cells take a few dozen."""

Switch = tuple[int, int]
"""A position, by its place in the plan, and one of its options, by its place in the position."""


class Step(NamedTuple):
    """One thing to do: give ``position`` in the form of ``option``."""

    position: PlannedPosition
    option: Option


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to change. ``cost`` in sixteenths of a bit of information.

    ``audit`` judges the release with the steps taken. ``beyond`` are promises that nothing in this release can keep,
    because of what the partner knows already. ``optimal``: no cheaper set of steps keeps the others.
    """

    steps: tuple[Step, ...]
    cost: int
    optimal: bool
    audit: Audit
    beyond: tuple[Verdict, ...]

    @property
    def complete(self) -> bool:
        """Whether every promise holds once the steps are taken."""
        return self.audit.passes


def remedy(
    auditor: Auditor,
    planned: Sequence[PlannedPosition],
    protections: Sequence[Protection],
    *,
    rounds: int = MOST_ROUNDS,
) -> Remedy:
    """The cheapest options under which ``protections`` hold, as far as they can."""
    bare = auditor.audit(_facts(planned, _strongest(planned)), protections)
    beyond = {verdict.protection for verdict in bare.violations}
    beyond |= {each for found in bare.contradictions for each in found.protections}
    wanted = [each for each in protections if each not in beyond]
    places: dict[Fact, list[int]] = {}
    for place, position in enumerate(planned):
        places.setdefault(position.fact, []).append(place)
    chosen: dict[int, int] = {}
    optimal = True
    for group in auditor.groups([position.fact for position in planned], wanted):
        inside = sorted({place for fact in group.planned for place in places[fact]})
        found, proved = _search(auditor, [planned[place] for place in inside], group.protections, rounds)
        chosen |= {inside[place]: option for place, option in found.items()}
        optimal = optimal and proved
    steps = tuple(Step(planned[place], planned[place].options[option]) for place, option in sorted(chosen.items()))
    final = auditor.audit(_facts(planned, chosen), protections)
    return Remedy(steps, sum(step.option.cost for step in steps), optimal, final, bare.violations)


def _search(
    auditor: Auditor, planned: Sequence[PlannedPosition], wanted: Sequence[Protection], rounds: int
) -> tuple[dict[int, int], bool]:
    chooser = Chooser([[option.cost for option in position.options] for position in planned])
    chosen: dict[int, int] = {}
    for _ in range(rounds):
        audit = auditor.audit(_facts(planned, chosen), wanted)
        if audit.passes:
            return chosen, True
        cuts = _harvest(auditor, planned, wanted, audit, chosen)
        better = chooser.choose(cuts) if cuts else None
        if better is None:
            break
        chosen = better
    return _greedy(auditor, planned, wanted, chosen), False


def _harvest(
    auditor: Auditor,
    planned: Sequence[PlannedPosition],
    wanted: Sequence[Protection],
    audit: Audit,
    chosen: Mapping[int, int],
) -> list[Cut]:
    """Proofs against ``chosen``, then against what is left once all they lean on is withheld, and so on."""
    taken, cuts = dict(chosen), list[Cut]()
    while not audit.passes:
        found = list(_cuts(planned, audit, taken))
        places = {place for cut in found for place, _ in cut.gains}
        if not places:
            break
        cuts += found
        taken.update({place: len(planned[place].options) - 1 for place in places})
        audit = auditor.audit(_facts(planned, taken), wanted)
    return cuts


def _cuts(planned: Sequence[PlannedPosition], audit: Audit, chosen: Mapping[int, int]) -> Iterator[Cut]:
    """What each proof of a broken promise demands of the switches."""
    places: dict[Fact, int] = {}
    for place, planned_position in enumerate(planned):
        fact_left = planned_position.as_released(chosen.get(place))
        if fact_left is not None:
            places.setdefault(fact_left, place)
    for verdict in audit.violations:
        for side in verdict.short:
            certificate = verdict.inferred.end(side).certificate
            if certificate is None:
                continue
            base: Weight = 0
            gains: dict[Switch, Weight | None] = {}
            for fact, weight in certificate.weights:
                position = planned[places[fact]] if fact in places else PlannedPosition(fact)
                kept = weight * limit(position.fact, weight)
                base += kept
                for number, option in enumerate(position.options):
                    end = option.high if weight > 0 else option.low
                    gains[places[fact], number] = None if end is None else weight * end - kept
            need = side.sign * verdict.protection.needed(side) - base
            if need > 0 and gains:
                yield Cut.of(need, gains)


def _greedy(
    auditor: Auditor, planned: Sequence[PlannedPosition], wanted: Sequence[Protection], start: Mapping[int, int]
) -> dict[int, int]:
    """Withhold the cheapest position in the first broken promise's chain until none is broken; then give back."""
    chosen = dict(start)
    while True:
        audit = auditor.audit(_facts(planned, chosen), wanted)
        revealing = {fact.terms for verdict in audit.violations[:1] for fact in verdict.chain}
        open_places = [
            place
            for place, position in enumerate(planned)
            if position.options and chosen.get(place) != len(position.options) - 1
        ]
        if audit.passes or not open_places:
            break
        named = [place for place in open_places if planned[place].fact.terms in revealing] or open_places
        place = min(named, key=lambda each: planned[each].options[-1].cost)
        chosen[place] = len(planned[place].options) - 1
    return _given_back(auditor, planned, wanted, chosen) if audit.passes else chosen


def _given_back(
    auditor: Auditor, planned: Sequence[PlannedPosition], wanted: Sequence[Protection], chosen: dict[int, int]
) -> dict[int, int]:
    """Each choice undone or weakened as far as the promises allow, the costliest first."""
    for place in sorted(chosen, key=lambda each: -planned[each].options[chosen[each]].cost):
        without = {other: option for other, option in chosen.items() if other != place}
        for weaker in (without, *({**chosen, place: option} for option in range(chosen[place]))):
            if auditor.audit(_facts(planned, weaker), wanted).passes:
                chosen = weaker
                break
    return chosen


def _facts(planned: Sequence[PlannedPosition], chosen: Mapping[int, int]) -> list[Fact]:
    facts = [position.as_released(chosen.get(place)) for place, position in enumerate(planned)]
    return [fact for fact in facts if fact is not None]


def _strongest(planned: Sequence[PlannedPosition]) -> dict[int, int]:
    return {place: len(position.options) - 1 for place, position in enumerate(planned) if position.options}
