"""Reading bytes: one buffer between any binary stream and the parsers above it.

Rules
- ``read(n)`` is exact: fewer than ``n`` bytes come back only at the end, also from pipes and unbuffered files.
- Memory is bounded by the block size and by what a caller asks for; large reads pass through without a copy.

>>> import io
>>> source = ByteSource(io.BytesIO(b"first\\nsecond"))
>>> source.readline(100), source.read(100)
(b'first\\n', b'second')
"""

from __future__ import annotations

from typing import Protocol

BLOCK = 64 * 1024


class Readable(Protocol):
    """A binary stream to read from; ``read`` may return fewer bytes than asked, and none only at the end."""

    def read(self, size: int, /) -> bytes: ...


class Writable(Protocol):
    """A binary stream to write to; ``write`` returns the number of bytes taken, or None for all of them."""

    def write(self, data: bytes, /) -> object: ...


class ByteSource:
    """A `Readable` with exact reads, `readline` and `peek`."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._buffer = b""
        self._position = 0

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes; fewer at the end of the stream."""
        held = len(self._buffer) - self._position
        if not held and size >= BLOCK:
            block = self._next_block(size)
            if len(block) == size:
                return block
            self._buffer, self._position = block, 0
        if len(self._buffer) - self._position < size:
            self._hold(size)
        taken = self._buffer[self._position : self._position + size]
        self._position += len(taken)
        return taken

    def readline(self, limit: int) -> bytes:
        """Up to and including the next line feed, but at most ``limit`` bytes."""
        wanted = 256
        while True:
            line = self.peek(min(wanted, limit))
            end = line.find(b"\n") + 1
            if end or len(line) == limit or len(line) < wanted:
                return self.read(end or len(line))
            wanted *= 2

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, which stay to be read; fewer at the end of the stream."""
        self._hold(size)
        return self._buffer[self._position : self._position + size]

    def _hold(self, size: int) -> None:
        held = len(self._buffer) - self._position
        if held >= size:
            return
        parts = [self._buffer[self._position :]]
        while held < size:
            block = self._next_block(size - held)
            if not block:
                break
            parts.append(block)
            held += len(block)
        self._buffer, self._position = b"".join(parts), 0

    def _next_block(self, wanted: int) -> bytes:
        """Some more bytes, about ``wanted``; empty at the end, and then always."""
        return self._stream.read(max(wanted, BLOCK))


def write_all(stream: Writable, data: bytes) -> None:
    """Write all of ``data``, also to unbuffered files and pipes, which may take it in parts."""
    taken = stream.write(data)
    while isinstance(taken, int) and taken < len(data):
        if taken <= 0:
            raise OSError("the destination takes no more data")
        data = data[taken:]
        taken = stream.write(data)
