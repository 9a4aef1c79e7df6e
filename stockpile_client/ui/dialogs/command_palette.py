"""Every action by its name: type a few letters, choose, Enter.

It lists what the one registry of actions holds, the ways to the workspaces among it, with the key that does the same.
An action that cannot be chosen now stands below the others and says why.

>>> CommandPalette(window.actions_registry, window).open()  # doctest: +SKIP
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stockpile_client.ui import icons, theme
from stockpile_client.ui.actions import Actions
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import thin_scroll_bars

_KEY, _ICON, _ASIDE, _ALLOWED = (Qt.ItemDataRole.UserRole + number for number in range(1, 5))
_CHARACTERS = 72
_MOST_ROWS = 12
_IN_LIST = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
NOT_OFFERED = frozenset({"command_palette"})
"""What nobody looks for in the palette: the palette."""


def folded(text: str) -> str:
    """``text`` without case and accents, for comparing what was typed."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def distance(typed: str, title: str) -> int | None:
    """How far a title is from what was typed; None if it does not fit.

    Each typed word must be found: at the beginning of a word (0), inside one (2), or its letters in order (5).

    >>> distance("exp inv", "Export inventory…"), distance("xport", "Export inventory…"), distance("zz", "Export")
    (0, 2, None)
    """
    where = folded(title)
    far = 0
    for part in folded(typed).split():
        if any(word.startswith(part) for word in where.split()):
            continue
        if part in where:
            far += 2
        elif _in_order(part, where):
            far += 5
        else:
            return None
    return far


def _in_order(letters: str, where: str) -> bool:
    rest = iter(where)
    return all(letter in rest for letter in letters)


class CommandPalette(QDialog):
    """A line to type in, and what fits."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find an action"))
        self._actions = actions
        self._reasons = {key: actions.reason(key) for key in actions.specs}  # before this dialog is in the way
        self.line = LineEdit(icon="search", placeholder=self.tr("What do you want to do?"))
        self.line.setAccessibleName(self.tr("What do you want to do?"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Actions that fit"))
        self.nothing = PlainLabel(self.tr("No action is called like that."), muted=True)
        self._build()
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_typed)
        self.line.returnPressed.connect(self._on_chosen)
        self.list.itemActivated.connect(self._on_chosen)
        self._on_typed("")

    def _build(self) -> None:
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        thin_scroll_bars(self.list)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(_MOST_ROWS * _row_height())
        self.list.setMinimumWidth(theme.text_width(_CHARACTERS))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self.line)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() is QEvent.Type.KeyPress and watched is self.line
        if pressed and isinstance(event, QKeyEvent) and event.key() in _IN_LIST:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    @property
    def titles(self) -> list[str]:
        """What is listed, from the top."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _on_typed(self, typed: str) -> None:
        found = []
        for order, key in enumerate(self._actions.specs):
            far = distance(typed, self._actions.title(key))
            if far is None and self._actions.specs[key].tip:
                far = distance(typed, self._actions.tip(key))
                far = None if far is None else far + 10  # what it is called goes before what it does
            if far is not None and key not in NOT_OFFERED:
                found.append((bool(self._reasons[key]), far, order, key))
        self.list.clear()
        for *_, key in sorted(found):
            self._add(key)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not found)
        self.list.setVisible(bool(found))

    def _add(self, key: str) -> None:
        title, reason, keys = self._actions.title(key), self._reasons[key], self._actions.keys(key)
        item = QListWidgetItem(title, self.list)
        item.setData(_KEY, key)
        item.setData(_ICON, self._actions.specs[key].icon)
        item.setData(_ASIDE, reason or keys)
        item.setData(_ALLOWED, not reason)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in (title, keys, reason) if part))
        item.setToolTip(self._actions[key].toolTip())

    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        if item is None or not item.data(_ALLOWED):
            return
        action = self._actions[item.data(_KEY)]
        self.accept()
        action.trigger()


def _row_height() -> int:
    return theme.row_height() + theme.space(theme.TIGHT)


class _LineDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.colours(option.palette)
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.sunken))
            painter.drawRoundedRect(area, theme.radius(), theme.radius())
        allowed = bool(index.data(_ALLOWED))
        ink = QColor(colours.selected_text if selected else colours.text if allowed else colours.muted)
        muted = QColor(colours.selected_text if selected else colours.muted)
        gap = theme.space(theme.SMALL)
        side = painter.fontMetrics().height()
        left = area.left() + gap
        if index.data(_ICON):
            icons.paint(painter, index.data(_ICON), QRectF(left, area.center().y() - side / 2, side, side), muted)
        left += side + gap
        centre = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(Size.SMALL))
        painter.setPen(muted)
        aside = index.data(_ASIDE) or ""
        right = area.right() - gap
        painter.drawText(
            QRect(left, area.top(), right - left, area.height()), centre | int(Qt.AlignmentFlag.AlignRight), aside
        )
        right -= painter.fontMetrics().horizontalAdvance(aside) + gap
        painter.setFont(theme.font())
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, area.top(), right - left, area.height()), centre, words)
        painter.restore()
