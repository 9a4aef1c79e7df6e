"""Thin scroll bars (a rounded handle, no buttons), and the area that scrolls a page without a frame."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QScrollBar, QWidget

from stockpile_client.ui import theme

_LEAST_HANDLE = 6  # steps of the spacing scale: below that a handle is hard to catch


class ScrollBar(QScrollBar):
    """Drawn by itself; the range, the keys and the wheel are Qt's."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)  # what lies below shows through

    def sizeHint(self) -> QSize:
        thick = theme.space(theme.SMALL + 1)
        return QSize(thick, thick)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.maximum() <= self.minimum():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.muted if self.isSliderDown() or self.underMouse() else colours.line))
        inset = theme.space(theme.TIGHT) / 2 + 1
        handle = self._handle().adjusted(inset, inset, -inset, -inset)
        round_end = min(handle.width(), handle.height()) / 2
        painter.drawRoundedRect(handle, round_end, round_end)

    def _handle(self) -> QRectF:
        """Where the handle is: its length is the share of the whole that is seen."""
        upright = self.orientation() is Qt.Orientation.Vertical
        track = float(self.height() if upright else self.width())
        whole = self.maximum() - self.minimum() + self.pageStep()
        length = max(track * self.pageStep() / whole, theme.space(_LEAST_HANDLE))
        start = (track - length) * (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        return QRectF(0, start, self.width(), length) if upright else QRectF(start, 0, length, self.height())


def thin_scroll_bars(area: QAbstractScrollArea) -> None:
    """Give an area this kind of scroll bars, and an empty corner between them."""
    area.setVerticalScrollBar(ScrollBar(Qt.Orientation.Vertical))
    area.setHorizontalScrollBar(ScrollBar(Qt.Orientation.Horizontal))
    area.setCornerWidget(QWidget())


class ScrollArea(QScrollArea):
    """Scrolls ``page`` where it does not fit; takes no focus and paints no background of its own."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A viewport of our own: to ask Qt for its one makes PySide set up every kind of widget, 25 ms of the start.
        viewport = QWidget()
        viewport.setAutoFillBackground(False)
        self.setViewport(viewport)
        thin_scroll_bars(self)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setAutoFillBackground(False)
