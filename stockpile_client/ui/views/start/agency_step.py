"""Who the agency is, and who sits at the desk."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.views.start.wizard import Step
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox, LineEdit


class AgencyStep(Step):
    """Name, short name, country, and the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("Your agency")
        self.name = LineEdit()
        self.short_name = LineEdit()
        self.country = ComboBox()
        self.actor = LineEdit()
        self.fields = {
            "name": Field(self.tr("Agency"), self.name, self.tr("As partners shall see it, in any language.")),
            "short_name": Field(
                self.tr("Short name"), self.short_name, self.tr("Names your files: letters, digits and hyphens.")
            ),
            "country": Field(self.tr("Country"), self.country),
            "actor": Field(self.tr("You"), self.actor, self.tr("Name for the audit log. It never leaves.")),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(theme.MEDIUM))
        grid.setVerticalSpacing(theme.space(theme.SMALL + 1))
        grid.addWidget(self.fields["name"], 0, 0, 1, 2)
        for number, key in enumerate(("short_name", "country", "actor")):
            grid.addWidget(self.fields[key], 1 + number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def prepare(self) -> None:
        """Empty the page."""
        if not self.country.count():
            self._fill_countries()
        for edit in (self.name, self.short_name, self.actor):
            edit.clear()
        for field in self.fields.values():
            field.show_problem("")

    def country_code(self) -> str:
        """The country's code of two letters; empty for words that are no country of the list."""
        index = self.country.findText(self.country.currentText())
        return str(self.country.itemData(index)) if index >= 0 else ""

    def ready(self) -> bool:
        needed = self.tr("This is needed.")
        problems = {
            "name": "" if self.name.text().strip() else needed,
            "short_name": "" if self.short_name.text().strip() else needed,
            "country": "" if self.country_code() else self.tr("Choose a country of the list."),
            "actor": "" if self.actor.text().strip() else needed,
        }
        return show_problems(self.fields, problems)

    def entered(self) -> None:
        self.name.setFocus()

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


def show_problems(fields: dict[str, Field], problems: dict[str, str]) -> bool:
    """Say what is wrong beside each field, and put the focus on the first; whether nothing is."""
    for key, words in problems.items():
        fields[key].show_problem(words)
    wrong = next((key for key, words in problems.items() if words), "")
    if wrong:
        fields[wrong].editor.setFocus()
    return not wrong
