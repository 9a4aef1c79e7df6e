"""What a quantity of product holds, against published factors and the traps of the trade."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stockpile_client.core.content import (
    Content,
    Grade,
    by_product_content,
    content_of,
    element_fraction,
    reference_mass,
)
from stockpile_client.core.errors import InputError
from stockpile_client.core.materials import Form
from stockpile_client.core.quantities import MAX_MG
from stockpile_client.core.units import read_unit
from stockpile_client.services.catalogue import load_catalogue
from tests import strategies

CATALOGUE = load_catalogue()


def content(amount: str, unit: str, form: str, grade: Grade | None = None) -> Content:
    return content_of(Decimal(amount), read_unit(unit, CATALOGUE.units), CATALOGUE.form(form), CATALOGUE, grade)


def code_of_refusal(amount: str, unit: str, form: str, grade: Grade | None = None) -> str:
    with pytest.raises(InputError) as refusal:
        content(amount, unit, form, grade)
    return refusal.value.code


def test_an_mtu_of_tungsten_trioxide_holds_the_published_kilograms_of_tungsten():
    one = content("1", "mtu WO3", "W-APT")
    assert one.contained == 7_929_710  # 7.93 kg, USGS Minerals Yearbook 2017
    assert one.reference == 10_000_000  # as stated, and not worked back through rounded factors
    assert one.factor.startswith("0.792971 W in WO3")


def test_an_mtu_is_content_and_never_product_mass():
    by_content, by_mass = content("100", "mtu WO3", "W-APT"), content("1", "t", "W-APT")
    assert by_mass.gross == 10**9
    assert by_content.gross == 1_125_973_015  # more than a tonne of APT holds a tonne of WO3


def test_an_mtu_of_the_element_and_of_the_oxide_differ():
    assert content("100", "mtu W", "W-CONC65").contained == 10**9
    assert content("100", "mtu WO3", "W-CONC65").contained == 792_971_000


@pytest.mark.parametrize(
    ("unit", "form"), [("mtu WO3", "LI-CARB"), ("mtu LCE", "W-APT"), ("mtu MnO2", "W-APT"), ("mtu Mn", "W-APT")]
)
def test_an_mtu_of_another_element_s_oxide_is_refused(unit: str, form: str):
    assert code_of_refusal("1", unit, form) == "E_UNIT_BASIS"


def test_a_material_without_a_symbol_has_no_empty_element():
    nameless = next(material for material in CATALOGUE.materials.values() if not material.symbol)
    with pytest.raises(InputError):
        element_fraction("", nameless.code, CATALOGUE)
    with pytest.raises(InputError):
        element_fraction("", "W", CATALOGUE)


def test_lithium_carbonate_equivalent_is_lithium_carbonate():
    assert element_fraction("LCE", "LI", CATALOGUE) == element_fraction("Li2CO3", "LI", CATALOGUE)


def test_wet_tonnes_need_a_moisture_content():
    assert code_of_refusal("100", "wmt", "W-CONC65") == "E_MOISTURE_MISSING"


def test_wet_and_dry_tonnes_differ_by_the_moisture():
    moist = Grade(moisture=Decimal("0.08"))
    wet, dry = content("100", "wmt", "W-CONC65", moist), content("100", "dmt", "W-CONC65", moist)
    assert wet.gross == 100 * 10**9
    assert dry.gross == round(Fraction(100 * 10**9) / Fraction(92, 100))
    assert wet.contained == round(dry.contained * Fraction(92, 100))
    assert "moisture" in wet.factor


def test_a_measured_assay_wins_over_the_declared_grade():
    assayed = content("100", "t", "W-CONC65", Grade(assay=Decimal("0.60"), assay_of="WO3"))
    assert assayed.contained == round(Fraction(60 * 10**9) * Fraction("0.792971"))
    assert assayed.factor == "assay 0.60 WO3"


def test_a_declared_purity_multiplies_the_factor_of_the_compound():
    pure = content("100", "t", "W-WO3", Grade(purity=Decimal("0.995")))
    assert pure.contained == round(Fraction(100 * 10**9) * Fraction("0.995") * Fraction("0.792971"))


def test_a_ferro_alloy_goes_by_grade_and_a_purity_does_not_count_it_twice():
    ferro = next(form for form in CATALOGUE.forms.values() if form.method == "nominal_grade" and form.group == "alloy")
    plain = content("1", "t", ferro.code)
    assert content("1", "t", ferro.code, Grade(purity=Decimal("0.9"))).contained == plain.contained
    assert ferro.declared_grade in plain.factor


def test_a_magnet_alloy_books_every_content_and_counts_the_mass_once():
    magnet = content("1", "t", "ND-NDFEB")
    dysprosium = by_product_content(magnet.gross, Grade(), "DY", Decimal("0.03"))
    assert dysprosium.contained == 30_000_000
    assert magnet.gross + dysprosium.gross == 10**9


@pytest.mark.parametrize("fraction", ["-0.01", "1.01", "3"])
def test_a_by_product_is_a_fraction_and_not_a_percentage(fraction: str):
    with pytest.raises(InputError, match="between 0 and 100 %"):
        by_product_content(10**9, Grade(), "DY", Decimal(fraction))


@pytest.mark.parametrize("grade", [{"moisture": "1"}, {"moisture": "-0.1"}, {"assay": "65"}, {"purity": "1.0001"}])
def test_a_percentage_where_a_fraction_belongs_is_refused(grade: dict[str, str]):
    with pytest.raises(InputError) as refusal:
        Grade(**{name: Decimal(value) for name, value in grade.items()})
    assert refusal.value.code == "E_FRACTION"


def test_content_units_of_a_product_without_content_are_refused():
    assert code_of_refusal("1", "mtu W", "W-CONC65", Grade(assay=Decimal(0))) == "E_CONTENT_OVER_GROSS"


def test_nonsense_is_refused_before_it_overflows():
    assert code_of_refusal("9" * 15, "t", "W-APT") == "E_QUANTITY_RANGE"


def test_the_reference_oxide_of_a_light_metal_is_in_range_too():
    assert code_of_refusal("900000000", "t", "LI-MET") == "E_QUANTITY_RANGE"


UNITS_OF_MASS = st.sampled_from(["g", "kg", "t", "lb", "st", "lt", "ozt", "flask", "dmt"])


@given(st.integers(0, 10**6), UNITS_OF_MASS, strategies.forms, strategies.grades())
def test_content_is_never_more_than_product_and_the_masses_are_rounded_once(
    amount: int, unit: str, form: Form, grade: Grade
):
    found = content_of(Decimal(amount), read_unit(unit, CATALOGUE.units), form, CATALOGUE, grade)
    assert 0 <= found.contained <= found.gross <= MAX_MG
    assert found.reference == reference_mass(found.contained, form)
    assert (found.reference is None) == (not form.reference_basis)


@given(st.integers(1, 9), strategies.forms, strategies.grades())  # more of a product as thin as 0.0001 is out of range
def test_the_gross_mass_of_content_units_holds_that_content(amount: int, form: Form, grade: Grade):
    symbol = CATALOGUE.material(form.material).symbol
    assume(symbol and grade.assay != 0 and grade.purity != 0)
    found = content_of(Decimal(amount), read_unit(f"mtu {symbol}", CATALOGUE.units), form, CATALOGUE, grade)
    again = content_of(Decimal(found.gross).scaleb(-6), read_unit("kg", CATALOGUE.units), form, CATALOGUE, grade)
    assert found.contained == amount * 10**7
    assert abs(again.contained - found.contained) <= 1
