"""Settings: tabs between our agency, backups, markings, this machine and the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.settings.agency_page import AgencyPage
from stockpile_client.ui.views.settings.backup_page import BackupPage
from stockpile_client.ui.views.settings.machine_page import MachinePage
from stockpile_client.ui.views.settings.markings_page import MarkingsPage
from stockpile_client.ui.views.settings.program_page import ProgramPage
from stockpile_client.ui.views.settings.section import SettingsPage
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.workspaces import Desk, WorkspaceView

_PAGES: dict[str, Callable[[Desk], SettingsPage]] = {
    "agency": AgencyPage,
    "backups": BackupPage,
    "machine": MachinePage,
    "markings": MarkingsPage,
    "program": ProgramPage,
}


class SettingsView(WorkspaceView):
    """Each page is built when it is first shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        titles = {
            "agency": self.tr("Agency and keys"),
            "backups": self.tr("Backups"),
            "machine": self.tr("This machine"),
            "markings": self.tr("Markings and data"),
            "program": self.tr("Program"),
        }
        self._pages: dict[str, SettingsPage] = {}
        self.tabs = PageTabs(self.tr("Pages of the settings"), tuple(titles.items()))
        self._stack = QStackedWidget()
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL + 1))
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Settings"), size=Size.TITLE))
        head.addWidget(self.tabs, 1)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._show)
        desk.session.changed.connect(self._on_changed)
        self._show("agency")

    def page(self, key: str) -> SettingsPage:
        """Show a page and return it."""
        self.tabs.choose(key)
        return self._pages[key]

    # what the main window asks

    def shown(self) -> None:
        self._desk.show_marking("")
        self.tabs.setFocus()

    def perform(self, action: str) -> None:
        if action == "check_backup":
            page = self.page("backups")
            assert isinstance(page, BackupPage)
            page.check.click()

    def open_path(self, path: Path) -> None:
        """Check a backup that was opened or dropped while a profile is open."""
        page = self.page("backups")
        assert isinstance(page, BackupPage)
        page.check_folder(path if path.is_dir() else path.parent)

    def _show(self, key: str) -> None:
        if key not in self._pages:
            self._pages[key] = _PAGES[key](self._desk)
            self._stack.addWidget(self._pages[key])
        self._stack.setCurrentWidget(self._pages[key])
        self._pages[key].refresh()

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.AGENCY, Kind.SETTINGS, Kind.BACKUPS, Kind.CHANNELS, Kind.PARTNERS):
            self._pages[self.tabs.key].refresh()
