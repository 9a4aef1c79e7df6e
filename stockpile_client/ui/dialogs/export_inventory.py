"""Export the inventory: where to, and in which of the two formats."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from stockpile_client.services.exports import ExportedTable, export_holdings
from stockpile_client.ui import files
from stockpile_client.ui.theme import Status
from stockpile_client.ui.workspaces import Desk


def choose_export(parent: QWidget, desk: Desk, as_of: date | None) -> QFileDialog:
    """Ask where to write every lot as of a day (default: today), and write it."""

    def write(target: Path) -> None:
        desk.session.read(
            lambda ctx, _token: export_holdings(ctx, target, as_of=as_of),
            then=said,
            failed=desk.messages.show_error,
            title=parent.tr("Writing {name}").format(name=target.name),
        )

    def said(written: ExportedTable) -> None:
        desk.messages.show_message(
            Status.DONE,
            parent.tr("Wrote {n} rows to {name}.").format(n=desk.formats.integer(written.rows), name=written.path.name),
            parent.tr("The file is not encrypted: keep it where its marking allows."),
        )

    short = desk.session.agency_short_name
    day = (as_of or desk.session.context.today()).isoformat()
    return files.choose_to_save(
        parent, parent.tr("Export inventory"), [parent.tr("Spreadsheet (*.xlsx)"), parent.tr("Table (*.csv)")], write,
        name=f"{short}-inventory-{day}.xlsx", suffix="xlsx",
    )  # fmt: skip
