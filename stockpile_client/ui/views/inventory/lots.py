"""Every lot in one table, a filter line above it, what is selected below it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.lot_filter import KEYS, KINDS, LotFilter, parse_filter
from stockpile_client.services.lot_table import MOST_SUMMED, LotRow, MaterialSum, lot_table, sum_of
from stockpile_client.ui import stock_words, theme
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr_count, words
from stockpile_client.ui.models.window_model import Lease, WindowModel
from stockpile_client.ui.tables.filter_help import FilterHelp
from stockpile_client.ui.tables.views_button import ViewsButton
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.inventory.lot_columns import known_values, lot_columns
from stockpile_client.ui.views.inventory.lot_pane import LotPane
from stockpile_client.ui.views.inventory.page import Page
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.inputs import CheckBox, DateEdit, LineEdit
from stockpile_client.ui.widgets.panel import Panel, Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.status_mark import StatusMark
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

TYPING_PAUSE_MS = 200
"""A filter is applied when typing pauses this long."""


class LotsPage(Page):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filter = LotFilter()
        self._order = ("", False)
        self._chosen = (0, "")  # row number and lot id, to choose it again after reading anew
        self._reading: Job | None = None
        self._summing: Job | None = None
        self.model = WindowModel(lot_columns(desk.formats), self)
        self.table = Table(self.model, self.tr("Lots"), key="lots", sortable=True)
        self.states = StateStack(self.table)
        self.filter_line = LineEdit(icon="search", placeholder=self.tr("Filter, e.g. material:W form:oxide qty>10t"))
        self.views = ViewsButton(self.table)
        self.look_back = CheckBox(self.tr("As of"))
        self.day = DateEdit()
        self.count = PlainLabel(muted=True)
        self.selection = PlainLabel(size=Size.SMALL, elide=True)
        self.ledger = Button(self.tr("Ledger"))
        self.edit = desk.actions.button("edit_lot")
        self.post = desk.actions.button("post_movement")
        self.pane = LotPane(desk)
        self._filter_problem = StatusMark(Status.DANGER, "", size=Size.SMALL)
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.refresh()

    # build

    def _build(self) -> None:
        self.filter_line.setAccessibleName(self.tr("Filter"))
        self.filter_line.setAccessibleDescription(self.tr("Fields: {fields}").format(fields=", ".join(KEYS)))
        self.filter_line.setToolTip(self.tr("Words, or conditions on {fields}").format(fields=", ".join(KEYS)))
        self.filter_line.setClearButtonEnabled(True)
        FilterHelp(self.filter_line, KINDS, known_values(self._desk.session.context.catalogue))
        self.table.filter_line = self.filter_line
        self.table.notes = self._notes
        self.table.takes_paste = True
        self.day.setAccessibleName(self.tr("As of"))
        self.day.setDate(_qdate(self._desk.session.context.today()))
        self.day.setEnabled(False)
        self._filter_problem.setVisible(False)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        margin = theme.space(theme.MEDIUM)
        upper = QVBoxLayout()
        upper.setSpacing(theme.space(theme.SMALL))
        upper.addLayout(self._build_head())
        upper.addLayout(self._build_filters())
        upper.addWidget(self._filter_problem)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.space(theme.SMALL))
        splitter.addWidget(self._build_frame())
        splitter.addWidget(self.pane)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([theme.row_height() * 15, theme.row_height() * 9])
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, theme.space(theme.SMALL))
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(upper)
        column.addWidget(splitter, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self._desk.actions.button("export_inventory"))
        head.addWidget(self._desk.actions.button("import_inventory"))
        head.addWidget(self._desk.actions.button("new_lot", Look.PRIMARY))
        return head

    def _build_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self.filter_line, 1)
        row.addWidget(self.views)
        row.addSpacing(theme.space(theme.SMALL))
        row.addWidget(self.look_back)
        row.addWidget(self.day)
        return row

    def _build_frame(self) -> QWidget:
        frame = Panel()
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.states, 1)
        foot = QHBoxLayout()
        side = theme.space(theme.SMALL)
        foot.setContentsMargins(side, theme.space(theme.TIGHT), side, theme.space(theme.TIGHT))
        foot.setSpacing(theme.space(theme.SMALL))
        keeps_place = self.selection.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)  # with nothing found the buttons stay where they are
        self.selection.setSizePolicy(keeps_place)
        foot.addWidget(self.selection, 1)
        for button in (self.ledger, self.edit, self.post):
            foot.addWidget(button)
        column.addWidget(Rule())
        column.addLayout(foot)
        return frame

    # connect

    def _connect(self) -> None:
        self.filter_line.textChanged.connect(lambda _text: self._pause.start())
        self.filter_line.returnPressed.connect(self._apply_filter)
        self._pause.timeout.connect(self._apply_filter)
        self.look_back.toggled.connect(self.day.setEnabled)
        self.look_back.toggled.connect(lambda _on: self.refresh())
        self.day.dateChanged.connect(lambda _day: self.refresh())
        self.model.order_requested.connect(self._on_order_requested)
        self.table.paste_wanted.connect(self._on_paste_wanted)
        self.model.failed.connect(self._desk.messages.show_error)
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.ledger.clicked.connect(lambda _checked=False: self._show_ledger())
        self.table.activated.connect(lambda _index: self._open("lot.edit:"))
        self._desk.session.changed.connect(self._on_changed)

    # what the workspace asks

    def perform(self, action: str) -> None:
        if action == "find_lots":
            self.filter_line.setFocus()
            self.filter_line.selectAll()
        elif action == "import_inventory":
            self._choose_import()
        elif action == "export_inventory":
            self._choose_export()
        elif action == "paste_lots":
            self._on_paste_wanted()
        elif action == "edit_lot":
            self._open("lot.edit:")
        elif action == "post_movement":
            self._open("movement.new:")

    def shown(self) -> None:
        self.table.setFocus()

    def open_path(self, path: Path) -> None:
        """Show what importing a spreadsheet would do."""
        from stockpile_client.ui.dialogs.import_inventory import ImportDialog  # noqa: PLC0415 - loads the table readers

        ImportDialog(self._desk, path, self).open()

    # reading

    def as_of(self) -> date | None:
        """The day that is looked back at, or None for the newest state."""
        return self.day.date().toPython() if self.look_back.isChecked() else None  # type: ignore[return-value]

    def refresh(self) -> None:
        """Read again, with the filter and the order as they stand."""
        if self._reading is not None:
            self._reading.cancel()
        self.states.show_loading()
        wanted, (order, descending), day = self._filter, self._order, self.as_of()
        self._reading = self._desk.session.lease(
            lambda ctx: lot_table(ctx, wanted, order_by=order, descending=descending, as_of=day),
            then=self._on_read,
            failed=self._on_failed,
        )

    def _on_read(self, lease: Lease) -> None:
        self._reading = None
        self.model.set_lease(lease)
        self._show_state(lease.count)
        self.pane.setVisible(bool(lease.count))
        self.selection.setVisible(bool(lease.count))
        if lease.count:
            at, lot_id = self._chosen
            row = self.model.row(at) if at < lease.count else None
            self.table.selectRow(at if isinstance(row, LotRow) and row.lot_id == lot_id else 0)
        else:
            self._on_selection_changed()

    def _show_state(self, lots: int) -> None:
        self.count.setText(tr_count("{n} lot", "{n} lots", lots))
        self.count.setVisible(bool(lots))
        if lots:
            self.states.show_content()
        elif self._filter.terms:
            clear = Button(self.tr("Clear the filter"))
            clear.clicked.connect(self.filter_line.clear)
            said = self.tr("No lot passes this filter. Conditions all have to hold; take one away to see more.")
            self.states.show_empty("search", self.tr("Nothing found"), said, [clear])
        else:
            self.states.show_empty(
                "inventory",
                self.tr("No stock yet"),
                self.tr(
                    "Every lot that the agency holds stands here: what it is, how much, where, and how soon it can be"
                    " used. Bring in the spreadsheet that you have; you see what would change before anything is"
                    " written."
                ),
                [
                    self._desk.actions.button("new_lot"),
                    self._desk.actions.button("import_inventory", Look.PRIMARY),
                ],
            )

    def _on_failed(self, error: StockpileError) -> None:
        self._reading = None
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.count.setText("")
        self.states.show_error(error, retry)

    def _apply_filter(self) -> None:
        self._pause.stop()
        try:
            wanted = parse_filter(self.filter_line.text())
        except StockpileError as error:
            self._filter_problem.set(Status.DANGER, f"{words(error.message)} {words(error.hint)}")
            self._filter_problem.setVisible(True)
            return
        self._filter_problem.setVisible(False)
        if wanted != self._filter:
            self._filter = wanted
            self.refresh()

    def _on_order_requested(self, order: str, descending: bool) -> None:
        if (order, descending) != self._order:
            self._order = (order, descending)
            self.refresh()

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.LOTS, Kind.MOVEMENTS, Kind.ENCUMBRANCES, Kind.SITES):
            self.refresh()

    # the selection

    def _on_selection_changed(self) -> None:
        if self._summing is not None:
            self._summing.cancel()
            self._summing = None
        selected = self.table.selected_count()
        ranges = self.table.selected_ranges()
        row = self.model.row(ranges[0][0]) if selected == 1 else None
        one = row if isinstance(row, LotRow) else None
        if one is not None:
            self._chosen = (ranges[0][0], one.lot_id)
        for button in (self.ledger, self.edit, self.post):
            button.setEnabled(one is not None)
        self.pane.show_lot(one, self.as_of(), selected)
        if selected == 0:
            self.selection.setText(self.tr("Select lots to see what they hold together."))
        elif selected > MOST_SUMMED:
            self.selection.setText(tr_count("{n} lot selected", "{n} lots selected", selected))
        else:
            self._sum(ranges)

    def _sum(self, ranges: list[tuple[int, int]]) -> None:
        wanted, (order, descending), day = self._filter, self._order, self.as_of()
        self._summing = self._desk.session.read(
            lambda ctx, token: sum_of(
                lot_table(ctx, wanted, order_by=order, descending=descending, as_of=day), ranges, token.check
            ),
            then=self._on_summed,
            failed=self._desk.messages.show_error,
        )

    def _on_summed(self, sums: tuple[MaterialSum, ...]) -> None:
        self._summing = None
        parts = [tr_count("{n} lot selected", "{n} lots selected", sum(part.lots for part in sums))]
        parts += [stock_words.contained(self._desk.formats, part.contained, part.material) for part in sums]
        self.selection.setText(" · ".join(parts))

    # one lot

    @property
    def chosen(self) -> LotRow | None:
        """The chosen lot, if it is one."""
        ranges = self.table.selected_ranges()
        row = self.model.row(ranges[0][0]) if self.table.selected_count() == 1 else None
        return row if isinstance(row, LotRow) else None

    def _open(self, form: str) -> None:
        lot = self.chosen
        if lot is None:
            self._desk.messages.show_message(Status.INFO, self.tr("Choose a single lot first."))
        else:
            self.form_wanted.emit(f"{form}{lot.lot_id}")

    def _show_ledger(self) -> None:
        lot = self.chosen
        if lot is not None:
            self.ledger_wanted.emit(lot.number, lot.lot_id)

    # in and out

    def _choose_import(self) -> None:
        from stockpile_client.ui import files  # noqa: PLC0415 - beside the dialog that it leads to

        filters = [self.tr("Tables (*.csv *.tsv *.txt *.xlsx)"), self.tr("All files (*)")]
        files.choose_to_open(self, self.tr("Import inventory"), filters, self.open_path)

    def _on_paste_wanted(self) -> None:
        from stockpile_client.ui.dialogs.import_inventory import paste_inventory  # noqa: PLC0415 - as above

        paste_inventory(self._desk, self)

    def _notes(self) -> tuple[str, ...]:
        """What the rows of the table are, beside its filter."""
        day = self.as_of()
        return () if day is None else (self.tr("As of {day}").format(day=self._desk.formats.day(day)),)

    def _choose_export(self) -> None:
        from stockpile_client.ui.dialogs.export_inventory import choose_export  # noqa: PLC0415 - loads the writers

        choose_export(self, self._desk, self.as_of())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
