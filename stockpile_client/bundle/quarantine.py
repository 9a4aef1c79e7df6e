"""A private copy of a file from outside, so that nothing changes it while it is judged (BUNDLE.md section 7, step 1).

Rules
- The copy is bytes as received, which are ciphertext; nothing decrypted is ever written beside it.
- It has a random name in a folder of the caller, is readable by the owner only, and goes when the block ends.
- Its size is capped while it is copied, whatever the folder said before.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from stockpile_client.bundle import limits
from stockpile_client.bundle.age.header import VERSION_LINE
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase

FILE_BYTES: Final = limits.RAW_BYTES + limits.RAW_BYTES // 8 + 16 * 1024**2
"""No bundle within the limits is larger: 8 GiB of data, Padmé (at most 12 %), header, manifest and chunk tags."""

_PIECE: Final = 1024 * 1024


@contextmanager
def quarantined(path: Path, folder: Path) -> Iterator[Path]:
    """A copy of ``path`` in ``folder`` for as long as the block lasts.

    Raises ``E_NOT_BUNDLE`` before anything is copied, ``E_CANNOT_OPEN`` for a file that no bundle can be, and
    ``MachineError`` (``E_READ``) when one of the two places fails.
    """
    copy = folder / f"{secrets.token_hex(8)}.quarantine"
    try:
        try:
            with path.open("rb") as source:
                _copy(source, copy)
        except OSError as error:
            raise MachineError(
                "E_READ",
                phrase(
                    "The file could not be read: {reason}.",
                    reason=error.strerror or phrase("the device does not answer"),
                ),
                hint=phrase("Check the device and the free space of this computer, then open it again."),
            ) from error
        yield copy
    finally:
        with suppress(OSError):
            copy.unlink(missing_ok=True)


def _copy(source: BinaryIO, copy: Path) -> None:
    start = source.read(len(VERSION_LINE))
    if start != VERSION_LINE:
        raise refusal("E_NOT_BUNDLE")
    descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as target:
        size = target.write(start)
        while piece := source.read(_PIECE):
            size += target.write(piece)
            if size > FILE_BYTES:
                raise refusal("E_CANNOT_OPEN")
