"""Restore a backup: choose it, see what it is and what is not in it, choose a folder, and go on working.

The backup is only read, the folder is a new one: nothing is ever overwritten.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.ui import profile_jobs, theme
from stockpile_client.ui.jobs import Jobs, Lane
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.start.places_step import FolderLine
from stockpile_client.ui.views.start.wizard import Step, Wizard
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit, PassphraseEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from stockpile_client.services.backups import FoundBackup
    from stockpile_client.services.context import Context


class ChooseBackupStep(Step):
    """Which backup, and its passphrase."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("Which backup?")
        self.action = self.tr("Look into it")
        self.source = FolderLine(self.tr("Choose…"), self.tr("Choose the folder of a backup"), self.tr("none chosen"))
        self.passphrase = PassphraseEdit()
        self.fields = {
            "source": Field(
                self.tr("Backup"), self.source, self.tr("A folder with stockpile.db and stockpile.key.json in it.")
            ),
            "passphrase": Field(
                self.tr("Passphrase"), self.passphrase, self.tr("The one that was in force when the backup was made.")
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        explained = self.tr("It is opened and read to the end, to see that it is whole. Nothing is changed by that.")
        column.addWidget(PlainLabel(explained, wrap=True))
        for field in self.fields.values():
            column.addWidget(field)

    def prepare(self, source: Path | None) -> None:
        """Empty the page; ``source`` is a backup that was chosen already."""
        self.source.set_folder(source)
        self.passphrase.clear()
        for field in self.fields.values():
            field.show_problem("")

    def ready(self) -> bool:
        self.fields["source"].show_problem("" if self.source.folder else self.tr("Choose a backup."))
        self.fields["passphrase"].show_problem("" if self.passphrase.text() else self.tr("This is needed."))
        if not self.source.folder:
            self.source.button.setFocus()
        elif not self.passphrase.text():
            self.passphrase.setFocus()
        return self.source.folder is not None and bool(self.passphrase.text())

    def entered(self) -> None:
        if self.source.folder is None:
            self.source.button.setFocus()
        else:
            self.passphrase.setFocus()
            self.passphrase.selectAll()


class FoundBackupStep(Step):
    """What it is, what is not in it, and where the profile goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("The backup is whole")
        self.action = self.tr("Restore")
        self.facts = Facts()
        self.missing = NoticePanel(Status.CAUTION)
        self.target = FolderLine(self.tr("Change…"), self.tr("Where to make the folder of the profile"))
        self.actor = LineEdit()
        self._actor = Field(self.tr("You"), self.actor, self.tr("Name for the audit log. It never leaves."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        column.addWidget(self.facts)
        column.addWidget(self.missing)
        hint = self.tr("A new folder. Nothing is overwritten, and the backup stays as it is.")
        column.addWidget(Field(self.tr("New profile"), self.target, hint))
        column.addWidget(self._actor)

    def show_found(self, found: FoundBackup, folder: Path) -> None:
        """Show a backup that was opened; its profile goes to ``folder`` unless another is chosen."""
        from stockpile_client.ui.views.start.backup_words import backup_facts  # noqa: PLC0415 - loads the database

        self.facts.show_facts(backup_facts(found))
        lines = [words(line) for line in found.missing]
        if found.same_profile is not None:
            lines.append(
                self.tr("Both profiles are the same agency: work on in one of them only, and put the other away.")
            )
        self.missing.say(self.tr("What is not in it"), lines)
        self.target.new_name = folder.name
        self.target.set_folder(folder)

    def ready(self) -> bool:
        self._actor.show_problem("" if self.actor.text().strip() else self.tr("This is needed."))
        if not self.actor.text().strip():
            self.actor.setFocus()
        return bool(self.actor.text().strip())

    def entered(self) -> None:
        self.actor.setFocus()


class RestoredStep(Step):
    """It is done; what to do now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("The profile is restored")
        self.action = self.tr("Open the profile")
        self.final = True
        self._place = PlainLabel(wrap=True, selectable=True)
        self.now = NoticePanel(Status.INFO)
        self.now.say(
            self.tr("What to do now"),
            [
                self.tr("Back up again soon: the profile and its only backup are of the same moment."),
                self.tr(
                    "What you send from now on goes through new channels, since partners may know numbers that this"
                    " backup does not. Their programs follow by themselves."
                ),
                self.tr("Ask the partners to send again what you accepted since, and look at what you released since."),
            ],
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        column.addWidget(self._place)
        column.addWidget(self.now)

    def show_place(self, folder: Path) -> None:
        """Where the profile is."""
        self._place.setText(self.tr("It is in {folder}.").format(folder=folder))


class Restore(QWidget):
    """The three pages; ``opened`` carries the context of the restored profile."""

    opened = Signal(object)  # Context
    left = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._context: Context | None = None
        self.choose = ChooseBackupStep()
        self.found = FoundBackupStep()
        self.restored = RestoredStep()
        self.wizard = Wizard(self.tr("Restore a backup"), (self.choose, self.found, self.restored))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.wizard)
        self.wizard.advanced.connect(self._on_advanced)
        self.wizard.left.connect(self._on_left)

    def begin(self, source: Path | None = None) -> None:
        """Start; ``source`` is a backup that was chosen already."""
        self.choose.prepare(source)
        self.found.actor.clear()
        self.wizard.start()
        self.choose.entered()

    def give_up(self) -> None:
        """The program closes: close a profile that was restored and not yet opened."""
        context, self._context = self._context, None
        if context is not None:
            context.close()

    def _on_left(self) -> None:
        self.choose.prepare(None)  # the passphrase leaves the widgets
        self.left.emit()

    def _on_advanced(self, step: Step) -> None:
        if step is self.choose:
            self._look()
        elif step is self.found:
            self._restore()
        else:
            context, self._context = self._context, None
            if context is not None:
                self.opened.emit(context)

    def _look(self) -> None:
        source = self.choose.source.folder
        assert source is not None  # the page asked for it
        self.wizard.set_busy(True, self.tr("Reading the backup…"))
        work = profile_jobs.examining(source, self.choose.passphrase.text())
        job = self._jobs.start(work, Lane.READER)
        job.succeeded.connect(self._on_looked)
        job.failed.connect(self.wizard.show_refusal)

    def _on_looked(self, found: FoundBackup) -> None:
        from stockpile_client.services.backups import suggested_folder  # noqa: PLC0415 - loads the database

        self.found.show_found(found, suggested_folder(found, datetime.now(UTC)))
        self.wizard.go_on()

    def _restore(self) -> None:
        source, target = self.choose.source.folder, self.found.target.folder
        assert source is not None  # both pages asked
        assert target is not None
        self.restored.show_place(target)
        self.wizard.set_busy(True, self.tr("Restoring…"))
        work = profile_jobs.restoring(source, target, self.choose.passphrase.text(), self.found.actor.text().strip())
        job = self._jobs.start(work, Lane.WRITER)
        job.succeeded.connect(self._on_restored)
        job.failed.connect(self.wizard.show_refusal)

    def _on_restored(self, context: Context) -> None:
        self._context = context
        self.choose.prepare(None)
        self.wizard.go_on()
        self.wizard.next_button.setFocus()
