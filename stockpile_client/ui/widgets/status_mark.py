"""A status in its three parts: icon, word, colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stockpile_client.ui import icons, language, theme
from stockpile_client.ui.theme import Size, Status

_SHORTEST_LINE = 14
_ENDLESS = 10_000


class StatusMark(QWidget):
    """An icon and a word in the colour of a status; ``wrap``: a sentence that may take several lines."""

    def __init__(
        self,
        status: Status = Status.NEUTRAL,
        words: str = "",
        *,
        size: Size = Size.BODY,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._status = status
        self._words = words
        self.setFont(theme.font(size))
        self._wrap = wrap
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        width = self._before_words() + metrics.horizontalAdvance(self._words)
        return QSize(width + 1, metrics.height() + theme.space(theme.TIGHT))

    def minimumSizeHint(self) -> QSize:
        usual = self.sizeHint()
        return QSize(min(usual.width(), theme.text_width(_SHORTEST_LINE)), usual.height()) if self._wrap else usual

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._before_words()), _ENDLESS)
        needed = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._words)
        return needed.height() + theme.space(theme.TIGHT)

    def _before_words(self) -> int:
        return self.fontMetrics().height() + theme.space(theme.TIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = theme.colours(self.palette()).of(self._status)
        side = self.fontMetrics().height()
        painter = QPainter(self)
        top = theme.space(theme.TIGHT) / 2 if self._wrap else (self.height() - side) / 2
        icons.paint(painter, self._status.value, QRectF(0, top, side, side), colour)
        painter.setPen(colour)
        area = QRect(self._before_words(), 0, self.width(), self.height())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if self._wrap:
            area.setRight(self.width())
            flags |= int(Qt.TextFlag.TextWordWrap)
        painter.drawText(area, flags, self._words)
