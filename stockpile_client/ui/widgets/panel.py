"""Surfaces: a filled, bordered area that groups what belongs together, and thin lines between areas."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Status


class Panel(QWidget):
    """A rounded surface; with a ``status`` it takes that status's soft background and its colour as border."""

    def __init__(self, status: Status | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = status

    def set_status(self, status: Status | None) -> None:
        """Take another background."""
        self._status = status
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(colours.surface) if self._status is None else colours.soft(self._status)
        edge = QColor(colours.line) if self._status is None else colours.of(self._status)
        painter.setPen(QPen(edge))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.radius(), theme.radius())


def framed(content: QWidget) -> Panel:
    """A surface that is nothing but the line around its content: a table, or what stands in its place."""
    frame = Panel()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(content)
    return frame


class Rule(QFrame):
    """A line of one pixel between areas."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setForegroundRole(QPalette.ColorRole.Mid)
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.colours(self.palette()).line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))  # fillRect() loads Qt's 180 gradients at the start
