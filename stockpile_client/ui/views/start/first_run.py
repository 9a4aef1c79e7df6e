"""The first run: agency, passphrase, places, then keys are made, the recovery sheet, and the first backup.

The profile exists from the third page on; before it nothing is written. Whoever stops at the recovery sheet has a
profile that opens with its passphrase, but no recovery key.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import profile_jobs
from stockpile_client.ui.jobs import Jobs, Lane
from stockpile_client.ui.profile_jobs import NewProfile
from stockpile_client.ui.views.start.agency_step import AgencyStep
from stockpile_client.ui.views.start.backup_step import FirstBackupStep
from stockpile_client.ui.views.start.passphrase_step import PassphraseStep
from stockpile_client.ui.views.start.places_step import PlacesStep
from stockpile_client.ui.views.start.recovery_page import RecoveryPage
from stockpile_client.ui.views.start.wizard import Step, Wizard

if TYPE_CHECKING:
    from stockpile_client.services.profiles import CreatedProfile


class FirstRun(QWidget):
    """See the module; ``opened`` carries the context of the new profile."""

    opened = Signal(object)  # Context
    left = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._root = Path()
        self._created: CreatedProfile | None = None
        self.agency = AgencyStep()
        self.passphrase = PassphraseStep()
        self.places = PlacesStep()
        self.recovery = RecoveryPage()
        self.backup = FirstBackupStep()
        self.wizard = Wizard(
            self.tr("New profile"), (self.agency, self.passphrase, self.places, self.recovery, self.backup)
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.wizard)
        self.wizard.advanced.connect(self._on_advanced)
        self.wizard.left.connect(self.left)
        self.recovery.kept_changed.connect(self._on_kept_changed)
        self.recovery.save_requested.connect(self._on_save_requested)

    def begin(self, root: Path) -> None:
        """Start with empty pages; profiles are kept in ``root`` unless another folder is chosen."""
        self._root = root
        for page in (self.agency, self.passphrase, self.places):
            page.prepare()
        self.wizard.start()
        self.agency.entered()

    def give_up(self) -> None:
        """The program closes: close a profile that was made and not yet opened."""
        created, self._created = self._created, None
        self.recovery.forget()
        if created is not None:
            created.context.close()

    # from page to page

    def _on_advanced(self, step: Step) -> None:
        if step is self.passphrase:
            self.places.suggest(self._root, self.agency.short_name.text())
        if step is self.places:
            self._create()
        elif step is self.backup:
            self._finish()
        else:
            if step is self.recovery:
                self.recovery.forget()
            self.wizard.go_on()

    def _create(self) -> None:
        new = NewProfile(
            self.places.folder(), self.agency.name.text().strip(), self.agency.short_name.text().strip(),
            self.agency.country_code(), self.agency.actor.text().strip(), self.passphrase.new.passphrase.text(),
            self.places.rule(),
        )  # fmt: skip
        self.wizard.set_busy(True, self.tr("Making keys…"))
        job = self._jobs.start(profile_jobs.creating(new), Lane.WRITER)
        job.succeeded.connect(self._on_created)
        job.failed.connect(self.wizard.show_refusal)

    def _on_created(self, created: CreatedProfile) -> None:
        self._created = created
        self.passphrase.prepare()  # the passphrase leaves the screen and the widgets
        context = created.context
        self.recovery.show_key(context.agency.name, created.recovery_key)
        rule = self.places.rule()
        self.backup.show_made(
            [
                (self.tr("Agency"), f"{context.agency.name} ({context.agency.short_name})"),
                (self.tr("Agency id"), context.agency.id),
                (self.tr("Profile"), str(context.profile.folder.path)),
                (self.tr("Backups"), rule.place or self.tr("no place yet")),
            ],
            rule,
        )
        self.wizard.go_on()
        self._on_kept_changed(kept=self.recovery.kept.isChecked())

    def _on_kept_changed(self, kept: bool) -> None:
        if self.wizard.step is self.recovery:
            self.wizard.next_button.setEnabled(kept)

    def _on_save_requested(self, path: Path) -> None:
        if self._created is None:
            return
        job = self._jobs.start(profile_jobs.saving_recovery_sheet(self._created, path), Lane.WRITER)
        job.succeeded.connect(lambda _path: self.recovery.say_saved())
        job.failed.connect(self.recovery.say_not_saved)

    def _finish(self) -> None:
        created = self._created
        if created is None:
            return
        folder = Path(self.places.rule().place) if self.backup.now.isChecked() else None
        if folder is None:
            self._open()
            return
        self.wizard.set_busy(True, self.tr("Backing up…"))
        job = self._jobs.start(profile_jobs.backing_up(created.context, folder), Lane.WRITER)
        job.succeeded.connect(lambda _report: self._open())
        job.failed.connect(self._on_backup_failed)

    def _on_backup_failed(self, error: StockpileError) -> None:
        self.backup.now.setChecked(False)  # Enter then opens the profile without one
        self.wizard.show_refusal(error)

    def _open(self) -> None:
        created, self._created = self._created, None
        if created is not None:
            self.wizard.start()
            self.opened.emit(created.context)
