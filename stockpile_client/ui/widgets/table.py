"""The table of the program: flat header, quiet lines, right-aligned figures with their unit in a gutter of its own.

- The header has a selection model of its own: with the view's, Select All on a million rows repaints for seconds.
- Widths come from the columns' ``characters`` once; nothing measures all rows.
- Ctrl+C copies the selected rows as tab-separated text, header first, as spreadsheets expect it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import words
from stockpile_client.ui.models.window_model import Column, Role, WindowModel
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.plain_label import plain_tip
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars

COPY_LIMIT = 50_000
"""Rows that one copy takes to the clipboard: what a spreadsheet still pastes at once."""

_UNIT_CHARACTERS = 3


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: selection, line below, icon of a status, text, and the unit in its gutter."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.colours(option.palette)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(area, QColor(colours.selection))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(colours.sunken))
        muted = bool(index.data(Role.MUTED))
        ink = QColor(colours.selected_text if selected else colours.muted if muted else colours.text)
        inner = area.adjusted(theme.space(theme.SMALL), 0, -theme.space(theme.SMALL), -1)
        inner = self._paint_status(painter, index, inner, None if not selected else ink)
        inner = self._paint_unit(painter, index, inner, QColor(colours.selected_text if selected else colours.muted))
        painter.setPen(ink)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(inner, int(alignment), _fitting(text, painter.fontMetrics(), inner.width(), alignment))
        if state & QStyle.StateFlag.State_HasFocus and not selected:
            painter.setPen(QPen(QColor(colours.accent)))
            painter.drawRect(area.adjusted(0, 0, -1, -2))
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        room = option.rect.width() - 2 * theme.space(theme.SMALL)
        if index.data(Role.UNIT) is not None:
            room -= theme.text_width(_UNIT_CHARACTERS) + theme.space(theme.TIGHT)
        if option.fontMetrics.horizontalAdvance(text) <= room or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(f"{text} {index.data(Role.UNIT) or ''}".rstrip()), view)
        return True

    @staticmethod
    def _paint_status(
        painter: QPainter, index: QModelIndex | QPersistentModelIndex, area: QRect, ink: QColor | None
    ) -> QRect:
        status = index.data(Role.STATUS)
        if not isinstance(status, Status):
            return area
        side = painter.fontMetrics().height()
        colour = ink or theme.colours().of(status)
        icons.paint(painter, status.value, QRectF(area.left(), area.center().y() - side / 2 + 1, side, side), colour)
        return area.adjusted(side + theme.space(theme.TIGHT), 0, 0, 0)

    @staticmethod
    def _paint_unit(painter: QPainter, index: QModelIndex | QPersistentModelIndex, area: QRect, ink: QColor) -> QRect:
        unit = index.data(Role.UNIT)
        if not unit:  # no number: the words may use the gutter
            return area
        gutter = theme.text_width(_UNIT_CHARACTERS)
        painter.setPen(ink)
        place = QRect(area.right() - gutter + 1, area.top(), gutter, area.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), unit)
        return area.adjusted(0, 0, -gutter - theme.space(theme.TIGHT), 0)


def _fitting(text: str, metrics: QFontMetrics, room: int, alignment: Qt.AlignmentFlag) -> str:
    """``text`` cut short to ``room``; a figure that does not fit is not shown at all, since a part of it would lie."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    if alignment & Qt.AlignmentFlag.AlignRight and any(character.isdigit() for character in text):
        return "…"
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def _width(column: Column) -> int:
    """How wide a column is at first: its sample or its number of characters, its unit, and its own title."""
    text = theme.text_width(column.characters)
    if column.sample:
        text = QFontMetrics(theme.font()).horizontalAdvance(column.sample)
        if column.unit is not None:
            text += theme.text_width(_UNIT_CHARACTERS) + theme.space(theme.TIGHT)
        text = max(text, QFontMetrics(theme.font(Size.SMALL, strong=True)).horizontalAdvance(words(column.title)))
    return text + theme.space(theme.MEDIUM) + 2


class Header(QHeaderView):
    """A flat header: small muted words, a line below, an arrow on the column of the order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(theme.text_width(5))
        self.setFixedHeight(theme.row_height())
        self.setFont(theme.font(Size.SMALL))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        colours = theme.colours(self.palette())
        model = self.model()
        painter.save()
        painter.fillRect(rect, QColor(colours.window))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        if section < model.columnCount() - 1:
            mark = rect.adjusted(0, theme.space(theme.SMALL), 0, -theme.space(theme.SMALL))
            painter.fillRect(QRect(mark.right(), mark.top(), 1, mark.height()), QColor(colours.line))
        inner = rect.adjusted(theme.space(theme.SMALL), 0, -theme.space(theme.SMALL), 0)
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        alignment = int(model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole))
        painter.setFont(theme.font(Size.SMALL, strong=sorted_here))
        painter.setPen(QColor(colours.text if sorted_here else colours.muted))
        if sorted_here:
            inner = self._paint_arrow(painter, inner, right=bool(alignment & int(Qt.AlignmentFlag.AlignRight)))
        title = model.headerData(section, Qt.Orientation.Horizontal) or ""
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, alignment, shown)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, area: QRect, *, right: bool) -> QRect:
        side = painter.fontMetrics().height() - theme.space(theme.TIGHT) // 2
        left = area.left() if right else area.right() - side
        place = QRectF(left, area.center().y() - side / 2 + 1, side, side)
        painter.save()
        if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder:
            painter.translate(place.center())
            painter.rotate(180)
            painter.translate(-place.center())
        icons.paint(painter, "down", place, painter.pen().color())
        painter.restore()
        taken = side + theme.space(theme.TIGHT)
        return area.adjusted(taken, 0, 0, 0) if right else area.adjusted(0, 0, -taken, 0)


class Table(QTableView):
    """Rows of a :class:`WindowModel`; select whole rows, sort by the header, copy."""

    def __init__(self, model: WindowModel, name: str, *, sortable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words(name))
        header = Header(self)
        self.setHorizontalHeader(header)
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
        header.setSelectionModel(QItemSelectionModel(model, header))
        for section, column in enumerate(model.columns):
            self.setColumnWidth(section, _width(column))
            if column.stretch:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(not any(column.stretch for column in model.columns))
        if sortable:
            header.setSortIndicatorShown(True)
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    @property
    def rows_model(self) -> WindowModel:
        """The model, by its type."""
        model: QAbstractItemModel = self.model()
        assert isinstance(model, WindowModel)
        return model

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The selected rows as (first, last), in order; Select All is one pair, whatever the length."""
        return sorted({(part.top(), part.bottom()) for part in self.selectionModel().selection().toList()})

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text under their headers."""
        model = self.rows_model
        lines = ["\t".join(words(column.title) for column in model.columns)]
        for first, last in self.selected_ranges():
            for number in range(first, min(last, first + COPY_LIMIT - len(lines)) + 1):
                row = model.row(number)
                if row is not None:
                    lines.append("\t".join(_copied(column, row) for column in model.columns))
        QGuiApplication.clipboard().setText("\n".join(lines))


def _copied(column: Column, row: Any) -> str:
    """The text of a cell with its unit; a leading sign that a spreadsheet would run as a formula is defused."""
    text = f"{words(column.text(row))} {column.unit(row) if column.unit else ''}".strip()
    return f"'{text}" if text.startswith(("=", "+", "@", "\t", "\r")) else text
