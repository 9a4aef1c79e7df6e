"""A decision that needs a reason, and a word typed where it cannot be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit


class ReasonDialog(DecisionDialog):
    """A decision that needs a reason, and a word typed where it cannot be undone."""

    def __init__(
        self,
        title: str,
        words: str,
        action: str,
        *,
        reason_hint: str = "",
        word: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, words, action, parent)
        self._word = word
        self.reason_line = LineEdit()
        self._reason = Field(self.tr("Reason"), self.reason_line, reason_hint)
        self.word_line = LineEdit()
        self._typed = Field(
            self.tr("Type {word} to confirm").format(word=word), self.word_line, self.tr("This cannot be undone.")
        )
        self._typed.setVisible(bool(word))
        self.body.addWidget(self._reason)
        self.body.addWidget(self._typed)
        self.reason_line.textChanged.connect(self._on_text_changed)
        self.word_line.textChanged.connect(self._on_text_changed)
        self.primary.setEnabled(False)
        self.reason_line.setFocus()

    @property
    def reason(self) -> str:
        """What was typed."""
        return self.reason_line.text().strip()

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._on_text_changed()

    def _on_text_changed(self) -> None:
        word_typed = not self._word or self.word_line.text().strip() == self._word
        self.primary.setEnabled(bool(self.reason) and word_typed)
