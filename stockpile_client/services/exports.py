"""A table of what we hold, or of a partner's statement, as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_KG, kg_text
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import Holding, stream_holdings
from stockpile_client.tables.writing import Cell, write_csv, write_xlsx

HOLDING_COLUMNS = (
    "Lot", "Material", "Material name", "Form", "Form name", "Form group", "Gross (kg)", "Contained (kg)",
    "Reference (kg)", "Reference basis", "Usable (kg)", "Site", "Town", "Region", "Country", "Holder class",
    "Days to first release", "Maximum rate (kg/day)", "Cross-border", "Rotate by", "Illustrative", "Source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A written file and its number of rows below the header."""

    path: Path
    rows: int


def export_holdings(ctx: Context, target: Path, *, as_of: date | None = None) -> ExportedTable:
    """Write every lot with its balance as of a day (default: today); the ending of ``target`` gives the format.

    A by-product stands on a line of its own with a gross mass of 0. Raises ``InputError`` (``E_FORMAT``) for another
    ending than ``.csv`` and ``.xlsx``, and ``MachineError`` if the file cannot be written.
    """
    rows = map(_holding_cells, stream_holdings(ctx, as_of=as_of or ctx.today()))
    return write_table(target, HOLDING_COLUMNS, rows, own_caption(ctx))


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above an exported table: its marking, which is also printed on every page, and what it shows."""

    marking: str = ""
    lines: tuple[str, ...] = ()

    def above(self) -> tuple[str, ...]:
        """The lines over the header, the marking first."""
        return (self.marking, *self.lines) if self.marking else self.lines


def own_caption(ctx: Context) -> Caption:
    """What stands above a table of our own values: they were marked for nobody, and so for the fewest."""
    return Caption(ctx.scheme.most_restrictive.code)


def write_table(
    target: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], caption: Caption | None = None
) -> ExportedTable:
    """Write any table as CSV or XLSX, by the ending of ``target``.

    Rows are taken one by one; if one cannot be had, no file appears. Raises ``InputError`` (``E_FORMAT``;
    ``E_TABLE_LIMIT`` for more rows than a sheet holds) and ``MachineError``.
    """
    caption = caption or Caption()
    match target.suffix.casefold():
        case ".csv":
            return ExportedTable(target, write_csv(target, header, rows, above=caption.above()))
        case ".xlsx":
            count = write_xlsx(target, header, rows, above=caption.above(), marking=caption.marking)
            return ExportedTable(target, count)
    raise InputError(
        "E_FORMAT", phrase("A table is written as .csv or .xlsx."), hint=phrase("Choose one of these endings.")
    )


def _holding_cells(row: Holding) -> list[Cell]:
    rate = None if row.max_rate is None else Decimal(row.max_rate) / MG_PER_KG
    return [
        row.number, row.material, row.material_name, row.form, row.form_name, row.group, kilograms(row.gross),
        kilograms(row.contained), None if row.reference is None else kilograms(row.reference), row.reference_basis,
        kilograms(row.usable), row.site.name, row.site.town, row.site.region, row.site.country, row.holder_class,
        row.first_day, rate, row.cross_border, row.rotate_by, row.illustrative, row.source,
    ]  # fmt: skip


def kilograms(mg: int) -> Decimal:
    """Milligrams as exact kilograms, as a cell holds them."""
    return Decimal(kg_text(mg))
