"""Writing a file so that either the old one or the new one is there, never half of it.

Storage has the like for its own small files; this one is for tables of any size, and packages beside each other do not
import each other.

>>> with replacing(Path("holdings.csv")) as part:
...     part.write_bytes(b"...")
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a fresh path beside ``path`` to write to; afterwards flush it and rename it over ``path``.

    The new file is readable by its owner only. If the block fails, what was there before still is. Raises
    ``MachineError`` (``E_DISK_FULL``, ``E_FILE``).
    """
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        try:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            yield part
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        if sys.platform != "win32":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise MachineError(
                "E_DISK_FULL",
                phrase("The disk is full: {name} was not written.", name=path.name[:80]),
                hint=phrase("Free some space and try again."),
            ) from error
        reason = error.strerror or type(error).__name__
        raise MachineError(
            "E_FILE",
            phrase("{name} cannot be written: {reason}.", name=path.name[:80], reason=reason),
            hint=phrase(
                "Check that the folder exists and may be written to, and that no other program has the file open."
            ),
        ) from error
