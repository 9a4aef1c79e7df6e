"""The action Undo: names the step that it would take back, takes it back, and says so.

>>> watch = UndoWatch(desk, view)  # doctest: +SKIP
>>> desk.actions["undo"].text()  # doctest: +SKIP
'Undo: Close site Novara'
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import Kind
from stockpile_client.services.undo import Step, Undone, next_undo, undo
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.workspaces import Desk


class UndoWatch(QObject):
    """Keeps the action in step with the record of edits; lives as long as ``parent``."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._step: Step | None = None
        desk.session.changed.connect(lambda _change, _initiator: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Read which step is the last one."""
        self._desk.session.read(
            lambda ctx, _token: next_undo(ctx), then=self._on_read, failed=self._desk.messages.show_error
        )

    def undo(self) -> None:
        """Take back the step that the action names."""
        expected = self._step.row if self._step else None
        self._desk.session.mutate(
            lambda ctx, _token: undo(ctx, expected), then=self._on_undone, failed=self._on_refused, initiator=self
        )

    def _on_read(self, step: Step | None) -> None:
        self._step = step
        text = self.tr("&Undo: {step}").format(step=words(step.name)) if step else self.tr("&Undo")
        self._desk.actions["undo"].setText(text)

    def _on_undone(self, done: Undone) -> None:
        if done.change.touches(Kind.PROFILES):
            self._desk.go("disclosure", "")  # where what was undone is seen
        self._desk.messages.show_message(Status.DONE, words(done.change.summary))

    def _on_refused(self, error: StockpileError) -> None:
        self._desk.messages.show_error(error)
        self.refresh()
