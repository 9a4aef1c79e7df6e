"""The tightest interval of a block, against a list of every world that fits the facts."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.core.quantities import MG_PER_TONNE, Band, Exact, Interval, Rounded, round_to
from stockpile_client.disclosure.audit import Atom, Fact, Origin, Side, Source, infer, total, verify
from stockpile_client.disclosure.audit.block import Block
from stockpile_client.disclosure.audit.reduction import Contradiction
from tests.disclosure.audit.tables import Table, atom, public, worlds


@st.composite
def published(draw: st.DrawFn, shape: tuple[int, ...], largest: int) -> tuple[Table, list[Fact]]:
    """A table and what was said of it: each figure exactly, rounded, as a band, or not; the grand total always."""
    labels = [()]
    for size in shape:
        labels = [(*each, str(code)) for each in labels for code in range(1, size + 1)]
    table = Table({each: draw(st.integers(0, largest)) for each in labels})
    facts = []
    for number, terms in enumerate(table.margins()):
        value = table.value(terms)
        how = draw(st.sampled_from(["exact", "rounded", "band", "nothing"]))
        if how == "exact" or (number == 0 and how == "nothing"):
            facts.append(table.fact(terms, Exact(value)))
        elif how == "rounded":
            base = draw(st.sampled_from([2, 4]))
            facts.append(table.fact(terms, Rounded(round_to(value, base), base)))
        elif how == "band":
            facts.append(
                table.fact(terms, Band(max(0, value - draw(st.integers(0, 2))), value + draw(st.integers(0, 2))))
            )
    return table, facts


@given(published((2, 3), 3))
def test_in_two_dimensions_the_interval_is_exactly_what_listing_every_world_gives(case):
    table, facts = case
    possible = worlds(facts)
    block = Block(facts)
    for cell in table.world:
        masses = {world[cell] for world in possible}
        found = block.infer(total([cell]), reach=0)
        assert found.interval == Interval(min(masses), max(masses))
        assert (found.low.attained, found.high.attained) == (min(masses), max(masses))


@settings(max_examples=25)
@given(published((2, 2, 2), 2))
def test_in_three_dimensions_no_world_lies_outside_and_what_is_attained_is_a_world(case):
    table, facts = case
    possible = worlds(facts)
    block = Block(facts)
    for cell in table.world:
        masses = {world[cell] for world in possible}
        found = block.infer(total([cell]), reach=0)
        assert found.interval.low <= min(masses)
        assert found.interval.high is not None
        assert found.interval.high >= max(masses)
        for bound in (found.low, found.high):
            assert bound.certificate is None or verify(bound.certificate) == bound.value
            assert bound.attained is None or bound.attained in masses


@given(
    st.lists(st.integers(0, 10**18 // 48), min_size=12, max_size=12),
    st.sampled_from([2, MG_PER_TONNE, 500 * MG_PER_TONNE]),
    st.sets(st.integers(0, 11)),
)
def test_with_real_masses_both_ends_are_proved_and_attained_to_the_milligram(masses, base, hidden):
    table = Table({(str(n // 4), str(n % 4)): mass for n, mass in enumerate(masses)})
    without = {total([atom(str(n // 4), str(n % 4))]) for n in hidden}
    facts = []
    for terms in table.margins():
        if terms not in without:
            value = table.value(terms)
            facts.append(table.fact(terms, Rounded(round_to(value, base), base) if len(terms) == 1 else Exact(value)))
    block = Block(facts)
    for cell, mass in table.world.items():
        found = block.infer(total([cell]), reach=mass * 2)
        assert found.interval.contains(mass)
        for bound in (found.low, found.high):
            assert bound.value == bound.attained
            assert bound.certificate is None or verify(bound.certificate) == bound.value


def test_what_nothing_bounds_from_above_has_no_upper_end_but_reaches_as_far_as_matters():
    cell = atom("1")
    fact = Fact(total([cell]), 7, None, public("at least seven"))
    found = Block([fact]).infer(total([cell]), reach=10**12)
    assert found.interval == Interval(7, None)
    assert found.high.attained is not None
    assert found.high.attained >= 10**12


def test_the_same_mass_on_two_days_is_one_unknown_and_both_its_figures_count():
    march, june = Atom("W", day=date(2026, 3, 31)), Atom("W", day=date(2026, 6, 30))
    delivery = Fact(((june, 1), (march, -1)), -200, -200, Source(Origin.MOVEMENT, "delivery 12"))
    facts = [
        Fact(total([march]), 950, 1_050, public("March")),
        Fact(total([june]), 750, 800, public("June")),
        delivery,
    ]
    found = Block(facts).infer(total([march]), reach=0)
    assert found.interval == Interval(950, 1_000)
    assert {fact.source.words for fact in found.high.certificate.facts} == {"June", "delivery 12"}


def test_a_stock_that_was_released_in_part_was_at_least_that_large_before():
    before, after = Atom("W", day=date(2026, 3, 31)), Atom("W", day=date(2026, 6, 30))
    found = infer([Fact(((after, 1), (before, -1)), -200, -200, Source(Origin.MOVEMENT, "delivery"))], total([before]))
    assert found.interval == Interval(200, None)
    certificate = found.inferred.end(Side.LOW).certificate
    assert "delivery" in {fact.source.words for fact in certificate.facts}


@pytest.mark.parametrize("turn", [1, -1])
def test_facts_that_cannot_all_be_true_are_named_and_no_others(turn):
    cells = [atom(str(n)) for n in range(4)]
    facts = [
        Fact(total(cells), 10, 10, public("all")),
        Fact(total(cells[:2]), 8, 8, public("first half")),
        Fact(total(cells[2:]), 4, 4, public("second half")),
        Fact(total([cells[0], cells[2]]), 1, 3, public("beside the point")),
    ][::turn]
    with pytest.raises(Contradiction) as caught:
        Block(facts).infer(total(cells[:1]), reach=0)
    assert {fact.source.words for fact in caught.value.facts} == {"all", "first half", "second half"}


def test_two_figures_of_one_mass_that_exclude_each_other_are_a_contradiction():
    cell = total([atom("1")])
    with pytest.raises(Contradiction) as caught:
        Block([Fact(cell, 1, 2, public("one")), Fact(cell, 3, 4, public("other"))])
    assert {fact.source.words for fact in caught.value.facts} == {"one", "other"}


def test_a_vertex_between_whole_milligrams_still_gives_a_world_of_whole_ones():
    """All sums along one dimension of a table of 3 × 3 × 3: its linear programme has vertices at halves."""
    masses = "302003000213131203110200133"
    table = Table({labels: int(mass) for labels, mass in zip(product("123", repeat=3), masses, strict=True)})
    block = Block([table.fact(terms) for terms in table.margins() if len(terms) == 3])
    for cell, mass in table.world.items():
        found = block.infer(total([cell]), reach=0)
        assert found.interval.contains(mass)
        assert found.low.attained == found.low.value
        assert found.high.attained == found.high.value


def test_the_solver_does_not_speak_on_standard_output(capfd):
    Block([Fact(total([atom("1")]), 1, 2, public("one"))]).infer(total([atom("1")]), reach=0)
    assert capfd.readouterr() == ("", "")
