"""A unit is read in five languages, and refused with a question where it means several things."""

from __future__ import annotations

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.units import read_unit
from stockpile_client.services.catalogue import load_catalogue

UNITS = load_catalogue().units

AMBIGUOUS = "ton tons Ton TONS mt MT mT Mt M.T. m/t MTS tonelada oz OZ Oz. ounce ounces T St St. TN"


@pytest.mark.parametrize("text", AMBIGUOUS.split())
def test_a_unit_with_several_meanings_is_refused_with_a_question(text: str):
    with pytest.raises(InputError) as refusal:
        read_unit(text, UNITS)
    assert refusal.value.code == "E_UNIT_AMBIGUOUS"
    assert refusal.value.hint.endswith("?")


def test_the_question_about_ounces_is_about_ounces():
    with pytest.raises(InputError) as refusal:
        read_unit("oz", UNITS)
    assert "troy" in refusal.value.hint
    assert "tonne" not in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("t", "t"),
        ("[t]", "t"),
        ("( t )", "t"),
        ("metric ton", "t"),
        ("Metric Tons", "t"),
        ("tonnes", "t"),
        ("tonnellate", "t"),
        ("Tonnen", "t"),
        ("トン", "t"),
        ("㌧", "t"),
        ("ｋｇ", "kg"),
        ("㎏", "kg"),
        ("KG", "kg"),
        ("lbs", "lb"),
        ("LB.", "lb"),
        ("libbre", "lb"),
        ("short tons", "st"),
        ("ST", "st"),
        ("long ton", "lt"),
        ("troy oz", "ozt"),
        ("oz av", "oz"),
        ("76-lb flasks", "flask"),
        ("thousand metric tons", "kt"),
        ("million tonnes", "Mt"),
        ("carats", "ct"),
    ],
)
def test_a_unit_is_read_as_people_write_it(text: str, code: str):
    stated = read_unit(text, UNITS)
    assert (stated.unit.code, stated.of) == (code, None)
    assert not stated.is_content


@pytest.mark.parametrize("text", ["mtu WO3", "MTU of WO3", "mtu (WO3)", "metric ton units WO3", "mtu WO₃"])
def test_a_unit_of_content_says_of_which_oxide(text: str):
    stated = read_unit(text, UNITS)
    assert (stated.unit.code, stated.of) == ("mtu", "WO3")
    assert stated.is_content


@pytest.mark.parametrize("text", ["mtu", "STU", "ltu", "metric ton units"])
def test_a_unit_of_content_without_a_basis_is_refused(text: str):
    with pytest.raises(InputError) as refusal:
        read_unit(text, UNITS)
    assert refusal.value.code == "E_UNIT_BASIS"


@pytest.mark.parametrize("text", ["dmt", "dry tonnes", "short dry tons", "ldt", "乾量トン"])
def test_dry_units_say_that_moisture_is_deducted(text: str):
    stated = read_unit(text, UNITS)
    assert (stated.is_dry, stated.is_wet) == (True, False)


@pytest.mark.parametrize("text", ["wmt", "wet tonnes", "tonnellate umide"])
def test_wet_units_say_that_moisture_is_included(text: str):
    stated = read_unit(text, UNITS)
    assert (stated.is_dry, stated.is_wet) == (False, True)


@pytest.mark.parametrize("text", ["", " ", "Mg", "gr", "cwt", "t/yr", "'000 t", "mtus", "%", "t" + " " * 100 + "on"])
def test_an_unknown_unit_is_refused_and_the_hint_names_only_units_that_pass(text: str):
    with pytest.raises(InputError) as refusal:
        read_unit(text, UNITS)
    assert refusal.value.code == "E_UNIT_UNKNOWN"
    for code in refusal.value.hint.removeprefix("Use one of ").removesuffix(".").split(", "):
        basis = " W" if code in ("mtu", "stu", "ltu") else ""
        assert read_unit(code + basis, UNITS).unit.code == code
