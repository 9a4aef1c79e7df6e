"""Axes, grid and layout of a figure, by pyqtgraph. Only this module imports it: it takes most of a second to load.

The view stands still: no wheel, no drag, no menu of its own. Whoever needs the figures has the table beside it.

>>> plot = Plot(figure, theme.colours())  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

import pyqtgraph
from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.charts.brushwork import BAR_SHARE, Canvas, paint_pane
from stockpile_client.ui.charts.figure import Figure, Pane, Shape, span
from stockpile_client.ui.theme import Colours, Size

_NAMES_SHARE = 0.34
"""The most of the width that the names of categories take; longer ones are cut short, the table has them whole."""
_OPEN_END = 1.08
"""How much further than the highest number a bar without an end reaches."""
_FEW, _AIRY = 6, 1.4
"""A few categories stand further apart."""
_UPRIGHT_LINES = 9
"""Lines of text that an upright pane is high at least."""


class _Values(pyqtgraph.AxisItem):  # type: ignore[misc]  # it has no types
    """An axis whose numbers are written as the locale writes them; of counts only ``whole`` ones."""

    def __init__(self, orientation: str, whole: bool) -> None:
        super().__init__(orientation=orientation)
        self._whole = whole

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """What stands at ``values``."""
        numbers = [value * scale for value in values]
        return ["" if self._whole and number % 1 else _written(number, spacing) for number in numbers]


class _Marks(pyqtgraph.GraphicsObject):  # type: ignore[misc]  # it has no types
    """Paints the marks of a pane: values are the item's own coordinates, painting happens in pixels."""

    def __init__(self, pane: Pane, horizontal: bool, scheme: Colours, categories: int) -> None:
        super().__init__()
        self._pane = pane
        self._horizontal = horizontal
        self._scheme = scheme
        self._categories = categories
        self.far = 1.0
        self.reach = (0.0, 1.0)

    def boundingRect(self) -> QRectF:
        low, high = self.reach
        if self._horizontal:
            return QRectF(low, -0.5, high - low, self._categories)
        return QRectF(-0.5, low, self._categories, high - low)

    def paint(self, painter: QPainter, *_options: object) -> None:
        to_pixels, _ = self.itemTransform(self.getViewBox())
        back, _ = to_pixels.inverted()
        painter.setTransform(back, True)
        horizontal = self._horizontal

        def along(value: float) -> float:
            return float(to_pixels.map(float(value), 0.0)[0] if horizontal else to_pixels.map(0.0, float(value))[1])

        def across(place: float) -> float:
            return float(to_pixels.map(0.0, float(place))[1] if horizontal else to_pixels.map(float(place), 0.0)[0])

        canvas = Canvas(
            along, across, abs(across(1) - across(0)), along(self.far), theme.space(theme.TIGHT), horizontal,
            self._scheme, theme.font(Size.SMALL),
        )  # fmt: skip
        paint_pane(painter, self._pane, canvas)


