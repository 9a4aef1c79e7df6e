"""The button beside a filter line that shows the views of a table that have a name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

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

    def _on_clicked(self) -> None:
        self._table.show_views(self.mapToGlobal(self.rect().bottomLeft()))
