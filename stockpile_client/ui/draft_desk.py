"""Offers what was being typed when the profile was locked, and gathers what is being typed now.

>>> desk = DraftDesk(workbench, views, titles, formats, window.go)  # doctest: +SKIP
>>> desk.offer_kept(session)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from PySide6.QtCore import QObject

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.context import Context
from stockpile_client.services.drafts import Draft, keep_drafts, kept_drafts
from stockpile_client.ui.drafts import gather, resume
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.session import Session
from stockpile_client.ui.theme import Status
from stockpile_client.ui.workbench import Workbench
from stockpile_client.ui.workspaces import WorkspaceView


class DraftDesk(QObject):
    """The drafts of one window: ``views`` are those that were shown, by workspace; ``titles`` names all workspaces."""

    def __init__(
        self,
        workbench: Workbench,
        views: Mapping[str, WorkspaceView],
        titles: Mapping[str, str],
        formats: Formats,
        go: Callable[[str], None],
    ) -> None:
        super().__init__(workbench)
        self._offer = workbench.offer
        self._messages = workbench.messages
        self._views = views
        self._titles = titles
        self._formats = formats
        self._go = go
        self._offer.wanted.connect(self._on_wanted)

    def offer_kept(self, session: Session) -> None:
        """Read what was kept in the profile, and offer it."""
        session.read(lambda context, _token: kept_drafts(context), then=self._on_read, failed=self._messages.show_error)

    def gather(self, now: datetime) -> list[Draft]:
        """What is being typed, and what is still offered; as of ``now`` (aware)."""
        waiting = {draft.key: draft for draft in self._offer.waiting}
        typed = {draft.key: draft for draft in gather(self._views, now)}
        return list((waiting | typed).values())

    @staticmethod
    def keep(context: Context, drafts: list[Draft]) -> None:
        """Keep them now, in this thread: the program closes, and no job runs any more."""
        with suppress(StockpileError):  # a full disk must not keep the program from closing
            keep_drafts(context, drafts)

    def _on_read(self, kept: Iterable[Draft]) -> None:
        self._offer.show_drafts([draft for draft in kept if _workspace(draft) in self._titles], self._describe)

    def _describe(self, draft: Draft, others: int) -> str:
        values = {
            "workspace": self._titles[_workspace(draft)],
            "moment": self._formats.moment(draft.saved),
            "n": self._formats.integer(others),
        }
        if others:
            return self.tr("{workspace}: what was being typed on {moment} was kept; {n} more after it.").format(
                **values
            )
        return self.tr("{workspace}: what was being typed on {moment} was kept.").format(**values)

    def _on_wanted(self, draft: Draft) -> None:
        self._go(_workspace(draft))
        if not resume(self._views[_workspace(draft)], draft):
            self._messages.show_message(
                Status.CAUTION,
                self.tr("The form that this was typed into cannot be opened again."),
                self.tr("This is what was kept: {texts}").format(texts=" · ".join(draft.fields.values())),
            )


def _workspace(draft: Draft) -> str:
    return draft.key.partition("/")[0]
