"""Jobs as a person sees them: how far, how fast, how long still, and how they ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.services.context import Context
from stockpile_client.ui import job_words
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.job_history import MOST_ENDED, JobHistory
from stockpile_client.ui.jobs import Jobs, Lane, Outcome, Token
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.job_panel import JobPanel
from tests.services.agencies import Agencies
from tests.ui.driving import WAIT_MS, Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FORMATS = Formats(QLocale("en_GB"))


class Clock:
    """A steady clock moved by hand, and a wall that shows the same time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def wall(self) -> datetime:
        return datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + timedelta(seconds=self.now)


class Bench:
    """Jobs that a test holds in its hands."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.clock = Clock()
        self.jobs = Jobs()
        self.history = JobHistory(self.jobs, steady=self.clock, wall=self.clock.wall)
        self.tokens: list[Token] = []
        self._release = threading.Event()

    def begin(self, title: str = "Importing") -> None:
        """A job that runs until :meth:`finish`."""

        def work(token: Token) -> None:
            self.tokens.append(token)
            while not self._release.wait(0.005):
                token.check()

        before = len(self.tokens)
        self.jobs.start(work, Lane.READER, title)
        self.qtbot.waitUntil(lambda: len(self.tokens) > before, timeout=WAIT_MS)

    def report(self, done: int, total: int) -> None:
        self.tokens[-1]._last_report = 0  # the throttle is another test's
        self.tokens[-1].report(done, total)
        self.qtbot.wait(1)

    def finish(self) -> None:
        self._release.set()
        self.settle()
        self._release.clear()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.running, timeout=WAIT_MS)

    def end(self) -> None:
        self._release.set()
        self.jobs.stop()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot)
    yield made
    made.end()


def test_a_rate_and_a_remaining_time_are_said_once_they_mean_something(bench: Bench) -> None:
    bench.begin()
    (entry,) = bench.history.running
    assert job_words.how_far(entry, FORMATS) == ""
    bench.clock.now = 1
    bench.report(1000, 10_000)
    assert job_words.how_far(entry, FORMATS) == "10 %"
    bench.clock.now = 4
    bench.report(4000, 10_000)
    assert job_words.how_far(entry, FORMATS) == "40 % · 1,000 a second · about 6 s left"
    bench.clock.now = 1000
    assert job_words.how_far(entry, FORMATS) == "40 % · about 25 min left"


def test_without_a_total_only_the_rate_is_said(bench: Bench) -> None:
    bench.begin()
    bench.clock.now = 10
    bench.report(5000, 0)
    assert job_words.how_far(bench.history.running[0], FORMATS) == "500 a second"


def test_an_ended_job_says_when_and_how_long(bench: Bench) -> None:
    bench.begin()
    bench.clock.now = 30
    bench.finish()
    (entry,) = bench.history.ended
    bench.clock.now = 300
    status, line = job_words.how_it_ended(entry, FORMATS)
    assert status is Status.DONE
    assert line.endswith("took 30 s")
    assert entry.job is None


def test_a_failed_job_says_why_and_a_cancelled_one_that_it_was(bench: Bench) -> None:
    def fail(_token: Token) -> None:
        raise InputError("E_X", phrase("The column {n} is missing.", n=3))

    bench.jobs.start(fail, Lane.WRITER, "Importing")
    bench.settle()
    bench.begin("Exporting")
    bench.jobs.running[0].cancel()
    bench.settle()
    cancelled, failed = bench.history.ended
    assert (failed.outcome, cancelled.outcome) == (Outcome.FAILED, Outcome.CANCELLED)
    assert job_words.how_it_ended(failed, FORMATS)[1].endswith("The column 3 is missing.")
    assert job_words.how_it_ended(cancelled, FORMATS)[0] is Status.NEUTRAL


def test_jobs_without_a_title_are_nobodys_business_and_old_ones_are_forgotten(bench: Bench) -> None:
    bench.jobs.start(lambda _token: None, Lane.READER)
    for number in range(MOST_ENDED + 5):
        bench.jobs.start(lambda _token: None, Lane.WRITER, f"Writing {number}")
    bench.settle()
    assert len(bench.history.ended) == MOST_ENDED
    assert bench.history.ended[0].title == f"Writing {MOST_ENDED + 4}"
    bench.history.forget()
    assert bench.history.ended == ()


def test_progress_is_told_at_most_twenty_times_a_second(qtbot: QtBot, bench: Bench) -> None:
    told: list[int] = []
    bench.history.progressed.connect(lambda entry: told.append(entry.progress.done))

    def work(token: Token) -> None:
        for done in range(1, 200_001):
            token.report(done, 200_000)

    job = bench.jobs.start(work, Lane.READER, "Counting")
    with qtbot.waitSignal(job.ended, timeout=WAIT_MS):
        pass
    seconds = bench.history.ended[0].seconds
    assert seconds == 0  # the test's own clock stood: the throttle has another
    assert told[-1] == 200_000
    assert len(told) < 100


def test_a_line_of_the_panel_cancels_its_job(qtbot: QtBot, bench: Bench) -> None:
    panel = JobPanel(bench.history, FORMATS)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.nothing.isVisible()
    bench.begin("Importing lots.csv")
    (line,) = panel.lines
    bench.report(1, 2)
    assert line.words == "50 %"
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    bench.settle()
    assert panel.lines[0].words.startswith("cancelled")
    assert not panel.lines[0].cancel.isVisible()
    panel.close()


def test_escape_closes_the_panel(qtbot: QtBot, bench: Bench) -> None:
    panel = JobPanel(bench.history, FORMATS)
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel.close_button, Qt.Key.Key_Escape)
    panel.close()


# in the window


@pytest.fixture
def us(agencies: Agencies, drive: Callable[[Context], Driver]) -> Driver:
    return drive(agencies.us.ctx)


def test_the_foot_says_that_there_is_no_backup_and_then_when_it_was(us: Driver, tmp_path, agencies: Agencies) -> None:
    foot = us.window.frame.foot
    assert foot.backup.words == "No backup yet"
    us.go("overview").back_up_to(tmp_path)
    us.settle()
    assert foot.backup.words.startswith("Last good backup")
    assert [line.title for line in us.window.frame.history.ended] == ["Backing up"]


def test_the_foot_says_what_a_partner_answered(us: Driver, agencies: Agencies) -> None:
    agencies.us.stock()
    agencies.jp.take(agencies.us.release("jp"))
    (receipt,) = agencies.jp.answer()
    assert us.window.frame.foot.answer.words == ""
    us.open(receipt)
    us.press(us.window.view("inbox").bundle_page.accept)
    assert us.window.frame.foot.answer.words == "JP: number 1 acknowledged"


def test_the_list_of_jobs_opens_and_closes_by_its_key(us: Driver) -> None:
    us.window.actions_registry["jobs"].trigger()
    assert us.window.workbench.jobs.isVisible()
    us.window.actions_registry["jobs"].trigger()
    assert not us.window.workbench.jobs.isVisible()


def test_another_profile_sees_nothing_of_the_jobs_before(us: Driver, agencies: Agencies, tmp_path) -> None:
    us.go("overview").back_up_to(tmp_path)
    us.settle()
    us.window.lock()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    us.window.start_page.opened.emit(agencies.jp.ctx)
    us.settle()
    assert us.window.frame.history.ended == ()
