"""The disclosure matrix as a table for a spreadsheet: one line for each value, five columns for each partner.

>>> header(("JOGMEC",))[7:]
('JOGMEC: told', 'JOGMEC: at least (kg)', 'JOGMEC: at most (kg)', 'JOGMEC: as of', 'JOGMEC: statement')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.quantities import bounds, kg_text
from stockpile_client.services.disclosure_export import export_releases
from stockpile_client.services.disclosure_matrix import DisclosureMatrix, MatrixCell, MatrixRow
from stockpile_client.services.exports import ExportedTable, own_caption, write_table
from stockpile_client.tables.writing import Cell
from stockpile_client.ui import files
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.disclosure.columns import precision
from stockpile_client.ui.views.position_columns import is_number
from stockpile_client.ui.workspaces import Desk

_KEY_COLUMNS = ("Material", "Material name", "Form group", "Form", "Where", "Holder class", "Measure")
_PARTNER_COLUMNS = ("told", "at least (kg)", "at most (kg)", "as of", "statement")


def header(partners: Sequence[str]) -> tuple[str, ...]:
    """The first line: codes stay English, so that a table reads the same everywhere."""
    return (*_KEY_COLUMNS, *(f"{name}: {what}" for name in partners for what in _PARTNER_COLUMNS))


def lines(catalogue: Catalogue, formats: Formats, rows: Iterable[MatrixRow]) -> Iterator[list[Cell]]:
    """One line for each value; the cells of a partner that was never told are empty."""
    for row in rows:
        key, found = row.key, catalogue.materials.get(row.key.material)
        about: list[Cell] = [key.material, found.name() if found else "", key.group, key.form, key.at, key.holder,
                             key.measure]  # fmt: skip
        told = (cell for one in row.cells for cell in _told(formats, one))
        yield [*about, *told]


def _told(formats: Formats, one: MatrixCell | None) -> list[Cell]:
    if one is None:
        return [tr("never told"), None, None, None, None]
    quantity = one.quantity
    interval = bounds(quantity) if is_number(quantity) else None
    words = precision(formats, quantity) if interval else formats.quantity(quantity)
    low = Decimal(kg_text(interval.low)) if interval else None
    high = Decimal(kg_text(interval.high)) if interval and interval.high is not None else None
    return [words, low, high, one.as_of, one.seq]


def choose_history_export(parent: QWidget, desk: Desk) -> QFileDialog:
    """Ask where to write everything that was ever released, and write it."""

    def write(target: Path) -> None:
        desk.session.read(
            lambda ctx, _token: export_releases(ctx, target),
            then=lambda written: _say_written(desk, written),
            failed=desk.messages.show_error,
            title=tr("Writing {name}", name=target.name),
        )

    name = f"{desk.session.agency_short_name}-releases-{desk.session.context.today().isoformat()}.xlsx"
    return files.choose_to_save(parent, tr("Export every release"), _filters(), write, name=name, suffix="xlsx")


def _filters() -> list[str]:
    return [tr("Spreadsheet (*.xlsx)"), tr("Table (*.csv)")]


def _say_written(desk: Desk, written: ExportedTable) -> None:
    desk.messages.show_message(
        Status.DONE,
        tr_count("Wrote {n} row to {name}.", "Wrote {n} rows to {name}.", written.rows, name=written.path.name),
        tr("The file is not encrypted: keep it where its marking allows."),
    )


def choose_export(parent: QWidget, desk: Desk, matrix: DisclosureMatrix, rows: Sequence[MatrixRow]) -> QFileDialog:
    """Ask where to write ``rows`` of the matrix, and write them."""
    names = [partner.short_name for partner in matrix.partners]
    catalogue, formats = desk.session.context.catalogue, desk.formats

    def write(target: Path) -> None:
        desk.session.read(
            lambda ctx, _token: write_table(target, header(names), lines(catalogue, formats, rows), own_caption(ctx)),
            then=lambda written: _say_written(desk, written),
            failed=desk.messages.show_error,
            title=tr("Writing {name}", name=target.name),
        )

    name = f"{desk.session.agency_short_name}-disclosed-{desk.session.context.today().isoformat()}.xlsx"
    return files.choose_to_save(
        parent, tr("Export what partners hold"),
        _filters(), write, name=name, suffix="xlsx",
    )  # fmt: skip
