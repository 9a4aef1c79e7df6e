"""Tabs between the pages of one workspace: words in a row, a line in the accent under the one that is shown.

Left and Right go to the neighbours while the tabs have the focus; a screen reader hears a list of page tabs.

>>> tabs.chosen.connect(self._on_page_chosen)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from stockpile_client.ui import theme


class PageTabs(QTabBar):
    """``pages`` are pairs of a key and the words on screen."""

    chosen = Signal(str)

    def __init__(self, name: str, pages: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(key for key, _ in pages)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for _, title in pages:
            self.addTab(title)
        self.currentChanged.connect(lambda index: self.chosen.emit(self._keys[index]))

    @property
    def key(self) -> str:
        """The key of the page that is shown."""
        return self._keys[self.currentIndex()]

    def choose(self, key: str) -> None:
        """Show the page of that key."""
        self.setCurrentIndex(self._keys.index(key))

    def tabSizeHint(self, index: int) -> QSize:
        words = QFontMetrics(theme.font(strong=True)).horizontalAdvance(self.tabText(index))
        return QSize(words + 2 * theme.space(theme.SMALL + 1), theme.control_height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            shown, area = index == self.currentIndex(), self.tabRect(index)
            painter.setFont(theme.font(strong=shown))
            painter.setPen(QColor(colours.text if shown else colours.muted))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), self.tabText(index))
            if shown:
                self._paint_mark(painter, area, QColor(colours.accent))

    def _paint_mark(self, painter: QPainter, area: QRect, accent: QColor) -> None:
        thick = theme.space(theme.TIGHT) // 2
        inset = theme.space(theme.SMALL)
        line = QRect(area.left() + inset, area.bottom() - thick + 1, area.width() - 2 * inset, thick)
        painter.fillRect(line, accent)
        if self.hasFocus():
            painter.setPen(QPen(accent, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), theme.radius(), theme.radius())
