"""Mass is exact, and the four kinds of "no number" never turn into each other or into zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import (
    KINDS,
    MAX_MG,
    Band,
    Exact,
    Interval,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
    bounds,
    in_unit,
    kg_text,
    mass_from,
    mg_from_kg,
    parse_decimal,
    parse_mass,
    round_half_even,
    round_to,
)
from tests import strategies

TONNE, POUND = Decimal(1000), Decimal("0.45359237")


@pytest.mark.parametrize("text", strategies.HOSTILE_NUMBERS, ids=ascii)
def test_what_only_looks_like_a_number_is_refused(text: str):
    for read in (parse_decimal, mg_from_kg):
        with pytest.raises(InputError) as refusal:
            read(text)
        assert refusal.value.code == "E_NUMBER"


@given(strategies.decimal_texts())
def test_decimal_text_is_read_exactly(text: str):
    assert Fraction(parse_decimal(text)) == Fraction(text)


@pytest.mark.parametrize(("text", "mg"), [("0.000001", 1), ("-0", 0), ("999999999999.999999", MAX_MG)])
def test_a_milligram_and_the_largest_mass_are_both_in_range(text: str, mg: int):
    assert mg_from_kg(text) == mg


@pytest.mark.parametrize("text", ["1000000000000", "-1000000000000"])
def test_one_milligram_more_than_the_largest_mass_is_refused(text: str):
    with pytest.raises(InputError, match="larger than anything"):
        mg_from_kg(text)


@pytest.mark.parametrize("text", ["0.0000001", "1.0000000", "0.0000010"])
def test_kilograms_have_at_most_six_decimals(text: str):
    with pytest.raises(InputError, match="finer than one milligram"):
        mg_from_kg(text)


@given(st.integers(-MAX_MG, MAX_MG))
def test_kilogram_text_and_milligrams_are_inverses(mg: int):
    text = kg_text(mg)
    assert mg_from_kg(text) == mg
    assert "e" not in text.casefold()
    assert "." not in text or not text.endswith("0")


def test_a_pound_is_rounded_once_and_half_to_even():
    assert parse_mass("1", kg_per_unit=POUND) == 453_592
    assert parse_mass("100", kg_per_unit=POUND) == 45_359_237
    assert [round_half_even(Fraction(n, 2)) for n in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


@given(strategies.decimal_texts(), st.sampled_from([TONNE, POUND, Decimal("0.0311034768"), Decimal("0.0002")]))
def test_a_mass_is_within_half_a_milligram_of_the_exact_product(text: str, unit: Decimal):
    exact = Fraction(text) * Fraction(unit) * 10**6
    if abs(exact) > MAX_MG:
        return
    assert abs(mass_from(Decimal(text), kg_per_unit=unit) - exact) <= Fraction(1, 2)


def test_a_nonsense_mass_is_refused_before_the_database_overflows():
    with pytest.raises(InputError, match="larger than anything"):
        parse_mass("1000000000000", kg_per_unit=TONNE)


@given(strategies.masses, strategies.rounding_bases)
def test_the_true_value_lies_in_the_interval_of_its_rounded_value(mg: int, base: int):
    interval = bounds(Rounded(round_to(mg, base), base))
    assert interval is not None
    assert interval.contains(mg)


@given(st.integers(0, 1000), st.integers(1, 99))
def test_an_odd_base_from_a_partner_still_bounds_the_whole_milligrams(mg: int, base: int):
    interval = bounds(Rounded(mg, base))
    assert interval is not None
    inside = [true for true in range(mg + base + 1) if abs(Fraction(true - mg)) <= Fraction(base, 2)]
    assert (interval.low, interval.high) == (inside[0], inside[-1])


def test_a_stock_rounded_to_nothing_is_not_nil():
    assert bounds(Rounded(0, 1000)) == Interval(0, 500)
    assert bounds(Nil()) == Interval(0, 0)


def test_the_interval_of_a_rounded_negative_figure_is_not_upside_down():
    assert bounds(Rounded(-10, 4)) == Interval(-12, -8)


@pytest.mark.parametrize("base", [0, -2, 3])
def test_a_base_that_would_lose_half_a_milligram_is_refused(base: int):
    with pytest.raises(InputError, match="positive, even"):
        round_to(5, base)


@pytest.mark.parametrize("make", [lambda: Rounded(5, 0), lambda: Rounded(5, -2), lambda: Band(5, 4)])
def test_a_quantity_whose_interval_is_upside_down_cannot_be_made(make):
    with pytest.raises(InputError) as refusal:
        make()
    assert refusal.value.code == "E_QUANTITY"


@pytest.mark.parametrize("unknown", [*map(Withheld, WithheldReason), NotCompiled()])
def test_withheld_and_not_compiled_never_count_as_zero(unknown: Quantity):
    assert bounds(unknown) == Interval(0, None)


def test_not_applicable_has_no_interval_at_all():
    assert bounds(NotApplicable()) is None


def test_zero_withheld_not_compiled_and_not_applicable_are_four_things():
    four = [Nil(), Withheld(WithheldReason.DEFENCE), NotCompiled(), NotApplicable()]
    assert len({*four, Exact(0)}) == 5


def test_the_wire_names_every_kind_once():
    assert len(set(KINDS.values())) == len(KINDS) == 7


@given(strategies.intervals(), strategies.intervals(), st.data())
def test_a_sum_of_intervals_holds_every_sum_of_their_values(one: Interval, other: Interval, data: st.DataObject):
    def inside(interval: Interval) -> int:
        high = interval.high if interval.high is not None else interval.low + 10**12
        return data.draw(st.integers(interval.low, high))

    total = one + other
    assert total.contains(inside(one) + inside(other))
    assert (total.high is None) == (one.high is None or other.high is None)


@given(st.integers(-MAX_MG, MAX_MG), st.sampled_from([TONNE, POUND, Decimal("0.0002")]), st.integers(0, 20))
def test_showing_in_a_unit_rounds_only_at_the_last_place_shown(mg: int, unit: Decimal, decimals: int):
    shown = in_unit(mg, unit, decimals=decimals)
    assert abs(Fraction(shown) - Fraction(mg, 10**6) / Fraction(unit)) <= Fraction(1, 2 * 10**decimals)
