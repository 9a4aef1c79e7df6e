"""Kilograms on the wire and milligrams inside are the same number, exactly."""

import pytest
from hypothesis import given

from stockpile_client.bundle.faults import BadFieldError
from stockpile_client.bundle.masses import mg_from_wire, wire_from_mg
from stockpile_client.core.quantities import MAX_MG, kg_text, mg_from_kg
from tests.strategies import decimal_texts, hostile_numbers, masses


@given(masses)
def test_a_mass_comes_back_and_is_written_as_everywhere_else(mg: int) -> None:
    assert mg_from_wire("kg", wire_from_mg(mg)) == mg
    assert wire_from_mg(mg) == kg_text(mg)


@given(decimal_texts())
def test_what_the_wire_accepts_means_what_the_core_says(text: str) -> None:
    try:
        mg = mg_from_wire("kg", text)
    except BadFieldError:
        return
    assert mg == mg_from_kg(text)


@pytest.mark.parametrize(
    ("text", "mg"), [("0", 0), ("0.000001", 1), ("1.50", 1_500_000), ("999999999999.999999", MAX_MG)]
)
def test_the_ends_of_the_range_are_read(text: str, mg: int) -> None:
    assert mg_from_wire("kg", text) == mg


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "01", "1.", ".5", "1e3", "NaN", "Infinity", "1,5", "1_000", " 1", "1\n", "١٢", "0.0000001"]
)
def test_another_notation_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(BadFieldError, match="is not a mass in kilograms") as error:
        mg_from_wire("kg", text)
    assert error.value.code == "E_SCHEMA"


@given(hostile_numbers)
def test_no_hostile_number_becomes_a_mass_that_is_not_written_in_digits(text: str) -> None:
    try:
        mg_from_wire("kg", text)
    except BadFieldError:
        return
    assert text.isascii()
    assert text.replace(".", "", 1).isdigit()


@pytest.mark.parametrize("text", ["1234567890123456789", "123456789012.3456789"])
def test_nineteen_significant_digits_are_over_the_limit(text: str) -> None:
    with pytest.raises(BadFieldError) as error:
        mg_from_wire("kg", text)
    assert error.value.code == "E_LIMIT"
