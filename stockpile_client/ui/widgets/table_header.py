"""The header of a table: small muted words, a line below, an arrow on the column of the order, a menu on the right key.

Columns can be moved and made wider by hand; how wide they are at first follows from what they hold.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import words
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.table_cells import UNIT_CHARACTERS


def natural_width(column: Column) -> int:
    """How wide a column is at first: its sample or its number of characters, its unit, and its own title."""
    text = theme.text_width(column.characters)
    if column.sample:
        text = QFontMetrics(theme.font()).horizontalAdvance(column.sample)
        if column.status is not None:
            text += QFontMetrics(theme.font()).height() + theme.space(theme.TIGHT)
        if column.unit is not None:
            text += theme.text_width(UNIT_CHARACTERS) + theme.space(theme.TIGHT)
        text = max(text, QFontMetrics(theme.font(Size.SMALL, strong=True)).horizontalAdvance(words(column.title)))
    return text + theme.space(theme.MEDIUM) + 2


class Header(QHeaderView):
    """A flat header: small muted words, a line below, an arrow on the column of the order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(theme.text_width(5))
        self.setFixedHeight(theme.row_height())
        self.setFont(theme.font(Size.SMALL))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        colours = theme.colours(self.palette())
        model = self.model()
        painter.save()
        painter.fillRect(rect, QColor(colours.window))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        if self.visualIndex(section) < self.last_visible():
            mark = rect.adjusted(0, theme.space(theme.SMALL), 0, -theme.space(theme.SMALL))
            painter.fillRect(QRect(mark.right(), mark.top(), 1, mark.height()), QColor(colours.line))
        inner = rect.adjusted(theme.space(theme.SMALL), 0, -theme.space(theme.SMALL), 0)
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        alignment = int(model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole))
        painter.setFont(theme.font(Size.SMALL, strong=sorted_here))
        painter.setPen(QColor(colours.text if sorted_here else colours.muted))
        if sorted_here:
            inner = self._paint_arrow(painter, inner, right=bool(alignment & int(Qt.AlignmentFlag.AlignRight)))
        title = model.headerData(section, Qt.Orientation.Horizontal) or ""
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, alignment, shown)
        painter.restore()

    def title_width(self, section: int) -> int:
        """Pixels that the heading of a column takes, with the arrow where the rows are in its order."""
        title = self.model().headerData(section, Qt.Orientation.Horizontal) or ""
        metrics = QFontMetrics(theme.font(Size.SMALL, strong=True))
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        return metrics.horizontalAdvance(title) + (metrics.height() + theme.space(theme.TIGHT) if sorted_here else 0)

    def last_visible(self) -> int:
        """The place of the last column that is shown."""
        shown = (place for place in range(self.count()) if not self.isSectionHidden(self.logicalIndex(place)))
        return max(shown, default=-1)

    def _paint_arrow(self, painter: QPainter, area: QRect, *, right: bool) -> QRect:
        side = painter.fontMetrics().height() - theme.space(theme.TIGHT) // 2
        left = area.left() if right else area.right() - side
        place = QRectF(left, area.center().y() - side / 2 + 1, side, side)
        painter.save()
        if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder:
            painter.translate(place.center())
            painter.rotate(180)
            painter.translate(-place.center())
        icons.paint(painter, "down", place, painter.pen().color())
        painter.restore()
        taken = side + theme.space(theme.TIGHT)
        return area.adjusted(taken, 0, 0, 0) if right else area.adjusted(0, 0, -taken, 0)
