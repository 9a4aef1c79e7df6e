"""Behaviour of the two lanes: order, arrival in the window's thread, progress, cancelling, closing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from stockpile_client.core.errors import InputError, InternalError
from stockpile_client.ui.jobs import PROGRESS_INTERVAL, Jobs, Lane, Progress, Token


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    lanes = Jobs()
    yield lanes
    lanes.stop()


def test_a_result_arrives_in_the_thread_of_the_window(qtbot, jobs):
    arrived = []
    job = jobs.start(lambda _token: threading.get_ident(), Lane.READER)
    job.succeeded.connect(lambda result: arrived.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(arrived))
    worker, here = arrived[0]
    assert here == threading.get_ident() != worker


def test_mutations_run_one_after_the_other_in_the_order_of_asking(qtbot, jobs):
    running, order, overlaps = [], [], []

    def work(number):
        running.append(number)
        overlaps.append(len(running))
        time.sleep(0.01)
        running.remove(number)
        order.append(number)

    for number in range(5):
        jobs.start(lambda _token, n=number: work(n), Lane.WRITER)
    qtbot.waitUntil(lambda: not jobs.running)
    assert order == list(range(5))
    assert set(overlaps) == {1}


def test_a_refusal_arrives_as_it_was_raised(qtbot, jobs):
    def refuse(_token):
        raise InputError("E_UNIT", "The unit is ambiguous.", hint="Write t.")

    job = jobs.start(refuse, Lane.READER)
    with qtbot.waitSignal(job.failed) as said:
        pass
    assert said.args[0].code == "E_UNIT"


def test_a_bug_reaches_the_user_without_its_words(qtbot, jobs, caplog):
    def fail(_token):
        raise ValueError("five green lorries wait")

    job = jobs.start(fail, Lane.READER)
    with qtbot.waitSignal(job.failed) as said:
        pass
    error = said.args[0]
    assert isinstance(error, InternalError)
    assert "ValueError" in error.message
    assert "lorries" not in " ".join([*error.lines(), caplog.text])
    assert "test_jobs.py" in caplog.text


def test_progress_comes_at_most_twenty_times_a_second_and_its_last_word_always(qtbot, jobs):
    seen: list[Progress] = []

    def work(token: Token) -> float:
        start = time.monotonic()
        for done in range(1, 2001):
            token.report(done, 2000)
        return time.monotonic() - start

    job = jobs.start(work, Lane.READER)
    job.progressed.connect(seen.append)
    with qtbot.waitSignal(job.succeeded) as took:
        pass
    assert seen[-1] == Progress(2000, 2000)
    assert len(seen) <= took.args[0] / PROGRESS_INTERVAL + 2


def test_a_cancelled_job_ends_as_cancelled_and_interrupts_what_it_waits_for(qtbot, jobs):
    released = threading.Event()

    def work(token: Token) -> None:
        with token.interrupting(released.set):
            released.wait(5)
        token.check()

    job = jobs.start(work, Lane.READER)
    outcomes = []
    job.succeeded.connect(lambda _result: outcomes.append("succeeded"))
    job.failed.connect(lambda _error: outcomes.append("failed"))
    job.cancelled.connect(lambda: outcomes.append("cancelled"))
    qtbot.wait(20)
    job.cancel()
    qtbot.waitUntil(lambda: bool(outcomes))
    assert outcomes == ["cancelled"]


@pytest.mark.parametrize(("lane", "expected"), [(Lane.READER, "cancelled"), (Lane.WRITER, "succeeded")])
def test_what_was_read_too_late_is_dropped_but_what_was_written_is_told(qtbot, jobs, lane, expected):
    outcomes = []
    job = jobs.start(lambda token: token.cancel(), lane)  # done, although the cancel came in before its end
    job.succeeded.connect(lambda _result: outcomes.append("succeeded"))
    job.cancelled.connect(lambda: outcomes.append("cancelled"))
    qtbot.waitUntil(lambda: bool(outcomes))
    assert outcomes == [expected]


def test_closing_waits_for_running_jobs_and_starts_no_others(qtbot, jobs):
    done = []

    def work(token: Token) -> None:
        while not token.is_cancelled:
            time.sleep(0.001)
        done.append("left in order")

    jobs.start(work, Lane.WRITER)
    qtbot.wait(10)
    jobs.stop()
    assert done == ["left in order"]
    jobs.start(lambda _token: done.append("late"), Lane.READER)
    qtbot.wait(20)
    assert done == ["left in order"]
