"""The passphrase, with what follows from it, and how long it would hold in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.services.passphrase_strength import Level, strength
from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.start.agency_step import show_problems
from stockpile_client.ui.views.start.wizard import Step
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import PassphraseEdit
from stockpile_client.ui.widgets.message_bar import StatusIcon
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel

_STANDING = {
    Level.SHORT: Status.NEUTRAL,
    Level.HOURS: Status.DANGER,
    Level.MONTHS: Status.CAUTION,
    Level.YEARS: Status.DONE,
    Level.AGES: Status.DONE,
}


class NewPassphrase(QWidget):
    """Two fields for a new passphrase, and what it is worth."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = PassphraseEdit()
        self.again = PassphraseEdit()
        self.worth = Worth()
        self.fields = {
            "passphrase": Field(
                self.tr("Passphrase"),
                self.passphrase,
                self.tr("Twelve characters or more; five unrelated words are good."),
            ),
            "again": Field(self.tr("Passphrase again"), self.again),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(theme.MEDIUM))
        grid.setVerticalSpacing(theme.space(theme.SMALL))
        grid.addWidget(self.fields["passphrase"], 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.fields["again"], 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.worth, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.passphrase.textChanged.connect(self._on_text_changed)
        self._on_text_changed("")

    def clear(self) -> None:
        """Empty both fields."""
        for edit in (self.passphrase, self.again):
            edit.clear()
        for field in self.fields.values():
            field.show_problem("")

    def ready(self) -> bool:
        """Whether both are the same and long enough; else says what is wrong."""
        typed = self.passphrase.text()
        problems = {
            "passphrase": "" if strength(typed).is_enough else self.tr("Twelve characters or more."),
            "again": "" if typed == self.again.text() else self.tr("The two are not the same."),
        }
        return show_problems(self.fields, problems)

    def _on_text_changed(self, text: str) -> None:
        found = strength(text)
        self.worth.set(_STANDING[found.level], words(found.words) if text else "")
        self.worth.setVisible(bool(text))


class Worth(QWidget):
    """An icon and a sentence that may take several lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = StatusIcon(lines=1.0)
        self._words = PlainLabel(size=Size.SMALL, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(theme.TIGHT))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def set(self, status: Status, text: str) -> None:
        """Say it."""
        self._icon.status = status
        self._icon.update()
        self._words.setText(text)


class PassphraseStep(Step):
    """What it means first, then the fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("The passphrase")
        self.new = NewPassphrase()
        self._consequences = NoticePanel(Status.CAUTION)
        self._consequences.say(
            self.tr("Nobody can reset this passphrase"),
            [
                self.tr("It encrypts everything on this machine, and every backup made while it is in force."),
                self.tr(
                    "Without it the profile stays closed: for you, for your agency, and for whoever installed the"
                    " program."
                ),
                self.tr(
                    "It can be changed later, by somebody who knows it. Write it down if you must; lock that away."
                ),
            ],
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        column.addWidget(self._consequences)
        column.addWidget(self.new)

    def prepare(self) -> None:
        """Empty the page."""
        self.new.clear()

    def ready(self) -> bool:
        return self.new.ready()

    def entered(self) -> None:
        self.new.passphrase.setFocus()
