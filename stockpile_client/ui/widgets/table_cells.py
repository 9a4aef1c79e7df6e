"""How a cell of a table is painted: selection, a quiet line below, icon of a status, text, and the unit in its gutter.

A figure that does not fit is not shown at all: a part of it would lie. The tip tells what was cut short.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import words
from stockpile_client.ui.models.window_model import Column, Role, WindowModel
from stockpile_client.ui.widgets.plain_label import plain_tip

UNIT_CHARACTERS = 3
"""Room for a unit, right of its number."""
_TEXTS = 4_096
"""Widths of texts that are remembered: some pages of a table, whose rows are painted over and over."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class _Brushwork:
    """What every cell is painted with; worked out anew where palette or font changed, not for each of 300 cells."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        colours = theme.colours(palette)
        self.colours = colours
        self.selection, self.line = QColor(colours.selection), QColor(colours.sunken)
        self.text, self.muted = QColor(colours.text), QColor(colours.muted)
        self.selected_text, self.accent = QColor(colours.selected_text), QColor(colours.accent)
        self.metrics = QFontMetrics(font)
        advance = self.metrics.horizontalAdvance
        # not of the method itself: a copied docstring would have PySide write the help of all its classes, for 50 ms
        self.advance = lru_cache(maxsize=_TEXTS)(lambda text: int(advance(text)))
        self.margin, self.gap = theme.space(theme.SMALL), theme.space(theme.TIGHT)
        self.gutter = theme.text_width(UNIT_CHARACTERS)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: selection, line below, icon of a status, text, and the unit in its gutter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._brushwork: _Brushwork | None = None
        self._made_for: tuple[int, QFont] | None = None

    def _brushes(self, option: QStyleOptionViewItem) -> _Brushwork:
        asked = (option.palette.cacheKey(), option.font)
        if self._brushwork is None or self._made_for != asked:
            self._brushwork = _Brushwork(option.palette, option.font)
            self._made_for = (asked[0], QFont(option.font))  # a copy: the option is gone when the cell is painted
        return self._brushwork

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        brushes = self._brushes(option)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(area, brushes.selection)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), brushes.line)
        model = index.model()
        assert isinstance(model, WindowModel)  # the only model that our table takes
        row, column = model.row(index.row()), model.columns[index.column()]
        if row is not None:
            self._paint_content(painter, area, brushes, column, row, selected=selected)
        if state & QStyle.StateFlag.State_HasFocus and not selected:
            painter.setPen(QPen(brushes.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -2))
        painter.restore()

    @staticmethod
    def _paint_content(
        painter: QPainter, area: QRect, brushes: _Brushwork, column: Column, row: Any, *, selected: bool
    ) -> None:
        """Icon, unit and text, asked of the column itself: a role at a time would cost a call through Qt for each."""
        inner = area.adjusted(brushes.margin, 0, -brushes.margin, -1)
        muted = column.muted is not None and column.muted(row)
        ink = brushes.selected_text if selected else brushes.muted if muted else brushes.text
        status = column.status(row) if column.status is not None else None
        if status is not None:
            side = brushes.metrics.height()
            place = QRectF(inner.left(), inner.center().y() - side / 2 + 1, side, side)
            icons.paint(painter, status.value, place, ink if selected else brushes.colours.of(status))
            inner = inner.adjusted(side + brushes.gap, 0, 0, 0)
        unit = words(column.unit(row)) if column.unit is not None else ""
        if unit:  # without a number the words may use the gutter
            painter.setPen(brushes.selected_text if selected else brushes.muted)
            place_of_unit = QRect(inner.right() - brushes.gutter + 1, inner.top(), brushes.gutter, inner.height())
            painter.drawText(place_of_unit, _LEFT, unit)
            inner = inner.adjusted(0, 0, -brushes.gutter - brushes.gap, 0)
        painter.setPen(ink)
        text = _fitting(words(column.text(row)), brushes, inner.width(), numeric=column.numeric)
        painter.drawText(inner, _RIGHT if column.numeric else _LEFT, text)

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
            room -= theme.text_width(UNIT_CHARACTERS) + theme.space(theme.TIGHT)
        if option.fontMetrics.horizontalAdvance(text) <= room or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(f"{text} {index.data(Role.UNIT) or ''}".rstrip()), view)
        return True


def _fitting(text: str, brushes: _Brushwork, room: int, *, numeric: bool) -> str:
    """``text`` cut short to ``room``; a figure that does not fit is not shown at all, since a part of it would lie."""
    if brushes.advance(text) <= room:
        return text
    if numeric and any(character.isdigit() for character in text):
        return "…"
    return brushes.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
