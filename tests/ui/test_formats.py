"""Masses, days and quantities in the user's locale: exact, and never blank where a word is due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from stockpile_client.core.quantities import (
    MAX_MG,
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Rounded,
    Withheld,
    WithheldReason,
)
from stockpile_client.ui.formats import Formats, system_locale, unit_for

ENGLISH, ITALIAN = Formats(QLocale("en_GB")), Formats(QLocale("it_IT"))
TONNE = 10**9


@pytest.mark.parametrize(
    ("mg", "unit", "english", "italian"),
    [
        (12_204_500_000_000, "t", "12,204.50", "12.204,50"),
        (0, "t", "0.00", "0,00"),
        (-3 * TONNE, "t", "-3.00", "-3,00"),
        (1, "t", "< 0.01", "< 0,01"),
        (453_592_370, "kg", "453.6", "453,6"),
        (MAX_MG, "t", "1,000,000,000.00", "1.000.000.000,00"),
    ],
)
def test_a_mass_is_written_as_the_locale_does(mg, unit, english, italian):
    assert ENGLISH.mass(mg, unit) == english
    assert ITALIAN.mass(mg, unit) == italian


@given(st.integers(0, MAX_MG))
def test_no_digit_is_lost_on_the_way_to_the_screen(mg):
    shown = ENGLISH.mass(mg, "t").replace(",", "")
    if not shown.startswith("<"):
        assert abs(Decimal(shown) * TONNE - mg) <= TONNE // 200  # half of the last place shown


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Exact(5 * TONNE), "5.00"),
        (Rounded(500 * TONNE, 100 * TONNE), "450.00–550.00"),
        (Band(10 * TONNE, None), "≥ 10.00"),
        (Nil(), "nil"),
        (Withheld(WithheldReason.MARKET_EFFECT), "withheld: market effect"),
        (NotCompiled(), "not compiled"),
        (NotApplicable(), "not applicable"),
    ],
)
def test_every_kind_of_quantity_has_its_words(quantity, expected):
    assert ENGLISH.quantity(quantity) == expected


def test_a_small_stock_stands_in_kilograms():
    assert unit_for(9 * TONNE) == "kg"
    assert unit_for(10 * TONNE) == "t"
    assert ENGLISH.mass_with_unit(2_500_000_000) == "2,500.0 kg"


@pytest.mark.parametrize("name", ["en_US", "en_GB", "it_IT", "ja_JP", "fr_FR", "de_DE"])
def test_days_carry_the_whole_year_in_every_language(qapp, name):
    assert "2027" in Formats(QLocale(name)).day(date(2027, 3, 31))
    assert "2027" in Formats(QLocale(name)).moment(datetime(2027, 3, 31, 12, tzinfo=UTC))


def test_what_is_not_there_is_empty_and_moments_are_local(qapp):
    assert ENGLISH.day(None) == ENGLISH.moment(None) == ""
    assert "2026" in ENGLISH.moment(datetime(2026, 10, 1, 12, tzinfo=UTC))


def test_a_system_without_a_language_gets_english_with_iso_days(qapp):
    usual = QLocale()
    try:
        QLocale.setDefault(QLocale.c())
        assert Formats(system_locale()).day(date(2027, 3, 31)) == "2027-03-31"
    finally:
        QLocale.setDefault(usual)
