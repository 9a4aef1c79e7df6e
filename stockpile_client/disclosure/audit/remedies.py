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
- The positions of one cell (its measures) are one choice.
- What is known already cannot be taken back: a promise that even withholding everything breaks is ``beyond`` remedy.
- If the rounds run out, a greedy choice continues from where they stopped, and ``optimal`` says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.disclosure.audit.auditor import Audit, Auditor, Joined
from stockpile_client.disclosure.audit.certificates import Weight, limit
from stockpile_client.disclosure.audit.choice import Chooser, Cut
from stockpile_client.disclosure.audit.facts import Fact
from stockpile_client.disclosure.audit.options import Option, PlannedPosition
from stockpile_client.disclosure.audit.protection import Protection, Verdict

MOST_ROUNDS = 200
"""Rounds of the integer programme before the greedy choice takes over; tables of 48 cells take a few dozen."""

Switch = tuple[int, int]
"""A cell, by its place in the plan, and one of its options, by its place among them."""

Cell = tuple[PlannedPosition, ...]
"""Positions that one choice is made for."""


class Step(NamedTuple):
    """One thing to do: give ``position`` in the form of ``option``, the one with that ``number`` among its options."""

    position: PlannedPosition
    option: Option
    number: int


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
    cells = _cells(planned)
    bare = auditor.audit(_facts(cells, _strongest(cells)), protections)
    beyond = {verdict.protection for verdict in bare.violations}
    beyond |= {each for found in bare.contradictions for each in found.protections}
    wanted = [each for each in protections if each not in beyond]
    chosen: dict[int, int] = {}
    optimal = True
    for inside, promised in _apart(auditor, cells, wanted):
        found, proved = _search(auditor, [cells[place] for place in inside], promised, rounds)
        chosen |= {inside[place]: option for place, option in found.items()}
        optimal = optimal and proved
    steps = tuple(
        Step(position, position.options[option], option)
        for place, option in sorted(chosen.items())
        for position in cells[place]
    )
    final = auditor.audit(_facts(cells, chosen), protections)
    return Remedy(steps, sum(step.option.cost for step in steps), optimal, final, bare.violations)


def _cells(planned: Sequence[PlannedPosition]) -> list[Cell]:
    """Positions by cell, in the order in which the cells first appear; one without a cell is by itself."""
    cells: dict[Hashable, list[PlannedPosition]] = {}
    for place, position in enumerate(planned):
        cells.setdefault((place,) if position.cell is None else (None, position.cell), []).append(position)
    if any(len({len(position.options) for position in inside}) > 1 for inside in cells.values()):
        raise InternalError("E_REMEDY_CELL", phrase("The positions of a cell have different options."))
    return [tuple(inside) for inside in cells.values()]


def _apart(
    auditor: Auditor, cells: Sequence[Cell], wanted: Sequence[Protection]
) -> Iterator[tuple[list[int], list[Protection]]]:
    """Cells and promises that have to do with each other: blocks, joined where one cell has positions in several."""
    places: dict[Fact, list[int]] = {}
    for place, cell in enumerate(cells):
        for position in cell:
            places.setdefault(position.fact, []).append(place)
    together: Joined[Hashable] = Joined()
    groups = list(auditor.groups([position.fact for cell in cells for position in cell], wanted))
    for group in groups:
        together.join([*group.protections, *(place for fact in group.planned for place in places[fact])])
    promised: dict[Hashable, list[Protection]] = {}
    for group in groups:
        promised.setdefault(together.root(group.protections[0]), []).extend(group.protections)
    inside: dict[Hashable, list[int]] = {}
    for member in together.members():
        if isinstance(member, int):
            inside.setdefault(together.root(member), []).append(member)
    for root, protections in promised.items():
        yield sorted(inside.get(root, ())), protections


def _search(
    auditor: Auditor, cells: Sequence[Cell], wanted: Sequence[Protection], rounds: int
) -> tuple[dict[int, int], bool]:
    chooser = Chooser([_costs(cell) for cell in cells])
    chosen: dict[int, int] = {}
    for _ in range(rounds):
        audit = auditor.audit(_facts(cells, chosen), wanted)
        if audit.passes:
            return chosen, True
        cuts = _harvest(auditor, cells, wanted, audit, chosen)
        better = chooser.choose(cuts) if cuts else None
        if better is None:
            break
        chosen = better
    return _greedy(auditor, cells, wanted, chosen), False


