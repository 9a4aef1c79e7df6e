from __future__ import annotations

import pytest

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.tables.fields import INVENTORY_FIELDS
from stockpile_client.tables.mapping import ColumnMapping, guess_mapping, header_digest, header_facts, known_headers

HEADERS = {
    "en": ("Lot No.", "Commodity", "Product", "Net weight (kg)", "Moisture %", "Warehouse", "As of date"),
    "it": ("N. lotto", "Materiale", "Forma", "Quantità [kg]", "Umidità %", "Deposito", "Situazione al"),
    "fr": (
        "Numéro de lot",
        "Matière première",
        "Forme",
        "Quantité (kg)",
        "Humidité %",
        "Entrepôt",
        "Date d'inventaire",
    ),
    "de": ("Losnummer", "Rohstoff", "Handelsform", "Menge (kg)", "Feuchte %", "Lagerort", "Stichtag"),
    "ja": ("ロット番号", "鉱種", "形態", "数量（kg）", "水分（%）", "保管場所", "基準日"),
}
FIELDS = ("lot_number", "material", "form", "quantity", "moisture", "site", "as_of")


@pytest.mark.parametrize("language", sorted(HEADERS))
def test_a_header_is_understood_in_each_of_the_five_languages(catalogue: Catalogue, language: str) -> None:
    header = HEADERS[language]
    columns = guess_mapping(header).columns
    assert columns == {name: at for at, name in enumerate(FIELDS)}
    assert header_facts(header[3], INVENTORY_FIELDS["quantity"], catalogue.units).unit == "kg"
    assert header_facts(header[4], INVENTORY_FIELDS["moisture"], catalogue.units).percent


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("Quantity (t)", "t"),
        ("quantity_kg", "kg"),
        ("Qty, mtu WO3", "mtu WO3"),
        ("数量(トン)", "トン"),
        ("Quantity (tons)", "tons"),
        ("Quantity (gross)", ""),
        ("Stock, thousand tonnes", "thousand tonnes"),
    ],
)
def test_a_unit_is_found_in_the_header_even_one_that_must_be_asked_about(
    catalogue: Catalogue, cell: str, unit: str
) -> None:
    assert header_facts(cell, INVENTORY_FIELDS["quantity"], catalogue.units).unit == unit


@pytest.mark.parametrize("cell", ["Max Release Rate (kg/day)", "Rilascio massimo (kg/giorno)", "最大放出量（kg/日）"])
def test_a_rate_is_per_day_in_its_own_unit(catalogue: Catalogue, cell: str) -> None:
    assert guess_mapping([cell]).columns == {"max_rate": 0}
    assert header_facts(cell, INVENTORY_FIELDS["max_rate"], catalogue.units).unit == "kg"


def test_an_assay_header_may_name_its_oxide(catalogue: Catalogue) -> None:
    facts = header_facts("Assay WO3 (%)", INVENTORY_FIELDS["assay"], catalogue.units)
    assert (facts.compound, facts.percent) == ("WO3", True)


def test_a_column_belongs_to_one_field_and_an_exact_word_wins() -> None:
    columns = guess_mapping(["Date received", "Date", "Material", "Material name"]).columns
    assert columns == {"material": 2, "as_of": 1, "opening_date": 0}


def test_columns_that_the_program_added_itself_are_never_mapped() -> None:
    assert guess_mapping(["Finding", "Finding hint", "Finding row"]).columns == {}


def test_a_mapping_survives_being_stored() -> None:
    mapping = guess_mapping(HEADERS["it"]).answering(decimal_mark=",", date_order="dmy", units={"tons": "st"})
    assert ColumnMapping.from_json(mapping.to_json()) == mapping
    assert mapping.header_digest == header_digest(HEADERS["it"])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"header_digest":"x","columns":{"price":1}}', "\ud800"])
def test_a_damaged_mapping_is_one_clear_error(text: str) -> None:
    with pytest.raises(InputError) as refused:
        ColumnMapping.from_json(text)
    assert refused.value.code == "E_MAPPING"


def test_a_header_digest_does_not_depend_on_case_or_width() -> None:
    assert header_digest(["Lot", "数量（KG）"]) == header_digest(["LOT ", "数量(kg)"])
    assert header_digest(["ab", "c"]) != header_digest(["a", "bc"])


def test_a_row_of_figures_is_no_header() -> None:
    assert known_headers(["W-0101", "Tungsten", "620", "t"]) == 0
    assert known_headers(HEADERS["ja"]) == 7
