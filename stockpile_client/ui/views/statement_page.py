"""A partner's accepted statement: its positions with their intervals, what is withheld and why, what is nil."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.requirements import Requirement
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.context import Context
from stockpile_client.services.received import Received, received_positions, received_requirements
from stockpile_client.services.reports import PrintedReport, print_statement
from stockpile_client.ui import printing, theme
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Lease, WindowModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views import bundle_facts
from stockpile_client.ui.views.position_columns import position_columns, requirement_columns
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk


class StatementPage(QWidget):
    """Any number of positions; a page of them is read when it is looked at."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._received: Received | None = None
        self.title = PlainLabel(size=Size.TITLE, wrap=True)
        self.notice = NoticePanel(Status.CAUTION)
        self.facts = Facts()
        self.model = WindowModel(position_columns(desk.session.context.catalogue, desk.formats), self)
        self.table = Table(self.model, self.tr("Positions of the statement"))
        self.states = StateStack(self.table)
        self.requirements = ListModel(requirement_columns(desk.session.context.catalogue, desk.formats), parent=self)
        self._requirements_part = QWidget()
        self.print = Button(self.tr("PDF…"), icon="print")
        self.print.setAccessibleName(self.tr("Write the statement as PDF"))
        self.back = Button(self.tr("Back to the inbox"), icon="back")
        self._build()
        self.back.clicked.connect(self.closed)
        self.print.clicked.connect(self.choose_pdf)
        self.model.failed.connect(desk.messages.show_error)

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.space(theme.SMALL))
        split.addWidget(framed(self.states))
        below = QVBoxLayout(self._requirements_part)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(PlainLabel(self.tr("Requirements: what the stock is measured against"), strong=True))
        below.addWidget(framed(Table(self.requirements, self.tr("Requirements"))), 1)
        self._requirements_part.setVisible(False)
        split.addWidget(self._requirements_part)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.print)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL + 1))
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.facts)
        column.addWidget(split, 1)

    def show_statement(self, received: Received) -> None:
        """Show one."""
        self._received = received
        formats, context = self._desk.formats, self._desk.session.context
        name = received.partner.short_name
        self.title.setText(self.tr("Statement number {n} of {name}").format(n=received.seq, name=name))
        if received.withdrawn is not None:
            self.notice.say(self.tr("The sender withdrew this statement"), [received.withdrawn])
        elif not received.in_force:
            self.notice.say(self.tr("A later statement of this partner is in force"))
        else:
            self.notice.say("")
        self.facts.show_facts(
            [
                (self.tr("Marking"), received.marking),
                *bundle_facts.header_facts(context, formats, received.header),
                (self.tr("Received"), formats.moment(received.recorded)),
            ]
        )
        self._desk.show_marking(received.marking)
        self.states.show_loading()
        row = received.row
        self._desk.session.lease(lambda ctx: received_positions(ctx, row), then=self._on_leased, failed=self._on_failed)
        self._desk.session.read(
            lambda ctx, _token: received_requirements(ctx, row),
            then=self._on_requirements,
            failed=self._desk.messages.show_error,
        )

    def choose_pdf(self) -> None:
        """Ask where to write the statement on paper."""
        received = self._received
        if received is None:
            return

        def write(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_statement(ctx, received.digest, target, tongue=tongue)

        printing.choose_pdf(self, self._desk, f"statement-{received.partner.short_name}-{received.seq}", write)

    def forget(self) -> None:
        """Give the connection back."""
        self.model.set_lease(None)

    def _on_leased(self, lease: Lease) -> None:
        self.model.set_lease(lease)
        if lease.count:
            self.states.show_content()
            self.table.setFocus()
        else:
            self.states.show_empty(
                "file",
                self.tr("No positions"),
                self.tr("The statement holds no figures: everything in its scope is nil, withheld or not compiled."),
            )

    def _on_requirements(self, found: list[Requirement]) -> None:
        self.requirements.set_rows(found)
        self._requirements_part.setVisible(bool(found))

    def _on_failed(self, error: StockpileError) -> None:
        self.states.show_error(error)
