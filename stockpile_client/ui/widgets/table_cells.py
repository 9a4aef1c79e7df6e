"""How a cell of a table is painted: selection, a quiet line below, icon of a status, text, and the unit in its gutter.

A figure that does not fit is not shown at all: a part of it would lie. The tip tells what was cut short.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from stockpile_client.ui import icons, theme
from stockpile_client.ui.models.window_model import Role
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.plain_label import plain_tip

UNIT_CHARACTERS = 3
"""Room for a unit, right of its number."""


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
            room -= theme.text_width(UNIT_CHARACTERS) + theme.space(theme.TIGHT)
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
        gutter = theme.text_width(UNIT_CHARACTERS)
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