def _harvest(
    auditor: Auditor,
    cells: Sequence[Cell],
    wanted: Sequence[Protection],
    audit: Audit,
    chosen: Mapping[int, int],
) -> list[Cut]:
    """Proofs against ``chosen``, then against what is left once all they lean on is withheld, and so on."""
    taken, cuts = dict(chosen), list[Cut]()
    while not audit.passes:
        found = list(_cuts(cells, audit, taken))
        places = {place for cut in found for place, _ in cut.gains}
        if not places:
            break
        cuts += found
        taken.update({place: _last(cells[place]) for place in places})
        audit = auditor.audit(_facts(cells, taken), wanted)
    return cuts


def _cuts(cells: Sequence[Cell], audit: Audit, chosen: Mapping[int, int]) -> Iterator[Cut]:
    """What each proof of a broken promise demands of the switches."""
    owners: dict[Fact, tuple[int, PlannedPosition]] = {}
    for place, cell in enumerate(cells):
        for position in cell:
            fact_left = position.as_released(chosen.get(place))
            if fact_left is not None:
                owners.setdefault(fact_left, (place, position))
    for verdict in audit.violations:
        for side in verdict.short:
            certificate = verdict.inferred.end(side).certificate
            if certificate is None:
                continue
            base: Weight = 0
            gains: dict[Switch, Weight | None] = {}
            for fact, weight in certificate.weights:
                place, position = owners.get(fact, (-1, PlannedPosition(fact)))
                kept = weight * limit(position.fact, weight)
                base += kept
                for number, option in enumerate(position.options):
                    end = option.high if weight > 0 else option.low
                    before = gains.get((place, number), 0)
                    gain = None if end is None else weight * end - kept
                    gains[place, number] = None if gain is None or before is None else before + gain
            need = side.sign * verdict.protection.needed(side) - base
            if need > 0 and gains:
                yield Cut.of(need, gains)


def _greedy(
    auditor: Auditor, cells: Sequence[Cell], wanted: Sequence[Protection], start: Mapping[int, int]
) -> dict[int, int]:
    """Withhold the cheapest cell in the first broken promise's chain until none is broken; then give back."""
    chosen = dict(start)
    while True:
        audit = auditor.audit(_facts(cells, chosen), wanted)
        revealing = {fact.terms for verdict in audit.violations[:1] for fact in verdict.chain}
        open_places = [
            place for place, cell in enumerate(cells) if cell[0].options and chosen.get(place) != _last(cell)
        ]
        if audit.passes or not open_places:
            break
        named = [
            place for place in open_places if any(position.fact.terms in revealing for position in cells[place])
        ] or open_places
        place = min(named, key=lambda each: _costs(cells[each])[-1])
        chosen[place] = _last(cells[place])
    return _given_back(auditor, cells, wanted, chosen) if audit.passes else chosen


def _given_back(
    auditor: Auditor, cells: Sequence[Cell], wanted: Sequence[Protection], chosen: dict[int, int]
) -> dict[int, int]:
    """Each choice undone or weakened as far as the promises allow, the costliest first."""
    for place in sorted(chosen, key=lambda each: -_costs(cells[each])[chosen[each]]):
        without = {other: option for other, option in chosen.items() if other != place}
        for weaker in (without, *({**chosen, place: option} for option in range(chosen[place]))):
            if auditor.audit(_facts(cells, weaker), wanted).passes:
                chosen = weaker
                break
    return chosen


def _facts(cells: Sequence[Cell], chosen: Mapping[int, int]) -> list[Fact]:
    facts = [position.as_released(chosen.get(place)) for place, cell in enumerate(cells) for position in cell]
    return [fact for fact in facts if fact is not None]


def _costs(cell: Cell) -> list[int]:
    """What each option of a cell costs over all its positions; never nothing, so that no choice is made in vain."""
    return [max(1, sum(position.options[number].cost for position in cell)) for number in range(len(cell[0].options))]


def _strongest(cells: Sequence[Cell]) -> dict[int, int]:
    return {place: _last(cell) for place, cell in enumerate(cells) if cell[0].options}


def _last(cell: Cell) -> int:
    return len(cell[0].options) - 1
