"""What a plan does to figures: now, the change, afterwards, side by side with their unit.

>>> plan.show_lines("Lot W-0101 · Novara", [Line("Gross", "1,204.50", "−5.00", "1,199.50", "t")])  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.panel import Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as text: before, the change with its sign, after; ``unit`` stands behind each."""

    name: str
    before: str
    change: str
    after: str
    unit: str


class BeforeAfter(QWidget):
    """Groups of lines, each under its title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[str] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(theme.LARGE))
        self._grid.setVerticalSpacing(theme.space(theme.TIGHT))
        self._grid.setColumnStretch(0, 1)

    @property
    def text(self) -> str:
        """Everything shown, line by line."""
        return "\n".join(self._said)

    def clear(self) -> None:
        """Show nothing."""
        self._said = []
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add_group(self, title: str, lines: Sequence[Line]) -> None:
        """Add a group below what is shown."""
        row = self._grid.rowCount()
        if self._said:
            self._grid.setRowMinimumHeight(row, theme.row_height() + theme.space(theme.SMALL))
        heads = (title, self.tr("Now"), self.tr("Change"), self.tr("Afterwards"))
        for column, head in enumerate(heads):
            label = PlainLabel(
                head, size=Size.BODY if not column else Size.SMALL, strong=not column, muted=bool(column)
            )
            self._put(label, row, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(Rule(), row + 1, 0, 1, len(heads))
        for at, line in enumerate(lines, start=row + 2):
            cells = (line.name, *(f"{figure} {line.unit}" for figure in (line.before, line.change, line.after)))
            for column, cell in enumerate(cells):
                self._put(PlainLabel(cell, strong=column == 3, selectable=bool(column)), at, column)
            self._said.append(": ".join((line.name, " → ".join((cells[1], cells[3])))))

    def _put(
        self, label: PlainLabel, row: int, column: int, height: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter
    ) -> None:
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(label, row, column, side | height)
