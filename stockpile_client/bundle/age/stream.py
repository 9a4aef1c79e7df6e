"""The payload: STREAM, chunks of 64 KiB under ChaCha20-Poly1305.

Rules (c2sp.org/age, "Payload")
- The key comes from the file key and a random nonce of 16 bytes in front of the payload; a chunk's nonce is its
  number (11 bytes, big endian) and one byte that is 1 for the final chunk alone.
- The final chunk is not empty unless the whole payload is; nothing follows it.
- `PayloadReader` hands out bytes only after their chunk was authenticated. When it raises `PayloadError`, what it
  has handed out is exactly the authenticated prefix.
- `PayloadWriter` ends a payload only in `close()`. A writer that is dropped, or left by an exception, leaves a file
  that nobody can mistake for a whole one.

>>> import io
>>> sealed = io.BytesIO()
>>> with PayloadWriter(sealed, bytes(16)) as writer:
...     writer.write(b"positions")
9
>>> PayloadReader(io.BytesIO(sealed.getvalue()), bytes(16)).read()
b'positions'
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stockpile_client.bundle.age.errors import AgeError, HeaderError, PayloadError
from stockpile_client.bundle.age.source import ByteSource, Readable, Writable, write_all
from stockpile_client.core.phrases import phrase

CHUNK = 64 * 1024
TAG = 16
NONCE = 16

_SEALED = CHUNK + TAG
# Chunks read at once: enough for the reading to cost nothing, small enough to stay in the processor's cache.
_BATCH = 8


def sealed_size(size: int) -> int:
    """Bytes of the payload (nonce, chunks, tags) that holds ``size`` bytes of content."""
    return NONCE + size + TAG * max(1, -(-size // CHUNK))


class PayloadWriter:
    """Encrypts what is written to it into ``dst``; a binary stream for `write`. Closing it does not close ``dst``."""

    def __init__(self, dst: Writable, file_key: bytes) -> None:
        nonce = secrets.token_bytes(NONCE)
        self._dst = dst
        self._aead = _payload_aead(file_key, nonce)
        self._index = 0
        # up to one whole chunk waits here, because only what follows tells whether it is the final one
        self._waiting = bytearray()
        self._closed = False
        write_all(dst, nonce)

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Take all of ``data`` and return its length in bytes."""
        if self._closed:
            raise ValueError("write to a closed payload")
        view = memoryview(data).cast("B")
        start = 0
        if self._waiting:
            start = min(CHUNK - len(self._waiting), len(view))
            self._waiting += view[:start]
            if start == len(view):
                return len(view)
            self._seal(self._waiting, final=False)
            self._waiting.clear()
        while len(view) - start > CHUNK:
            self._seal(view[start : start + CHUNK], final=False)
            start += CHUNK
        self._waiting += view[start:]
        return len(view)

    def close(self) -> None:
        """Write the final chunk. Further calls do nothing."""
        if not self._closed:
            self._closed = True
            self._seal(self._waiting, final=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        self._closed = True

    def _seal(self, chunk: bytearray | memoryview, *, final: bool) -> None:
        write_all(self._dst, self._aead.encrypt(_chunk_nonce(self._index, final), chunk, None))
        self._index += 1


class PayloadReader:
    """Decrypts a payload; a binary stream for `read`. Raises `HeaderError` at once if the nonce is not there."""

    def __init__(self, src: Readable, file_key: bytes) -> None:
        self._src = src if isinstance(src, ByteSource) else ByteSource(src)
        nonce = self._src.read(NONCE)
        if len(nonce) != NONCE:
            raise HeaderError(phrase("The file ends before its payload."))
        self._aead = _payload_aead(file_key, nonce)
        self._chunks = self._decrypt()
        self._chunk = memoryview(b"")
        self._failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """The next ``size`` bytes of content (all that is left if negative); fewer only at the authenticated end.

        Raises `PayloadError` once every authenticated byte before the damage was handed out, and again after that.
        """
        parts: list[memoryview] = []
        left = size
        while left:
            if not self._chunk:
                try:
                    chunk = self.read_chunk()
                except AgeError:
                    if parts:
                        break
                    raise
                if not chunk:
                    break
                self._chunk = memoryview(chunk)
            taken = self._chunk if left < 0 else self._chunk[:left]
            self._chunk = self._chunk[len(taken) :]
            parts.append(taken)
            left -= len(taken) if left > 0 else 0
        return b"".join(parts)

    def read_chunk(self) -> bytes:
        """What is left of the current chunk, or the next one (up to 64 KiB); empty at the authenticated end.

        The cheapest way to read on: nothing is copied. Raises `PayloadError`, and again on every later call.
        """
        if self._chunk:
            rest, self._chunk = self._chunk.tobytes(), memoryview(b"")
            return rest
        if self._failure:
            raise self._failure
        try:
            return next(self._chunks, b"")
        except BaseException as failure:
            # a generator that failed looks exhausted: without this a second call would report a clean end
            self._failure = failure
            raise

    def _decrypt(self) -> Iterator[bytes]:
        index = 0
        batch = self._src.read(_BATCH * _SEALED)
        if not batch:
            raise PayloadError(phrase("The payload is missing."))
        while batch:
            view = memoryview(batch)
            following = self._src.read(_BATCH * _SEALED) if len(batch) == _BATCH * _SEALED else b""
            for start in range(0, len(batch), _SEALED):
                at_end = not following and start + _SEALED >= len(batch)
                yield from self._open_at(index, view[start : start + _SEALED], at_end=at_end)
                index += 1
            batch = following

    def _open_at(self, index: int, sealed: memoryview, *, at_end: bool) -> Iterator[bytes]:
        chunk = self._open(index, sealed, final=at_end)
        # whole, authentic, but its flag contradicts its place: the last chunk that can be handed out
        misplaced = chunk is None and len(sealed) == _SEALED
        if misplaced:
            chunk = self._open(index, sealed, final=not at_end)
        if chunk is None:
            raise PayloadError(phrase("Chunk {index} of the payload was changed or cut.", index=str(index)))
        if index and not chunk:
            raise PayloadError(phrase("The payload ends with an empty chunk."))
        yield chunk
        if misplaced:
            raise PayloadError(phrase("The payload was cut.") if at_end else phrase("Data follow the final chunk."))

    def _open(self, index: int, sealed: memoryview, *, final: bool) -> bytes | None:
        try:
            return self._aead.decrypt(_chunk_nonce(index, final), sealed, None)
        except InvalidTag:
            return None


def _payload_aead(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=nonce, info=b"payload").derive(file_key))


def _chunk_nonce(index: int, final: bool) -> bytes:
    return (index << 8 | final).to_bytes(12, "big")
