"""The jobs that a person knows by name: those that run, with rate and remaining time, and those that have ended.

>>> history = JobHistory(jobs)  # doctest: +SKIP
>>> history.progressed.connect(self._on_progressed)  # at most 20 times a second and job  # doctest: +SKIP
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, Slot

from stockpile_client.ui.jobs import Job, Jobs, Outcome, Progress

MOST_ENDED = 50
"""Ended jobs that are remembered."""

_ENOUGH_TO_GUESS = 2.0  # seconds of work before a rate or a remaining time is worth saying


class JobEntry:
    """One job, running or ended. Times are aware; ``seconds`` is how long it has run, or ran."""

    def __init__(self, job: Job, steady: Callable[[], float], wall: Callable[[], datetime]) -> None:
        self.job: Job | None = job
        self.title = job.title
        self.began = wall()
        self.ended: datetime | None = None
        self.progress: Progress | None = None
        self.outcome: Outcome | None = None
        self.said = ""
        self._steady, self._wall = steady, wall
        self._start = steady()
        self._seconds = 0.0

    @property
    def seconds(self) -> float:
        """How long."""
        return self._seconds if self.outcome else self._steady() - self._start

    @property
    def percent(self) -> int | None:
        """0 to 100, or None where the job does not know how much there is."""
        if self.progress is None or not self.progress.total:
            return None
        return min(100, self.progress.done * 100 // self.progress.total)

    @property
    def rate(self) -> float | None:
        """Steps a second, once that can be told."""
        if self.progress is None or not self.progress.done or self.seconds < _ENOUGH_TO_GUESS:
            return None
        return self.progress.done / self.seconds

    @property
    def remaining(self) -> float | None:
        """Seconds until the end at this rate, once that can be told."""
        rate = self.rate
        if rate is None or self.progress is None or not self.progress.total:
            return None
        return max(0, self.progress.total - self.progress.done) / rate

    def end(self) -> None:
        """The job has ended: keep how, and let it go."""
        assert self.job is not None
        self._seconds = self.seconds
        self.ended = self._wall()
        self.outcome = self.job.outcome or Outcome.CANCELLED
        self.said = self.job.error.message if self.job.error is not None and self.outcome is Outcome.FAILED else ""
        self.job = None


class JobHistory(QObject):
    """Listens to the lanes of one window."""

    changed = Signal()  # a job began or ended, or the list was emptied
    progressed = Signal(object)  # JobEntry

    def __init__(
        self,
        jobs: Jobs,
        parent: QObject | None = None,
        *,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._steady, self._wall = steady, wall
        self._running: list[JobEntry] = []
        self._ended: list[JobEntry] = []
        jobs.started.connect(self._on_started)
        jobs.ended.connect(self._on_ended)

    @property
    def running(self) -> tuple[JobEntry, ...]:
        """Those that run or wait for their lane, the oldest first."""
        return tuple(self._running)

    @property
    def ended(self) -> tuple[JobEntry, ...]:
        """Those that have ended, the latest first."""
        return tuple(self._ended)

    def forget(self) -> None:
        """Another profile is open: what ended before is none of its business."""
        self._ended.clear()
        self.changed.emit()

    def _entry(self, job: object) -> JobEntry | None:
        return next((entry for entry in self._running if entry.job is job), None)

    @Slot(object)
    def _on_started(self, job: Job) -> None:
        if not job.title:
            return
        self._running.append(JobEntry(job, self._steady, self._wall))
        job.progressed.connect(self._on_progressed)
        self.changed.emit()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        entry = self._entry(self.sender())
        if entry is not None:
            entry.progress = progress
            self.progressed.emit(entry)

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        entry = self._entry(job)
        if entry is None:
            return
        entry.end()
        self._running.remove(entry)
        self._ended = [entry, *self._ended][:MOST_ENDED]
        self.changed.emit()
