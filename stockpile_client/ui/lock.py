"""Locking an open profile: when it is wanted, and what has to happen before the profile may be closed.

- It is wanted when nobody was there for some minutes, when the machine goes to sleep, when the session is locked, and
  when somebody presses the key. All four do the same.
- Nobody hears any more what running jobs return. Reading is cancelled. A change that runs goes on to its end: to throw
  an import away because somebody went to lunch would be the worse surprise. The curtain says so and offers to stop it.
- What was being typed is kept in the same writer lane, thus after every change that came before it.
- Then, and only then, the profile is closed and its key leaves memory. There is no way back but the passphrase.

>>> lock = Lock(jobs, preferences, window)  # doctest: +SKIP
>>> lock.wanted.connect(window.lock)  # doctest: +SKIP
>>> lock.ready.connect(self._on_lock_ready)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui.jobs import Jobs, Lane, Token
from stockpile_client.ui.lock_idle import IdleWatch
from stockpile_client.ui.lock_system import SystemWatch
from stockpile_client.ui.preferences import Preferences, PreferenceStore

_SECONDS = 60
_SYSTEM_MS = 200  # the first page is on the screen by then; joining the bus takes 10 ms


class Lock(QObject):
    """Watches while a profile is open; closes in order."""

    wanted = Signal()
    touched = Signal()  # somebody is at the keys
    ready = Signal(object)  # StockpileError | None: why drafts could not be kept

    def __init__(self, jobs: Jobs, preferences: PreferenceStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._preferences = preferences
        self._idle: IdleWatch | None = None
        self._system: SystemWatch | None = None
        self._window_id = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SYSTEM_MS)
        self._later.timeout.connect(self._listen_to_system)
        preferences.changed.connect(self._on_preferences_changed)

    def watch(self, window_id: int) -> None:
        """A profile was opened in the window of that id."""
        self.rest()
        self._idle = IdleWatch(self._preferences.current.idle_minutes * _SECONDS, self)
        self._idle.left_alone.connect(self.wanted)
        self._idle.touched.connect(self.touched)
        self._window_id = window_id
        self._later.start()

    def _listen_to_system(self) -> None:
        self._system = SystemWatch(self._window_id, self)
        self._system.leaving.connect(self.wanted)

    def rest(self) -> None:
        """No profile is open."""
        self._later.stop()
        for watch in (self._idle, self._system):
            if watch is not None:
                watch.stop()
                watch.deleteLater()
        self._idle = self._system = None

    def finish(self, keep: Callable[[], None]) -> None:
        """Let changes end, keep what was being typed, then say ``ready``.

        ``keep`` keeps it, in the writer lane, when the changes have ended: what was just saved is no draft any more.
        """
        self.rest()
        self._jobs.mute_all()

        def work(_token: Token) -> None:
            keep()

        job = self._jobs.start(work, Lane.WRITER)
        job.succeeded.connect(lambda _nothing: self.ready.emit(None))
        job.failed.connect(self._on_keeping_failed)

    def _on_keeping_failed(self, error: StockpileError) -> None:
        self.ready.emit(error)

    def _on_preferences_changed(self, now: Preferences, _before: Preferences) -> None:
        if self._idle is not None:
            self._idle.set_limit(now.idle_minutes * _SECONDS)
