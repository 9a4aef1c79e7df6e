"""Choosing columns: which are shown, in what order. The keyboard is enough: Space shows, Alt with an arrow moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from stockpile_client.services.saved_views import ShownColumn
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import words
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.panel import framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.table_columns import columns_of, own_columns

if TYPE_CHECKING:
    from stockpile_client.ui.tables.keeper import TableKeeper

_CHARACTERS = 30
_MOST_ROWS = 14


class ColumnList(QListWidget):
    """Columns one below the other; Alt with an arrow asks to move the current one."""

    move_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        own, palette = theme.colours(), self.palette()  # a row looks chosen as in a table
        palette.setColor(QPalette.ColorRole.Highlight, QColor(own.selection))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(own.selected_text))
        self.setPalette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_wanted.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class ColumnsDialog(DecisionDialog):
    """See the module; nothing of the table changes before the person confirms."""

    def __init__(self, keeper: TableKeeper, table: Table) -> None:
        super().__init__(
            table.tr("Columns"), table.tr("A tick shows a column. They stand from left to right."), "", table.window()
        )
        self._keeper = keeper
        self._table = table
        self._columns = table.rows_model.columns
        self.list = ColumnList()
        self.up = Button(self.tr("Move &left"))
        self.down = Button(self.tr("Move &right"))
        self.restore = Button(self.tr("&As at first"), look=Look.QUIET)
        self._problem = PlainLabel(self.tr("One column at least is shown."), muted=True)
        self.primary.setText(self.tr("Show these columns"))
        self._fill()
        self._show(columns_of(table) or own_columns(self._columns))
        self._connect()
        self.list.setFocus()

    def _fill(self) -> None:
        self.list.setAccessibleName(self.tr("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        thin_scroll_bars(self.list)
        rows = min(len(self._columns), _MOST_ROWS)
        self.list.setFixedHeight(rows * theme.row_height() + theme.space(theme.SMALL))
        self.list.setMinimumWidth(theme.text_width(_CHARACTERS))
        frame = framed(self.list)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.space(theme.SMALL))
        for button in (self.up, self.down, self.restore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.MEDIUM))
        row.addWidget(frame, 1)
        row.addLayout(buttons)
        self.body.addLayout(row)
        self.body.addWidget(self._problem)

    def _connect(self) -> None:
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.restore.clicked.connect(lambda: self._show(own_columns(self._columns)))
        self.list.move_wanted.connect(self._move)
        self.list.itemChanged.connect(lambda _item: self._show_possible())
        self.list.currentRowChanged.connect(lambda _row: self._show_possible())
        self.list.model().rowsMoved.connect(lambda *_moved: self._show_possible())
        self.confirmed.connect(self._on_confirmed)

    def _show(self, columns: tuple[ShownColumn, ...]) -> None:
        titles = {column.key: words(column.title) for column in self._columns}
        self.list.clear()
        for column in columns:
            item = QListWidgetItem(titles[column.key])
            item.setData(Qt.ItemDataRole.UserRole, (column.key, column.width))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Unchecked if column.hidden else Qt.CheckState.Checked)
            item.setSizeHint(QSize(0, theme.row_height()))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._show_possible()

    def columns(self) -> tuple[ShownColumn, ...]:
        """The columns as they are chosen."""
        found = []
        for at in range(self.list.count()):
            item = self.list.item(at)
            key, width = item.data(Qt.ItemDataRole.UserRole)
            found.append(ShownColumn(key, width, item.checkState() is Qt.CheckState.Unchecked))
        return tuple(found)

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count():
            self.list.insertItem(at + by, self.list.takeItem(at))
            self.list.setCurrentRow(at + by)

    def _show_possible(self) -> None:
        at, last = self.list.currentRow(), self.list.count() - 1
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < last)
        shows_any = any(not column.hidden for column in self.columns())
        self.primary.setEnabled(shows_any)
        self._problem.setVisible(not shows_any)

    def _on_confirmed(self) -> None:
        chosen = self.columns()
        self._keeper.show_columns(self._table, () if chosen == own_columns(self._columns) else chosen)
        self.accept()
