"""What lies on the desk: receipts that are due, and the statements that partners sent."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from stockpile_client.services.answer import ReceiptDue, receipts_due
from stockpile_client.services.context import Context
from stockpile_client.services.received import Received, list_received
from stockpile_client.services.requests import list_requests
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.titled import Titled
from stockpile_client.ui.workspaces import Desk

_LEAST_ROWS = 3  # the header and two more


@dataclass(frozen=True, slots=True)
class DeskContent:
    """What the desk shows; ``asked``: how many requests of partners wait for an answer."""

    due: tuple[ReceiptDue, ...]
    received: tuple[Received, ...]
    asked: int = 0


def read_desk(ctx: Context) -> DeskContent:
    """Everything that the desk shows."""
    asked = len(list_requests(ctx, open_only=True))
    return DeskContent(tuple(receipts_due(ctx)), tuple(list_received(ctx)), asked)


class InboxDesk(QWidget):
    """Two tables; a row of the first is answered, a row of the second is read."""

    receipt_chosen = Signal(object)  # ReceiptDue
    statement_chosen = Signal(object)  # Received

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.due = ListModel(_due_columns(desk), parent=self)
        self.due_table = Table(self.due, self.tr("Receipts due"))
        self.statements = ListModel(_statement_columns(desk), parent=self)
        self.statements_table = Table(self.statements, self.tr("Statements of partners"))
        self.write = Button(self.tr("Write receipt…"), icon="export")
        self.read = Button(self.tr("Show the statement"), icon="eye")
        words = self.tr("The senders wait for an answer: a signed receipt that says what became of their bundle.")
        self._due_part = Titled(self.tr("Receipts due"), words, self.due_table, (self.write,))
        self._build()
        self._connect()

    def _build(self) -> None:
        for table in (self.due_table, self.statements_table):
            table.setSelectionMode(Table.SelectionMode.SingleSelection)
            table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.space(theme.SMALL))
        words = self.tr("What partners stated, as accepted. A later statement never erases an earlier one.")
        split.addWidget(self._due_part)
        split.addWidget(Titled(self.tr("Statements of partners"), words, self.statements_table, (self.read,)))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _connect(self) -> None:
        self.write.clicked.connect(self._on_write)
        self.read.clicked.connect(self._on_read)
        self.due_table.activated.connect(lambda _index: self._on_write())
        self.statements_table.activated.connect(lambda _index: self._on_read())

    def show_content(self, content: DeskContent) -> None:
        """Show what is due and what is there."""
        self._due_part.setVisible(bool(content.due))
        self.due.set_rows(content.due)
        self.statements.set_rows(content.received)
        self.read.setEnabled(bool(content.received))
        for table, rows in ((self.due_table, content.due), (self.statements_table, content.received)):
            if rows:
                table.selectRow(0)

    def _on_write(self) -> None:
        ranges = self.due_table.selected_ranges()
        if ranges:
            self.receipt_chosen.emit(self.due.row(ranges[0][0]))

    def _on_read(self) -> None:
        ranges = self.statements_table.selected_ranges()
        if ranges:
            self.statement_chosen.emit(self.statements.row(ranges[0][0]))


def _due_columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    return (
        Column("partner", tr("Partner"), lambda row: row.partner_name, characters=14),
        Column("kind", tr("What"), lambda row: exchange_words.bundle_kind(row.kind), characters=14),
        Column("seq", tr("Number"), lambda row: formats.integer(row.seq), numeric=True, characters=8),
        Column("outcome", tr("We have"), lambda row: exchange_words.bundle_state(row.outcome)[1],
               status=lambda row: exchange_words.bundle_state(row.outcome)[0], characters=14),
        Column("decided", tr("When"), lambda row: formats.moment(row.decided_at), characters=22, stretch=True),
    )  # fmt: skip


def _standing(row: Received) -> tuple[Status, str]:
    if row.withdrawn is not None:
        return Status.CAUTION, tr("withdrawn")
    return (Status.DONE, tr("in force")) if row.in_force else (
        Status.NEUTRAL, tr("earlier"))  # fmt: skip


def _statement_columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    return (
        Column("partner", tr("Partner"), lambda row: row.partner.short_name, characters=14),
        Column("as_of", tr("As of"), lambda row: formats.day(row.header.as_of), characters=12),
        Column("standing", tr("Standing"), lambda row: _standing(row)[1], status=lambda row: _standing(row)[0],
               characters=13),
        Column("title", tr("Title"), lambda row: row.header.title, characters=20, stretch=True),
        Column("seq", tr("Number"), lambda row: formats.integer(row.seq), numeric=True, characters=8),
        Column("positions", tr("Positions"), lambda row: formats.integer(row.positions), numeric=True,
               characters=10),
        Column("marking", tr("Marking"), lambda row: row.marking, characters=16),
        Column("received", tr("Received"), lambda row: formats.moment(row.recorded), characters=24),
    )  # fmt: skip
