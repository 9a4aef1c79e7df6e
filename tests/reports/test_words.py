"""Figures on paper say what was stated, exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.quantities import (
    MG_PER_KG,
    MG_PER_TONNE,
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Rounded,
    Withheld,
    WithheldReason,
    bounds,
)
from stockpile_client.reports import words
from stockpile_client.reports.words import Scale
from tests.reports.papers import NAMES
from tests.strategies import masses, quantities

T = MG_PER_TONNE


def milligrams(text: str) -> Decimal:
    """Read a mass back."""
    number, unit = text.split(words.NO_BREAK_SPACE)
    plain = number.replace(words.NARROW_SPACE, "").replace("−", "-")
    return Decimal(plain) * {"t": T, "kg": MG_PER_KG}[unit]


@given(st.lists(masses | masses.map(lambda mg: -mg), min_size=1))
def test_every_mass_can_be_read_back_to_the_milligram(amounts):
    scale = Scale.of(amounts)
    assert [milligrams(scale.mass(mg)) for mg in amounts] == amounts


@given(quantities())
def test_the_interval_on_paper_is_the_interval_that_is_certain(quantity):
    scale = Scale.of_quantities([quantity])
    text = scale.interval(quantity)
    if isinstance(quantity, Nil | Withheld | NotCompiled | NotApplicable):
        assert text == ""
        assert scale.quantity(quantity)
        return
    certain = bounds(quantity)
    if certain.high is None:
        assert milligrams(text.removesuffix(" or more")) == certain.low
    elif certain.is_point:
        assert milligrams(text) == certain.low
    else:
        low, _, high = text.partition("–")
        unit = high.split(words.NO_BREAK_SPACE)[1]
        assert milligrams(f"{low}{words.NO_BREAK_SPACE}{unit}") == certain.low
        assert milligrams(high) == certain.high


@pytest.mark.parametrize(
    ("quantity", "stated", "precision", "interval"),
    [
        (Exact(1_204 * T), "1 204 t", "exact", "1 204 t"),
        (Rounded(1_500 * T, 500 * T), "1 500 t", "± 250 t", "1 250–1 750 t"),
        (Band(50 * T, 100 * T), "50–100 t", "band", "50–100 t"),
        (Band(50 * T, None), "50 t or more", "band", "50 t or more"),
        (Exact(12_500_000), "12.5 kg", "exact", "12.5 kg"),
        (Nil(), "nil", "", ""),
        (Withheld(WithheldReason.MARKET_EFFECT), "withheld: market effect", "", ""),
        (NotCompiled(), "not compiled", "", ""),
        (NotApplicable(), "not applicable", "", ""),
    ],
)
def test_a_quantity_is_said_in_three_columns(quantity, stated, precision, interval):
    scale = Scale.of_quantities([quantity])
    said = scale.quantity(quantity), scale.precision(quantity), scale.interval(quantity)
    assert [" ".join(text.split()) for text in said] == [stated, precision, interval]


def test_the_masses_of_a_material_have_one_unit_and_stand_below_each_other():
    scale = Scale.of([1_204_500 * MG_PER_KG, 34 * T])
    assert [scale.number(1_204_500 * MG_PER_KG), scale.number(34 * T)] == [f"1{words.NARROW_SPACE}204.5", "34.0"]


def test_what_rounds_to_nothing_is_not_shown_as_nothing():
    scale = Scale.of([20 * T, 1], at_most=3)
    assert scale.number(1) == f"<{words.NO_BREAK_SPACE}0.001"
    assert scale.number(0) == "0.000"


def test_a_moment_is_told_in_utc():
    assert words.moment(datetime(2026, 10, 1, 9, 30, tzinfo=timezone(timedelta(hours=9)))) == "2026-10-01 00:30 UTC"
    assert words.moment(datetime(2026, 10, 1, 9, 30, tzinfo=UTC)) == "2026-10-01 09:30 UTC"
    assert words.day(None) == ""


def test_a_code_that_we_do_not_know_stands_for_itself():
    assert NAMES.material("W") == "Tungsten (W)"
    assert NAMES.material("UNOBTAINIUM") == "UNOBTAINIUM"
    assert NAMES.form("oxide", "") == "Oxides and hydroxides"
    assert NAMES.form("oxide", "NEW-FORM") == "NEW-FORM"
    assert words.place("country:IT") == "IT (country)"
    assert words.place("somewhere") == "somewhere"
