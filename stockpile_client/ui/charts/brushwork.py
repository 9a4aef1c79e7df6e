"""How marks are painted, in pixels: the certain part filled, the possible part hatched, no number as words.

Nothing here needs a clip or a texture: hatches are lines that end at the edge of their bar, so that a drawing is the
same on screen, in SVG and in PDF. ``along`` turns a value into a pixel, ``across`` a category into the middle of its
room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from stockpile_client.ui.charts.figure import Ink, Mark, Pane, Reach, Series, Shape
from stockpile_client.ui.charts.inks import Pattern, Stroke, brush_of
from stockpile_client.ui.theme import Colours

BAR_SHARE = 0.72
"""Of a category's room: the rest keeps categories apart."""
_FINE = 1.2
_SOFT = 0.22


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a pane is painted. ``room`` is the pixels of a category, ``far`` the pixel of the far end of the values.

    ``unit`` is a step of the spacing scale in pixels: hatches and symbols grow with the font.
    """

    along: Callable[[float], float]
    across: Callable[[int], float]
    room: float
    far: float
    unit: float
    horizontal: bool
    scheme: Colours
    font: QFont


def paint_pane(painter: QPainter, pane: Pane, canvas: Canvas) -> None:
    """Every mark of a pane: bars first, then lines and ticks above them, then all words above these."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(canvas.font)
    placed = list(_placed(pane, canvas))
    for mark, one, lane in placed:
        if mark.reach is not None:
            _bar(painter, mark.reach, brush_of(mark.ink or one.ink, canvas.scheme), lane, canvas)
    for one in pane.series:
        if one.shape is Shape.LINE:
            _line(painter, one, canvas)
        elif one.shape is Shape.TICK:
            for mark in one.marks:
                _tick(painter, mark, one.ink, canvas)
    for mark, _, lane in placed:
        _words(painter, mark, lane, canvas)
    painter.restore()


def paint_key(one: Series, painter: QPainter, area: QRectF, scheme: Colours) -> None:
    """The sample of a series in a legend."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke = brush_of(one.ink, scheme)
    match one.shape:
        case Shape.BAR:
            _fill(painter, area, stroke, scheme, area.height() / 3)
        case Shape.LINE:
            middle = area.center().y()
            painter.setPen(QPen(stroke.colour, _FINE * 1.5))
            painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
            _dot(painter, area.center(), stroke.colour, area.height() / 4)
        case Shape.TICK:
            _diamond(painter, area.center(), stroke.colour, area.height() / 2.4)


def paint_possible_key(painter: QPainter, area: QRectF, scheme: Colours) -> None:
    """The sample of what is possible beyond what is certain."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _possible(painter, area, QColor(scheme.accent), area.height() / 3)


def _placed(pane: Pane, canvas: Canvas) -> Iterator[tuple[Mark, Series, tuple[float, float]]]:
    """The bars with their lanes: the series that have something to say of a category share its room."""
    sharing = Counter(mark.place for one in pane.bars for mark in one.marks)
    taken: Counter[int] = Counter()
    for one in pane.bars:
        for mark in one.marks:
            yield mark, one, _lane(canvas, mark.place, taken[mark.place], sharing[mark.place])
            taken[mark.place] += 1


def _lane(canvas: Canvas, place: int, lane: int, lanes: int) -> tuple[float, float]:
    """Where the bar of a series begins across its category, and how thick it is."""
    thick = canvas.room * BAR_SHARE / max(1, lanes)
    return canvas.across(place) - canvas.room * BAR_SHARE / 2 + lane * thick, thick - _FINE  # neighbours do not touch


def _bar(painter: QPainter, reach: Reach, stroke: Stroke, lane: tuple[float, float], canvas: Canvas) -> None:
    start, thick = lane
    zero, low = canvas.along(0), canvas.along(reach.low)
    if reach.low:
        _fill(painter, _box(zero, low, start, thick, canvas), stroke, canvas.scheme, canvas.unit)
    if not reach.is_exact:
        end = _end(reach, canvas)
        _possible(painter, _box(low, end, start, thick, canvas), stroke.colour, canvas.unit)
        if reach.high is None:
            _arrow(painter, end, lane, canvas, stroke.colour)
    elif not reach.low:
        painter.setPen(QPen(stroke.colour, _FINE * 2))  # nothing, and certainly so: a stroke on the axis
        painter.drawLine(_across(zero, start, thick, canvas))


def _end(reach: Reach, canvas: Canvas) -> float:
    return canvas.far if reach.high is None else canvas.along(reach.high)


def _box(one: float, other: float, start: float, thick: float, canvas: Canvas) -> QRectF:
    if canvas.horizontal:
        return QRectF(QPointF(one, start), QPointF(other, start + thick)).normalized()
    return QRectF(QPointF(start, one), QPointF(start + thick, other)).normalized()


def _across(value: float, start: float, thick: float, canvas: Canvas) -> QLineF:
    if canvas.horizontal:
        return QLineF(value, start, value, start + thick)
    return QLineF(start, value, start + thick, value)


def _fill(painter: QPainter, area: QRectF, stroke: Stroke, scheme: Colours, step: float) -> None:
    painter.setPen(QPen(stroke.colour, _FINE))
    if stroke.pattern is Pattern.SOLID:
        painter.setBrush(stroke.colour)
        painter.drawRect(area)
        return
    painter.setBrush(QColor(scheme.surface))
    painter.drawRect(area)
    painter.setPen(QPen(stroke.colour, _FINE * 0.8))
    match stroke.pattern:
        case Pattern.LEVEL:
            painter.drawLines(list(_level(area, step)))
        case Pattern.RISING:
            painter.drawLines(list(_rising(area, step * 1.5)))
        case Pattern.CROSSED:
            painter.drawLines([*_rising(area, step * 1.5), *_falling(area, step * 1.5)])


