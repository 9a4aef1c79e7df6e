"""The button beside a filter line that shows the views of a table that have a name."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.table import Table


class ViewsButton(Button):
    """Shows the menu of saved views below itself."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(icon="down", parent=parent)
        self._table = table
        self.setText(self.tr("Saved"))
        self.setAccessibleName(self.tr("Saved views"))
        self.setToolTip(self.tr("Filter, order and columns under a name"))
        self.clicked.connect(self._on_clicked)

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        """The word, and after it the sign that something opens below."""
        side, gap = theme.space(theme.MEDIUM), theme.space(theme.TIGHT)
        text = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - text - gap - side) // 2
        painter.setPen(ink)
        painter.drawText(QRect(left, 0, text + 1, self.height()), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        icons.paint(painter, "down", QRectF(left + text + gap, (self.height() - side) / 2, side, side), ink)

    def _on_clicked(self) -> None:
        self._table.show_views(self.mapToGlobal(self.rect().bottomLeft()))
