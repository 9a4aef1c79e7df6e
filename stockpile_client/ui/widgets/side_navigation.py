"""The way between workspaces: icon, name, and how many things wait there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars

_ICON = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_KEY = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One way: ``key`` names it in code, ``title`` on screen."""

    key: str
    title: str
    icon: str


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.control_height() + theme.space(theme.TIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.colours(option.palette)
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect.adjusted(
            theme.space(theme.SMALL),
            theme.space(theme.TIGHT) // 2,
            -theme.space(theme.SMALL),
            -theme.space(theme.TIGHT) // 2,
        )
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.sunken))
            painter.drawRoundedRect(area, theme.radius(), theme.radius())
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(QColor(colours.accent), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, theme.radius(), theme.radius())
        ink = QColor(colours.selected_text if selected else colours.text)
        side = painter.fontMetrics().height() + theme.space(theme.TIGHT)
        left = area.left() + theme.space(theme.SMALL)
        tint = ink if selected else QColor(colours.muted)
        icons.paint(painter, index.data(_ICON), QRectF(left, area.center().y() - side / 2 + 0.5, side, side), tint)
        painter.setFont(theme.font(strong=selected))
        painter.setPen(ink)
        right = self._paint_count(painter, area, index.data(_COUNT) or 0)
        words = QRect(left + side + theme.space(theme.SMALL), area.top(), 0, area.height())
        words.setRight(right)
        shown = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()

    @staticmethod
    def _paint_count(painter: QPainter, area: QRect, count: int) -> int:
        """The number of waiting things, right; returns where the words must end."""
        right = area.right() - theme.space(theme.SMALL)
        if not count:
            return right
        text = str(count)
        colours = theme.colours()
        width = max(
            painter.fontMetrics().horizontalAdvance(text) + theme.space(theme.SMALL), theme.space(theme.MEDIUM + 1)
        )
        height = painter.fontMetrics().height() + 2
        badge = QRectF(right - width, area.center().y() - height / 2 + 0.5, width, height)
        ink = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setPen(QColor(colours.on_accent))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.setPen(ink)
        return int(badge.left()) - theme.space(theme.TIGHT)


class SideNavigation(QListWidget):
    """A list of entries, one chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Workspaces"))
        self.setItemDelegate(_EntryDelegate(self))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        thin_scroll_bars(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.text_width(22) + theme.space(theme.HUGE))
        self.viewport().setAutoFillBackground(False)
        self.currentItemChanged.connect(self._on_current_item_changed)

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these ways; none is chosen yet."""
        self.clear()
        self.setFixedWidth(max(self.width(), _width_for([entry.title for entry in entries])))
        for entry in entries:
            item = QListWidgetItem(entry.title, self)
            item.setData(_ICON, entry.icon)
            item.setData(_KEY, entry.key)

    def choose(self, key: str) -> None:
        """Go there."""
        for item in self._items():
            if item.data(_KEY) == key:
                self.setCurrentItem(item)

    def set_count(self, key: str, count: int) -> None:
        """How many things wait there; 0 shows nothing."""
        for item in self._items():
            if item.data(_KEY) == key:
                item.setData(_COUNT, count)
                waiting = self.tr("{title}, {count} waiting").format(title=item.text(), count=count)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, waiting if count else item.text())

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _on_current_item_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_KEY))


def _width_for(titles: list[str]) -> int:
    """Room for the longest name in the weight of the chosen one, with its icon and a number that waits there."""
    metrics = QFontMetrics(theme.font(strong=True))
    longest = max(map(metrics.horizontalAdvance, titles), default=0)
    icon = metrics.height() + theme.space(theme.TIGHT)
    count = theme.space(theme.MEDIUM + 1) + theme.space(theme.TIGHT)
    return longest + icon + count + 5 * theme.space(theme.SMALL) + theme.space(theme.TIGHT)
