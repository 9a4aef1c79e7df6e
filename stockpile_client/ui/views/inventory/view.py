"""The inventory workspace: tabs between its pages, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from stockpile_client.ui import theme
from stockpile_client.ui.views.inventory.charts import ChartsPage
from stockpile_client.ui.views.inventory.lots import LotsPage
from stockpile_client.ui.views.inventory.page import Page
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.workspaces import Desk, WorkspaceView


_PAGES: dict[str, Callable[[Desk], Page]] = {"lots": LotsPage, "charts": ChartsPage}


class InventoryView(WorkspaceView):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._titles = {"lots": self.tr("Lots"), "charts": self.tr("Charts")}
        self._pages: dict[str, Page] = {}
        self.tabs = PageTabs(self.tr("Pages of the inventory"), tuple(self._titles.items()))
        self._stack = QStackedWidget()
        self._build()
        self.tabs.chosen.connect(self._on_page_chosen)
        self._show("lots")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(theme.SMALL), theme.space(theme.TIGHT), theme.space(theme.MEDIUM), 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @property
    def lots(self) -> LotsPage:
        """The first page."""
        page = self._page("lots")
        assert isinstance(page, LotsPage)
        return page

    def perform(self, action: str) -> None:
        self.tabs.choose("lots")
        self.lots.perform(action)

    def shown(self) -> None:
        self._desk.show_marking("")
        self._page(self.tabs.key).shown()

    def open_path(self, path: Path) -> None:
        self.lots.open_path(path)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = _PAGES[key](self._desk)
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self._page(key))

    def _on_page_chosen(self, key: str) -> None:
        self._show(key)
        self._page(key).shown()
