"""This machine: language, appearance, size of text, and when the window locks by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.phrases import mark
from stockpile_client.ui import theme
from stockpile_client.ui.language import LANGUAGES, tr, tr_count
from stockpile_client.ui.preferences import AS_SYSTEM, IDLE_MINUTES, TEXT_PERCENTS
from stockpile_client.ui.theme import Appearance
from stockpile_client.ui.views.settings.section import Section, SettingsPage
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.workspaces import Desk

_APPEARANCES = {
    Appearance.SYSTEM: mark("As the system"),
    Appearance.LIGHT: mark("Light"),
    Appearance.DARK: mark("Dark"),
    Appearance.HIGH_CONTRAST: mark("High contrast"),
}


class MachinePage(SettingsPage):
    """What is chosen holds at once, and is remembered for every profile of this user."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.language = ComboBox()
        self.appearance = ComboBox()
        self.text = ComboBox()
        self.idle = ComboBox()
        super().__init__((self._look(), self._lock()))
        self._fill()
        self.refresh()
        for box, field in (
            (self.language, "language"), (self.appearance, "appearance"), (self.text, "text_percent"),
            (self.idle, "idle_minutes"),
        ):  # fmt: skip
            box.activated.connect(lambda _index, box=box, field=field: self._on_chosen(box, field))

    def _look(self) -> Section:
        section = Section(tr("On screen"), tr("For every profile that you open on this machine."))
        grid, top = QGridLayout(), Qt.AlignmentFlag.AlignTop
        grid.setHorizontalSpacing(theme.space(theme.MEDIUM))
        later = tr("The window speaks it after the next lock.")
        grid.addWidget(Field(tr("Language"), self.language, later), 0, 0, top)
        grid.addWidget(Field(tr("Size of text"), self.text, tr("It changes after the next lock.")), 0, 1, top)
        grid.addWidget(Field(tr("Appearance"), self.appearance), 1, 0, top)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        section.body.addLayout(grid)
        return section

    def _lock(self) -> Section:
        explained = tr(
            "The profile locks when nobody touches the machine, when it goes to sleep, and when the system's own screen"
            " is locked. What is being typed is kept, encrypted."
        )
        section = Section(tr("Lock"), explained)
        section.body.addWidget(Field(tr("Lock after"), self.idle))
        return section

    def _fill(self) -> None:
        self.language.addItem(tr("As the system"), AS_SYSTEM)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        for appearance, words in _APPEARANCES.items():
            self.appearance.addItem(tr(words), appearance)
        for percent in TEXT_PERCENTS:
            self.text.addItem(tr("{n} %", n=percent), percent)
        for minutes in IDLE_MINUTES:
            self.idle.addItem(tr_count("{n} minute", "{n} minutes", minutes), minutes)

    def refresh(self) -> None:
        now = self._desk.preferences.current
        for box, value in (
            (self.language, now.language), (self.appearance, now.appearance), (self.text, now.text_percent),
            (self.idle, now.idle_minutes),
        ):  # fmt: skip
            box.setCurrentIndex(max(0, box.findData(value)))

    def _on_chosen(self, box: ComboBox, field: str) -> None:
        value = box.currentData()
        if field == "appearance":
            value = Appearance(value)  # Qt hands a str back
        try:
            self._desk.preferences.change(**{field: value})
        except StockpileError as error:
            self._desk.messages.show_error(error)
