"""Where data files wait until their manifest can be written: sizes and digests stand before them in a bundle.

Rules
- Nothing readable touches the disk. What waits is encrypted (the age payload, ChaCha20-Poly1305) under a key that only
  this object has and that dies with it; the file has no name on POSIX and goes with its handle on Windows.
- Constant memory: pieces go through. There is no second thread: packing and hashing a million positions takes a tenth
  of the time that making their lines does, and handing the pieces over cost as much as it saved.
- Files come out once, in the order in which they went in.

>>> with Spool() as spool:
...     entry = spool.take(Content("statement.json", "application/json", [b"{}"]))
...     entry.size, spool.next(entry).read(10)
(2, b'{}')
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from stockpile_client.bundle import age
from stockpile_client.bundle.age.header import FILE_KEY_SIZE
from stockpile_client.bundle.archive import SUFFIX, Packer
from stockpile_client.bundle.manifest import DataFile

ROWS_SUFFIX: Final = ".ndjson.gz"


@dataclass(frozen=True, slots=True)
class Content:
    """A data file to be: its name, media type and content in pieces, not packed.

    A name that ends in ``.gz`` says that it is to be packed, one that ends in ``.ndjson.gz`` that its lines are rows.
    """

    name: str
    media: str
    pieces: Iterable[bytes]


class Spool:
    """Takes data files one after the other and gives them back in that order. A context: leaving it forgets all."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed in __exit__
        self._key = secrets.token_bytes(FILE_KEY_SIZE)
        self._writer = age.PayloadWriter(self._file, self._key)
        self._reader: age.PayloadReader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def take(self, content: Content) -> DataFile:
        """Pack (if its name says so) and keep a file; the entry of the manifest that names it."""
        intake = _Intake(self._writer, packed=content.name.endswith(SUFFIX))
        raw = rows = 0
        for piece in content.pieces:
            raw += len(piece)
            rows += piece.count(b"\n") if content.name.endswith(ROWS_SUFFIX) else 0
            intake.add(piece)
        intake.finish()
        return DataFile(content.name, content.media, intake.size, intake.digest.hexdigest(), raw, rows)

    def next(self, entry: DataFile) -> SpooledFile:
        """The content of the next file, as it is packed; nothing more can be taken from here on."""
        if self._reader is None:
            self._writer.close()
            self._file.seek(0)
            self._reader = age.PayloadReader(self._file, self._key)
        return SpooledFile(self._reader, entry.size)


class SpooledFile:
    """One file as a stream that ends where the file does."""

    def __init__(self, reader: age.PayloadReader, size: int) -> None:
        self._reader = reader
        self._left = size

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, none only at the end."""
        piece = self._reader.read(min(size, self._left))
        self._left -= len(piece)
        return piece


class _Intake:
    """One file on its way in: packed, measured, hashed, encrypted."""

    def __init__(self, writer: age.PayloadWriter, *, packed: bool) -> None:
        self._writer = writer
        self._packer = Packer() if packed else None
        self.size = 0
        self.digest = sha256()

    def add(self, piece: bytes) -> None:
        self._keep(self._packer.pack(piece) if self._packer else piece)

    def finish(self) -> None:
        if self._packer:
            self._keep(self._packer.finish())

    def _keep(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += len(data)
        self._writer.write(data)
