"""Keeps what is being typed while it is typed, so that a crash or a power cut costs some seconds of it.

- A sign of life (:attr:`~stockpile_client.ui.lock.Lock.touched`) starts the clock if it does not run: what differs
  after :data:`KEEP_MS` is kept, encrypted, in the writer lane. Nobody at the keys: nothing is gathered or written.
- One keeping at a time. Behind a long change it waits in the lane, and the next one only begins after it.
- A form that was saved meanwhile is left out (:meth:`~stockpile_client.ui.session.Session.unwritten`), and what was
  kept of it is forgotten with the saving: nothing is offered that would be saved twice.
- A keeping that fails is said once, until one succeeds: a full disk must not talk into every sentence.

>>> keeper = DraftKeeper(desk.gather, messages.show_error, parent=self)  # doctest: +SKIP
>>> lock.touched.connect(keeper.touch)  # doctest: +SKIP
>>> keeper.watch(session)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.context import Context
from stockpile_client.services.drafts import Draft, keep_drafts
from stockpile_client.ui.drafts import form_of
from stockpile_client.ui.jobs import Token
from stockpile_client.ui.session import Session

KEEP_MS = 3000
"""What a crash may cost at most, beside the time that writing takes; each keeping is one small flush to the disk."""

Typed = Mapping[str, Mapping[str, str]]


class DraftKeeper(QObject):
    """Rests until it is told what the profile holds already: drafts that nobody has read yet are not to be replaced."""

    def __init__(
        self,
        gather: Callable[[datetime], list[Draft]],
        say: Callable[[StockpileError], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gather = gather
        self._say = say
        self._session: Session | None = None
        self._kept: Typed = {}
        self._is_keeping = self._has_failed = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._keep)

    def watch(self, session: Session, kept: list[Draft]) -> None:
        """Keep what is typed in this session from now on; ``kept`` is what its profile holds."""
        self._session = session
        self._kept = _typed(kept)
        self._is_keeping = self._has_failed = False
        session.form_saved.connect(self._on_form_saved)

    def rest(self) -> None:
        """The profile locks or closes, which keeps what is typed in its own way."""
        self._session = None
        self._clock.stop()

    def touch(self) -> None:
        """Somebody is at the keys."""
        if self._session is not None and not self._is_keeping and not self._clock.isActive():
            self._clock.start(KEEP_MS)

    def _keep(self) -> None:
        session = self._session
        if session is None:
            return
        drafts = self._gather(session.context.now())
        typed = _typed(drafts)
        if typed == self._kept:
            return
        self._is_keeping = True

        def keep(context: Context, _token: Token) -> list[Draft]:
            unwritten = session.unwritten(drafts)
            keep_drafts(context, unwritten)
            return unwritten

        def kept(found: list[Draft]) -> None:
            self._is_keeping = self._has_failed = False
            self._kept = _typed(found)
            self.touch()  # what was typed while it was written

        session.mutate(keep, then=kept, failed=self._on_failed)

    def _on_form_saved(self, form: str) -> None:
        """The session has made the profile forget its draft; a form that goes on to be typed in is kept anew."""
        self._kept = {key: fields for key, fields in self._kept.items() if form_of(key) != form}
        self.touch()

    def _on_failed(self, error: StockpileError) -> None:
        self._is_keeping = False
        if not self._has_failed:
            self._has_failed = True
            self._say(error)


def _typed(drafts: list[Draft]) -> Typed:
    return {draft.key: draft.fields for draft in drafts}
