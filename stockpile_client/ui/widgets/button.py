"""The push button in three looks: one primary action in a view, plain ones beside it, quiet ones inside text."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Colours


class Look(Enum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


class Button(QPushButton):
    """A flat button; ``icon`` is a name of :mod:`stockpile_client.ui.icons`."""

    def __init__(
        self, text: str = "", *, icon: str = "", look: Look = Look.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(words(text), parent)
        self._icon = icon
        self._look = look
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if look is not Look.PRIMARY:
            self.setCursor(Qt.CursorShape.ArrowCursor)

    def setText(self, text: str) -> None:
        super().setText(words(text))

    def set_look(self, look: Look) -> None:
        """Ask for more or less attention: which action is the first may depend on what is there."""
        self._look = look
        self.updateGeometry()
        self.update()

    def _icon_side(self) -> int:
        return self.fontMetrics().height() + theme.space(theme.TIGHT) // 2 if self._icon else 0

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        icon = self._icon_side()
        between = theme.space(theme.TIGHT + 1) if icon and text else 0
        sides = theme.space(theme.SMALL if self._look is Look.QUIET or not text else theme.MEDIUM - 1)
        return QSize(text + icon + between + 2 * sides, theme.control_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fill(self, colours: Colours) -> QColor:
        hovered = self.isEnabled() and self.underMouse()
        if self._look is Look.PRIMARY:
            if not self.isEnabled():
                return QColor(colours.sunken)
            fill = QColor(colours.accent)
            return fill.darker(118) if self.isDown() else fill.lighter(112) if hovered else fill
        if self.isDown() or self.isChecked():
            return QColor(colours.sunken).darker(106)
        if hovered:
            return QColor(colours.sunken)
        return QColor(colours.surface) if self._look is Look.PLAIN else QColor(Qt.GlobalColor.transparent)

    def _ink(self, colours: Colours) -> QColor:
        if not self.isEnabled():
            return QColor(colours.muted)
        if self._look is Look.PRIMARY:
            return QColor(colours.on_accent)
        return QColor(colours.accent if self._look is Look.QUIET else colours.text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outlined = self._look is Look.PLAIN or (not self.isEnabled() and self._look is Look.PRIMARY)
        painter.setPen(QPen(QColor(colours.line)) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(self._fill(colours))
        painter.drawRoundedRect(frame, theme.radius(), theme.radius())
        if self.hasFocus():
            self._paint_focus(painter, frame, colours)
        self._paint_content(painter, self._ink(colours))

    def _paint_focus(self, painter: QPainter, frame: QRectF, colours: Colours) -> None:
        inset = 2.0 if self._look is Look.PRIMARY else 0.5
        ring = QColor(colours.on_accent if self._look is Look.PRIMARY and self.isEnabled() else colours.accent)
        painter.setPen(QPen(ring, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), theme.radius(), theme.radius())

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        side = self._icon_side()
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        between = theme.space(theme.TIGHT + 1) if side and text else 0
        left = (self.width() - side - between - text) // 2
        if side:
            icons.paint(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), ink)
        painter.setPen(ink)
        area = QRect(left + side + between, 0, text + 1, self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())
