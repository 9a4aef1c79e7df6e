"""The release workspace: prepare a statement, let it be reviewed and approved, see what was released."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stockpile_client.services.release import Released, ReleasePlan
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.views.release.cases_page import CasesPage
from stockpile_client.ui.views.release.page import Page
from stockpile_client.ui.views.release.prepare import PreparePage
from stockpile_client.ui.views.release.result import ReleaseResult
from stockpile_client.ui.views.release.sent_page import SentPage
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.workspaces import Desk, WorkspaceView

PREPARE, APPROVE, SENT = "prepare", "approve", "sent"
ANSWER = "answer:"
"""``answer:DIGEST`` as an action: answer the request whose bundle has that digest."""
BY_PROFILE = "profile:"
"""``profile:NAME`` as an action: begin a statement by the saved profile of that name."""


class ReleaseView(WorkspaceView):
    """Tabs between the pages, each built when it is first shown; the result of a release in place of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._makers: dict[str, Callable[[Desk], Page]] = {PREPARE: PreparePage, APPROVE: CasesPage, SENT: SentPage}
        self._pages: dict[str, Page] = {}
        self.tabs = PageTabs(
            self.tr("Pages of release"),
            (
                (PREPARE, self.tr("Prepare")),
                (APPROVE, self.tr("Review and approve")),
                (SENT, self.tr("Released")),
            ),
        )
        self.result = ReleaseResult(desk)
        self._home = QWidget()
        self._stack = QStackedWidget()
        self._whole = QStackedWidget()
        self._build()
        self.tabs.chosen.connect(self._on_page_chosen)
        self.result.closed.connect(self._on_result_closed)
        self._show(PREPARE)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("Release"), size=Size.TITLE))
        head.addWidget(self.tabs)
        words = self.tr("What leaves is what you see here, and nothing else.")
        head.addWidget(PlainLabel(words, muted=True, elide=True), 1)
        inside = QVBoxLayout(self._home)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(theme.SMALL))
        inside.addLayout(head)
        inside.addWidget(self._stack, 1)
        self._whole.addWidget(self._home)
        self._whole.addWidget(self.result)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL + 1), margin, margin)
        column.addWidget(self._whole)

    @property
    def prepare(self) -> PreparePage:
        """The form and its live preview."""
        page = self._page(PREPARE)
        assert isinstance(page, PreparePage)
        return page

    @property
    def cases(self) -> CasesPage:
        """What waits for review and approval."""
        page = self._page(APPROVE)
        assert isinstance(page, CasesPage)
        return page

    @property
    def sent(self) -> SentPage:
        """What was released."""
        page = self._page(SENT)
        assert isinstance(page, SentPage)
        return page

    # what the main window asks

    def perform(self, action: str) -> None:
        self._whole.setCurrentWidget(self._home)
        self.tabs.choose(APPROVE if action == APPROVE else PREPARE)
        if action == "new_release":
            self.prepare.begin()
        elif action.startswith(ANSWER):
            self.prepare.answer(action.removeprefix(ANSWER))
        elif action.startswith(BY_PROFILE):
            self.prepare.begin(action.removeprefix(BY_PROFILE))

    def shown(self) -> None:
        self._page(self.tabs.key).shown()

    def resume_draft(self, draft_key: str, draft: dict[str, str]) -> bool:
        """Open the form again with what was typed before the program was locked."""
        if draft_key != self.prepare.form.draft_key:
            return False
        self._whole.setCurrentWidget(self._home)
        self.tabs.choose(PREPARE)
        self.prepare.resume(draft)
        return True

    # pages

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._pages[key] = self._makers[key](self._desk)
            page.released.connect(self._on_released)
            self._stack.addWidget(page)
        return self._pages[key]

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self._page(key))

    def _on_page_chosen(self, key: str) -> None:
        self._show(key)
        self._page(key).shown()

    def _on_released(self, plan: ReleasePlan, released: Released) -> None:
        self.result.show_released(plan, released)
        self._whole.setCurrentWidget(self.result)

    def _on_result_closed(self) -> None:
        self._whole.setCurrentWidget(self._home)
        self._page(self.tabs.key).shown()
