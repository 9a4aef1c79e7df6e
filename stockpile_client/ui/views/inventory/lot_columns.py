"""The columns of the inventory table: how a lot reads across."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.lot_table import LotRow
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status


def _tr(text: str) -> str:
    return QCoreApplication.translate("Inventory", text)


def holder_name(code: str) -> str:
    """A holder class in words."""
    return load_terms().name("holder_class", code)


def rotation_status(row: LotRow) -> Status | None:
    """Past its rotate-by date a lot no longer counts as usable."""
    return Status.CAUTION if row.past_rotation else None


def _site(row: LotRow) -> str:
    return ", ".join(part for part in (row.site.name, row.site.country) if part)


def _tonnes(mg: int) -> Decimal:
    """Every milligram of it: what leaves the table is not rounded."""
    return (Decimal(mg) / MG_PER_TONNE).normalize()


def lot_columns(formats: Formats) -> tuple[Column, ...]:
    """Material first: the eye looks for it; what is asked of a lot next stands next to it."""
    figure = formats.mass(888_888 * MG_PER_TONNE)
    day = formats.day(date(2028, 12, 28))
    return (
        Column("number", _tr("Lot"), lambda row: row.number, sample="GRA-IT011", order="number"),
        Column(
            "material", _tr("Material"), lambda row: row.material_name, sample="Natural graphite", order="material",
            tip=_tr("The element or mineral that counts"),
        ),
        Column("form", _tr("Form"), lambda row: row.form_name, characters=24, order="form", stretch=True),
        Column(
            "contained", _tr("Contained"), lambda row: formats.mass(row.contained, unit_for(row.contained)),
            numeric=True, unit=lambda row: unit_for(row.contained), sample=figure, order="contained",
            exact=lambda row: _tonnes(row.contained), exact_unit="t",
            tip=_tr("Mass of the material itself in the lot"),
        ),
        Column(
            "gross", _tr("Gross"), lambda row: formats.mass(row.gross, unit_for(row.gross)),
            numeric=True, unit=lambda row: unit_for(row.gross), muted=lambda _row: True, sample=figure, order="gross",
            exact=lambda row: _tonnes(row.gross), exact_unit="t",
            tip=_tr("Mass of the product as it lies there"),
        ),
        Column("site", _tr("Site"), _site, sample="Northeast Depot, US"),
        Column(
            "holder", _tr("Holder"), lambda row: holder_name(row.holder_class), order="holder_class",
            sample=holder_name("stockholding_entity"),
        ),
        Column(
            "first_day", _tr("Usable in"), lambda row: formats.integer(row.first_day), numeric=True,
            unit=lambda _row: _tr("d"), sample="360", order="first_day", exact=lambda row: row.first_day,
            exact_unit=_tr("d"),
            tip=_tr("Days from the decision until the first quantity can be used"),
        ),
        Column(
            "rotate_by", _tr("Rotate by"), lambda row: formats.day(row.rotate_by) or "–", status=rotation_status,
            muted=lambda row: row.rotate_by is None, sample=day, order="rotate_by",
            exact=lambda row: row.rotate_by,
            tip=_tr("After this day the lot no longer counts as usable"),
        ),
        Column(
            "illustrative", _tr("Figure"), lambda row: _tr("illustrative") if row.illustrative else _tr("stated"),
            muted=lambda row: row.illustrative, sample=_tr("illustrative"),
            tip=_tr("Illustrative: made up for demonstration, no agency's real figure"),
        ),
    )  # fmt: skip
