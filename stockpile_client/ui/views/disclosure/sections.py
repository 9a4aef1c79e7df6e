"""How the parts of a long form look: a numbered heading, a quiet sentence, the fields in a column or side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.plain_label import PlainLabel


class Section(QWidget):
    """One part; what is added stands below its heading."""

    def __init__(self, title: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(theme.SMALL))
        head = QVBoxLayout()
        head.setSpacing(theme.space(theme.TIGHT) // 2)
        head.addWidget(PlainLabel(title, strong=True))
        if words:
            head.addWidget(PlainLabel(words, size=Size.SMALL, muted=True, wrap=True))
        self._column.addLayout(head)

    def add(self, *parts: QWidget) -> None:
        """Add fields, one above the other."""
        for part in parts:
            self._column.addWidget(part)

    def add_row(self, *parts: QWidget) -> None:
        """Add fields side by side, of equal width."""
        self._column.addLayout(side_by_side(*parts))


def side_by_side(*parts: QWidget) -> QLayout:
    """A row of fields of equal width, their names in one line."""
    row = QHBoxLayout()
    row.setSpacing(theme.space(theme.SMALL))
    for part in parts:
        row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return row
