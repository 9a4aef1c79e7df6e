"""An opened bundle before the decision: what it is, what to know, what would change. Nothing is in the books yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.reports.saying import Tongue
from stockpile_client.services.accept import BundlePlan
from stockpile_client.services.context import Context
from stockpile_client.services.reports import PrintedReport, print_bundle_plan
from stockpile_client.ui import printing, theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views import bundle_facts
from stockpile_client.ui.views.position_columns import change_columns
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel, plain_tip
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_LEAST_ROWS = 6


class BundlePage(QWidget):
    """Facts above, changes below, the decision at the foot."""

    accept_chosen = Signal()
    reject_chosen = Signal()
    set_aside_chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.title = PlainLabel(size=Size.TITLE, wrap=True)
        self.signature = StatusMark(Status.DONE, self.tr("Both signatures hold; the sender is verified"))
        self.notice = NoticePanel(Status.CAUTION)
        self.facts = Facts()
        self.contents = Facts()
        self.summary = PlainLabel(strong=True, wrap=True)
        self.changes = ListModel(change_columns(desk.session.context.catalogue, desk.formats), parent=self)
        self.table = Table(self.changes, self.tr("Changes since the last statement"))
        self.accept = Button(self.tr("Accept"), icon="done", look=Look.PRIMARY)
        self.reject = Button(self.tr("Reject…"))
        self.set_aside = Button(self.tr("Set aside"))
        self.paper = Button(icon="print")
        self._plan: BundlePlan | None = None
        self._frame = Panel()
        self._build()
        self.accept.clicked.connect(self.accept_chosen)
        self.reject.clicked.connect(self.reject_chosen)
        self.set_aside.clicked.connect(self.set_aside_chosen)
        self.paper.clicked.connect(self.choose_pdf)

    def _build(self) -> None:
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        self.table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.space(theme.SMALL), 0)
        column.setSpacing(theme.space(theme.SMALL + 1))
        for widget in (self.title, self.signature, self.notice):
            column.addWidget(widget)
        facts = QHBoxLayout()
        facts.setSpacing(theme.space(theme.LARGE))
        for part in (self.facts, self.contents):
            facts.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(facts)
        column.addSpacing(theme.space(theme.TIGHT))
        column.addWidget(self.summary)
        column.addWidget(self._frame, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space(theme.SMALL + 1))
        whole.addWidget(ScrollArea(page), 1)
        whole.addLayout(self._build_foot())

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(theme.SMALL))
        foot.addWidget(PlainLabel(self.tr("All or nothing: nothing was changed so far."), muted=True, elide=True), 1)
        self.paper.setAccessibleName(self.tr("Write the statement as PDF"))
        self.paper.setToolTip(plain_tip(self.tr("Write the statement as PDF")))
        for button in (self.paper, self.set_aside, self.reject, self.accept):
            foot.addWidget(button)
        return foot

    def show_plan(self, plan: BundlePlan) -> None:
        """Show an opened bundle."""
        formats, context = self._desk.formats, self._desk.session.context
        self.title.setText(bundle_facts.title(plan))
        lines = bundle_facts.notices(plan)
        headline = self.tr("Imported before") if plan.already_imported else self.tr("Before you decide")
        self.notice.say(headline if lines else "", lines)
        self.facts.show_facts(bundle_facts.envelope_facts(context, formats, plan))
        self.contents.show_facts(bundle_facts.content_facts(context, formats, plan))
        self._show_changes(plan)
        decided = plan.already_imported
        self._plan = plan
        self.paper.setVisible(plan.header is not None and not decided)
        self.accept.setVisible(not decided)
        self.reject.setVisible(not decided)
        self.set_aside.setText(self.tr("Close") if decided else self.tr("Set aside"))
        self.accept.setText(self.tr("Accept the statement") if plan.kind == "statement" else self.tr("Take note of it"))
        (self.set_aside if decided else self.accept).setFocus()

    def _show_changes(self, plan: BundlePlan) -> None:
        comparison = plan.comparison
        shown = comparison is not None and not comparison.nothing
        self._frame.setVisible(shown)
        if comparison is None:
            self.summary.setText("")
        elif comparison.nothing:
            self.summary.setText(self.tr("It says the same as the partner's last statement."))
        else:
            words = tr(
                "Since the last statement: {new} new, {changed} changed, {gone} gone",
                new=comparison.new, changed=comparison.changed, gone=comparison.gone,
            )  # fmt: skip
            everything = comparison.new + comparison.changed + comparison.gone
            if everything > len(comparison.changes):
                words = tr("{what} · the first {n} are shown", what=words, n=len(comparison.changes))
            self.summary.setText(words)
        self.summary.setVisible(comparison is not None)
        self.changes.set_rows(comparison.changes if comparison else ())

    def choose_pdf(self) -> None:
        """Ask where to write the statement on paper; every page says that it was not accepted yet."""
        plan = self._plan
        if plan is None:
            return

        def write(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_bundle_plan(ctx, plan, target, tongue=tongue)

        printing.choose_pdf(self, self._desk, f"statement-{plan.sender.short_name}-{plan.seq}", write)

    def set_busy(self, busy: bool) -> None:
        """While the decision is carried out nothing can be pressed."""
        for button in (self.accept, self.reject, self.set_aside):
            button.setEnabled(not busy)
