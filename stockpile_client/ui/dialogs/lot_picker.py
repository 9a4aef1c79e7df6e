"""Names a lot by its number; where several lots carry it, a choice among them.

>>> picker = LotPicker(desk, "W-0101")  # doctest: +SKIP
>>> picker.changed.connect(lambda: print(picker.lot))  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.services.lot_editing import LotChoice, find_lots
from stockpile_client.ui import stock_words, theme
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.widgets.inputs import ComboBox, LineEdit
from stockpile_client.ui.workspaces import Desk


class LotPicker(QWidget):
    """A :class:`stockpile_client.ui.widgets.values.Valued` whose value is the number."""

    changed = Signal()

    def __init__(self, desk: Desk, number: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._looking: Job | None = None
        self._found: list[LotChoice] = []
        self.number = LineEdit()
        self.which = ComboBox()
        self.which.setVisible(False)
        self.setFocusProxy(self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.TIGHT))
        column.addWidget(self.number)
        column.addWidget(self.which)
        self.number.textChanged.connect(self._look)
        self.which.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.number.setText(number)

    @property
    def lot(self) -> LotChoice | None:
        """The lot that is meant, or None."""
        at = max(0, self.which.currentIndex())
        return self._found[at] if at < len(self._found) else None

    @property
    def is_looking(self) -> bool:
        """Whether the number is still being looked up."""
        return self._looking is not None

    def value(self) -> str:
        """The number that was typed."""
        return self.number.text()

    def put_value(self, text: str) -> None:
        """Type a number."""
        self.number.setText(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.number.setAccessibleName(name)
        self.which.setAccessibleName(self.tr("Which of these lots"))

    def _look(self, number: str) -> None:
        self._show([])
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        if number.strip():
            self._looking = self._desk.session.read(
                lambda ctx, _token: find_lots(ctx, number), then=self._on_found, failed=self._desk.messages.show_error
            )
        self.changed.emit()

    def _on_found(self, found: list[LotChoice]) -> None:
        self._looking = None
        self._show(found)
        self.changed.emit()

    def _show(self, found: list[LotChoice]) -> None:
        self._found = found
        self.which.blockSignals(True)
        self.which.clear()
        for lot in found:
            self.which.addItem(f"{stock_words.form(lot.form)} · {stock_words.place(lot.site)}", lot.id)
        self.which.blockSignals(False)
        self.which.setVisible(len(found) > 1)
