"""The audit log is verified once in the background when a profile opens; only bad news is told.

It costs about 0.6 s for a log of 100 000 entries, away from the window's thread, and starts when the first view has had
the machine to itself for a moment.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from stockpile_client.services.audit_log import AuditVerdict, check_audit
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.session import Session
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.message_bar import MessageBar

DELAY_MS = 1500
"""The first view reads first; nobody acts on the log within a second."""


class AuditWatch(QObject):
    """Belongs to a session and ends with it; ``go(workspace, action)`` leads to the audit workspace."""

    def __init__(self, session: Session, messages: MessageBar, go: Callable[[str, str], None]) -> None:
        super().__init__(session)
        self._session = session
        self._messages = messages
        self._go = go
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def check(self) -> None:
        """Verify now."""
        self._timer.stop()
        self._session.read(
            lambda ctx, token: check_audit(ctx, token.report),
            then=self._on_checked,
            failed=self._messages.show_error,
        )

    def _on_checked(self, verdict: AuditVerdict) -> None:
        self._session.note_audit(verdict)
        if not verdict.holds:
            self._messages.show_message(
                Status.DANGER, words(verdict.words), words(verdict.advice), code="E_AUDIT_BROKEN",
                action=tr("Go to the audit log"), do=lambda: self._go("audit", ""),
            )  # fmt: skip
