"""A lot counts as usable up to and on its rotate-by date."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from stockpile_client.core.lots import Lot
from stockpile_client.core.materials import LANGUAGES
from stockpile_client.services.catalogue import load_catalogue
from tests import strategies


@given(strategies.lots(), strategies.days)
def test_a_lot_is_usable_until_the_end_of_its_rotate_by_day(lot: Lot, day: date):
    assert replace(lot, rotate_by=None).usable_on(day)
    assert replace(lot, rotate_by=day).usable_on(day)
    assert not replace(lot, rotate_by=day - timedelta(days=1)).usable_on(day)


@given(strategies.lots())
def test_a_lot_is_never_changed_in_place(lot: Lot):
    with pytest.raises(FrozenInstanceError):
        lot.number = "8"  # type: ignore[misc]


@given(strategies.material_codes)
def test_a_material_has_a_name_in_every_language_and_english_for_any_other(code: str):
    material = load_catalogue().material(code)
    assert all(material.name(language) for language in LANGUAGES)
    assert material.name("ko") == material.name("en")
