"""A status in its three parts: icon, word, colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stockpile_client.ui import icons, language, theme
from stockpile_client.ui.theme import Size, Status


class StatusMark(QWidget):
    """An icon and a word in the colour of a status."""

    def __init__(
        self, status: Status = Status.NEUTRAL, words: str = "", *, size: Size = Size.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._status = status
        self._words = words
        self.setFont(theme.font(size))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(status, words)

    @property
    def words(self) -> str:
        """The word shown."""
        return self._words

    @property
    def status(self) -> Status:
        """The status shown."""
        return self._status

    def set(self, status: Status, words: str) -> None:
        """Show another status."""
        self._status, self._words = status, language.words(words)
        self.setAccessibleName(self._words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.height() + theme.space(theme.TIGHT) + metrics.horizontalAdvance(self._words)
        return QSize(width + 1, metrics.height() + theme.space(theme.TIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = theme.colours(self.palette()).of(self._status)
        side = self.fontMetrics().height()
        painter = QPainter(self)
        icons.paint(painter, self._status.value, QRectF(0, (self.height() - side) / 2, side, side), colour)
        painter.setPen(colour)
        area = QRect(side + theme.space(theme.TIGHT), 0, self.width(), self.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._words)
