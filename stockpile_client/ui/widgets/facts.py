"""Names and their values, one pair a line: what a card, a bundle or a file says about itself.

>>> facts.show_facts([("Number in the channel", "14"), ("Marking", "TLP:AMBER")])  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.plain_label import PlainLabel

Fact = tuple[str, str]


class Facts(QWidget):
    """A quiet grid; values wrap and can be selected. A pair without a value is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(theme.MEDIUM))
        self._grid.setVerticalSpacing(theme.space(theme.TIGHT))
        self._grid.setColumnStretch(1, 1)

    @property
    def text(self) -> str:
        """Everything shown, line by line."""
        return "\n".join(f"{name}: {value}" for name, value in self._facts)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these pairs in place of the ones before."""
        self._facts = tuple((words(name), words(value)) for name, value in facts if value)
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, value) in enumerate(self._facts):
            self._grid.addWidget(PlainLabel(name, size=Size.SMALL, muted=True), row, 0, top)
            said = PlainLabel(value, wrap=True, selectable=True)
            self._grid.addWidget(said, row, 1, top)
