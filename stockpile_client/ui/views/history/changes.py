"""A statement against the one before it: what each partner told us, and what we told each partner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.statements import Measure
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.charts.changes import ChangePicture, StatementPair, list_pairs, statement_changes
from stockpile_client.services.context import Context
from stockpile_client.storage.channels import Direction
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.charts.ahead import load_ahead
from stockpile_client.ui.charts.changes import changes_chart
from stockpile_client.ui.charts.panel import ChartPanel
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, ComboBox
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk


class ChangesPage(QWidget):
    """Reads when it is first shown, and whenever a statement came or went since."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pairs: list[StatementPair] = []
        self._picture: ChangePicture | None = None
        self._reading: Job | None = None
        self._is_due = True
        self.statement = ComboBox()
        self.measure = ComboBox()
        self.only_changed = CheckBox(self.tr("Only what changed"))
        self.panel = ChartPanel(desk)
        self.result = StateStack(self.panel)
        self._content = QWidget()
        self.states = StateStack(self._content)
        self._build()
        self._connect()

    def _build(self) -> None:
        for measure in Measure:
            self.measure.addItem(exchange_words.measure(measure.value), measure)
        self.measure.setCurrentIndex(list(Measure).index(Measure.USABLE))
        self.only_changed.setChecked(True)
        choices = QHBoxLayout()
        choices.setSpacing(theme.space(theme.MEDIUM))
        choices.addWidget(Field(self.tr("Statement"), self.statement), 3)
        choices.addWidget(Field(self.tr("Measure"), self.measure), 2)
        choices.addWidget(self.only_changed, 2, Qt.AlignmentFlag.AlignBottom)
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(theme.SMALL))
        inside.addLayout(choices)
        inside.addWidget(self.result, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states, 1)

    def _connect(self) -> None:
        self.statement.currentIndexChanged.connect(lambda _index: self._read_changes())
        self.measure.currentIndexChanged.connect(lambda _index: self._read_changes())
        self.only_changed.toggled.connect(lambda _on: self._draw())
        self._desk.session.changed.connect(self._on_changed)

    @property
    def marking(self) -> str:
        """The highest marking of the two statements; empty while none is shown."""
        return self._picture.pair.marking if self._picture else ""

    def show_page(self) -> None:
        """The page came into view."""
        self._desk.show_marking(self.marking)
        if self._is_due:
            self.refresh()

    def refresh(self) -> None:
        """Read the statements again."""
        self._is_due = False
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: list_pairs(ctx), then=self._on_pairs, failed=self._on_failed)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.STATEMENTS, Kind.BUNDLES):
            self._is_due = True
            if self.isVisible():
                self.refresh()

    def _on_pairs(self, pairs: list[StatementPair]) -> None:
        if not pairs:
            self.states.show_empty(
                "history",
                self.tr("No statement yet"),
                self.tr("What a statement changed stands here, once one was released or accepted."),
                [self._desk.actions.button("open"), self._desk.actions.button("new_release", Look.PRIMARY)],
            )
            return
        kept = self.statement.currentText()
        self._pairs = pairs
        self.statement.blockSignals(True)
        self.statement.clear()
        self.statement.addItems([self._name(pair) for pair in pairs])
        self.statement.setCurrentIndex(max(0, self.statement.findText(kept)))
        self.statement.blockSignals(False)
        self._read_changes()

    def _name(self, pair: StatementPair) -> str:
        names, day = ", ".join(pair.partners), self._desk.formats.day(pair.as_of)
        if pair.direction is Direction.IN:
            return self.tr("from {names}, {day}").format(names=names, day=day)
        return self.tr("to {names}, {day}").format(names=names, day=day)

    def _read_changes(self) -> None:
        index = self.statement.currentIndex()
        if not 0 <= index < len(self._pairs):
            return
        if self._reading is not None:
            self._reading.cancel()
        pair, measure = self._pairs[index], Measure(self.measure.currentData())

        def read(ctx: Context, _token: object) -> ChangePicture:
            load_ahead()
            return statement_changes(ctx, pair, measure)

        self._reading = self._desk.session.read(read, then=self._on_read, failed=self._on_failed)

    def _on_read(self, picture: ChangePicture) -> None:
        self._reading = None
        self._picture = picture
        self.states.show_content()
        if self.isVisible():
            self._desk.show_marking(self.marking)
        self._draw()

    def _draw(self) -> None:
        if self._picture is None:
            return
        if self.only_changed.isChecked() and not any(row.is_change for row in self._picture.rows):
            self.result.show_empty(
                "done",
                self.tr("Nothing changed"),
                self.tr("Both statements say the same of every material, in this measure."),
            )
            return
        self.result.show_content()
        context = self._desk.session.context
        marking = context.scheme.find(self._picture.pair.marking)
        self.panel.show_chart(
            changes_chart(
                self._picture, context.catalogue, marking, self._desk.formats,
                only_changed=self.only_changed.isChecked(),
            )
        )  # fmt: skip

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)
