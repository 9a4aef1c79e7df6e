"""The inventory workspace: tabs between its pages, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from stockpile_client.services.changes import ChangeSet
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.form import FormDialog
from stockpile_client.ui.dialogs.reverse_movement import ReversalForm
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.undo import UndoWatch
from stockpile_client.ui.views.inventory.charts import ChartsPage
from stockpile_client.ui.views.inventory.claims import ClaimsPage
from stockpile_client.ui.views.inventory.forms import Forms
from stockpile_client.ui.views.inventory.lots import LotsPage
from stockpile_client.ui.views.inventory.movements import MovementsPage
from stockpile_client.ui.views.inventory.page import Page
from stockpile_client.ui.views.inventory.requirements import RequirementsPage
from stockpile_client.ui.views.inventory.sites import SitesPage
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.workspaces import Desk, WorkspaceView

_PAGES: dict[str, Callable[[Desk], Page]] = {
    "lots": LotsPage,
    "movements": MovementsPage,
    "sites": SitesPage,
    "claims": ClaimsPage,
    "requirements": RequirementsPage,
    "charts": ChartsPage,
}
_NEW = {
    "new_lot": ("lots", "lot.new"),
    "new_site": ("sites", "site.new"),
    "new_claim": ("claims", "claim.new"),
    "new_requirement": ("requirements", "requirement.new"),
}
"""The actions that open an empty form: on which page, and the form's draft key."""


class InventoryView(WorkspaceView):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._titles = {
            "lots": self.tr("Lots"),
            "movements": self.tr("Movements"),
            "sites": self.tr("Sites"),
            "claims": self.tr("Encumbrances"),
            "requirements": self.tr("Requirements"),
            "charts": self.tr("Charts"),
        }
        self._pages: dict[str, Page] = {}
        self.forms = Forms(desk, self)
        self._undo = UndoWatch(desk, self)
        self.tabs = PageTabs(self.tr("Pages of the inventory"), tuple(self._titles.items()))
        self._stack = QStackedWidget()
        self._build()
        self.tabs.chosen.connect(self._on_page_chosen)
        desk.session.changed.connect(self._on_changed)
        self._show("lots")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(theme.SMALL), theme.space(theme.TIGHT), theme.space(theme.MEDIUM), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        for keys, step in ((QKeySequence.StandardKey.NextChild, 1), (QKeySequence.StandardKey.PreviousChild, -1)):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self._turn(step))

    @property
    def lots(self) -> LotsPage:
        """The first page."""
        page = self.page("lots")
        assert isinstance(page, LotsPage)
        return page

    def page(self, key: str) -> Page:
        """A page by its key, built if it was not shown yet."""
        if key not in self._pages:
            self._pages[key] = _PAGES[key](self._desk)
            self._pages[key].form_wanted.connect(self.forms.open)
            self._pages[key].ledger_wanted.connect(self._show_ledger)
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    # what the main window asks

    def perform(self, action: str) -> None:
        if action == "undo":
            self._undo.undo()
        elif action in _NEW:
            page, form = _NEW[action]
            lot = self.lots.chosen if action == "new_claim" and self.tabs.key == "lots" else None
            self.tabs.choose(page)
            self.forms.open(f"{form}:{lot.number}" if lot else form)
        else:
            self.tabs.choose("lots")
            self.lots.perform(action)

    def shown(self) -> None:
        self._desk.show_marking("")
        self.page(self.tabs.key).shown()

    def open_path(self, path: Path) -> None:
        self.lots.open_path(path)

    def resume_draft(self, draft_key: str, draft: dict[str, str]) -> bool:
        """Open the form of a draft again."""
        return self.forms.open(draft_key, draft)

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self.page(key))

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _show_ledger(self, number: str, lot_id: str) -> None:
        page = self.page("movements")
        assert isinstance(page, MovementsPage)
        self.tabs.choose("movements")
        page.show_lot(number, lot_id)

    def _on_page_chosen(self, key: str) -> None:
        self._show(key)
        self.page(key).shown()

    def _on_changed(self, change: ChangeSet, initiator: object) -> None:
        if isinstance(initiator, FormDialog | Page) and change.summary:
            has_way_back = bool(change.kinds) and not isinstance(initiator, ReversalForm)
            hint = self.tr("Undo (Ctrl+Z) takes it back.") if has_way_back else ""
            self._desk.messages.show_message(Status.DONE, words(change.summary), hint)
