"""The table of the program: flat header, quiet lines, right-aligned figures with their unit in a gutter of its own.

- The header has a selection model of its own: with the view's, Select All on a million rows repaints for seconds.
- Widths come from the columns' ``characters``, their headings and the first rows; nothing measures all rows.
- What needs the profile (columns remembered, views under a name, copying, exporting) is done by the table's host: the
  nearest widget above it that has one. The menu key, or the right mouse key on a header or a row, shows it all.

>>> table = Table(model, self.tr("Lots"), key="lots", sortable=True)  # doctest: +SKIP
>>> table.selected_ranges()  # doctest: +SKIP
[(0, 999999)]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from stockpile_client.services.saved_views import Look, ShownColumn
from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.models.window_model import WindowModel
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars
from stockpile_client.ui.widgets.table_cells import CellDelegate
from stockpile_client.ui.widgets.table_columns import apply_columns, columns_of, stretch_what_is_left
from stockpile_client.ui.widgets.table_fit import ColumnFit
from stockpile_client.ui.widgets.table_header import Header, natural_width

SETTLED_MS = 400
"""Columns are remembered when nobody has pulled at them for this long."""


class TableHost(Protocol):
    """What a table asks of whoever has the profile."""

    def adopt(self, table: Table) -> None:
        """The table is shown for the first time: give it the look that it was left with."""
        ...

    def show_menu(self, table: Table, at: QPoint) -> None:
        """Offer everything that can be done with the table; ``at`` is a point of the screen."""
        ...

    def show_views(self, table: Table, at: QPoint) -> None:
        """Offer the views of the table that have a name."""
        ...

    def copy(self, table: Table) -> None:
        """Put the selected rows on the clipboard."""
        ...

    def remember(self, table: Table) -> None:
        """The columns were changed by hand."""
        ...


@runtime_checkable
class HostsTables(Protocol):
    """A widget below which tables find their host."""

    table_host: TableHost | None


class Table(QTableView):
    """Rows of a :class:`WindowModel`; select whole rows, sort by the header, choose columns, copy.

    ``key`` is the word by which its looks are kept; without one it is known by its columns. ``filter_line`` is the
    field that filters it, if any; ``notes`` says what else holds for the rows that are shown (a day looked back at).
    """

    paste_wanted = Signal()

    def __init__(
        self, model: WindowModel, name: str, *, key: str = "", sortable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(words(name))
        self.key = key or " ".join(column.key for column in model.columns)
        self.filter_line: QLineEdit | None = None
        self.notes: Callable[[], Sequence[str]] = tuple
        self.takes_paste = False
        self._host: TableHost | None = None
        self._is_arranging = False
        self._header = Header(self)
        self._fit = ColumnFit(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._build(model)
        self._build_columns(model)
        if sortable:
            self._header.setSortIndicatorShown(True)
            self._header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        self._connect()

    def _build(self, model: WindowModel) -> None:
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        thin_scroll_bars(self)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setModel(model)

    def _build_columns(self, model: WindowModel) -> None:
        self._header.setSelectionModel(QItemSelectionModel(model, self._header))
        for section, column in enumerate(model.columns):
            self.setColumnWidth(section, natural_width(column))
            if column.stretch:
                self._header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        stretch_what_is_left(self)

    def _connect(self) -> None:
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._on_header_menu)
        self._header.sectionMoved.connect(self._on_columns_touched)
        self._header.sectionResized.connect(self._on_column_pulled)
        self.rows_model.modelReset.connect(self._on_rows_replaced)
        self._settled.timeout.connect(self._on_columns_settled)

    @property
    def rows_model(self) -> WindowModel:
        """The model, by its type."""
        model: QAbstractItemModel = self.model()
        assert isinstance(model, WindowModel)
        return model

    @property
    def header(self) -> Header:
        """The header, by its type."""
        return self._header

    # the selection

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The selected rows as (first, last), in order; Select All is one pair, whatever the length."""
        return sorted({(part.top(), part.bottom()) for part in self.selectionModel().selection().toList()})

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    # the look

    def look(self) -> Look:
        """Filter, order and columns as they stand."""
        section = self._header.sortIndicatorSection() if self._header.isSortIndicatorShown() else -1
        order = self.rows_model.columns[section].order if section >= 0 else ""
        descending = bool(order) and self._header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        text = self.filter_line.text().strip() if self.filter_line is not None else ""
        return Look(text, order, descending, columns_of(self))

    def show_look(self, look: Look) -> None:
        """Take over filter, order and columns."""
        self.show_columns(look.columns)
        if self.filter_line is not None and self.filter_line.text().strip() != look.filter:
            self.filter_line.setText(look.filter)
            self.filter_line.returnPressed.emit()
        if self._header.isSortIndicatorShown():
            orders = [column.order for column in self.rows_model.columns]
            section = orders.index(look.order) if look.order and look.order in orders else -1
            direction = Qt.SortOrder.DescendingOrder if look.descending else Qt.SortOrder.AscendingOrder
            self.sortByColumn(section, direction)

    @property
    def pulled(self) -> set[int]:
        """The columns whose width is somebody's own."""
        return self._fit.pulled

    def takes_rest(self, section: int) -> bool:
        """Whether a column takes what the others leave over."""
        return self._fit.takes_rest(section)

    def fit_columns(self) -> None:
        """Share the room among the columns anew, if anybody sees them."""
        if not self.isVisible() or self._is_arranging:
            return
        self._is_arranging = True
        try:
            self._fit.fit()
        finally:
            self._is_arranging = False

    def _on_rows_replaced(self) -> None:
        self._fit.forget()
        self.fit_columns()

    def show_columns(self, columns: Sequence[ShownColumn]) -> None:
        """Show these columns; none: as at first."""
        self._is_arranging = True  # what the program does is not remembered as done by hand
        try:
            apply_columns(self, columns)
        finally:
            self._is_arranging = False
        self.fit_columns()

    def _on_column_pulled(self, section: int, *_sizes: int) -> None:
        if not self._is_arranging and not self.takes_rest(section):
            self._fit.pulled.add(section)
            self._on_columns_touched()

    def _on_columns_touched(self, *_sizes: int) -> None:
        if self._host is not None and not self._is_arranging:
            self._settled.start()

    def _on_columns_settled(self) -> None:
        if self._host is not None:
            self._host.remember(self)

    # what the host does

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._host is None:
            self._host = _host_above(self)
            if self._host is not None:
                self._host.adopt(self)
                self._settled.stop()
        self.fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self._host is not None:
            self._host.copy(self)
        elif event.matches(QKeySequence.StandardKey.Paste) and self.takes_paste:
            self.paste_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._host is None:
            super().contextMenuEvent(event)
            return
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()) if self.currentIndex().isValid() else self.viewport().rect()
            at = self.viewport().mapToGlobal(place.bottomLeft())
        self._host.show_menu(self, at)

    def show_views(self, at: QPoint) -> None:
        """Offer the views that have a name, at a point of the screen."""
        if self._host is not None:
            self._host.show_views(self, at)

    def _on_header_menu(self, at: QPoint) -> None:
        if self._host is not None:
            self._host.show_menu(self, self._header.mapToGlobal(at))


def _host_above(widget: QWidget) -> TableHost | None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, HostsTables):
            return above.table_host
        above = above.parentWidget()
    return None
