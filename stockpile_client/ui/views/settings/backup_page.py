"""Backups: where they go and how often, one now, and proving that an older one opens."""

from __future__ import annotations

from pathlib import Path

from stockpile_client.services.backup_rule import BackupRule
from stockpile_client.services.backups import BackupStanding, backup_standing, set_backup_rule
from stockpile_client.ui import files
from stockpile_client.ui.dialogs.check_backup import CheckBackupDialog
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.settings.section import Section, SettingsPage
from stockpile_client.ui.views.start.places_step import FolderLine, RhythmBox
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class BackupPage(SettingsPage):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._standing: BackupStanding | None = None
        self.standing = NoticePanel()
        self.place = FolderLine(tr("Choose…"), tr("Where to keep backups"), tr("no place yet: you are asked each time"))
        self.rhythm = RhythmBox()
        self.save = Button(tr("Save"))
        self.now = Button(tr("Back up now…"), icon="export")
        self.check = Button(tr("Check a backup…"), icon="audit")
        super().__init__((self._last(), self._rule(), self._check()))
        self.save.clicked.connect(self._on_save)
        self.now.clicked.connect(self._on_now)
        self.check.clicked.connect(self._on_check)

    def _last(self) -> Section:
        explained = tr("A copy of the whole profile, encrypted as it is, opened and compared after it was written.")
        section = Section(tr("Backups"), explained, (self.now,))
        section.body.addWidget(self.standing)
        return section

    def _rule(self) -> Section:
        section = Section(tr("Place and rhythm"), "", (self.save,))
        section.body.addWidget(
            Field(tr("Place"), self.place, tr("On another medium: a disk that is lost takes along what lies on it."))
        )
        section.body.addWidget(Field(tr("Remind me of a backup"), self.rhythm))
        return section

    def _check(self) -> Section:
        explained = tr(
            "A backup that nobody ever opened is a hope. Checking reads all of it, with its passphrase, and says what"
            " is not in it. To work on from one, lock this profile and choose Restore a backup on the start page."
        )
        return Section(tr("Check a backup"), explained, (self.check,))

    def refresh(self) -> None:
        self._desk.session.read(
            lambda ctx, _token: backup_standing(ctx), then=self._on_read, failed=self._desk.messages.show_error
        )

    def _on_read(self, standing: BackupStanding) -> None:
        self._standing = standing
        self.place.set_folder(Path(standing.rule.place) if standing.rule.place else None)
        self.rhythm.set_days(standing.rule.days)
        if standing.last is None or standing.age is None:
            self.standing.say(
                tr("There is no backup yet"), [tr("What is lost with this machine is lost.")], status=Status.CAUTION
            )
            return
        at = self._desk.formats.moment(standing.last.at)
        self.standing.say(
            tr_count("The last good backup is {n} day old", "The last good backup is {n} days old", standing.age)
            if standing.age
            else tr("The last good backup is of today"),
            [tr("Written {at}", at=at), standing.last.path],
            status=Status.CAUTION if standing.is_due else Status.DONE,
        )

    def _on_save(self) -> None:
        rule = BackupRule(str(self.place.folder or ""), self.rhythm.days())
        self._desk.session.mutate(
            lambda ctx, _token: set_backup_rule(ctx, rule),
            then=lambda _change: self._desk.messages.show_message(Status.DONE, tr("Place and rhythm are saved.")),
            failed=self._desk.messages.show_error,
            initiator=self,
        )

    def _on_now(self) -> None:
        self._desk.go("overview", "back_up")

    def _on_check(self) -> None:
        files.choose_folder(self, tr("Choose the folder of a backup"), self.check_folder)

    def check_folder(self, folder: Path) -> None:
        """Ask for the passphrase of a backup, and check it."""
        CheckBackupDialog(self._desk, folder, self).open()
