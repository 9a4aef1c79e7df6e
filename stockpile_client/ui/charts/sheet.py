"""A chart as a sheet that stands alone: marking, title, definition, legend, drawing, notes, day, and whose it is.

The sheet is always the light one, whatever the window looks like: it is read on paper and in other programs. Sizes come
from the font, as on screen; a device scales the whole.

>>> sheet = Sheet(figure, "JOGMEC", marking, printed)  # doctest: +SKIP
>>> sheet.paint(painter)  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from stockpile_client.core.markings import Marking
from stockpile_client.ui import theme
from stockpile_client.ui.charts.figure import Figure
from stockpile_client.ui.charts.legend import LegendLine
from stockpile_client.ui.charts.plot import Plot
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import LIGHT, Size

_CHARACTERS = 150
"""The width of a sheet, in average characters."""
_LEAST_PLOT_CHARACTERS = 30


_ENDLESS = 10_000.0


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    size: Size
    colour: str


class Sheet:
    """See the module; ``agency`` is whose it is, ``printed`` the moment in words."""

    def __init__(self, figure: Figure, agency: str, marking: Marking, printed: str) -> None:
        self.figure = figure
        self.marking = marking
        self._margin = theme.space(theme.LARGE)
        self._gap = theme.space(theme.SMALL)
        self._inner = theme.text_width(_CHARACTERS)
        self._legend = LegendLine(figure)
        self._head = agency
        self._foot = tr("As of {day} · printed {moment}", day=figure.as_of, moment=printed)
        self._plot = Plot(figure, LIGHT)
        height = max(self._plot.sizeHint().height(), theme.text_width(_LEAST_PLOT_CHARACTERS))
        self._plot.settle(QSize(self._inner, height))
        self.size = QSizeF(self._inner + 2 * self._margin, self._walk(None))

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is written on it."""
        figure = self.figure
        words = [mark.words for pane in figure.panes for one in pane.series for mark in one.marks]
        return (
            self._head, self._foot, figure.title, figure.subtitle, *figure.notes, *figure.categories,
            *self._legend.names, *words, *(pane.unit for pane in figure.panes), self.marking.code,
        )  # fmt: skip

    def paint(self, painter: QPainter) -> None:
        """Draw it from the painter's origin, one unit a pixel of the screen."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPointF(0, 0), self.size), QColor(LIGHT.surface))
        self._walk(painter)

    def _walk(self, painter: QPainter | None) -> float:
        """Go down the sheet; with a painter draw, without one only measure. Returns the height."""
        x, y = float(self._margin), float(self._margin)
        banner = self._banner(painter, y)
        beside = self._inner - banner.width() - self._gap
        self._text(painter, _Words(self._head, Size.SMALL, LIGHT.muted), QPointF(x, y), beside)
        y += banner.height() + self._gap
        y += self._text(painter, _Words(self.figure.title, Size.TITLE, LIGHT.text), QPointF(x, y))
        y += self._text(painter, _Words(self.figure.subtitle, Size.BODY, LIGHT.muted), QPointF(x, y)) + self._gap
        if painter is not None:
            self._legend.paint(painter, QPointF(x, y), self._inner, LIGHT)
        y += self._legend.height(self._inner) + self._gap
        if painter is not None:
            area = QRectF(x, y, self._plot.width(), self._plot.height())
            painter.save()
            painter.setBrush(Qt.BrushStyle.NoBrush)  # pyqtgraph's frames are drawn with whatever brush is there
            painter.setPen(Qt.PenStyle.NoPen)
            self._plot.scene().render(painter, area, QRectF(self._plot.viewRect()))
            painter.restore()
        y += self._plot.height() + self._gap
        for note in self.figure.notes:
            y += self._text(painter, _Words(note, Size.SMALL, LIGHT.muted), QPointF(x, y))
        y += self._gap
        foot = self._banner(painter, y)
        self._text(painter, _Words(self._foot, Size.SMALL, LIGHT.muted), QPointF(x, y), beside)
        return float(y + foot.height() + self._margin)

    def _banner(self, painter: QPainter | None, top: float) -> QRectF:
        """The marking at the right margin, in its scheme's colours."""
        font = theme.font(strong=True)
        metrics = QFontMetricsF(font)
        pad = theme.space(theme.TIGHT)
        text = self.marking.code.upper()
        width = metrics.horizontalAdvance(text) + 2 * pad * 2
        area = QRectF(self._margin + self._inner - width, top, width, metrics.height() + 2 * pad)
        if painter is not None:
            painter.fillRect(area, QColor(self.marking.background))
            painter.setFont(font)
            painter.setPen(QColor(self.marking.colour))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
        return area

    def _text(self, painter: QPainter | None, words: _Words, at: QPointF, width: float = 0) -> float:
        if not words.text:
            return 0.0
        font = theme.font(words.size, strong=words.size is Size.TITLE)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        area = QFontMetricsF(font).boundingRect(QRectF(0, 0, width or self._inner, _ENDLESS), flags, words.text)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(QColor(words.colour))
            painter.drawText(area.translated(at), flags, words.text)
        return area.height() + theme.space(theme.TIGHT) / 2