def _possible(painter: QPainter, area: QRectF, colour: QColor, step: float) -> None:
    soft = QColor(colour)
    soft.setAlphaF(_SOFT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawRect(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, _FINE * 0.8))
    painter.drawLines(list(_rising(area, step * 1.5)))
    painter.setPen(QPen(colour, _FINE, Qt.PenStyle.DashLine))
    painter.drawRect(area)


def _rising(area: QRectF, step: float) -> Iterator[QLineF]:
    """Diagonals from lower left to upper right, cut at the edges of ``area``."""
    shift = step
    while shift < area.width() + area.height():
        left = max(area.left(), area.left() + shift - area.height())
        right = min(area.right(), area.left() + shift)
        if right > left:
            yield QLineF(left, area.top() + shift - (left - area.left()), right,
                         area.top() + shift - (right - area.left()))  # fmt: skip
        shift += step


def _falling(area: QRectF, step: float) -> Iterator[QLineF]:
    for line in _rising(area, step):
        yield QLineF(line.x1(), area.top() + area.bottom() - line.y1(), line.x2(),
                     area.top() + area.bottom() - line.y2())  # fmt: skip


def _level(area: QRectF, step: float) -> Iterator[QLineF]:
    y = area.top() + step
    while y < area.bottom():
        yield QLineF(area.left(), y, area.right(), y)
        y += step


def _arrow(painter: QPainter, end: float, lane: tuple[float, float], canvas: Canvas, colour: QColor) -> None:
    """Nobody knows how far: the bar points onward."""
    start, thick = lane
    middle, size = start + thick / 2, min(thick / 2, canvas.unit * 1.5)
    ahead = size if canvas.horizontal else -size
    corners = [(end, middle - size), (end + ahead, middle), (end, middle + size)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    points = [QPointF(along, across) if canvas.horizontal else QPointF(across, along) for along, across in corners]
    painter.drawPolygon(QPolygonF(points))


def _words(painter: QPainter, mark: Mark, lane: tuple[float, float], canvas: Canvas) -> None:
    """The figure at the end of its bar, on the ground of the chart; a figure too wide for its bar is in the table."""
    if not mark.words:
        return
    start, thick = lane
    metrics = QFontMetricsF(canvas.font)
    width, reach = metrics.horizontalAdvance(mark.words), mark.reach
    end = canvas.along(0) if reach is None else _end(reach, canvas)
    if canvas.horizontal:
        gap = canvas.unit * (2.5 if reach is not None and reach.high is None else 1)
        at = QPointF(end + gap, start + thick / 2 + (metrics.ascent() - metrics.descent()) / 2)
    elif width <= canvas.room:
        below = reach is not None and reach.low < 0
        y = end + metrics.ascent() + canvas.unit / 2 if below else end - metrics.descent() - canvas.unit / 2
        at = QPointF(start + thick / 2 - width / 2, y)
    else:
        return
    ground = QRectF(at.x(), at.y() - metrics.ascent(), width, metrics.height())
    painter.fillRect(ground, QColor(canvas.scheme.surface))
    painter.setPen(QColor(canvas.scheme.muted if reach is None else canvas.scheme.text))
    painter.drawText(at, mark.words)


def _line(painter: QPainter, one: Series, canvas: Canvas) -> None:
    colour = brush_of(one.ink, canvas.scheme).colour
    points = [
        QPointF(canvas.across(mark.place), canvas.along(mark.reach.low)) for mark in one.marks if mark.reach is not None
    ]
    painter.setPen(QPen(colour, _FINE * 1.5))
    painter.drawLines([QLineF(one, other) for one, other in pairwise(points)])
    for point in points:
        _dot(painter, point, colour, min(canvas.unit * 0.75, canvas.room / 4))
    numbered = [mark for mark in one.marks if mark.reach is not None]
    if not numbered:
        return
    metrics, words, end = QFontMetricsF(canvas.font), numbered[-1].words, points[-1]
    painter.setPen(QColor(canvas.scheme.text))
    falls = len(points) > 1 and points[-2].y() < end.y()  # then the line lies above its end
    y = end.y() + canvas.unit + metrics.ascent() if falls else end.y() - canvas.unit - metrics.descent()
    painter.drawText(QPointF(end.x() - metrics.horizontalAdvance(words), y), words)


def _tick(painter: QPainter, mark: Mark, ink: Ink, canvas: Canvas) -> None:
    """A target: a stroke across the bars of its category, or the span in which it lies, and a diamond."""
    if mark.reach is None:
        return
    colour = brush_of(ink, canvas.scheme).colour
    tall = canvas.room * 0.9
    start = canvas.across(mark.place) - tall / 2
    ends = [mark.reach.low] if mark.reach.high is None else [mark.reach.low, mark.reach.high]
    painter.setPen(QPen(colour, _FINE * 1.6))
    for end in ends:
        painter.drawLine(_across(canvas.along(end), start, tall, canvas))
    for end in ends:
        at = canvas.along(end)
        point = QPointF(at, start) if canvas.horizontal else QPointF(start, at)
        _diamond(painter, point, colour, canvas.unit)


def _dot(painter: QPainter, point: QPointF, colour: QColor, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawEllipse(point, radius, radius)


def _diamond(painter: QPainter, point: QPointF, colour: QColor, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y = point.x(), point.y()
    painter.drawPolygon(
        QPolygonF([QPointF(x, y - radius), QPointF(x + radius, y), QPointF(x, y + radius), QPointF(x - radius, y)])
    )
