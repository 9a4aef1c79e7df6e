"""A growing wait after wrong passphrases, kept beside the key file so that a restart does not reset it.

It slows down someone at the keyboard. Against someone who copied the key file only the cost of Argon2id helps.

>>> from datetime import UTC, datetime
>>> noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
>>> UnlockThrottle(failures=4, last_failure=noon).wait(noon)
datetime.timedelta(seconds=2)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import counted, phrase
from stockpile_client.storage.durable import machine_errors, replace_file

FREE_ATTEMPTS = 3
LONGEST_WAIT = timedelta(minutes=5)
_NO_WAIT = timedelta(0)


class UnlockThrottle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many attempts failed in a row, and when the last one did (aware, UTC)."""

    failures: int = 0
    last_failure: datetime | None = None

    def failed(self, now: datetime) -> UnlockThrottle:
        """The state after one more wrong passphrase."""
        return UnlockThrottle(failures=self.failures + 1, last_failure=now)

    def wait(self, now: datetime) -> timedelta:
        """How long from ``now`` until the next attempt is allowed: one second after three failures, then doubling.

        A clock that was set back cannot lengthen the wait beyond its full length.
        """
        if self.last_failure is None or self.failures < FREE_ATTEMPTS:
            return _NO_WAIT
        doublings = min(self.failures - FREE_ATTEMPTS, 30)
        full = min(timedelta(seconds=2**doublings), LONGEST_WAIT)
        elapsed = max(now - self.last_failure, _NO_WAIT)
        return max(full - elapsed, _NO_WAIT)

    def next_allowed(self, now: datetime) -> datetime:
        """The moment of the next permitted attempt; ``now`` when there is nothing to wait for."""
        return now + self.wait(now)

    def check(self, now: datetime) -> None:
        """Raise :class:`MachineError` ``E_UNLOCK_WAIT`` while the wait lasts."""
        wait = self.wait(now)
        if wait > _NO_WAIT:
            seconds = -(-wait // timedelta(seconds=1))
            raise MachineError(
                "E_UNLOCK_WAIT",
                counted("The last passphrase was wrong.", "The last {n} passphrases were wrong.", self.failures),
                hint=counted("Wait {n} second and try again.", "Wait {n} seconds and try again.", seconds),
            )


def load(path: Path) -> UnlockThrottle:
    """The recorded state; a missing or unreadable record counts as no failures."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=UnlockThrottle)
    except (OSError, msgspec.DecodeError):
        return UnlockThrottle()


def save(path: Path, throttle: UnlockThrottle) -> None:
    """Record the state; no failures means no file."""
    if throttle.failures:
        replace_file(path, msgspec.json.encode(throttle))
    else:
        with machine_errors(phrase("removing {name}", name=path.name)):
            path.unlink(missing_ok=True)
