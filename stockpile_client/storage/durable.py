"""Small files that are either wholly there or not there at all.

A file is written beside its target, flushed to the device, renamed over the target, and the folder is flushed too:
after a power cut the old or the new bytes are there, never a mixture.

>>> replace_file(Path("stockpile.key.json"), b"{}")  # doctest: +SKIP
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase

_BLOCK = 1 << 20
_OWNER_ONLY = 0o600


@contextmanager
def machine_errors(what: str) -> Iterator[None]:
    """Turn an ``OSError`` inside the block into a :class:`MachineError` that names ``what`` was being done."""
    try:
        yield
    except OSError as error:
        raise _machine_error(error, what) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, atomically and durably, readable by the owner only.

    Raises :class:`MachineError` (``E_DISK_FULL``, ``E_FILE``); the former file then still stands.
    """
    with machine_errors(phrase("writing {name}", name=path.name)):
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Flush a finished file to the device."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the device; Windows has no such call and flushes them with the rename."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, lower-case hex, in constant memory."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _machine_error(error: OSError, what: str) -> MachineError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return MachineError(
            "E_DISK_FULL",
            phrase("The disk is full: {what} was not possible.", what=what),
            hint=phrase("Free some space and try again."),
        )
    return MachineError(
        "E_FILE",
        phrase("The system refused {what}: {reason}.", what=what, reason=error.strerror or type(error).__name__),
        hint=phrase("Check that the folder exists, is not read-only, and that the medium is still connected."),
    )