class Plot(pyqtgraph.GraphicsView):  # type: ignore[misc]  # it has no types
    """A figure in the colours of ``scheme``; as high as its categories need."""

    def __init__(self, figure: Figure, scheme: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=QColor(scheme.surface))
        self.figure = figure
        self._scheme = scheme
        self._items: list[tuple[Any, _Marks, Pane]] = []
        self._layout = pyqtgraph.GraphicsLayout()
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(figure.description)
        self.setMinimumHeight(self.sizeHint().height())
        self._build()

    def _build(self) -> None:
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.space(theme.SMALL))
        self.setCentralItem(self._layout)
        for row, pane in enumerate(self.figure.panes):
            values = "top" if self.figure.horizontal else "left"
            axes = {values: _Values(values, pane.whole)}
            plot = pyqtgraph.PlotItem(viewBox=pyqtgraph.ViewBox(enableMenu=False), enableMenu=False, axisItems=axes)
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            marks = _Marks(pane, self.figure.horizontal, self._scheme, len(self.figure.categories))
            plot.addItem(marks, ignoreBounds=True)
            self._dress(plot, pane, is_last=row == len(self.figure.panes) - 1)
            self._layout.addItem(plot, row, 0)
            self._items.append((plot, marks, pane))

    def _dress(self, plot: Any, pane: Pane, *, is_last: bool) -> None:
        values, names = ("top", "left") if self.figure.horizontal else ("left", "bottom")
        if self.figure.horizontal:  # what scrolls keeps its scale in sight at the beginning
            plot.hideAxis("bottom")
            plot.showAxis("top")
        for side in (values, names):
            axis = plot.getAxis(side)
            axis.setPen(QColor(self._scheme.line))
            axis.setTextPen(QColor(self._scheme.text if side == names else self._scheme.muted))
            axis.setTickFont(theme.font(Size.SMALL))
            axis.enableAutoSIPrefix(False)
            axis.setZValue(-1)  # the grid lies below the bars
        offset = theme.space(theme.SMALL)
        plot.getAxis(names).setStyle(tickLength=0, tickTextOffset=offset, hideOverlappingLabels=False)
        plot.getAxis(values).setStyle(tickLength=-theme.space(theme.TIGHT), tickTextOffset=theme.space(theme.TIGHT))
        if pane.ticks and pane.has_numbers:
            size = f"{theme.font(Size.SMALL).pointSizeF()}pt"
            plot.getAxis(values).setLabel(pane.unit, color=self._scheme.muted, **{"font-size": size})
            plot.showGrid(x=self.figure.horizontal, y=not self.figure.horizontal, alpha=0.18)
        else:
            plot.getAxis(values).setStyle(showValues=False)
            plot.hideAxis(values)
        if not self.figure.horizontal and not is_last:
            plot.getAxis(names).setStyle(showValues=False)
        if self.figure.horizontal:
            plot.getViewBox().invertY(True)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(Size.SMALL))
        line = metrics.height()
        if not self.figure.horizontal:
            return QSize(theme.text_width(60), round(line * _UPRIGHT_LINES * len(self.figure.panes)))
        lanes = max(len(pane.bars) for pane in self.figure.panes)
        row = max(lanes, 1) * (line + theme.space(theme.TIGHT) // 2) / BAR_SHARE
        if len(self.figure.categories) <= _FEW:
            row *= _AIRY
        axis = line * 3 if self.figure.panes[0].ticks else theme.space(theme.SMALL)
        return QSize(theme.text_width(60), round(row * len(self.figure.categories) + axis))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it belongs to what the chart scrolls in

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if getattr(self, "_items", None):  # pyqtgraph calls this before there is anything to fit
            self.fit()

    def settle(self, size: QSize) -> None:
        """Lay out at a size without being shown: for a sheet."""
        self.resize(size)
        self.grab()  # tells pyqtgraph the size
        self.fit()
        for plot, _, _ in self._items:
            plot.layout.activate()
        self._layout.layout.activate()

    def fit(self) -> None:
        """Share the width between names, bars and the words behind them."""
        metrics = QFontMetricsF(theme.font(Size.SMALL))
        if self.figure.horizontal:
            self._fit_names(metrics)
        else:
            self._fit_times(metrics)

    def _fit_names(self, metrics: QFontMetricsF) -> None:
        most = self.width() * _NAMES_SHARE
        shown = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, most) for name in self.figure.categories]
        room = max((metrics.horizontalAdvance(name) for name in shown), default=0) + 2 * theme.space(theme.SMALL)
        count = len(shown)
        for plot, marks, pane in self._items:
            axis = plot.getAxis("left")
            axis.setWidth(room)
            axis.setTicks([list(enumerate(shown))])
            plot.setYRange(-0.5, count - 0.5, padding=0)
            low, high = span(pane)
            far = high * _OPEN_END if _is_open(pane) else high
            words = max(
                (metrics.horizontalAdvance(mark.words) for one in pane.bars for mark in one.marks), default=0
            ) + theme.space(theme.LARGE)
            free = max(self.width() - room, 1)
            share = min(words / free, 0.6)
            top = max(far, low + (high - low) * 0.05) / (1 - share)
            marks.far, marks.reach = far, (low, top)
            marks.prepareGeometryChange()
            plot.setXRange(low, top, padding=0)

    def _fit_times(self, metrics: QFontMetricsF) -> None:
        count = len(self.figure.categories)
        ends = [end for _, _, pane in self._items for end in span(pane)]
        wide = max(metrics.horizontalAdvance(_written(end, max(ends) / 10)) for end in ends)
        room = wide + metrics.height() + 4 * theme.space(theme.TIGHT)
        widest = max((metrics.horizontalAdvance(name) for name in self.figure.categories), default=1)
        self._layout.setContentsMargins(0, 0, widest / 2, 0)  # the last day stands in the middle of its place
        step = max(1, -(-int((widest + theme.space(theme.SMALL)) * count) // max(1, int(self.width() - room))))
        ticks = [pair for pair in enumerate(self.figure.categories) if (count - 1 - pair[0]) % step == 0]
        line = metrics.height() + theme.space(theme.TIGHT)
        pane_height = max(self.height() / max(1, len(self._items)), 2 * line)
        for plot, marks, pane in self._items:
            plot.getAxis("left").setWidth(room)
            plot.getAxis("bottom").setTicks([ticks])
            low, high = span(pane)
            margin = (high - low) * min(0.5, line * 1.4 / (pane_height - 3 * line if pane_height > 4 * line else line))
            reach = (low - margin if low < 0 else low, high + margin)
            marks.far, marks.reach = high, reach
            marks.prepareGeometryChange()
            plot.setXRange(-0.5, count - 0.5, padding=0)
            plot.setYRange(*reach, padding=0)


def _is_open(pane: Pane) -> bool:
    return any(
        mark.reach is not None and mark.reach.high is None
        for one in pane.series
        if one.shape is Shape.BAR
        for mark in one.marks
    )


def _written(value: float, step: float) -> str:
    """A number on an axis, with as many decimals as its step needs, as the locale writes it."""
    decimals = max(0, -floor(log10(step))) if step > 0 else 0
    return QLocale().toString(float(value), "f", decimals)  # an int would be taken for another overload
