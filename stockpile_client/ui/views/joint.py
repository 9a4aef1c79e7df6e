"""The joint picture: what we and our partners hold together, and for how many days, on one stated definition.

Totals are intervals; what is withheld adds "or more" and never zero. Cover is shown agency by agency: it is neither
added up nor ranked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSplitter, QVBoxLayout, QWidget

from stockpile_client.analysis.cover import Cover, Definition, days_text
from stockpile_client.analysis.joint import Contribution, Says
from stockpile_client.core.errors import StockpileError
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import Measure
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.joint import JointRow, list_joint
from stockpile_client.services.received import list_received
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.position_columns import basis_text, outward_text
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk, WorkspaceView

tr = exchange_words.tr

_DEFINITIONS = {
    Definition.EU: "EU: average daily net imports of the year before",
    Definition.JAPAN: "Japan: daily domestic consumption",
    Definition.KOREA: "Korea: stock ÷ target quantity × target days",
}
"""Definitions that know days; a picture stands on one of them."""

_LEAST_ROWS = 3  # the header and two more
_ANYTHING = Interval(0, None)
"""What a withheld figure adds: it may be anything."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines, and the highest marking among the statements inside (empty: only our own figures)."""

    rows: tuple[JointRow, ...]
    marking: str


def read_picture(ctx: Context, definition: Definition, measure: Measure) -> Picture:
    """Add up what all of us hold."""
    inside = [received.marking for received in list_received(ctx) if received.in_force]
    rows = tuple(list_joint(ctx, definition=definition, measure=measure))
    return Picture(rows, ctx.scheme.highest(inside).code if inside else "")


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
        self.model = ListModel(_total_columns(desk.formats), parent=self)
        self.table = Table(self.model, self.tr("Joint picture"))
        self.agencies = ListModel(_agency_columns(desk.formats, self._chosen), parent=self)
        self.agencies_table = Table(self.agencies, self.tr("Agencies"))
        self.chosen = PlainLabel(strong=True)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.states = StateStack(self._split)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.definition.addItems([self.tr(words) for words in _DEFINITIONS.values()])
        self.measure.addItems([exchange_words.measure(measure.value) for measure in Measure])
        self.measure.setCurrentIndex(list(Measure).index(Measure.USABLE))
        for combo in (self.definition, self.measure):
            combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        for table in (self.table, self.agencies_table):
            table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.space(theme.SMALL))
        lower.addWidget(self.chosen)
        lower.addWidget(_framed(self.agencies_table), 1)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.space(theme.SMALL))
        self._split.addWidget(_framed(self.table))
        self._split.addWidget(below)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        choices = QGridLayout()
        choices.setHorizontalSpacing(theme.space(theme.MEDIUM))
        choices.addWidget(Field(self.tr("Days of cover, by definition"), self.definition), 0, 0)
        choices.addWidget(Field(self.tr("What is added up"), self.measure), 0, 1)
        choices.setColumnStretch(0, 3)
        choices.setColumnStretch(1, 2)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Joint picture"), size=Size.TITLE))
        column.addLayout(choices)
        column.addWidget(self.stated)
        column.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.definition.currentIndexChanged.connect(lambda _index: self.refresh())
        self.measure.currentIndexChanged.connect(lambda _index: self.refresh())
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self._desk.session.changed.connect(self._on_changed)

    # what the main window asks

    def shown(self) -> None:
        self._desk.show_marking(self._marking)
        self.table.setFocus()

    # reading

    def refresh(self) -> None:
        """Add up again, on the definition and the measure that are chosen."""
        if self._reading is not None:
            self._reading.cancel()
        self.states.show_loading()
        definition = list(_DEFINITIONS)[self.definition.currentIndex()]
        measure = list(Measure)[self.measure.currentIndex()]
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
                "Added up: {definition}. Our own figures are exact and of today; they leave this machine in no way."
            ).format(definition=rows[0].line.definition)
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

    def _chosen(self) -> JointRow | None:
        ranges = self.table.selected_ranges()
        return self.model.row(ranges[0][0]) if ranges else None

    def _on_selection_changed(self) -> None:
        row = self._chosen()
        definition = list(_DEFINITIONS.values())[self.definition.currentIndex()]
        self.chosen.setText(f"{row.material_name} · {self.tr(definition)}" if row else "")
        self.agencies.set_rows(row.line.contributions if row else ())


