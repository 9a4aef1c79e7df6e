"""Where the profile is kept, where its backups go, and how often."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.services.backup_rule import RHYTHMS, USUAL_DAYS, BackupRule
from stockpile_client.ui import files, theme
from stockpile_client.ui.language import tr_count
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.start.wizard import Step
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.panel import Rule
from stockpile_client.ui.widgets.plain_label import PlainLabel


class FolderLine(QWidget):
    """A folder and the button that chooses another.

    ``new_name``: what the folder is called that is made inside a chosen one which has other things in it.
    """

    def __init__(self, button: str, title: str, nothing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._nothing = nothing
        self.new_name = ""
        self.folder: Path | None = None
        self._shown = PlainLabel(elide=True)
        self.button = Button(button, icon="folder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self._shown, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(lambda: files.choose_folder(self, self._title, self.take))
        self.set_folder(None)

    def take(self, chosen: Path) -> None:
        """Take a folder that a person chose."""
        has_other_things = bool(self.new_name) and chosen.is_dir() and any(chosen.iterdir())
        self.set_folder(chosen / self.new_name if has_other_things else chosen)

    def set_folder(self, folder: Path | None) -> None:
        """Take another folder, or none."""
        self.folder = folder
        self._shown.setText(str(folder) if folder else self._nothing)
        self.button.setAccessibleDescription(self._shown.text())


class RhythmBox(ComboBox):
    """How often the program reminds of a backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for days in RHYTHMS:
            self.addItem(tr_count("Every day", "Every {n} days", days), days)
        self.set_days(USUAL_DAYS)

    def set_days(self, days: int) -> None:
        """Choose."""
        self.setCurrentIndex(max(0, self.findData(days)))

    def days(self) -> int:
        """What is chosen."""
        return int(self.currentData())


class PlacesStep(Step):
    """Both folders have something usual: Enter takes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("Where things are kept")
        self.action = self.tr("Create the profile")
        self._usual = Path()
        self.place = FolderLine(self.tr("Change…"), self.tr("Where to keep the profile"))
        self.backups = FolderLine(
            self.tr("Choose…"), self.tr("Where to keep backups"), self.tr("no place yet: you are asked each time")
        )
        self.rhythm = RhythmBox()
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(Field(self.tr("Profile"), self.place, self.tr("On this machine: not on a shared drive.")))
        column.addWidget(Rule())
        hint = self.tr(
            "On another medium: a disk that is lost takes along what lies on it. Backups are encrypted as the profile"
            " is, and each is opened once to prove it good."
        )
        column.addWidget(Field(self.tr("Backups"), self.backups, hint))
        column.addWidget(Field(self.tr("Remind me of a backup"), self.rhythm))
        keys = self.tr("Next the keys are made. That takes some seconds.")
        column.addWidget(PlainLabel(keys, size=Size.SMALL, muted=True, wrap=True))

    def prepare(self) -> None:
        """Empty the page."""
        self.place.set_folder(None)
        self.backups.set_folder(None)
        self.rhythm.set_days(USUAL_DAYS)

    def suggest(self, root: Path, short_name: str) -> None:
        """Keep the profile in ``root`` under its short name, unless another folder was chosen."""
        if self.place.folder is None or self.place.folder == self._usual:
            stem = re.sub(r"[^\w-]+", "-", short_name.strip().lower()).strip("-") or "profile"
            self._usual = root / stem
            self.place.new_name = stem
            self.place.set_folder(self._usual)

    def folder(self) -> Path:
        """Where the profile is kept."""
        return self.place.folder or self._usual

    def rule(self) -> BackupRule:
        """Where and when to back up."""
        return BackupRule(str(self.backups.folder or ""), self.rhythm.days())

    def entered(self) -> None:
        self.backups.button.setFocus()
