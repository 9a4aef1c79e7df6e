"""What the colours and patterns of a chart mean: a sample and a name each, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.charts.brushwork import paint_key, paint_possible_key
from stockpile_client.ui.charts.figure import Figure
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Colours, Size

Sample = Callable[[QPainter, QRectF, Colours], None]


class LegendLine:
    """Samples and names laid out for a width; used on screen and on a sheet."""

    def __init__(self, figure: Figure) -> None:
        self._entries: list[tuple[str, Sample]] = []
        for one in figure.legend():
            self._entries.append((one.name, partial(paint_key, one)))
        if figure.has_intervals:
            self._entries.append((tr("possible: the figure is an interval"), paint_possible_key))

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(name for name, _ in self._entries)

    def height(self, width: float) -> float:
        """The height that it takes at a width."""
        ends = [area.bottom() for area, _, _ in self._places(width)]
        return max(ends, default=0.0)

    def paint(self, painter: QPainter, origin: QPointF, width: float, scheme: Colours) -> None:
        """Draw it from its upper left corner."""
        metrics = QFontMetricsF(theme.font(Size.SMALL))
        for area, name, sample in self._places(width):
            moved = area.translated(origin)
            sample(painter, moved, scheme)
            painter.setFont(theme.font(Size.SMALL))
            painter.setPen(QColor(scheme.text))
            baseline = moved.center().y() + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(moved.right() + theme.space(theme.TIGHT + 1), baseline), name)

    def _places(self, width: float) -> Iterator[tuple[QRectF, str, Sample]]:
        metrics = QFontMetricsF(theme.font(Size.SMALL))
        key, line = metrics.height() * 1.8, metrics.height() + theme.space(theme.TIGHT)
        x = y = 0.0
        for name, sample in self._entries:
            wide = key + theme.space(theme.TIGHT + 1) + metrics.horizontalAdvance(name)
            if x and x + wide > width:
                x, y = 0.0, y + line
            yield QRectF(x, y + 1, key, metrics.height() - 2), name, sample
            x += wide + theme.space(theme.LARGE)


class Legend(QWidget):
    """The legend on screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: LegendLine | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_figure(self, figure: Figure) -> None:
        """Explain this one."""
        self._line = LegendLine(figure)
        self.setAccessibleName(tr("Legend: {names}", names=", ".join(self._line.names)))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._line.height(width)) + 1 if self._line else 0

    def sizeHint(self) -> QSize:
        return QSize(theme.text_width(40), self.heightForWidth(max(self.width(), theme.text_width(40))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._line is not None:
            painter = QPainter(self)
            self._line.paint(painter, QPointF(0, 0), self.width(), theme.colours(self.palette()))
