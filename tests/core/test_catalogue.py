"""The catalogue as it comes with the program, and lists that must be refused."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.catalogue import FORM_GROUPS, LANGUAGES, Catalogue
from stockpile_client.core.errors import InputError

LISTS = Path(__file__).resolve().parents[2] / "resources" / "catalogue"
TEXTS = {name: (LISTS / f"{name}.csv").read_text(encoding="utf-8") for name in ("materials", "forms", "units", "hs6")}
CATALOGUE = Catalogue.from_csv(**TEXTS)
CODES = st.sampled_from(sorted(CATALOGUE.materials))


def changed(listing: str, code: str, column: str, value: str) -> dict[str, str]:
    """The four texts, with one cell of one list replaced."""
    rows = list(csv.DictReader(io.StringIO(TEXTS[listing])))
    key = next(iter(rows[0])) if listing != "forms" else "form_code"
    next(row for row in rows if row[key] == code)[column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return TEXTS | {listing: out.getvalue()}


def test_the_lists_are_complete():
    assert (len(CATALOGUE.materials), len(CATALOGUE.forms), len(CATALOGUE.units)) == (70, 205, 22)
    assert len(CATALOGUE.hs6) == 123


def test_every_material_has_a_name_in_each_of_the_five_languages():
    for material in CATALOGUE.materials.values():
        assert set(material.names) == set(LANGUAGES)
        assert all(name.strip() for name in material.names.values())


def test_every_customs_code_of_a_material_or_form_is_described():
    used = {form.hs6 for form in CATALOGUE.forms.values()}
    used |= {code for material in CATALOGUE.materials.values() for code in material.hs6}
    assert used <= set(CATALOGUE.hs6)


def test_every_form_group_is_in_use_and_only_metals_are_pure_elements():
    assert {form.group for form in CATALOGUE.forms.values()} == set(FORM_GROUPS)
    pure = {form.group for form in CATALOGUE.forms.values() if form.method == "pure_element"}
    assert pure == {"metal"}


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("W-CONC65", "ore"),
        ("MO-ROAST57", "ore"),
        ("LI-OHM", "oxide"),
        ("W-APT", "chemical"),
        ("NI-MATTE75", "chemical"),
        ("SE-MET", "metal"),
        ("CE-MISCH65", "alloy"),
        ("ND-NDFEB", "product"),
    ],
)
def test_border_cases_of_the_form_groups_stand_where_the_readme_says(code: str, group: str):
    assert CATALOGUE.form(code).group == group


def test_factors_are_the_printed_decimals():
    form = CATALOGUE.form("W-APT")
    assert (form.contained_element, str(form.contained_factor)) == ("W", "0.704254")
    assert (form.reference_basis, str(form.reference_factor)) == ("WO3", "0.888121")
    assert CATALOGUE.unit("lb").kg == Decimal("0.45359237")


def test_a_form_without_a_reference_compound_has_neither_basis_nor_factor():
    form = CATALOGUE.form("CO-MET")
    assert form.reference_basis is None
    assert form.reference_factor is None


@given(CODES, st.sampled_from(LANGUAGES), st.booleans(), st.text(" \t\u3000", max_size=3))
def test_a_material_is_found_by_its_code_symbol_or_name_in_any_language(code, language, upper, space):
    material = CATALOGUE.material(code)
    for text in (code, material.name(language)):
        written = text.upper() if upper else text.lower()
        assert CATALOGUE.find_material(space + written + space) is material
    by_symbol = CATALOGUE.find_material(material.symbol)
    shared = [m for m in CATALOGUE.materials.values() if m.symbol == material.symbol]
    assert by_symbol is (material if material.symbol and len(shared) == 1 else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Wolframio", "W"), ("columbium", "NB"), ("aluminum", "AL"), ("ＣＯ", "CO"), ("プラチナ", "PT"), ("Titan", "TI")],
)
def test_common_other_names_of_a_material_are_known(text: str, code: str):
    found = CATALOGUE.find_material(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "graphite", "C", "unobtainium", "rare earths"])
def test_a_text_that_names_nothing_or_several_materials_finds_none(text: str):
    assert CATALOGUE.find_material(text) is None


@given(st.sampled_from(sorted(CATALOGUE.forms)))
def test_a_form_is_found_within_its_material_by_code_suffix_and_name_and_under_no_other(code: str):
    form = CATALOGUE.form(code)
    for text in (code.lower(), code.partition("-")[2], f"  {form.name.upper()} ", *form.aliases):
        assert CATALOGUE.find_form(form.material, text) is form
    other = next(material for material in CATALOGUE.materials if material != form.material)
    assert CATALOGUE.find_form(other, code) is None


@given(CODES)
def test_the_forms_of_a_material_are_those_that_name_it(code: str):
    assert all(form.material == code for form in CATALOGUE.forms_of(code))
    assert len(CATALOGUE.forms_of(code)) == sum(form.material == code for form in CATALOGUE.forms.values())


@pytest.mark.parametrize(
    ("look_up", "code", "error", "hint"),
    [
        (CATALOGUE.material, "WW", "E_MATERIAL_UNKNOWN", "W"),
        (CATALOGUE.form, "w-apt", "E_FORM_UNKNOWN", "W-APT"),
        (CATALOGUE.form, "鉱石", "E_FORM_UNKNOWN", "form code"),
        (CATALOGUE.unit, "tonnes", "E_UNIT_UNKNOWN", ""),
        (CATALOGUE.forms_of, "XX", "E_MATERIAL_UNKNOWN", ""),
    ],
)
def test_an_unknown_code_is_refused_with_a_hint(look_up, code, error, hint):
    with pytest.raises(InputError) as caught:
        look_up(code)
    assert caught.value.code == error
    assert caught.value.hint
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("listing", "code", "column", "value", "problem"),
    [
        ("forms", "W-APT", "material_code", "XX", "unknown material"),
        ("forms", "W-APT", "default_unit", "ton", "unknown unit"),
        ("forms", "W-APT", "hs6", "000000", "unknown customs code"),
        ("forms", "W-APT", "form_group", "salt", "form_group"),
        ("forms", "W-APT", "form_code", "W-WO3", "repeated"),
        ("forms", "W-APT", "contained_element_factor", "1.1", "more than its own mass"),
        ("forms", "W-APT", "contained_element_factor", "many", "not a number"),
        ("forms", "W-APT", "reference_basis_factor", "NaN", "not above zero"),
        ("materials", "W", "name_ja", "", "name_ja"),
        ("materials", "W", "code", "", "empty or repeated"),
        ("materials", "W", "hs6", "261100;1", "unknown customs code"),
        ("materials", "W", "on_eu_crm_2023", "yes", "on_eu_crm_2023"),
        ("units", "kg", "kg_factor", "0", "not above zero"),
    ],
)
def test_lists_that_contradict_themselves_are_refused_whole(listing, code, column, value, problem):
    with pytest.raises(InputError) as caught:
        Catalogue.from_csv(**changed(listing, code, column, value))
    assert caught.value.code == "E_CATALOGUE"
    assert problem in caught.value.message


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="'symbol' is missing"):
        Catalogue.from_csv(**TEXTS | {"materials": TEXTS["materials"].replace("symbol", "sign", 1)})


def test_the_digest_covers_materials_and_forms_and_ignores_line_ends():
    assert len(CATALOGUE.digest) == len(hashlib.sha256().hexdigest())
    windows = {name: text.replace("\n", "\r\n") for name, text in TEXTS.items()}
    assert Catalogue.from_csv(**windows).digest == CATALOGUE.digest
    for listing, code, column in [("materials", "W", "name_it"), ("forms", "W-APT", "note")]:
        assert Catalogue.from_csv(**changed(listing, code, column, "other")).digest != CATALOGUE.digest
    assert Catalogue.from_csv(**changed("units", "kg", "note", "other")).digest == CATALOGUE.digest


def test_nothing_in_a_catalogue_can_be_changed():
    with pytest.raises(FrozenInstanceError):
        CATALOGUE.form("W-APT").note = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        CATALOGUE.materials["X"] = CATALOGUE.material("W")  # type: ignore[index]
