"""Behaviour of the wait after wrong passphrases."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import MachineError
from stockpile_client.storage.throttle import LONGEST_WAIT, UnlockThrottle, load, save

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


def after(failures):
    return UnlockThrottle(failures=failures, last_failure=NOON)


def test_two_mistakes_are_free_then_the_wait_doubles():
    seconds = [after(failures).wait(NOON).total_seconds() for failures in range(7)]
    assert seconds == [0, 0, 0, 1, 2, 4, 8]


@given(st.integers(0, 10**6), st.integers(-(10**9), 10**9))
def test_no_clock_makes_the_wait_longer_than_five_minutes(failures, offset):
    assert timedelta(0) <= after(failures).wait(NOON + timedelta(seconds=offset)) <= LONGEST_WAIT


def test_an_attempt_during_the_wait_is_refused_and_one_after_it_is_not():
    throttle = after(4).failed(NOON)
    with pytest.raises(MachineError, match="5 passphrases") as refusal:
        throttle.check(NOON + timedelta(seconds=3))
    assert refusal.value.code == "E_UNLOCK_WAIT"
    throttle.check(throttle.next_allowed(NOON))


def test_the_record_survives_a_restart_and_success_removes_it(tmp_path):
    path = tmp_path / "stockpile.attempts.json"
    save(path, after(5))
    assert load(path) == after(5)
    save(path, UnlockThrottle())
    assert not path.exists()
    assert load(path) == UnlockThrottle()


def test_a_record_that_cannot_be_read_does_not_lock_the_user_out(tmp_path):
    path = tmp_path / "stockpile.attempts.json"
    path.write_bytes(b"\x00\x01")
    assert load(path) == UnlockThrottle()