def _framed(content: QWidget) -> Panel:
    frame = Panel()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(content)
    return frame


def _interval_unit(interval: Interval) -> str:
    return unit_for(interval.low if interval.high is None else interval.high)


def _uncounted(row: JointRow) -> str:
    """Who adds nothing certain, and why."""
    said = [each for each in row.line.contributions if each.says not in (Says.GIVEN, Says.NIL)]
    return ", ".join(f"{each.agency}: {tr(str(each.says))}" for each in said) or "–"


def _total_columns(formats: Formats) -> tuple[Column, ...]:
    return (
        Column("material", tr("Material"), lambda row: f"{row.material_name} ({row.line.material})", characters=24),
        Column("total", tr("Together"), lambda row: outward_text(formats, row.line.total,
               _interval_unit(row.line.total)), numeric=True, unit=lambda row: _interval_unit(row.line.total),
               characters=26),
        Column("basis", tr("Of"), lambda row: basis_text(row.line.basis) or "–", characters=8),
        Column("given", tr("Agencies"), lambda row: ", ".join(row.line.agencies(Says.GIVEN, Says.NIL)) or "–",
               characters=22),
        Column("uncounted", tr("Not or not wholly counted"), _uncounted, characters=30, stretch=True,
               muted=lambda row: _uncounted(row) == "–"),
        Column("figure", tr("Figure"),
               lambda row: tr("illustrative") if row.line.illustrative else tr("stated"),
               muted=lambda row: row.line.illustrative, characters=13),
    )  # fmt: skip


def _agency_columns(formats: Formats, chosen: Callable[[], JointRow | None]) -> tuple[Column, ...]:
    def cover_of(each: Contribution) -> Cover | None:
        row = chosen()
        return row.covers.get(each.agency) if row else None

    def says(each: Contribution) -> str:
        reasons = ", ".join(sorted(exchange_words.reason(reason.value) for reason in each.reasons))
        words = tr(str(each.says))
        return f"{words}: {reasons}" if reasons else words

    def holds(each: Contribution) -> str:
        if each.interval is None:
            return "–"
        if each.interval == _ANYTHING:
            return tr("unknown")
        return outward_text(formats, each.interval, _interval_unit(each.interval))

    def unit(each: Contribution) -> str:
        return "" if each.interval in (None, _ANYTHING) else _interval_unit(each.interval or _ANYTHING)

    def days(each: Contribution) -> str:
        cover = cover_of(each)
        if cover is None:
            return "–"
        return tr(str(cover.reason)) if cover.reason else days_text(cover.days)

    def against(each: Contribution) -> str:
        cover = cover_of(each)
        used = cover.used if cover else ()
        return "; ".join(f"{one.kind.replace('_', ' ')} {one.year}, {one.source}" for one in used) or "–"

    return (
        Column("agency", tr("Agency"), lambda each: each.agency, characters=14),
        Column("says", tr("It says"), says, characters=31,
               status=lambda each: Status.DONE if each.says in (Says.GIVEN, Says.NIL) else Status.CAUTION),
        Column("holds", tr("Holds"), holds, numeric=True, characters=20, unit=unit,
               muted=lambda each: each.interval in (None, _ANYTHING)),
        Column("cover", tr("Days of cover"), days, characters=22,
               muted=lambda each: (cover := cover_of(each)) is None or cover.days is None),
        Column("as_of", tr("As of"), lambda each: formats.day(each.as_of), characters=12),
        Column("against", tr("Measured against"), against, characters=24, stretch=True),
    )  # fmt: skip
