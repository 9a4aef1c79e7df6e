"""The drawn icons: lines on a grid of 24, tinted by the palette when painted.

Drawing them costs nothing at the start (no files, no SVG reader) and follows light, dark and high contrast at once.
Each is a list of strokes: ``line`` (points, joined), ``loop`` (closed), ``circle`` (centre, radius), ``dot``.

>>> button.setIcon(icon("import"))  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QApplication

GRID = 24.0
_STROKE = 1.8

_TICK = "line 8,12.5 11,15.5 16.5,9"
_SHEET = "loop 5,3 14,3 19,8 19,21 5,21"
DRAWINGS: dict[str, tuple[str, ...]] = {
    "inventory": (
        "loop 12,3 20,7.2 20,16.8 12,21 4,16.8 4,7.2",
        "line 4,7.2 12,11.5 20,7.2",
        "line 12,11.5 12,21",
        "line 8,5.2 16,9.4",
    ),
    "partners": (
        "circle 9,8 3.4",
        "line 2.8,20 3.4,16.6 6,14.6 12,14.6 14.6,16.6 15.2,20",
        "line 15.6,4.9 17.8,6.3 17.8,9.6 15.6,11.1",
        "line 17.6,14.8 20.2,16.4 21.2,20",
    ),
    "release": ("loop 3,11 21,3 13,21 10.5,13.5", "line 10.5,13.5 21,3"),
    "inbox": ("line 4,13 4,20 20,20 20,13", "line 4,13 8.5,13 10,16 14,16 15.5,13 20,13", "line 12,3 12,11",
              "line 8.5,7.5 12,11 15.5,7.5"),
    "history": ("circle 12,12 8.5", "line 12,7 12,12.4 15.6,14.4"),
    "disclosure": ("line 2.5,12 6.5,7.5 12,5.5 17.5,7.5 21.5,12 17.5,16.5 12,18.5 6.5,16.5 2.5,12", "circle 12,12 3"),
    "overview": ("line 4,20 20,20", "line 7,16.5 7,11", "line 12,16.5 12,5", "line 17,16.5 17,8.5"),
    "audit": ("loop 12,3 19.5,5.8 19.5,11.5 17.4,16.6 12,21 6.6,16.6 4.5,11.5 4.5,5.8", _TICK),
    "settings": ("line 3.5,7 7,7", "circle 9.2,7 2.2", "line 11.4,7 20.5,7", "line 3.5,17 12.6,17",
                 "circle 14.8,17 2.2", "line 17,17 20.5,17"),
    "import": ("line 4,15 4,20 20,20 20,15", "line 12,3.5 12,15", "line 7.5,10.5 12,15 16.5,10.5"),
    "export": ("line 4,15 4,20 20,20 20,15", "line 12,15 12,3.5", "line 7.5,8 12,3.5 16.5,8"),
    "lock": ("loop 5,11 19,11 19,20.5 5,20.5", "line 8,11 8,7 9.5,4.4 12,3.5 14.5,4.4 16,7 16,11",
             "line 12,14.8 12,17"),
    "search": ("circle 10.5,10.5 6", "line 15,15 20.5,20.5"),
    "add": ("line 12,5 12,19", "line 5,12 19,12"),
    "close": ("line 6,6 18,18", "line 18,6 6,18"),
    "file": (_SHEET, "line 14,3 14,8 19,8"),
    "table": ("loop 3.5,5 20.5,5 20.5,19 3.5,19", "line 3.5,10 20.5,10", "line 9.5,10 9.5,19"),
    "print": ("line 7,9 7,3.5 17,3.5 17,9", "line 7,17 4,17 4,9 20,9 20,17 17,17", "loop 7,14 17,14 17,20.5 7,20.5"),
    "calendar": ("loop 4,5.5 20,5.5 20,20.5 4,20.5", "line 4,10 20,10", "line 8.5,3 8.5,7", "line 15.5,3 15.5,7"),
    "folder": ("loop 3,5.5 9.5,5.5 11.5,8 21,8 21,19 3,19",),
    "play": ("loop 7.5,4.5 19.5,12 7.5,19.5",),
    "back": ("line 20,12 4.5,12", "line 10.5,6 4.5,12 10.5,18"),
    "forward": ("line 4,12 19.5,12", "line 13.5,6 19.5,12 13.5,18"),
    "down": ("line 6,9.5 12,15.5 18,9.5",),
    "eye": ("line 2.5,12 6.5,7.5 12,5.5 17.5,7.5 21.5,12 17.5,16.5 12,18.5 6.5,16.5 2.5,12", "circle 12,12 3"),
    "done": ("circle 12,12 9", _TICK),
    "info": ("circle 12,12 9", "line 12,11 12,16.6", "dot 12,7.6"),
    "caution": ("loop 12,3.5 21.5,20 2.5,20", "line 12,9.8 12,14.4", "dot 12,17.2"),
    "danger": ("loop 8.2,3 15.8,3 21,8.2 21,15.8 15.8,21 8.2,21 3,15.8 3,8.2", "line 12,7.2 12,13", "dot 12,16.6"),
    "neutral": ("circle 12,12 9", "line 8,12 16,12"),
}  # fmt: skip


def _point(text: str) -> QPointF:
    x, y = text.split(",")
    return QPointF(float(x), float(y))


def _path(drawing: tuple[str, ...]) -> QPainterPath:
    path = QPainterPath()
    for stroke in drawing:
        kind, *parts = stroke.split()
        start = _point(parts[0])
        if kind == "circle":
            path.addEllipse(start, float(parts[1]), float(parts[1]))
        elif kind == "dot":
            path.addEllipse(start, 0.6, 0.6)
        else:
            path.moveTo(start)
            for part in parts[1:]:
                path.lineTo(_point(part))
            if kind == "loop":
                path.closeSubpath()
    return path


def paint(painter: QPainter, name: str, area: QRectF, colour: QColor) -> None:
    """Draw an icon into a square of any size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / GRID, area.height() / GRID)
    pen = QPen(colour, _STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(DRAWINGS[name]))
    painter.restore()


class _Engine(QIconEngine):
    """Draws in the palette's colour for the icon's mode, at whatever size Qt asks for."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        palette = QApplication.palette()
        role = QPalette.ColorRole.HighlightedText if mode is QIcon.Mode.Selected else QPalette.ColorRole.ButtonText
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        paint(painter, self._name, QRectF(rect), palette.color(group, role))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _drawn(self, size, mode, state)

    def clone(self) -> QIconEngine:
        return _Engine(self._name)


def icon(name: str) -> QIcon:
    """The icon of that name for buttons, menus and fields."""
    if name not in DRAWINGS:
        raise KeyError(name)
    return QIcon(_Engine(name))


class _ProgramEngine(QIconEngine):
    """A stack of stock on the accent colour, at whatever size the system asks for."""

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        palette = QApplication.palette()
        side = rect.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(QRectF(rect), side / 5, side / 5)
        inset = side * 0.17
        area = QRectF(rect).adjusted(inset, inset, -inset, -inset)
        paint(painter, "inventory", area, palette.color(QPalette.ColorRole.HighlightedText))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _drawn(self, size, mode, state)

    def clone(self) -> QIconEngine:
        return _ProgramEngine()


def _drawn(engine: QIconEngine, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    engine.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
    painter.end()
    return pixmap


def program_icon() -> QIcon:
    """The program's own; drawn, like the others."""
    return QIcon(_ProgramEngine())
