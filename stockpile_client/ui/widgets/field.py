"""A labelled field of a form: name above, editor, and below it what it is for or what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.status_mark import StatusMark


class Field(QWidget):
    """Gives ``editor`` its visible and its accessible name, a hint, and a place for a problem."""

    def __init__(self, label: str, editor: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = PlainLabel(hint, size=Size.SMALL, muted=True, wrap=True)
        self._hint.setVisible(bool(hint))
        self._problem = StatusMark(Status.DANGER, "", size=Size.SMALL, wrap=True)
        self._problem.setVisible(False)
        self._name = PlainLabel(label, strong=True)
        self._name.setBuddy(editor)
        editor.setAccessibleName(words(label).replace("&", ""))
        editor.setAccessibleDescription(words(hint))
        editor.setMinimumHeight(theme.control_height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.TIGHT))
        for widget in (self._name, editor, self._hint, self._problem):
            column.addWidget(widget)

    def set_label(self, label: str) -> None:
        """Call the field something else."""
        self._name.setText(label)
        self.editor.setAccessibleName(words(label).replace("&", ""))

    def set_hint(self, hint: str) -> None:
        """Say something else below the editor."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint) and not self.problem)
        self.editor.setAccessibleDescription(words(hint))

    @property
    def problem(self) -> str:
        """What is wrong, or nothing."""
        return self._problem.words if self._problem.isVisibleTo(self) else ""

    def show_problem(self, problem: str) -> None:
        """Say what is wrong with the field in place of its hint; empty: nothing is."""
        self._problem.set(Status.DANGER, problem)
        self._problem.setVisible(bool(problem))
        self._hint.setVisible(not problem and bool(self._hint.text()))
