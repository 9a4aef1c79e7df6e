"""Rounded figures and bands hold the truth, look the same for the same value, and never overstate what is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.quantities import MG_PER_TONNE as T
from stockpile_client.core.quantities import Band, Exact, Nil, NotCompiled, Rounded
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.preview import Rule
from stockpile_client.disclosure.rules.rounding import Rounding
from tests.disclosure.inventories import all_edges, all_steps, even_bases, interval, lot, profile, seen

STEPS = ((0, 2 * T), (100 * T, 20 * T))


@pytest.mark.parametrize(
    ("mg", "shown"),
    [
        (3 * T, Rounded(4 * T, 2 * T)),
        (500 * T, Rounded(500 * T, 20 * T)),
        (100 * T - 5, Band(99 * T, 100 * T)),
        (100 * T, Band(100 * T, 110 * T)),
        (111 * T, Rounded(120 * T, 20 * T)),
    ],
)
def test_bases_grow_by_order_of_magnitude_and_a_threshold_is_told_as_a_band(mg: int, shown: object) -> None:
    assert Rounding(steps=STEPS).of("W", mg) == shown


@pytest.mark.parametrize(
    ("mg", "shown"),
    [(1, Band(0, 50)), (49, Band(0, 50)), (50, Band(50, 200)), (200, Band(200, None)), (-1, NotCompiled())],
)
def test_a_value_on_an_edge_belongs_to_the_band_above_it(mg: int, shown: object) -> None:
    assert Rounding(edges=(50, 200)).of("W", mg) == shown


def test_a_material_has_its_own_edges_before_its_own_base_before_those_of_all() -> None:
    rule = Rounding(base=2, bases={"W": 4, "CO": 0}, edges=(10,), edges_of={"W": (100,)})
    assert (rule.of("W", 7), rule.of("CO", 7), rule.of("BE", 7)) == (Band(0, 100), Exact(7), Band(0, 10))


def test_an_empty_cell_is_nil_and_lies_in_no_band() -> None:
    line = seen(profile(edges=(5,), measures=(Measure.CONTAINED,)), lot(contained=0)).lines[0]
    assert (line.position.quantity, line.rule, line.words) == (Nil(), Rule.NIL, "nil: we hold none")


def test_a_band_is_named_with_its_edges() -> None:
    line = seen(profile(edges=(500 * T, 5000 * T)), lot()).lines[0]
    assert (line.words, line.rule) == ("between 500 t and 5,000 t", Rule.BANDED)
    assert seen(profile(edges=(500 * T,)), lot()).lines[0].words == "500 t or more"


def test_a_rate_leaves_no_finer_than_the_band_of_the_stock_and_not_from_an_open_one() -> None:
    closed, opened = profile(edges=(T, 5000 * T), measures=(Measure.USABLE,)), profile(edges=(T,))
    assert seen(closed, lot(max_rate=3000 * T)).positions[0].max_rate == 4999 * T
    assert seen(closed, lot(max_rate=3 * T)).positions[0].max_rate is None
    assert all(position.max_rate is None for position in seen(opened, lot()).positions)


@given(st.integers(1, 10**15), even_bases, all_steps, all_edges)
def test_what_leaves_holds_the_truth_and_shows_the_same_value_always_alike(mg, base, steps, edges) -> None:
    rule = Rounding(base=base, steps=steps, edges=edges)
    shown = rule.of("W", mg)
    assert interval(shown).contains(mg)
    assert rule.of("CO", mg) == shown


@given(st.integers(1, 4 * 10**12), st.integers(-(10**12), 10**12), all_steps.filter(bool))
def test_no_interval_is_wider_on_paper_than_what_the_rule_hides(mg: int, away: int, steps) -> None:
    """Whatever lies inside a shown interval, its ends aside, would be shown by that very interval."""
    rule = Rounding(steps=steps)
    shown, other = rule.of("W", mg), mg + away
    bounds = interval(shown)
    if other > 0 and bounds.low < other < (bounds.high or 0):
        assert rule.of("W", other) == shown
