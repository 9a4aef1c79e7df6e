"""The cells that a profile withholds to protect others: they come from the audit, and a person may take them out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.ui import theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.views.disclosure.profile_words import cell_text, mark_text
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import PlainLabel


class FurtherCells(QWidget):
    """One line for each cell, with a button that takes it out."""

    edited = Signal()

    def __init__(self, catalogue: Catalogue, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue, self._formats = catalogue, formats
        self.cells: tuple[CellMark, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(theme.TIGHT))
        self.show_cells(())

    def show_cells(self, cells: Sequence[CellMark]) -> None:
        """Show these."""
        if tuple(cells) == self.cells and self._column.count():
            return
        self.cells = tuple(cells)
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for cell in self.cells:
            self._column.addWidget(self._line(cell))
        if not self.cells:
            self._column.addWidget(PlainLabel(self.tr("None."), muted=True))

    def _line(self, cell: CellMark) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel(mark_text(self._catalogue, self._formats, cell), elide=True), 1)
        remove = Button(icon="close", look=Look.QUIET)
        remove.setAccessibleName(self.tr("Give {cell} again").format(cell=cell_text(self._catalogue, cell)))
        remove.clicked.connect(lambda: self._on_removed(cell))
        row.addWidget(remove)
        return line

    def _on_removed(self, cell: CellMark) -> None:
        self.show_cells(tuple(one for one in self.cells if one != cell))
        self.edited.emit()
