"""Work away from the window's thread: one writer lane, and a small pool of readers.

- Every mutation runs in the writer lane, one after the other. Reading runs in the pool.
- What a job returns arrives in the window's thread, as a signal of its :class:`Job`. Progress arrives at most 20 times
  a second, the last word always.
- A job is cancelled by its token: an event that it looks at (:meth:`Token.check`), and whatever it registered to be
  interrupted (a running query). A cancelled job ends with ``cancelled``, never with ``failed``.
- A muted job (:meth:`Job.mute`) goes on, but nobody hears what it returns: the window was locked meanwhile.
- :meth:`Jobs.drain` cancels everything and waits: no running job is ever destroyed.

>>> job = jobs.start(lambda token: count_rows(token), Lane.READER)  # doctest: +SKIP
>>> job.succeeded.connect(self._on_rows_counted)  # doctest: +SKIP
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from stockpile_client.core.errors import InternalError, StockpileError
from stockpile_client.core.phrases import phrase

PROGRESS_INTERVAL = 1 / 20
"""Seconds between two progress signals: faster than anyone reads, slow enough for the event loop."""

_READERS = 2
_log = logging.getLogger(__name__)


class Lane(Enum):
    """Where a job runs."""

    WRITER = "writer"
    READER = "reader"


class Outcome(Enum):
    """How a job ended."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobCancelledError(StockpileError):
    """Raised inside a job by :meth:`Token.check` after the user cancelled it."""

    def __init__(self) -> None:
        super().__init__("E_CANCELLED", phrase("The work was cancelled."))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (0: unknown) and what it is doing."""

    done: int
    total: int = 0
    words: str = ""


class Token:
    """What a job holds: look at it often, report through it."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._guard = threading.Lock()
        self._interrupts: list[Callable[[], object]] = []
        self._last_report = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise :class:`JobCancelledError` once the job is cancelled."""
        if self.is_cancelled:
            raise JobCancelledError

    def report(self, done: int, total: int = 0, words: str = "") -> None:
        """Say how far the work is, and stop here if it was cancelled."""
        self.check()
        now = time.monotonic()
        if now - self._last_report >= PROGRESS_INTERVAL or (total and done >= total):
            self._last_report = now
            self._report(Progress(done, total, words))

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Within the block a cancel also calls ``interrupt``, from the window's thread."""
        with self._guard:
            self._interrupts.append(interrupt)
        try:
            self.check()
            yield
        finally:
            with self._guard:
                self._interrupts.remove(interrupt)

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._cancelled.set()
        with self._guard:
            for interrupt in self._interrupts:
                interrupt()


Work = Callable[[Token], Any]


class Job(QObject):
    """A piece of work as the window sees it; exactly one of succeeded, failed, cancelled comes, then ``ended``."""

    progressed = Signal(object)  # Progress
    succeeded = Signal(object)
    failed = Signal(object)  # StockpileError
    cancelled = Signal()
    ended = Signal()

    _reported = Signal(object)
    _finished = Signal(object, object)

    def __init__(self, work: Work, lane: Lane, title: str) -> None:
        super().__init__()
        self.title = title
        self.lane = lane
        self.work = work
        self.has_begun = False  # else it waits for its lane
        self.outcome: Outcome | None = None
        self.error: StockpileError | None = None
        self._muted = False
        self.token = Token(self._reported.emit)
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def run(self) -> None:
        """Do the work, in the thread of a lane."""
        result, error = None, None
        self.has_begun = True
        try:
            self.token.check()
            result = self.work(self.token)
        except StockpileError as refusal:
            error = refusal
        except Exception as bug:  # whatever it is, it must reach the user and not the pool
            if not self.token.is_cancelled:  # an interrupted query may say so in the driver's own words
                _log.error("A job failed: %s at %s", type(bug).__name__, _place(bug))
            error = InternalError(
                "E_INTERNAL",
                phrase("The program made a mistake ({kind}).", kind=type(bug).__name__),
                hint=phrase("Please report it to whoever maintains this program in your agency."),
            )
        with suppress(RuntimeError):  # the application is gone
            self._finished.emit(result, error)

    def cancel(self) -> None:
        """Ask the job to stop; ``cancelled`` follows unless it was done already."""
        self.token.cancel()

    def mute(self) -> None:
        """Let the job go on, and tell nobody but the lanes when it has ended."""
        self._muted = True

    @Slot(object)
    def _on_reported(self, progress: Progress) -> None:
        self.progressed.emit(progress)

    @Slot(object, object)
    def _on_finished(self, result: object, error: StockpileError | None) -> None:
        outdated = self.token.is_cancelled and self.lane is Lane.READER  # what a writer did is done, and must be told
        if error is None and not outdated:
            self.outcome = Outcome.DONE
        else:
            self.outcome = Outcome.CANCELLED if self.token.is_cancelled else Outcome.FAILED
            self.error = error
        if not self._muted:
            self._tell(self.outcome, result, error)
        self.ended.emit()

    def _tell(self, outcome: Outcome, result: object, error: StockpileError | None) -> None:
        match outcome:
            case Outcome.DONE:
                self.succeeded.emit(result)
            case Outcome.CANCELLED:
                self.cancelled.emit()
            case Outcome.FAILED:
                self.failed.emit(error)


def _place(bug: BaseException) -> str:
    """Where it was raised. Its message stays out of the log: it may quote what was typed."""
    frame = bug.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""


class _Run(QRunnable):
    """Hands a job to a pool; the pool deletes this, :class:`Jobs` keeps the job."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


class Jobs(QObject):
    """The two lanes of one program."""

    started = Signal(object)  # Job
    ended = Signal(object)  # Job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {Lane.WRITER: QThreadPool(self), Lane.READER: QThreadPool(self)}
        self._pools[Lane.WRITER].setMaxThreadCount(1)
        self._pools[Lane.READER].setMaxThreadCount(_READERS)
        self._running: list[Job] = []
        self._stopped = False

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs that have not ended, oldest first."""
        return tuple(self._running)

    def start(self, work: Work, lane: Lane, title: str = "") -> Job:
        """Queue ``work`` in a lane. ``title`` names it in the status bar; without one it is not shown there."""
        job = Job(work, lane, title)
        self._running.append(job)
        job.ended.connect(self._on_job_ended)
        if not self._stopped:
            self.started.emit(job)
            self._pools[lane].start(_Run(job))
        return job

    def mute_all(self) -> None:
        """Nobody waits any more for what the running jobs return; reading stops, changes go on to their end."""
        for job in self.running:
            job.mute()
            if job.lane is Lane.READER:
                job.cancel()

    def cancel_titled(self) -> None:
        """Ask the jobs to stop that a person knows by name."""
        for job in self.running:
            if job.title:
                job.cancel()

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self.running:
            job.cancel()

    def drain(self) -> None:
        """Cancel everything and wait until no job runs; what they would have said is dropped."""
        self.cancel_all()
        for pool in self._pools.values():
            pool.waitForDone()
        forgotten, self._running = self._running, []
        for job in forgotten:
            job.outcome = job.outcome or Outcome.CANCELLED
            job.blockSignals(True)
            self.ended.emit(job)
            job.deleteLater()

    def stop(self) -> None:
        """As :meth:`drain`, and later jobs are never started: the program is closing."""
        self._stopped = True
        self.drain()

    @Slot()
    def _on_job_ended(self) -> None:
        job = self.sender()
        if isinstance(job, Job) and job in self._running:
            self._running.remove(job)
            self.ended.emit(job)
            job.deleteLater()
