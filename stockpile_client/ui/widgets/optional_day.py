"""A day that may be left open: a tick, and the day behind it.

>>> until = OptionalDay("Ends", today)  # doctest: +SKIP
>>> until.day is None  # doctest: +SKIP
True
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.widgets.inputs import CheckBox, DateEdit


class OptionalDay(QWidget):
    """``words`` stand beside the tick; ``suggested`` is the day that it begins with."""

    changed = Signal()

    def __init__(self, words: str, suggested: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = CheckBox(words)
        self.edit = DateEdit()
        self.edit.setDate(QDate(suggested.year, suggested.month, suggested.day))
        self.edit.setEnabled(False)
        self.setFocusProxy(self.tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self.tick)
        row.addWidget(self.edit, 1)
        self.tick.toggled.connect(self.edit.setEnabled)
        self.tick.toggled.connect(lambda _on: self.changed.emit())
        self.edit.dateChanged.connect(lambda _day: self.changed.emit())

    @property
    def day(self) -> date | None:
        """The day, or None if it is left open."""
        return self.edit.date().toPython() if self.tick.isChecked() else None  # type: ignore[return-value]

    def set_day(self, day: date | None) -> None:
        """Show a day, or leave it open."""
        self.tick.setChecked(day is not None)
        if day is not None:
            self.edit.setDate(QDate(day.year, day.month, day.day))

    def value(self) -> str:
        """The day in ISO form; empty if it is left open."""
        return self.day.isoformat() if self.day else ""

    def put_value(self, text: str) -> None:
        """Put back what :meth:`value` gave."""
        with suppress(ValueError):
            self.set_day(date.fromisoformat(text) if text else None)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.tick.setAccessibleName(f"{name}: {self.tick.text()}")
        self.edit.setAccessibleName(name)
