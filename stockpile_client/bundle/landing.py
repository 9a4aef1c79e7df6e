"""A file arrives at its place whole, or not at all: temporary file, flush to the device, check, rename.

The place may be a stick that is pulled out. Whatever happens before the rename leaves no file of the final name, and
the temporary one is removed where that is still possible. An existing file is never replaced.

    with landing(folder / "sx-0123abcd.stockpile") as file:
        write(file)
        file.settle()       # on the device, and read from there, not from the cache, where the system allows it
        check(file)
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase

_BLOCK = 1024 * 1024


class LandingFile(io.FileIO):
    """The temporary file, open for writing and reading back; ``path`` is where it is going."""

    def __init__(self, temporary: Path, path: Path) -> None:
        super().__init__(temporary, "x+")
        self.path = path

    def settle(self) -> None:
        """Flush to the device, forget the cached pages, go back to the start."""
        os.fsync(self.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.seek(0)


@contextmanager
def landing(path: Path) -> Iterator[LandingFile]:
    """A temporary file beside ``path`` that gets its name when the block ends without an error.

    Raises ``MachineError``: ``E_FILE_EXISTS``, or ``E_WRITE`` for whatever the system reports (full disk, stick gone).
    """
    temporary = path.with_name(path.name + ".part")
    if path.exists():
        raise MachineError("E_FILE_EXISTS", phrase("There is already a file {name}.", name=path.name))
    try:
        with LandingFile(temporary, path) as file:
            yield file
        temporary.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise MachineError(
            "E_WRITE",
            phrase(
                "The file could not be written: {reason}.",
                reason=error.strerror or phrase("the device does not answer"),
            ),
            unchanged=phrase("No file was left behind under that name."),
            hint=phrase("Check the space and the connection of the device, then export again."),
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError, AttributeError):  # Windows cannot open a folder
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
