"""One record in full beside its list: title, state, facts, what may be done, and what was done to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.services.edits import PastEdit
from stockpile_client.ui import theme
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Fact, Facts
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.status_mark import StatusMark


class RecordPane(Panel):
    """``buttons`` stand under the facts; they are shown and hidden by whoever gave them."""

    def __init__(self, formats: Formats, buttons: Sequence[Button], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._formats = formats
        self._title = PlainLabel(strong=True, wrap=True, selectable=True)
        self._state = StatusMark(Status.INFO, "")
        self.facts = Facts()
        self._history_title = PlainLabel(self.tr("What was done"), strong=True)
        self.history = PlainLabel(size=Size.SMALL, wrap=True, selectable=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.space(theme.MEDIUM),) * 4)
        column.setSpacing(theme.space(theme.SMALL))
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.SMALL))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._state)
        column.addWidget(self.facts)
        column.addLayout(row)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(self._history_title)
        column.addWidget(self.history)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(ScrollArea(inside))

    def show_record(self, title: str, state: tuple[Status, str] | None, facts: Sequence[Fact]) -> None:
        """Show a record; its history follows."""
        self._title.setText(title)
        self._state.setVisible(state is not None)
        if state is not None:
            self._state.set(*state)
        self.facts.show_facts(facts)
        self.show_history([])

    def show_history(self, past: Sequence[PastEdit]) -> None:
        """Show what was done to the record, the latest step first."""
        self._history_title.setVisible(bool(past))
        self.history.setVisible(bool(past))
        self.history.setText("\n".join(self._line(edit) for edit in reversed(past)))

    def _line(self, edit: PastEdit) -> str:
        said = " · ".join(
            part for part in (self._formats.moment(edit.at), edit.actor, words(edit.step), edit.reason) if part
        )
        return self.tr("{step} (undone)").format(step=said) if edit.undone else said
