"""Changes of our own keys, with what follows from them in words: renewing them, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.own_keys import (
    RotatedKeys,
    partners_without_notice,
    revoke_own_keys,
    rotate_own_keys,
    write_key_notices,
)
from stockpile_client.ui import files
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import CheckBox, LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class RenewKeysDialog(DecisionDialog):
    """New keys that the present ones introduce: a key notice for each partner."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Renew the keys"),
            tr("New keys are made, and the present ones sign a notice for each partner, so that nobody has to compare"
               " numbers again."),
            tr("Choose a folder and renew…"),
            parent,
        )  # fmt: skip
        self._desk = desk
        self.consequences = NoticePanel(Status.CAUTION)
        self.consequences.say(
            tr("What follows"),
            [
                tr("Each partner gets a file. Until it has accepted that, it refuses what we send: bring the notices"
                   " first."),
                tr("What is on the way to us, encrypted to the present keys, still opens."),
                tr("Back up afterwards: older backups do not hold the new keys."),
            ],
        )  # fmt: skip
        self.name = LineEdit()
        self.name.setText(desk.session.agency_name)
        self.body.addWidget(self.consequences)
        self.body.addWidget(
            Field(tr("Name of our agency"), self.name, tr("As partners see it from now on; it stands on the new card."))
        )
        self.confirmed.connect(
            lambda: files.choose_folder(self, tr("Where to write the card and the notices"), self.renew_into)
        )
        self.name.setFocus()

    def renew_into(self, folder: Path) -> None:
        """Make the keys, and write the card and the notices into ``folder``."""
        name = self.name.text()
        self.set_busy(True)
        self._desk.session.mutate(
            lambda ctx, _token: rotate_own_keys(ctx, folder=folder, name=name),
            then=self._on_renewed,
            failed=self.show_refusal,
            initiator=self,
            title=tr("Renewing the keys"),
        )

    def _on_renewed(self, done: RotatedKeys) -> None:
        written = tr_count(
            "The keys are renewed; {n} notice was written.", "The keys are renewed; {n} notices were written.",
            len(done.notices),
        )  # fmt: skip
        told = tr("They are in {folder}, with the new card. Bring each partner its file before anything else.",
                  folder=str(done.card.path.parent))  # fmt: skip
        left = tr("Not told: {names}. Give them the new card, and compare the safety number.",
                  names=", ".join(done.unreached)) if done.unreached else ""  # fmt: skip
        self._desk.messages.show_message(Status.INFO, written, left or told)
        self.accept()


class TakeKeysBackDialog(DecisionDialog):
    """The present keys are no longer to be trusted. It cannot be undone."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Take the keys back"),
            tr("For keys that are lost or that somebody else may have. A notice is written that every partner imports,"
               " and new keys are made that nobody trusts yet."),
            tr("Choose a folder and take back…"),
            parent,
        )  # fmt: skip
        self._desk = desk
        self._word = desk.session.agency_short_name
        self.consequences = NoticePanel(Status.DANGER)
        self.consequences.say(
            tr("What follows"),
            [
                tr("Partners that import the notice refuse everything that the present keys sign from now on."),
                tr("Nothing can be exchanged until each partner has our new card and has compared the safety number."),
                tr("What was sent so far stays valid."),
            ],
        )
        self.reason_line = LineEdit()
        self.by_recovery = CheckBox(tr("Sign with the recovery key of the printed sheet"))
        self.recovery_line = LineEdit()
        self.word_line = LineEdit()
        self._recovery = Field(
            tr("Recovery key"), self.recovery_line, tr("As it stands on the sheet; blanks do not matter.")
        )
        self._build_body()
        self._on_changed()
        self.reason_line.setFocus()

    def _build_body(self) -> None:
        self.body.addWidget(self.consequences)
        self.body.addWidget(Field(tr("Reason"), self.reason_line, tr("The partners will read it.")))
        self.body.addWidget(self.by_recovery)
        self.body.addWidget(self._recovery)
        self.body.addWidget(
            Field(tr("Type {word} to confirm", word=self._word), self.word_line, tr("This cannot be undone."))
        )
        for edit in (self.reason_line, self.recovery_line, self.word_line):
            edit.textChanged.connect(self._on_changed)
        self.by_recovery.toggled.connect(self._on_changed)
        self.confirmed.connect(lambda: files.choose_folder(self, tr("Where to write the notice"), self.take_back_into))

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._on_changed()

    def _on_changed(self) -> None:
        by_recovery = self.by_recovery.isChecked()
        self._recovery.setVisible(by_recovery)
        signed = not by_recovery or bool(self.recovery_line.text().strip())
        typed = self.word_line.text().strip() == self._word
        self.primary.setEnabled(bool(self.reason_line.text().strip()) and signed and typed)
        self.fit()

    def take_back_into(self, folder: Path) -> None:
        """Write the notice into ``folder``."""
        reason = self.reason_line.text()
        key = self.recovery_line.text() if self.by_recovery.isChecked() else ""
        self.set_busy(True)

        def work(ctx: Context, _token: object) -> _TakenBack:
            notice = revoke_own_keys(ctx, reason=reason, folder=folder, recovery_key=key)
            return _TakenBack(notice, ChangeSet.of(Kind.AGENCY, Kind.CHANNELS))

        self._desk.session.mutate(
            work,
            then=self._on_taken_back,
            failed=self.show_refusal,
            initiator=self,
            title=tr("Taking the keys back"),
        )

    def _on_taken_back(self, done: _TakenBack) -> None:
        self._desk.messages.show_message(
            Status.INFO,
            tr("The notice was written as {name}.", name=done.path.name),
            tr("Give it to every partner, together with our new card: Partners, Export my card."),
            action=tr("Go to the partners"),
            do=lambda: self._desk.go("partners", ""),
        )
        self.accept()


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """Where the notice is, and what changed."""

    path: Path
    change: ChangeSet


@dataclass(frozen=True, slots=True)
class _Notices:
    """Which were written, and who is still not told."""

    written: int
    left: tuple[str, ...]
    change: ChangeSet


def write_missing_notices(desk: Desk, folder: Path) -> None:
    """Write the key notices that some partners still lack into ``folder``."""

    def write(ctx: Context, _token: object) -> _Notices:
        written = write_key_notices(ctx, folder=folder)
        return _Notices(len(written), partners_without_notice(ctx), ChangeSet.of(Kind.BUNDLES, Kind.CHANNELS))

    def said(done: _Notices) -> None:
        rest = tr("Still not told: {names}. Their channel is blocked or their card has expired.",
                  names=", ".join(done.left)) if done.left else ""  # fmt: skip
        desk.messages.show_message(
            Status.CAUTION if done.left else Status.DONE,
            tr_count("{n} notice was written.", "{n} notices were written.", done.written),
            rest,
        )

    desk.session.mutate(
        write,
        then=said,
        failed=desk.messages.show_error,
        title=tr("Writing key notices"),
    )
