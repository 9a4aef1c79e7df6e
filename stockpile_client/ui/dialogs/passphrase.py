"""Change the passphrase: the one in force, and twice the new one, with what it is worth."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.own_agency import change_passphrase
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.start.passphrase_step import NewPassphrase
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import PassphraseEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class ChangePassphraseDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Change the passphrase"), "", tr("Change the passphrase"), parent)
        self._desk = desk
        self.consequences = NoticePanel(Status.CAUTION)
        self.consequences.say(
            tr("What follows"),
            [
                tr("From now on only the new passphrase opens this profile. Nobody can reset it."),
                tr("Backups that were made before open with the old one: whoever knows it can read them."),
                tr("Where somebody else may know the old passphrase, renew the keys as well."),
            ],
        )
        self.old = PassphraseEdit()
        self.new = NewPassphrase()
        self.body.addWidget(self.consequences)
        self.body.addWidget(Field(tr("Passphrase in force"), self.old))
        self.body.addWidget(self.new)
        self.primary.setEnabled(False)
        self.old.textChanged.connect(self._on_changed)
        self.new.passphrase.textChanged.connect(self._on_changed)
        self.confirmed.connect(self._on_confirmed)
        self.old.setFocus()

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._on_changed()

    def _on_changed(self) -> None:
        self.primary.setEnabled(bool(self.old.text()) and bool(self.new.passphrase.text()))

    def _on_confirmed(self) -> None:
        if not self.new.ready():
            return
        old, new = self.old.text(), self.new.passphrase.text()
        self.messages.put_away()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: change_passphrase(ctx, old=old, new=new),
            then=self._on_changed_passphrase,
            failed=self.show_refusal,
            initiator=self,
            title=tr("Changing the passphrase"),
        )

    def _on_changed_passphrase(self, _change: ChangeSet) -> None:
        self._desk.messages.show_message(
            Status.DONE, tr("The passphrase is changed."), tr("Back up now, so that a backup opens with it.")
        )
        self.accept()

    def done(self, result: int) -> None:
        self.old.clear()
        self.new.clear()
        super().done(result)
