"""The columns of the inventory table: how a lot reads across."""

from __future__ import annotations

from datetime import date

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.lot_table import LotRow
from stockpile_client.ui import stock_words
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status


def holder_name(code: str) -> str:
    """A holder class in words."""
    return stock_words.term("holder_class", code)


def rotation_status(row: LotRow) -> Status | None:
    """Past its rotate-by date a lot no longer counts as usable."""
    return Status.CAUTION if row.past_rotation else None


def _site(row: LotRow) -> str:
    return ", ".join(part for part in (row.site.name, row.site.country) if part)


def known_values(catalogue: Catalogue) -> dict[str, list[str]]:
    """What can be said of the fields of the filter line that know their values."""
    return {
        "material": sorted(catalogue.materials),
        "form": sorted({form.group for form in catalogue.forms.values()}),
        "holder": [*load_terms().codes("holder_class")],
    }


def lot_columns(formats: Formats) -> tuple[Column, ...]:
    """Material first: the eye looks for it; what is asked of a lot next stands next to it."""
    figure = formats.mass(888_888 * MG_PER_TONNE)
    day = formats.day(date(2028, 12, 28))
    return (
        Column("number", tr("Lot"), lambda row: row.number, sample="GRA-IT011", order="number"),
        Column(
            "material", tr("Material"), lambda row: stock_words.material(row.material), sample="Natural graphite",
            order="material", tip=tr("The element or mineral that counts"),
        ),
        Column("form", tr("Form"), lambda row: row.form_name, characters=24, order="form", stretch=True),
        Column(
            "contained", tr("Contained"), lambda row: formats.mass(row.contained, unit_for(row.contained)),
            numeric=True, unit=lambda row: unit_for(row.contained), sample=figure, order="contained",
            exact=lambda row: stock_words.tonnes(row.contained), exact_unit="t",
            tip=tr("Mass of the material itself in the lot"),
        ),
        Column(
            "gross", tr("Gross"), lambda row: formats.mass(row.gross, unit_for(row.gross)),
            numeric=True, unit=lambda row: unit_for(row.gross), muted=lambda _row: True, sample=figure, order="gross",
            exact=lambda row: stock_words.tonnes(row.gross), exact_unit="t",
            tip=tr("Mass of the product as it lies there"),
        ),
        Column("site", tr("Site"), _site, sample="Northeast Depot, US"),
        Column(
            "holder", tr("Holder"), lambda row: holder_name(row.holder_class), order="holder_class",
            sample=holder_name("stockholding_entity"),
        ),
        Column(
            "first_day", tr("Usable in"), lambda row: formats.integer(row.first_day), numeric=True,
            unit=lambda _row: tr("d"), sample="360", order="first_day", exact=lambda row: row.first_day,
            exact_unit=tr("d"),
            tip=tr("Days from the decision until the first quantity can be used"),
        ),
        Column(
            "rotate_by", tr("Rotate by"), lambda row: formats.day(row.rotate_by) or "–", status=rotation_status,
            muted=lambda row: row.rotate_by is None, sample=day, order="rotate_by",
            exact=lambda row: row.rotate_by,
            tip=tr("After this day the lot no longer counts as usable"),
        ),
        Column(
            "illustrative", tr("Figure"), lambda row: tr("illustrative") if row.illustrative else tr("stated"),
            muted=lambda row: row.illustrative, sample=tr("illustrative"),
            tip=tr("Illustrative: made up for demonstration, no agency's real figure"),
        ),
    )  # fmt: skip
