"""The disclosure workspace: what partners hold, by which profiles things leave, what was agreed and published."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.disclosure.circles_page import CirclesPage
from stockpile_client.ui.views.disclosure.held import HeldPage
from stockpile_client.ui.views.disclosure.page import Page
from stockpile_client.ui.views.disclosure.profiles_page import ProfilesPage
from stockpile_client.ui.views.disclosure.published_page import PublishedPage
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.workspaces import Desk, WorkspaceView

HELD, PROFILES, CIRCLES, PUBLISHED = "held", "profiles", "circles", "published"


class DisclosureView(WorkspaceView):
    """Tabs between the pages, each built when it is first shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._makers: dict[str, Callable[[Desk], Page]] = {
            HELD: HeldPage, PROFILES: ProfilesPage, CIRCLES: CirclesPage, PUBLISHED: PublishedPage,
        }  # fmt: skip
        self._pages: dict[str, Page] = {}
        self.tabs = PageTabs(
            self.tr("Pages of disclosure"),
            (
                (HELD, self.tr("What partners hold")),
                (PROFILES, self.tr("Profiles")),
                (CIRCLES, self.tr("Agreements and groups")),
                (PUBLISHED, self.tr("Published figures")),
            ),
        )
        self._stack = QStackedWidget()
        self._exports = (desk.actions.button("export_releases"), desk.actions.button("export_disclosed"))
        self._build()
        self.tabs.chosen.connect(self._on_page_chosen)
        self._show(HELD)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Disclosure"), size=Size.TITLE))
        head.addWidget(self.tabs)
        head.addStretch(1)
        for button in self._exports:
            head.addWidget(button)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @property
    def held(self) -> HeldPage:
        """What partners hold."""
        page = self._page(HELD)
        assert isinstance(page, HeldPage)
        return page

    @property
    def profiles(self) -> ProfilesPage:
        """The profiles."""
        page = self._page(PROFILES)
        assert isinstance(page, ProfilesPage)
        return page

    # what the main window asks

    def perform(self, action: str) -> None:
        self.tabs.choose(HELD)
        self.held.perform(action)

    def shown(self) -> None:
        self._desk.show_marking("")
        self._page(self.tabs.key).shown()

    def resume_draft(self, draft_key: str, draft: dict[str, str]) -> bool:
        """Open a form again with what was typed before the program was locked."""
        if not self.profiles.resume_draft(draft_key, draft):
            return False
        self.tabs.choose(PROFILES)
        return True

    # pages

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = self._makers[key](self._desk)
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self._page(key))
        for button in self._exports:
            button.setVisible(key == HELD)

    def _on_page_chosen(self, key: str) -> None:
        self._show(key)
        self._page(key).shown()
