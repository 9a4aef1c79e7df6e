"""Documents from the window: ask where, write, say where it went; in the language of the window.

>>> choose_pdf(self, desk, "holding-list", lambda ctx, target, tongue: print_holdings(ctx, target, tongue=tongue))
... # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from stockpile_client.reports.saying import Tongue
from stockpile_client.services.context import Context
from stockpile_client.services.reports import PrintedReport
from stockpile_client.ui import files, language
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.theme import Status
from stockpile_client.ui.workspaces import Desk

Print = Callable[[Context, Path, Tongue], PrintedReport]


def tongue() -> Tongue:
    """How a document is said now: as the window speaks."""
    return Tongue(language.current(), language.words)


def choose_pdf(parent: QWidget, desk: Desk, stem: str, write: Print) -> QFileDialog:
    """Ask where to put a document, then write it in the writer lane: the audit log notes each."""
    day = desk.session.context.today().isoformat()
    return files.choose_to_save(
        parent, tr("Write the document"), [tr("Document (*.pdf)")], lambda target: write_pdf(desk, target, write),
        name=f"{desk.session.agency_short_name}-{stem}-{day}.pdf", suffix="pdf",
    )  # fmt: skip


def write_pdf(desk: Desk, target: Path, write: Print) -> None:
    """Write it, and say in the window where it went or why it did not."""
    spoken = tongue()

    def said(printed: PrintedReport) -> None:
        desk.messages.show_message(
            Status.DONE,
            tr_count("The document was written as {name}, {n} page.", "The document was written as {name}, {n} pages.",
                     printed.pages, name=printed.path.name),
            tr("It is in {folder}. The file is not encrypted: keep it where its marking allows.",
               folder=str(printed.path.parent)),
        )  # fmt: skip

    desk.session.mutate(
        lambda ctx, _token: write(ctx, target, spoken),
        then=said,
        failed=desk.messages.show_error,
        title=tr("Writing {name}", name=target.name),
    )
