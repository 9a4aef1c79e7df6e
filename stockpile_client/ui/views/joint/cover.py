"""Days of cover of one material, agency by agency, in a chart with its table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.services.joint import JointRow
from stockpile_client.ui import exchange_words, theme
from stockpile_client.ui.charts.cover import cover_chart
from stockpile_client.ui.charts.panel import ChartPanel
from stockpile_client.ui.views.position_columns import basis_text
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.workspaces import Desk


class CoverPage(QWidget):
    """Draws when it is shown: the joint picture itself needs no chart."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[JointRow] = []
        self._definition = ""
        self._is_due = False
        self.material = ComboBox()
        self.panel = ChartPanel(desk)
        choices = QHBoxLayout()
        choices.addWidget(Field(self.tr("Material"), self.material), 2)
        choices.addStretch(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(choices)
        column.addWidget(self.panel, 1)
        self.material.currentIndexChanged.connect(lambda _index: self._draw())

    def set_rows(self, rows: Sequence[JointRow], definition: str) -> None:
        """Take another picture; ``definition`` is what a day means in it, in words."""
        kept = self._key(self.material.currentIndex())
        catalogue = self._desk.session.context.catalogue
        self._rows, self._definition = list(rows), definition
        self.material.blockSignals(True)
        self.material.clear()
        for row in rows:
            of = basis_text(row.line.basis)
            name = exchange_words.material(catalogue, row.line.material)
            words = self.tr("{material}, of {basis}").format(material=name, basis=of) if of else name
            self.material.addItem(words)
        self.material.setCurrentIndex(self._index(kept))
        self.material.blockSignals(False)
        self._is_due = True
        if self.isVisible():
            self._draw()

    def choose(self, row: JointRow) -> None:
        """Show the material of a line."""
        self.material.setCurrentIndex(self._index((row.line.material, row.line.basis)))

    def _key(self, index: int) -> tuple[str, str] | None:
        line = self._rows[index].line if 0 <= index < len(self._rows) else None
        return (line.material, line.basis) if line else None

    def _index(self, key: tuple[str, str] | None) -> int:
        keys = [(row.line.material, row.line.basis) for row in self._rows]
        return keys.index(key) if key in keys else 0

    def draw(self) -> None:
        """The page came into view."""
        if self._is_due:
            self._draw()

    def _draw(self) -> None:
        index = self.material.currentIndex()
        if not 0 <= index < len(self._rows):
            return
        self._is_due = False
        context = self._desk.session.context
        row = self._rows[index]
        name = exchange_words.material(context.catalogue, row.line.material)
        self.panel.show_chart(cover_chart(row, name, self._definition, context.today(), self._desk.formats))
