"""The cheapest remedy: it keeps every promise, and no cheaper one does."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError, InternalError
from stockpile_client.core.quantities import MG_PER_TONNE, Exact, Nil, Rounded, Withheld, WithheldReason
from stockpile_client.disclosure.audit import (
    Auditor,
    Fact,
    Option,
    PlannedPosition,
    coarser,
    coarser_cell,
    protect,
    remedy,
    total,
    withheld,
)
from tests.disclosure.audit.tables import Table, atom, public, worlds

DEFENCE = WithheldReason.DEFENCE


@st.composite
def sensitive_tables(draw: st.DrawFn, shape: tuple[int, ...], largest: int) -> tuple[Table, set[tuple[str, ...]]]:
    """A table and one or two sensitive cells of it."""
    labels = [()]
    for size in shape:
        labels = [(*each, str(code)) for each in labels for code in range(1, size + 1)]
    table = Table({each: draw(st.integers(0, largest)) for each in labels})
    return table, draw(st.sets(st.sampled_from(labels), min_size=1, max_size=2))


def by_trying_everything(plan, promises, known=()):
    """The cost of the cheapest choice of forms that keeps the promises."""
    costs = []
    for choice in product(*[range(-1, len(position.options)) for position in plan]):
        facts = [
            position.as_released(None if number < 0 else number) for position, number in zip(plan, choice, strict=True)
        ]
        cost = sum(position.options[number].cost for position, number in zip(plan, choice, strict=True) if number >= 0)
        if costs and cost >= min(costs):
            continue
        if Auditor(known).audit([fact for fact in facts if fact is not None], promises).passes:
            costs.append(cost)
    return min(costs)


@settings(max_examples=20)
@given(st.sampled_from([(2, 3), (3, 3), (2, 2, 2)]).flatmap(lambda shape: sensitive_tables(shape, 4)))
def test_after_the_remedy_listing_every_world_reveals_no_protected_cell(case):
    table, sensitive = case
    promises = [
        protect(total([atom(*labels)]), true=table.cells[labels], percent=0, at_least=1, why="sensitive")
        for labels in sorted(sensitive)
    ]
    plan = table.plan()
    found = remedy(Auditor([]), plan, promises)
    assert found.complete
    assert found.optimal
    taken = [step.position for step in found.steps]
    facts = [position.fact for position in plan if position not in taken]
    facts.append(Fact(total(table.world), 0, sum(table.world.values()) + 3, public("so that the list ends")))
    for labels in sensitive:
        cell, true = atom(*labels), table.cells[labels]
        masses = {world[cell] for world in worlds(facts)}
        assert max(masses) >= true + 1
        assert min(masses) <= max(0, true - 1)


@pytest.mark.parametrize("rows", [[[4, 9], [2, 7]], [[1, 0], [5, 3]], [[3, 3], [3, 3]]])
def test_no_cheaper_choice_than_the_remedy_keeps_the_promises(rows):
    table = Table.of_rows(rows)
    promises = [protect(total([atom("1", "1")]), true=rows[0][0], percent=50, at_least=1, why="sensitive")]
    plan = table.plan()
    found = remedy(Auditor([]), plan, promises)
    assert (found.cost, found.optimal) == (by_trying_everything(plan, promises), True)


def test_coarser_forms_are_taken_where_they_are_enough():
    tonnes = [120, 340, 75]
    cells = [atom(str(n)) for n in range(3)]
    masses = [mass * MG_PER_TONNE for mass in tonnes]
    everything = Fact(total(cells), sum(masses), sum(masses), public("all"))
    ladder = (10 * MG_PER_TONNE, 100 * MG_PER_TONNE)
    plan = [
        PlannedPosition(
            Fact(total([cell]), mass, mass, public(f"site {n}")),
            coarser(mass, Exact(mass), reason=DEFENCE, ladder=ladder),
        )
        for n, (cell, mass) in enumerate(zip(cells[1:], masses[1:], strict=True), start=1)
    ]
    promise = protect(total([cells[0]]), true=masses[0], percent=3, at_least=0, why="agreed")
    found = remedy(Auditor([everything]), plan, [promise])
    assert [step.option.words for step in found.steps] == ["rounded to 10 t"]
    assert found.cost == by_trying_everything(plan, [promise], [everything])


def test_what_is_known_already_is_beyond_remedy_and_the_rest_is_still_kept():
    table = Table.of_rows([[4, 9], [2, 7]])
    promises = [
        protect(total([atom("1", "1")]), true=4, percent=0, at_least=1, why="known"),
        protect(total([atom("2", "2")]), true=7, percent=0, at_least=1, why="sensitive"),
    ]
    plan = table.plan()
    auditor = Auditor([Fact(total([atom("1", "1")]), 4, 4, public("a newspaper"))])
    found = remedy(auditor, plan, promises)
    assert [verdict.protection.why for verdict in found.beyond] == ["known"]
    assert [verdict.protection.why for verdict in found.audit.violations] == ["known"]
    assert not found.complete


def test_a_release_that_breaks_nothing_needs_nothing():
    promise = protect(total([atom("1", "1")]), true=4, percent=0, at_least=1, why="sensitive")
    found = remedy(Auditor([]), [], [promise])
    assert (found.steps, found.cost, found.complete, found.optimal) == ((), 0, True, True)


def test_out_of_rounds_the_greedy_choice_still_keeps_every_promise_and_says_that_it_is_not_the_cheapest():
    table = Table.of_rows([[4, 9, 6], [2, 7, 8], [5, 1, 3]])
    promise = protect(total([atom("1", "1")]), true=4, percent=50, at_least=1, why="sensitive")
    best = remedy(Auditor([]), table.plan(), [promise])
    greedy = remedy(Auditor([]), table.plan(), [promise], rounds=0)
    assert greedy.complete
    assert not greedy.optimal
    assert greedy.cost >= best.cost


def test_options_go_from_fine_to_withheld_and_cost_more_and_more():
    options = coarser(1_204 * MG_PER_TONNE, Exact(1_204 * MG_PER_TONNE), reason=DEFENCE)
    assert options[-1].quantity == Withheld(DEFENCE)
    costs = [option.cost for option in options]
    assert costs == sorted(costs)
    assert options[0].words == "rounded to 1 t"
    assert options[-1].words == "withheld: defence"


def test_options_start_beyond_the_rounding_that_is_planned_already():
    own = 1_204 * MG_PER_TONNE
    planned = Rounded(1_200 * MG_PER_TONNE, 100 * MG_PER_TONNE)
    bases = [option.quantity.base for option in coarser(own, planned, reason=DEFENCE)[:-1]]
    assert min(bases) > 100 * MG_PER_TONNE


def test_an_option_that_says_more_than_what_is_planned_is_refused():
    open_fact = Fact(total([atom("1")]), 5, None, public("5 or more"))
    with pytest.raises(InputError, match="no more than"):
        PlannedPosition(open_fact, (Option(Exact(7), 7, 7, 1),))


def test_withholding_is_priced_by_the_size_of_the_mass():
    small, large = (withheld(mass * MG_PER_TONNE, Exact(mass * MG_PER_TONNE), DEFENCE).cost for mass in (1, 1_000))
    assert large > small


def by_trying_every_cell(plan, promises):
    """The cost of the cheapest choice for each cell that keeps the promises."""
    cells = {}
    for position in plan:
        cells.setdefault(position.cell, []).append(position)
    costs = []
    for choice in product(*[range(-1, len(inside[0].options)) for inside in cells.values()]):
        facts, cost = [], 0
        for inside, number in zip(cells.values(), choice, strict=True):
            facts += [position.as_released(None if number < 0 else number) for position in inside]
            cost += max(1, sum(position.options[number].cost for position in inside)) if number >= 0 else 0
        if Auditor([]).audit([fact for fact in facts if fact is not None], promises).passes:
            costs.append(cost)
    return min(costs)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=3), st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_a_cell_is_coarsened_in_all_its_measures_and_no_other_choice_is_cheaper(contained, usable):
    """Three cells in two measures, both sums told; the first cell is withheld and has to stay open by 4."""
    plan, promises = [], []
    for measure, masses in (("contained", contained), ("usable", usable)):
        cells = [atom(str(number), measure) for number in range(3)]
        promises.append(protect(total(cells[:1]), true=masses[0], percent=0, at_least=4, why=measure))
        for name, terms in [("all", total(cells)), *((number, total([cells[number]])) for number in (1, 2))]:
            mass = sum(masses) if name == "all" else masses[name]
            plan.append((name, mass, Fact(terms, mass, mass, public(f"{measure} {name}"))))
    positions = []
    for name in ("all", 1, 2):
        inside = [(mass, fact) for other, mass, fact in plan if other == name]
        options = coarser_cell([(mass, Exact(mass)) for mass, _ in inside], reason=DEFENCE, ladder=(2, 10))
        positions += [PlannedPosition(fact, each, name) for (_, fact), each in zip(inside, options, strict=True)]
    most = max(len(position.options) for position in positions)
    assert most <= 3
    found = remedy(Auditor([]), positions, promises)
    assert found.complete
    for name in ("all", 1, 2):
        assert len({step.number for step in found.steps if step.position.cell == name}) <= 1
    if found.optimal and found.steps:
        paid = {step.position.cell: 0 for step in found.steps}
        for step in found.steps:
            paid[step.position.cell] += step.option.cost
        assert sum(max(1, cost) for cost in paid.values()) == by_trying_every_cell(positions, promises)


def test_a_measure_of_a_cell_that_is_nil_or_coarse_already_stays_as_it_is():
    tonnes = MG_PER_TONNE
    contained, usable = coarser_cell(
        [(1_204 * tonnes, Exact(1_204 * tonnes)), (0, Nil())], reason=DEFENCE, ladder=(tonnes, 100 * tonnes)
    )
    assert [option.words for option in contained] == ["rounded to 1 t", "rounded to 100 t", "withheld: defence"]
    assert [option.quantity for option in usable] == [Nil(), Nil(), Withheld(DEFENCE)]
    assert [option.cost for option in usable][:2] == [0, 0]


def test_positions_of_one_cell_with_different_options_are_a_mistake_of_ours():
    facts = [Fact(total([atom(str(number))]), 5, 5, public("told")) for number in range(2)]
    plan = [PlannedPosition(facts[0], (withheld(5, Exact(5), DEFENCE),), "cell"), PlannedPosition(facts[1], (), "cell")]
    with pytest.raises(InternalError):
        remedy(Auditor([]), plan, [])
