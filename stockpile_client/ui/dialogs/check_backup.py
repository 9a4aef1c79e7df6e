"""Check a backup: it is opened with its passphrase, read to the end, and says what it is and what is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockpile_client.services.backups import FoundBackup, check_backup
from stockpile_client.services.changes import ChangeSet
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.start.backup_words import backup_facts
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import PassphraseEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class CheckBackupDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Check the backup {name}", name=folder.name),
            tr("It is only read. The passphrase is the one that was in force when it was made."),
            tr("Check"),
            parent,
        )
        self._desk = desk
        self._folder = folder
        self.passphrase = PassphraseEdit()
        self._field = Field(tr("Passphrase"), self.passphrase)
        self.outcome = NoticePanel(Status.DONE)
        self.facts = Facts()
        for widget in (self._field, self.outcome, self.facts):
            self.body.addWidget(widget)
        self.facts.setVisible(False)
        self.primary.setEnabled(False)
        self.passphrase.textChanged.connect(lambda text: self.primary.setEnabled(bool(text)))
        self.confirmed.connect(self._on_confirmed)
        self.passphrase.setFocus()

    def _on_confirmed(self) -> None:
        folder, passphrase = self._folder, self.passphrase.text()
        self.messages.put_away()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, token: _Checked(*check_backup(ctx, folder, passphrase=passphrase, progress=token.check)),
            then=self._on_checked,
            failed=self.show_refusal,
            initiator=self,
            title=tr("Checking a backup"),
        )

    def _on_checked(self, done: _Checked) -> None:
        self.set_busy(False)
        self.passphrase.clear()
        self._field.setVisible(False)
        self.primary.setVisible(False)
        self.cancel.setText(tr("Close"))
        self.facts.setVisible(True)
        self.facts.show_facts(backup_facts(done.found))
        self.outcome.say(
            tr("The backup opens, and every page of it is whole"), [words(line) for line in done.found.missing],
            status=Status.DONE,
        )  # fmt: skip
        self.fit()

    def done(self, result: int) -> None:
        self.passphrase.clear()
        super().done(result)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was found, and the change that the audit log is."""

    found: FoundBackup
    change: ChangeSet
