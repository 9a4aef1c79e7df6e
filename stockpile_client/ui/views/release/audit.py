"""What could be worked out: the inference audit of a release, with its reasons in words, and what would help."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.quantities import Interval
from stockpile_client.services.inference_findings import ReleaseAudit
from stockpile_client.ui import theme
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.position_columns import interval_text
from stockpile_client.ui.views.release.audit_rows import AuditRow, audit_rows, further_marks, partner_lines
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import Panel, framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_LEAST_ROWS = 3  # the header and two more


class ReleaseAuditPage(QWidget):
    """Partners and whether they pass, what was found, and the chosen finding in full."""

    closed = Signal()
    remedy_chosen = Signal(object)  # tuple[CellMark, ...]

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._audit = ReleaseAudit()
        self.back = Button(self.tr("Back"), icon="back")
        self.remedy = Button(look=Look.PRIMARY)
        self.notice = NoticePanel()
        self.model = ListModel(_columns(desk.formats), parent=self)
        self.table = Table(self.model, self.tr("What could be worked out"))
        self.facts = Facts()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.states = StateStack(self._split)
        self._build()
        self.back.clicked.connect(self.closed)
        self.remedy.clicked.connect(lambda: self.remedy_chosen.emit(further_marks(self._audit)))
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())

    def _build(self) -> None:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(False)  # figures stand beside each other, to be compared
        self.table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(self.back)
        head.addWidget(PlainLabel(self.tr("What could be worked out"), size=Size.TITLE))
        words = self.tr("From this statement and all that a partner already holds.")
        head.addWidget(PlainLabel(words, muted=True, elide=True), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.remedy)
        upper = framed(self.table)
        page = QWidget()
        told = QVBoxLayout(page)
        told.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        told.addWidget(self.facts)
        told.addStretch(1)
        lower = Panel()
        below = QVBoxLayout(lower)
        below.setContentsMargins(1, 1, 1, 1)
        area = ScrollArea(page)
        area.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        below.addWidget(area)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.space(theme.SMALL))
        self._split.addWidget(upper)
        self._split.addWidget(lower)
        self._split.setSizes([theme.text_width(100), theme.text_width(130)])  # the reasons want more room than the list
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.states, 1)
        column.addLayout(foot)

    # what is shown

    def show_pending(self) -> None:
        """It is being worked out."""
        self.notice.say("")
        self.remedy.setVisible(False)
        self.states.show_loading()

    def show_error(self, error: StockpileError) -> None:
        """It could not be worked out."""
        self.states.show_error(error)

    def show_audit(self, audit: ReleaseAudit) -> None:
        """Show what was found."""
        self._audit = audit
        rows = audit_rows(audit, self._desk.session.context.catalogue)
        status, headline = _headline(audit, rows)
        self.notice.say(headline, partner_lines(audit) if audit.protected else (), status=status)
        marks = len(further_marks(audit))
        words = (
            self.tr("Withhold or round one more value") if marks == 1 else self.tr("Withhold or round {n} more values")
        )
        self.remedy.setText(words.format(n=self._desk.formats.integer(marks)))
        self.remedy.setVisible(bool(marks))
        self.model.set_rows(rows)
        if rows:
            self.states.show_content()
            self.table.selectRow(0)
            self.table.setFocus()
            return
        self.states.show_empty(
            "audit",
            self.tr("Nothing was found"),
            self.tr(
                "Withheld values are held against every statement that a partner ever got, what it delivered or"
                " received, and figures that are public."
            ),
        )
        self.back.setFocus()

    def _on_selection_changed(self) -> None:
        ranges = self.table.selected_ranges()
        row: AuditRow | None = self.model.row(ranges[0][0]) if ranges else None
        self.facts.show_facts(self._facts_of(row) if row else ())

    def _facts_of(self, row: AuditRow) -> list[tuple[str, str]]:
        formats = self._desk.formats
        steps = "\n".join(f"{formats.integer(number)}. {words(fact)}" for number, fact in enumerate(row.chain, start=1))
        return [
            (self.tr("What"), row.value),
            (self.tr("Who"), row.who),
            (self.tr("Why it counts"), row.meaning),
            (self.tr("Our value"), "" if row.own is None else _with_unit(formats, Interval(row.own, row.own))),
            (self.tr("They could tell"), _with_unit(formats, row.derived)),
            (self.tr("Must stay open"), _with_unit(formats, row.promised)),
            (self.tr("It follows from"), steps),
            (self.tr("What helps"), "\n".join(row.remedy)),
        ]


def _headline(audit: ReleaseAudit, rows: list[AuditRow]) -> tuple[Status, str]:
    if not audit.passes:
        return Status.DANGER, tr("What is kept back could be worked out. This stops the release.")
    if rows:
        return Status.CAUTION, tr("The statement may leave. This is good to know.")
    if not audit.protected:
        return Status.INFO, tr("Nothing is kept back in this statement, so there is nothing to work out.")
    return Status.DONE, tr("What is kept back stays in doubt.")


def _unit(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return unit_for(interval.low if interval.high is None else interval.high)


def _text(formats: Formats, interval: Interval | None) -> str:
    return "–" if interval is None else interval_text(formats, interval, _unit(interval))


def _with_unit(formats: Formats, interval: Interval | None) -> str:
    return "" if interval is None else f"{_text(formats, interval)} {_unit(interval)}"


def _columns(formats: Formats) -> tuple[Column, ...]:
    return (
        Column("standing", tr("Finding"), lambda row: row.standing, status=lambda row: row.status, characters=20),
        Column("value", tr("What is kept back"), lambda row: row.value, characters=48),
        Column("who", tr("Who"), lambda row: row.who, characters=18),
        Column("derived", tr("They could tell"), lambda row: _text(formats, row.derived), numeric=True,
               unit=lambda row: _unit(row.derived), muted=lambda row: row.derived is None, characters=27),
        Column("promised", tr("Must stay open"), lambda row: _text(formats, row.promised), numeric=True,
               unit=lambda row: _unit(row.promised), muted=lambda row: row.promised is None, characters=27),
    )  # fmt: skip
