"""One program at a time in a profile: an operating-system lock on a file, which dies with its holder.

>>> lock = InstanceLock(folder / "stockpile.lock")  # doctest: +SKIP
>>> lock.acquire()  # doctest: +SKIP
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.durable import machine_errors

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class InstanceLock:
    """A lock that is released by :meth:`release` or by the end of the process, whatever comes first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock, or raise :class:`MachineError` ``E_PROFILE_IN_USE`` at once."""
        if not self._path.parent.is_dir():
            raise MachineError(
                "E_PROFILE_MISSING",
                phrase("There is no profile folder '{name}'.", name=self._path.parent.name),
                hint=phrase("Check the path, or create a profile."),
            )
        with machine_errors(phrase("locking {name}", name=self._path.parent.name)):
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            raise MachineError(
                "E_PROFILE_IN_USE",
                phrase("This profile is open in another window or program."),
                hint=phrase("Close it there first."),
            ) from None
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
