"""The joint picture: what we and our partners hold together, and for how many days, on one stated definition.

Totals are intervals; what is withheld adds "or more" and never zero. Cover is shown agency by agency: it is neither
added up nor ranked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.analysis.cover import Definition
from stockpile_client.core.errors import StockpileError
from stockpile_client.core.statements import Measure
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.exports import ExportedTable
from stockpile_client.services.joint import JointRow, list_joint
from stockpile_client.services.reports import PrintedReport
from stockpile_client.services.reports_joint import DAY_MEANS, export_joint, joint_marking, print_joint
from stockpile_client.ui import exchange_words, files, printing, theme
from stockpile_client.ui.charts.ahead import load_ahead
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr_count, words
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.joint.columns import agency_columns, total_columns
from stockpile_client.ui.views.joint.cover import CoverPage
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk, WorkspaceView

_LEAST_ROWS = 3  # the header and two more
_CONTENT_ROWS = 2 * _LEAST_ROWS + 3  # and what stands between the tables
_TOGETHER, _COVER = "together", "cover"


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines, and the highest marking among the statements inside (empty: only our own figures)."""

    rows: tuple[JointRow, ...]
    marking: str


def read_picture(ctx: Context, definition: Definition, measure: Measure) -> Picture:
    """Add up what all of us hold, for the table and the chart of cover."""
    load_ahead()
    marking = joint_marking(ctx)
    rows = tuple(list_joint(ctx, definition=definition, measure=measure))
    return Picture(rows, marking.code if marking else "")


