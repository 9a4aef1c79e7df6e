"""The demonstration data hold together, and the agencies' spreadsheets say what the plain lists say."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from stockpile_client.core.content import Content, Grade, content_of
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, check_claims
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.movements import DIRECTION, MovementKind
from stockpile_client.core.requirements import RequirementKind
from stockpile_client.core.units import StatedUnit, read_unit
from stockpile_client.services.catalogue import load_catalogue, load_terms
from stockpile_client.services.resources import resource_path

AGENCIES = ("us", "jp", "it")
AS_OF = date(2026, 9, 30)
SHARED = {
    "W",
    "CO",
    "NI",
    "LI",
    "GA",
    "GE",
    "SB",
    "ND",
    "MN",
    "CR",
    "TA",
    "NB",
    "V",
    "MG",
    "GRA",
    "PT",
    "PD",
    "TI",
    "RE",
}
CATALOGUE = load_catalogue()


def rows(agency: str, name: str) -> list[dict[str, str]]:
    text = resource_path("demo", agency, f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def per_cent(text: str) -> Decimal | None:
    return Decimal(text) / 100 if text else None


def content(lot: dict[str, str], quantity: str, unit: str) -> Content:
    symbol = CATALOGUE.material(lot["material"]).symbol
    of = "" if lot["assay_of"] == symbol else lot["assay_of"]
    grade = Grade(per_cent(lot["moisture_pct"]), per_cent(lot["assay_pct"]), of)
    stated: StatedUnit = read_unit(unit, CATALOGUE.units)
    return content_of(Decimal(quantity), stated, CATALOGUE.form(lot["form"]), CATALOGUE, grade)


def balance(agency: str, lot: dict[str, str]) -> Content:
    """The content of a lot after its movements, which are all of product of the same quality."""
    opening = content(lot, lot["quantity"], lot["unit"])
    gross, contained = opening.gross, opening.contained
    for movement in rows(agency, "movements"):
        if movement["lot"] == lot["lot"]:
            moved = content(lot, movement["quantity"], movement["unit"])
            gross += DIRECTION[MovementKind(movement["kind"])] * moved.gross
            contained += DIRECTION[MovementKind(movement["kind"])] * moved.contained
    return Content(opening.material, gross, contained, None, "", opening.factor)


def inventory(agency: str) -> list[dict[str, str]]:
    """The agency's spreadsheet, read by position: the reader of headers is tested elsewhere."""
    raw = resource_path("demo", agency, "inventory.csv").read_bytes()
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";" if agency == "it" else ","))
    names = ["lot", "material", "form", "quantity", "unit", "moisture", "assay", "assay_of", "site", "town", "holder"]
    return [dict(zip(names, row, strict=False)) for row in table[4 if agency == "it" else 1 :]]


def plain(agency: str, number: str) -> str:
    thousands, decimal = (".", ",") if agency == "it" else (",", ".")
    return number.replace("\u00a0", "").replace(thousands, "").replace(decimal, ".")


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_lot_names_a_known_form_site_and_holder_and_holds_something(agency: str):
    sites = {row["site"] for row in rows(agency, "sites")}
    lots = rows(agency, "lots")
    assert 25 <= len(lots) <= 40
    assert len({lot["lot"] for lot in lots}) == len(lots)
    for lot in lots:
        assert CATALOGUE.form(lot["form"]).material == lot["material"]
        assert lot["site"] in sites
        assert HolderClass(lot["holder_class"])
        assert date.fromisoformat(lot["opened_on"]) <= AS_OF
        assert not lot["rotate_by"] or date.fromisoformat(lot["rotate_by"]) > date.fromisoformat(lot["opened_on"])
        assert 0 < balance(agency, lot).contained <= balance(agency, lot).gross
        shares = dict(part.split(":") for part in lot["by_products"].split(";") if part)
        assert set(shares) <= set(CATALOGUE.materials) - {lot["material"]}
        assert sum(map(Decimal, shares.values())) < 1


def test_the_three_agencies_hold_the_same_materials_so_that_there_is_something_to_join():
    for agency in AGENCIES:
        assert {lot["material"] for lot in rows(agency, "lots")} >= SHARED


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("name", ["lots", "movements", "encumbrances", "requirements"])
def test_a_made_up_row_says_so_and_a_real_one_names_its_source(agency: str, name: str):
    for row in rows(agency, name):
        assert row["source"]
        assert (row["illustrative"] == "yes") == (row["source"] == "illustrative")


@pytest.mark.parametrize("agency", AGENCIES)
def test_no_lot_is_promised_beyond_what_it_holds(agency: str):
    lots = {lot["lot"]: lot for lot in rows(agency, "lots")}
    claims = [
        Encumbrance(
            id=str(index),
            kind=EncumbranceKind(row["kind"]),
            material=row["material"],
            lot=row["lot"],
            contained=int(Decimal(row["quantity"]) * CATALOGUE.unit(row["unit"]).kg * 1_000_000),
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            counted_by=CountedBy(row["counted_by"]),
        )
        for index, row in enumerate(rows(agency, "encumbrances"))
    ]
    for claim in claims:
        if claim.lot:
            assert lots[claim.lot]["material"] == claim.material
            held = balance(agency, lots[claim.lot]).contained
            check_claims(held, [other for other in claims if other.lot == claim.lot], AS_OF)


def test_a_ticket_that_one_agency_bought_is_the_one_that_its_partner_sold():
    tickets = [row for agency in AGENCIES for row in rows(agency, "encumbrances")]
    key = ("material", "quantity", "unit", "since", "until", "counted_by")
    sold = {tuple(row[k] for k in key) for row in tickets if row["kind"] == "ticket_sold"}
    bought = {tuple(row[k] for k in key) for row in tickets if row["kind"] == "ticket_bought"}
    assert bought
    assert bought <= sold


@pytest.mark.parametrize("agency", AGENCIES)
def test_a_denominator_keeps_what_its_source_printed_and_is_stated_once(agency: str):
    seen = set()
    for row in rows(agency, "requirements"):
        assert RequirementKind(row["kind"])
        assert row["material"] in CATALOGUE.materials
        key = (row["material"], row["country"], row["year"], row["kind"])
        assert key not in seen
        seen.add(key)
        assert row["printed"]
        assert row["quantity"] in ("", row["printed"])
        assert bool(row["quantity"]) == row["printed"][0].isdigit()


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_agencys_spreadsheet_shows_the_same_lots_in_its_own_words(agency: str):
    lots = {lot["lot"]: lot for lot in rows(agency, "lots")}
    sheet = inventory(agency)
    assert [row["lot"] for row in sheet] == list(lots)
    for row in sheet:
        lot = lots[row["lot"]]
        material = CATALOGUE.find_material(row["material"])
        assert material is not None
        assert material.code == lot["material"]
        form = CATALOGUE.find_form(material.code, row["form"])
        assert form is not None
        assert form.code == lot["form"]
        assert load_terms().find("holder_class", row["holder"]) == lot["holder_class"]
        shown = content(lot, plain(agency, row["quantity"]), row["unit"])
        assert abs(shown.gross - balance(agency, lot).gross) <= 1_000_000  # one kilogram: short tons to three decimals


def test_the_guest_file_is_the_printed_one_with_its_negative_stock():
    table = resource_path("demo", "guest", "us_nds_inventory.csv").read_text(encoding="utf-8")
    assert len(table.splitlines()) == 28
    assert ",-9,thousand metric tons," in table
