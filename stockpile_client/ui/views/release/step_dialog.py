"""One step on the way of a release: who takes it, and what that person notes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit


class StepDialog(DecisionDialog):
    """The name at the desk and, unless ``note`` is false, a note, which sending back cannot do without."""

    def __init__(
        self,
        title: str,
        words: str,
        action: str,
        *,
        actor: str,
        note_needed: bool,
        note: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, words, action, parent)
        self._note_needed = note_needed
        self.who = LineEdit()
        self.who.setText(actor)
        self.note = LineEdit()
        self.body.addWidget(
            Field(self.tr("Your name"), self.who, self.tr("It stands in the audit log beside this step."))
        )
        hint = self.tr("Whoever prepared it will read it.") if note_needed else ""
        self._noted = Field(self.tr("Reason") if note_needed else self.tr("Note"), self.note, hint)
        self._noted.setVisible(note)
        self.body.addWidget(self._noted)
        for line in (self.who, self.note):
            line.textChanged.connect(lambda _text: self._show_state())
        self._show_state()
        (self.note if note else self.who).setFocus()

    @property
    def actor(self) -> str:
        """Who takes the step."""
        return self.who.text().strip()

    @property
    def noted(self) -> str:
        """What was noted."""
        return self.note.text().strip()

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._show_state()

    def _show_state(self) -> None:
        self.primary.setEnabled(bool(self.actor) and (bool(self.noted) or not self._note_needed))
