"""Make a profile: who the agency is, who sits at the desk, and the passphrase with its consequences."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.ui import files, theme
from stockpile_client.ui.profile_jobs import NewProfile
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox, LineEdit, PassphraseEdit
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.status_mark import StatusMark

MINIMUM_CHARACTERS = 12
"""As the key file demands (storage.passphrases); said here before the form is sent."""


class CreateForm(QWidget):
    """All on one page; what is missing is said beside the field."""

    submitted = Signal(object)  # NewProfile
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = Path()
        self._folder: Path | None = None
        self.name = LineEdit()
        self.short_name = LineEdit()
        self.country = ComboBox()
        self.actor = LineEdit()
        self.passphrase = PassphraseEdit()
        self.again = PassphraseEdit()
        self._fields = {
            "name": Field(self.tr("Agency"), self.name, self.tr("As partners shall see it, in any language.")),
            "short_name": Field(
                self.tr("Short name"), self.short_name, self.tr("Names your files: letters, digits and hyphens.")
            ),
            "country": Field(self.tr("Country"), self.country),
            "actor": Field(self.tr("You"), self.actor, self.tr("Name for the audit log. It never leaves.")),
            "passphrase": Field(
                self.tr("Passphrase"),
                self.passphrase,
                self.tr("Twelve characters or more; five unrelated words are good."),
            ),
            "again": Field(self.tr("Passphrase again"), self.again),
        }
        self._place = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self.place_button = Button(self.tr("Change…"), look=Look.QUIET)
        self.create_button = Button(self.tr("Create the profile"), look=Look.PRIMARY)
        self.back_button = Button(self.tr("Back"), icon="back", look=Look.QUIET)
        self._build()
        self._connect()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(theme.MEDIUM))
        grid.setVerticalSpacing(theme.space(theme.SMALL + 1))
        grid.addWidget(self._fields["name"], 0, 0, 1, 2)
        for number, key in enumerate(("short_name", "country", "actor")):
            grid.addWidget(self._fields[key], 1 + number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._fields["passphrase"], 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._fields["again"], 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place = QHBoxLayout()
        place.addWidget(PlainLabel(self.tr("Kept in"), size=Size.SMALL, strong=True))
        place.addWidget(self._place, 1)
        place.addWidget(self.place_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.create_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Create a profile"), size=Size.TITLE))
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(grid)
        column.addWidget(_Consequences())
        column.addLayout(place)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.short_name.textChanged.connect(self._show_place)
        self.place_button.clicked.connect(self._on_change_place)
        self.create_button.clicked.connect(self._on_submit)
        self.back_button.clicked.connect(self.back_requested)
        for edit in (self.name, self.short_name, self.actor, self.passphrase, self.again):
            edit.returnPressed.connect(self._on_submit)

    def prepare(self, root: Path) -> None:
        """Empty the form; profiles are kept in ``root`` unless the user chooses another folder."""
        self._root = root
        if not self.country.count():
            self._fill_countries()
        for edit in (self.name, self.short_name, self.actor, self.passphrase, self.again):
            edit.clear()
        for field in self._fields.values():
            field.show_problem("")
        self._folder = None
        self._show_place()
        self.set_busy(False)
        self.name.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While keys are made nothing can be changed."""
        for field in self._fields.values():
            field.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.create_button.setEnabled(not busy)
        self.create_button.setText(self.tr("Making keys…") if busy else self.tr("Create the profile"))

    def folder(self) -> Path:
        """Where the profile would be kept."""
        if self._folder is not None:
            return self._folder
        return self._root / (re.sub(r"[^\w-]+", "-", self.short_name.text().strip().lower()).strip("-") or "profile")

    def _fill_countries(self) -> None:
        names = sorted(
            (QLocale.territoryToString(territory), QLocale.territoryToCode(territory))
            for territory in QLocale.Country
            if len(QLocale.territoryToCode(territory)) == 2 and QLocale.territoryToCode(territory).isalpha()
        )
        for name, code in dict.fromkeys(names):
            self.country.addItem(f"{name} ({code})", code)
        self.country.setEditable(True)
        self.country.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.country.completer()
        assert completer is not None  # an editable box has one
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        own = QLocale.territoryToCode(QLocale().territory())
        self.country.setCurrentIndex(self.country.findData(own))

    def _show_place(self) -> None:
        self._place.setText(str(self.folder()))

    def _on_change_place(self) -> None:
        files.choose_folder(self, self.tr("Where to keep the profile"), self._on_place_chosen)

    def _on_place_chosen(self, folder: Path) -> None:
        self._folder = folder
        self._show_place()

    def _problems(self) -> dict[str, str]:
        needed = self.tr("This is needed.")
        code = self._country_code()
        typed, again = self.passphrase.text(), self.again.text()
        return {
            "name": "" if self.name.text().strip() else needed,
            "short_name": "" if self.short_name.text().strip() else needed,
            "country": "" if code else self.tr("Choose a country of the list."),
            "actor": "" if self.actor.text().strip() else needed,
            "passphrase": "" if len(typed.strip()) >= MINIMUM_CHARACTERS else self.tr("Twelve characters or more."),
            "again": "" if typed == again else self.tr("The two are not the same."),
        }

    def _country_code(self) -> str:
        index = self.country.findText(self.country.currentText())
        return str(self.country.itemData(index)) if index >= 0 else ""

    def _on_submit(self) -> None:
        problems = self._problems()
        for key, words in problems.items():
            self._fields[key].show_problem(words)
        wrong = next((key for key, words in problems.items() if words), "")
        if wrong:
            self._fields[wrong].editor.setFocus()
            return
        new = NewProfile(
            self.folder(), self.name.text().strip(), self.short_name.text().strip(), self._country_code(),
            self.actor.text().strip(), self.passphrase.text(),
        )  # fmt: skip
        self.submitted.emit(new)


class _Consequences(Panel):
    """What the passphrase means, before it is chosen."""

    def __init__(self) -> None:
        super().__init__(Status.CAUTION)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        column.setSpacing(theme.space(theme.TIGHT))
        column.addWidget(StatusMark(Status.CAUTION, self.tr("Nobody can reset this passphrase")))
        column.addWidget(
            PlainLabel(
                self.tr(
                    "It encrypts everything on this machine. Without it the profile stays closed, for you and for"
                    " whoever installed the program. The next page prints a recovery key, with which partners accept"
                    " new keys of yours."
                ),
                wrap=True,
            )
        )
