"""Any table of the window as a file: all rows that pass its filter, in its order, with its columns, under its marking.

The rows are read again in a thread of their own and written as they come, so that a million of them fit in memory.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from stockpile_client.services.context import Context
from stockpile_client.services.exports import Caption, ExportedTable, write_table
from stockpile_client.ui import files
from stockpile_client.ui.jobs import Token
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.tables.sheet import Sheet, rows_of
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.table import Table

if TYPE_CHECKING:
    from stockpile_client.ui.tables.keeper import TableKeeper

_NOT_IN_NAMES = re.compile(r"[^\w-]+")


def choose_export(keeper: TableKeeper, table: Table) -> QFileDialog:
    """Ask where to write the table, XLSX or CSV, and write it."""
    session = keeper.session
    title = table.accessibleName()
    parts = (session.agency_short_name, title, session.context.today().isoformat())
    name = _NOT_IN_NAMES.sub("-", "-".join(parts)).strip("-")
    return files.choose_to_save(
        table.window(), tr("Export the table “{title}”", title=title),
        [tr("Spreadsheet (*.xlsx)"), tr("Table (*.csv)")],
        lambda target: write(keeper, table, target), name=f"{name}.xlsx", suffix="xlsx",
    )  # fmt: skip


def write(keeper: TableKeeper, table: Table, target: Path) -> None:
    """Write the table as it is looked at now; the message bar says when it is done."""
    lease = table.rows_model.lease
    if lease is None or lease.again is None:
        return
    again, sheet, above = lease.again, Sheet.of(table, keeper.formats.locale), caption(keeper, table)

    def work(ctx: Context, token: Token) -> ExportedTable:
        with ctx.steady():
            window = again(ctx)
            count = window.count()
            rows = rows_of(window, [(0, count - 1)], lambda done: token.report(done, count))
            return write_table(target, sheet.header, map(sheet.cells, rows), above)

    def said(written: object) -> None:
        assert isinstance(written, ExportedTable)
        keeper.messages.show_message(
            Status.DONE,
            tr_count("Wrote {n} row to {name}.", "Wrote {n} rows to {name}.", written.rows, name=written.path.name),
            tr("The file is not encrypted: keep it where its marking allows."),
        )

    keeper.write(target, work, said)


def caption(keeper: TableKeeper, table: Table) -> Caption:
    """The marking of the screen, whose table it is and of when, and what the rows passed."""
    session = keeper.session
    lines = [
        tr(
            "{table}, {agency}, written {day}",
            table=table.accessibleName(),
            agency=session.agency_name,
            day=keeper.formats.day(session.context.today()),
        ),
        *table.notes(),
    ]
    look = table.look()
    if look.filter:
        lines.append(tr("Filter: {filter}", filter=look.filter))
    return Caption(keeper.marking(), tuple(lines))
