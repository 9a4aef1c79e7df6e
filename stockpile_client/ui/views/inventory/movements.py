"""The ledger of all lots: every entry with the balance that it left, filtered, and reversed where it was wrong."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.movement_table import (
    KEYS,
    MovementFilter,
    MovementRow,
    movement_table,
    parse_movement_filter,
)
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.reverse_movement import KEY as REVERSE
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import words
from stockpile_client.ui.models.window_model import Lease, WindowModel
from stockpile_client.ui.tables.views_button import ViewsButton
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.inventory.movement_columns import movement_columns
from stockpile_client.ui.views.inventory.page import Page
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.panel import Panel, Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

TYPING_PAUSE_MS = 200


class MovementsPage(Page):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filter = MovementFilter()
        self._order = ("", True)
        self._one_lot = ("", "")  # the filter line of a single lot, and the lot's id
        self._reading: Job | None = None
        self.model = WindowModel(movement_columns(desk.formats), self)
        self.table = Table(self.model, self.tr("Movements"), key="movements", sortable=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.states = StateStack(self.table)
        self.filter_line = LineEdit(icon="search", placeholder=self.tr("Filter, e.g. lot:W-0101 kind:release day>2026"))
        self.count = PlainLabel(muted=True)
        self.about = PlainLabel(size=Size.SMALL, elide=True)
        self.reverse = Button(self.tr("Reverse…"))
        self._problem = StatusMark(Status.DANGER, "", size=Size.SMALL)
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.refresh()

    # build

    def _build(self) -> None:
        fields = ", ".join(KEYS)
        self.filter_line.setAccessibleName(self.tr("Filter"))
        self.filter_line.setAccessibleDescription(self.tr("Fields: {fields}").format(fields=fields))
        self.filter_line.setToolTip(self.tr("Words, or conditions on {fields}").format(fields=fields))
        self.filter_line.setClearButtonEnabled(True)
        self.table.filter_line = self.filter_line
        self._problem.setVisible(False)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self.reverse.setEnabled(False)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(self.filter_line, 1)
        head.addWidget(ViewsButton(self.table))
        head.addWidget(self.count)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self._problem)
        column.addWidget(self._build_frame(), 1)

    def _build_frame(self) -> QWidget:
        frame = Panel()
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.states, 1)
        column.addWidget(Rule())
        side = theme.space(theme.SMALL)
        foot = QHBoxLayout()
        foot.setContentsMargins(side, side, side, side)
        foot.addWidget(self.about, 1)
        foot.addWidget(self.reverse)
        column.addLayout(foot)
        return frame

    def _connect(self) -> None:
        self.filter_line.textChanged.connect(lambda _text: self._pause.start())
        self.filter_line.returnPressed.connect(self._apply_filter)
        self._pause.timeout.connect(self._apply_filter)
        self.model.order_requested.connect(self._on_order_requested)
        self.model.failed.connect(self._desk.messages.show_error)
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.reverse.clicked.connect(lambda _checked=False: self._ask_to_reverse())
        self._desk.session.changed.connect(self._on_changed)

    # what the workspace asks

    def shown(self) -> None:
        self.table.setFocus()

    def show_lot(self, number: str, lot_id: str) -> None:
        """Show the ledger of one lot and of no other that has its number; typing another filter leaves it."""
        self._one_lot = (f'lot:"{number}"', lot_id)
        self.filter_line.setText(self._one_lot[0])
        self._apply_filter()

    # reading

    def refresh(self) -> None:
        """Read again, with the filter and the order as they stand."""
        if self._reading is not None:
            self._reading.cancel()
        self.states.show_loading()
        wanted, (order, descending) = self._filter, self._order
        self._reading = self._desk.session.lease(
            lambda ctx: movement_table(ctx, wanted, order_by=order, descending=descending),
            then=self._on_read,
            failed=self._on_failed,
        )

    def _on_read(self, lease: Lease) -> None:
        self._reading = None
        self.model.set_lease(lease)
        n = lease.count
        entries = self.tr("1 entry") if n == 1 else self.tr("{n} entries").format(n=self._desk.formats.integer(n))
        self.count.setText(entries if n else "")
        if n:
            self.states.show_content()
            self.table.selectRow(0)
        elif self._filter != MovementFilter():
            clear = Button(self.tr("Clear the filter"))
            clear.clicked.connect(self.filter_line.clear)
            self.states.show_empty(
                "search", self.tr("Nothing found"), self.tr("No entry of the ledger passes this filter."), [clear]
            )
        else:
            self.states.show_empty(
                "history",
                self.tr("No movements yet"),
                self.tr(
                    "Every change of a lot stands here, with the day on which it happened. Nothing is ever erased."
                ),
                [self._desk.actions.button("new_lot", Look.PRIMARY)],
            )
        self._on_selection_changed()

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.count.setText("")
        self.states.show_error(error, retry)

    def _apply_filter(self) -> None:
        self._pause.stop()
        try:
            wanted = parse_movement_filter(self.filter_line.text())
            if self._one_lot[0] and self.filter_line.text() == self._one_lot[0]:
                wanted = MovementFilter(lot=self._one_lot[1])
        except StockpileError as error:
            self._problem.set(Status.DANGER, f"{words(error.message)} {words(error.hint)}")
            self._problem.setVisible(True)
            return
        self._problem.setVisible(False)
        if wanted != self._filter:
            self._filter = wanted
            self.refresh()

    def _on_order_requested(self, order: str, descending: bool) -> None:
        if (order, descending) != self._order:
            self._order = (order, descending)
            self.refresh()

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.MOVEMENTS, Kind.LOTS, Kind.SITES):
            self.refresh()

    # the chosen entry

    @property
    def chosen(self) -> MovementRow | None:
        """The chosen entry, or None."""
        ranges = self.table.selected_ranges()
        row = self.model.row(ranges[0][0]) if ranges and self.model.rowCount() else None
        return row if isinstance(row, MovementRow) else None

    def _on_selection_changed(self) -> None:
        row = self.chosen
        self.reverse.setEnabled(row is not None and row.can_be_reversed)
        if row is None:
            self.about.setText("")
        elif row.reversed:
            self.about.setText(self.tr("This entry was reversed; it no longer counts."))
        elif row.reverses:
            self.about.setText(self.tr("This entry reverses another one. To take it back, post the movement anew."))
        else:
            parts = (row.counterparty, row.document, row.reason)
            self.about.setText(" · ".join(part for part in parts if part))

    def _ask_to_reverse(self) -> None:
        row = self.chosen
        if row is not None and row.can_be_reversed:
            self.form_wanted.emit(f"{REVERSE}{row.id}")
