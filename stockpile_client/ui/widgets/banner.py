"""The marking of what is on screen, at the top of the window: in words, and in the colours of the marking scheme."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stockpile_client.ui import language, theme


class Banner(QWidget):
    """A strip across the window. Colours are the scheme's (``#rrggbb``), since staff know a marking by them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._meaning = ""
        self._colours: tuple[str, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """The whole text."""
        return f"{self._code} · {self._meaning}" if self._meaning else self._code

    def show_marking(self, code: str, meaning: str, colour: str, background: str) -> None:
        """Show a marking; ``code`` in strong type, ``meaning`` beside it."""
        self._show(code, meaning, (colour, background))

    def show_unmarked(self, words: str, meaning: str) -> None:
        """What is on screen carries no marking: say so, in no scheme's colours."""
        self._show(words, meaning, None)

    def _show(self, code: str, meaning: str, scheme_colours: tuple[str, str] | None) -> None:
        self._code, self._meaning, self._colours = language.words(code), language.words(meaning), scheme_colours
        self.setAccessibleName(self.tr("Marking: {words}").format(words=self.words))
        self.setVisible(True)
        self.update()

    def clear(self) -> None:
        """No profile is open."""
        self._code = self._meaning = ""
        self.setVisible(False)

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + theme.space(theme.SMALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        own = theme.colours()
        ink, ground = self._colours or (own.text, own.sunken)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(ground))
        painter.setPen(QColor(ink))
        strong = theme.font(strong=True)
        painter.setFont(strong)
        left = theme.space(theme.MEDIUM)
        centre = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), centre, self._code)
        left += painter.fontMetrics().horizontalAdvance(self._code) + theme.space(theme.MEDIUM)
        painter.setFont(theme.font())
        area = self.rect().adjusted(left, 0, -theme.space(theme.MEDIUM), 0)
        meaning = painter.fontMetrics().elidedText(self._meaning, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, centre, meaning)