class JointView(WorkspaceView):
    """Materials above, the agencies behind the selected one below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reading: Job | None = None
        self._marking = ""
        self.definition = ComboBox()
        self.measure = ComboBox()
        self.stated = PlainLabel(muted=True, wrap=True)
        self.model = ListModel(total_columns(desk.session.context.catalogue, desk.formats), parent=self)
        self.table = Table(self.model, self.tr("Joint picture"))
        self.agencies = ListModel(agency_columns(desk.formats, self._chosen), parent=self)
        self.agencies_table = Table(self.agencies, self.tr("Agencies"))
        self.chosen = PlainLabel(strong=True)
        self.tabs = PageTabs(
            self.tr("Parts of the joint picture"),
            ((_TOGETHER, self.tr("Together")), (_COVER, self.tr("Days of cover"))),
        )
        self.cover = CoverPage(desk)
        self.print = Button(self.tr("PDF…"), icon="print")
        self.export = Button(self.tr("Export…"), icon="export")
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._pages = QStackedWidget()
        self.states = StateStack(self._pages)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._build_choices()
        self._build_tables()
        self._pages.addWidget(self._split)
        self._pages.addWidget(self.cover)
        self.states.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.states.setMinimumHeight(_CONTENT_ROWS * theme.row_height())
        choices = QGridLayout()
        choices.setHorizontalSpacing(theme.space(theme.MEDIUM))
        choices.addWidget(Field(self.tr("Days of cover, by definition"), self.definition), 0, 0)
        choices.addWidget(Field(self.tr("What is added up"), self.measure), 0, 1)
        choices.setColumnStretch(0, 3)
        choices.setColumnStretch(1, 2)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(theme.SMALL))
        inside.addLayout(choices)
        inside.addWidget(self.stated)
        inside.addWidget(self.states, 1)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(self._build_head())
        column.addWidget(ScrollArea(page), 1)  # with large fonts the page is higher than the window

    def _build_choices(self) -> None:
        self.definition.addItems([words(means) for means in DAY_MEANS.values()])
        self.measure.addItems([exchange_words.measure(measure.value) for measure in Measure])
        self.measure.setCurrentIndex(list(Measure).index(Measure.USABLE))
        for combo in (self.definition, self.measure):
            combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _build_tables(self) -> None:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        for table in (self.table, self.agencies_table):
            table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.space(theme.SMALL))
        lower.addWidget(self.chosen)
        lower.addWidget(framed(self.agencies_table), 1)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.space(theme.SMALL))
        self._split.addWidget(framed(self.table))
        self._split.addWidget(below)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)

    def _build_head(self) -> QHBoxLayout:
        self.print.setAccessibleName(self.tr("Write the joint picture as PDF"))
        self.export.setAccessibleName(self.tr("Export the joint picture as a table"))
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Joint picture"), size=Size.TITLE))
        head.addWidget(self.tabs, 1)
        head.addWidget(self.export)
        head.addWidget(self.print)
        return head

    def _connect(self) -> None:
        self.definition.currentIndexChanged.connect(lambda _index: self.refresh())
        self.measure.currentIndexChanged.connect(lambda _index: self.refresh())
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.print.clicked.connect(self.choose_pdf)
        self.export.clicked.connect(self.choose_export)
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def shown(self) -> None:
        self._desk.show_marking(self._marking)
        if self.tabs.key == _TOGETHER:
            self.table.setFocus()
        else:
            self.cover.draw()

    # reading

    def refresh(self) -> None:
        """Add up again, on the definition and the measure that are chosen."""
        if self._reading is not None:
            self._reading.cancel()
        self.states.show_loading()
        definition, measure = self._definition, self._measure
        self._reading = self._desk.session.read(
            lambda ctx, _token: read_picture(ctx, definition, measure),
            then=self._on_read,
            failed=self._on_failed,
        )

    def _on_read(self, picture: Picture) -> None:
        self._reading = None
        rows, self._marking = picture.rows, picture.marking
        if self.isVisible():
            self._desk.show_marking(self._marking)
        chosen = self._chosen()
        self.model.set_rows(rows)
        self.cover.set_rows(rows, self._day_means)
        self.print.setEnabled(bool(rows))
        self.export.setEnabled(bool(rows))
        if not rows:
            self.states.show_empty(
                "overview",
                self.tr("Nothing to add up yet"),
                self.tr("Here stands what all of us hold together, once there is stock or a partner's statement."),
                [self._desk.actions.button("open"), self._desk.actions.button("import_inventory", Look.PRIMARY)],
            )
            self.stated.setText("")
            return
        self.states.show_content()
        self.stated.setText(
            self.tr(
                "Added up: {definition}. Our own figures are exact and of today; they leave only as a file that you"
                " write."
            ).format(definition=words(rows[0].line.definition))
        )
        lines = [(row.line.material, row.line.basis) for row in rows]
        key = (chosen.line.material, chosen.line.basis) if chosen else None
        self.table.selectRow(lines.index(key) if key in lines else 0)

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.LOTS, Kind.MOVEMENTS, Kind.ENCUMBRANCES, Kind.REQUIREMENTS, Kind.STATEMENTS):
            self.refresh()

    @property
    def _definition(self) -> Definition:
        return list(DAY_MEANS)[self.definition.currentIndex()]

    @property
    def _measure(self) -> Measure:
        return list(Measure)[self.measure.currentIndex()]

    @property
    def _day_means(self) -> str:
        return words(DAY_MEANS[self._definition])

    def _on_tab_chosen(self, key: str) -> None:
        row = self._chosen()
        if key == _COVER and row is not None:
            self.cover.choose(row)
        self._pages.setCurrentWidget(self.cover if key == _COVER else self._split)
        self.stated.setVisible(key == _TOGETHER)  # a chart of one agency beside another adds nothing up
        if key == _COVER:
            self.cover.draw()

    # documents

    def choose_pdf(self) -> None:
        """Ask where to write the picture on paper."""
        definition, measure = self._definition, self._measure

        def write(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_joint(ctx, target, definition=definition, measure=measure, tongue=tongue)

        printing.choose_pdf(self, self._desk, "joint-picture", write)

    def choose_export(self) -> None:
        """Ask where to write the picture as a table."""
        session, definition, measure = self._desk.session, self._definition, self._measure

        def write(target: Path) -> None:
            session.read(
                lambda ctx, _token: export_joint(ctx, target, definition=definition, measure=measure),
                then=self._on_exported,
                failed=self._desk.messages.show_error,
                title=self.tr("Writing {name}").format(name=target.name),
            )

        name = f"{session.agency_short_name}-joint-picture-{session.context.today().isoformat()}.xlsx"
        files.choose_to_save(
            self, self.tr("Export the joint picture"),
            [self.tr("Spreadsheet (*.xlsx)"), self.tr("Table (*.csv)")], write, name=name, suffix="xlsx",
        )  # fmt: skip

    def _on_exported(self, written: ExportedTable) -> None:
        self._desk.messages.show_message(
            Status.DONE,
            tr_count("Wrote {n} row to {name}.", "Wrote {n} rows to {name}.", written.rows, name=written.path.name),
            self.tr("It is in {folder}. The file is not encrypted: keep it where its marking allows.").format(
                folder=written.path.parent
            ),
        )

    def _chosen(self) -> JointRow | None:
        ranges = self.table.selected_ranges()
        return self.model.row(ranges[0][0]) if ranges else None

    def _on_selection_changed(self) -> None:
        row = self._chosen()
        name = exchange_words.material(self._desk.session.context.catalogue, row.line.material) if row else ""
        self.chosen.setText(f"{name} · {self._day_means}" if row else "")
        self.agencies.set_rows(row.line.contributions if row else ())
