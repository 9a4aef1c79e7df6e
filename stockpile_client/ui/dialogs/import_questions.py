"""What a file does not say and a person must: the day of its rows, nil in words, lots that share a number.

A question is there only where the file raises it. Until it is answered the rows that it is about are left out.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.services.import_inventory import ImportPlan
from stockpile_client.tables.rows import Confirmed
from stockpile_client.ui import theme
from stockpile_client.ui.language import tr_count
from stockpile_client.ui.widgets.inputs import CheckBox, DateEdit
from stockpile_client.ui.widgets.plain_label import PlainLabel

_NO_DAY = "as_of_missing"


class ImportQuestions(QWidget):
    """Ticks, and a day; ``answered`` after a person changed one of them."""

    answered = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dated = CheckBox(self.tr("Rows that name no day are as of"))
        self.day = DateEdit()
        self.nil = CheckBox()
        self.own_lots = CheckBox()
        self._title = PlainLabel(self.tr("Please say"), strong=True)
        self._build(today)
        self._connect()

    def _build(self, today: date) -> None:
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.day.setAccessibleName(self.tr("Day of the rows that name none"))
        self.day.setEnabled(False)
        self._dating = QWidget()
        row = QHBoxLayout(self._dating)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self.dated)
        row.addWidget(self.day)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.TIGHT))
        for widget in (self._title, self._dating, self.nil, self.own_lots):
            column.addWidget(widget)
        self.setVisible(False)

    def _connect(self) -> None:
        self.dated.toggled.connect(self.day.setEnabled)
        for box in (self.dated, self.nil, self.own_lots):
            box.clicked.connect(lambda _on: self.answered.emit())
        self.day.dateChanged.connect(lambda _day: self.answered.emit())

    def show_plan(self, plan: ImportPlan) -> None:
        """Ask what this plan leaves open; what was answered stays in view."""
        table = plan.table
        undated = sum(count for (_, code), count in table.findings.counts.items() if code == _NO_DAY)
        nil, shared = table.nil_in_words, len(table.shared_numbers)
        _say(
            self.nil,
            nil,
            tr_count(
                "{n} row says in words that nothing is left: book it as nil",
                "{n} rows say in words that nothing is left: book them as nil",
                nil,
            ),
        )
        _say(
            self.own_lots,
            shared,
            tr_count(
                "{n} row shares its lot number with another: book it as a lot of its own",
                "{n} rows share a lot number: book them as lots of their own",
                shared,
            ),
        )
        asks_day = bool(undated) or self.dated.isChecked()
        self._dating.setVisible(asks_day)
        self.setVisible(asks_day or bool(nil) or bool(shared))

    def as_of(self) -> date | None:
        """The day of the rows that name none; None: they are left out."""
        return self.day.date().toPython() if self.dated.isChecked() else None  # type: ignore[return-value]

    def confirmed(self) -> Confirmed:
        """What was ticked."""
        return Confirmed(nil=self.nil.isChecked(), own_lots=self.own_lots.isChecked())


def _say(box: CheckBox, count: int, text: str) -> None:
    box.setText(text)
    box.setAccessibleName(text)
    box.setVisible(bool(count))
    box.updateGeometry()
