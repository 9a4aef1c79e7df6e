"""Offers what was being typed when the profile was locked, and gathers what is being typed now.

>>> desk = DraftDesk(workbench, views, titles, formats, window.go)  # doctest: +SKIP
>>> desk.offer_kept(session)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject

from stockpile_client.services.drafts import Draft, keep_drafts, kept_drafts
from stockpile_client.ui.draft_keeper import DraftKeeper
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
        self._is_read = False
        self.keeper = DraftKeeper(self.gather, self._messages.show_error, self)
        self._offer.wanted.connect(self._on_wanted)

    def offer_kept(self, session: Session) -> None:
        """Read what was kept in the profile, and offer it; from then on keep what is typed."""

        def offer(kept: list[Draft]) -> None:
            known = [draft for draft in kept if _workspace(draft) in self._titles]
            self._offer.show_drafts(known, self._describe)
            self._is_read = True
            self.keeper.watch(session, kept)

        self._is_read = False
        session.read(lambda context, _token: kept_drafts(context), then=offer, failed=self._messages.show_error)

    def gather(self, now: datetime) -> list[Draft]:
        """What is being typed, and what is still offered; as of ``now`` (aware)."""
        waiting = {draft.key: draft for draft in self._offer.waiting}
        typed = {draft.key: draft for draft in gather(self._views, now)}
        return list((waiting | typed).values())

    def keep(self, session: Session, drafts: list[Draft]) -> None:
        """Keep them now, in this thread, but for forms that were saved; what nobody was shown yet stays as it is."""
        keep_drafts(session.context, session.unwritten(drafts), beside_others=not self._is_read)

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
