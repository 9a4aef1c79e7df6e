"""ASCII armor: an age file as strict PEM text, for channels that carry only text.

Rules (c2sp.org/age, "ASCII armor"; RFC 7468, figure 3)
- Label ``AGE ENCRYPTED FILE``, padded canonical Base64 in lines of exactly 64 columns, the last one shorter or equal.
- Line ends are LF or CRLF. White space may stand before and after the block, up to `MAX_BLANK` bytes, and nowhere
  inside. Everything else is refused, so that a text has no second form.

>>> import io
>>> text = io.BytesIO()
>>> with ArmorWriter(text) as writer:
...     writer.write(b"age")
3
>>> text.getvalue().splitlines()[1], ArmorReader(io.BytesIO(text.getvalue())).read(9)
(b'YWdl', b'age')
"""

from __future__ import annotations

import binascii
import re
from types import TracebackType
from typing import Self

from stockpile_client.bundle.age.errors import ArmorError
from stockpile_client.bundle.age.source import ByteSource, Readable, Writable, write_all
from stockpile_client.core.phrases import phrase

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
END = b"-----END AGE ENCRYPTED FILE-----"
MAX_BLANK = 1024

_COLUMNS = 64
_LINE_BYTES = _COLUMNS // 4 * 3
_BATCH_LINES = 1024
_BLANK = b" \t\r\n"
_LOOKS_ARMORED = re.compile(rb"\A[ \t\r\n]*-|-----[ ]*BEGIN", re.IGNORECASE)


def open_source(src: Readable) -> ByteSource:
    """The binary age file in ``src``, with the armor taken off if there is one.

    What is neither armored nor binary age comes back as it is, for the header to refuse.
    """
    source = ByteSource(src)
    start = source.peek(MAX_BLANK + len(BEGIN))
    is_binary = start.startswith(b"age-encryption.org/")
    return ArmorReader(source) if not is_binary and _LOOKS_ARMORED.search(start) else source


class ArmorReader(ByteSource):
    """The bytes inside an armored file. Reading raises `ArmorError` at the first breach of the form."""

    def __init__(self, src: Readable) -> None:
        super().__init__(src)
        self._text = src if isinstance(src, ByteSource) else ByteSource(src)
        self._inside = False
        self._had_last_line = False
        self._ended = False

    def _next_block(self, wanted: int) -> bytes:  # noqa: ARG002 - a batch of lines, whatever is wanted
        if self._ended:
            return b""
        if not self._inside:
            self._read_begin()
        return self._read_full_lines() or self._read_any_lines()

    def _read_full_lines(self) -> bytes:
        """A whole batch at once, if it is nothing but full lines that end with LF; else empty, and nothing is read."""
        block = self._text.peek(_BATCH_LINES * (_COLUMNS + 1))
        text = block.replace(b"\n", b"")
        is_regular = block[_COLUMNS :: _COLUMNS + 1] == b"\n" * _BATCH_LINES and len(text) == _BATCH_LINES * _COLUMNS
        if self._had_last_line or not is_regular:
            return b""
        self._text.read(len(block))
        self._had_last_line = text.endswith(b"=")
        return _decode(text)

    def _read_any_lines(self) -> bytes:
        lines: list[bytes] = []
        while len(lines) < _BATCH_LINES:
            line = self._read_line()
            if line == END:
                self._read_trailing_blank()
                break
            if self._had_last_line or not line or len(line) > _COLUMNS:
                raise ArmorError(phrase("A line of the armor has the wrong length or place."))
            self._had_last_line = len(line) < _COLUMNS or line.endswith(b"=")
            lines.append(line)
        return _decode(b"".join(lines))

    def _read_begin(self) -> None:
        blank = self._text.peek(MAX_BLANK)
        self._text.read(len(blank) - len(blank.lstrip(_BLANK)))
        if self._read_line() != BEGIN:
            raise ArmorError(phrase("The armor does not begin with its line."))
        self._inside = True

    def _read_line(self) -> bytes:
        # the longest line that may stand here is one of 64 columns with CRLF
        line = self._text.readline(_COLUMNS + 2)
        if line.startswith(END) and not line[len(END) :].strip(_BLANK):
            return END
        if not line.endswith(b"\n"):
            raise ArmorError(phrase("A line of the armor is too long, or the armor has no end."))
        return line[:-1].removesuffix(b"\r")

    def _read_trailing_blank(self) -> None:
        rest = self._text.read(MAX_BLANK + 1)
        if rest.strip(_BLANK) or len(rest) > MAX_BLANK:
            raise ArmorError(phrase("Something follows the armor."))
        self._ended = True


class ArmorWriter:
    """Writes binary age as armored text into ``dst``. `close` writes the last line and does not close ``dst``."""

    def __init__(self, dst: Writable) -> None:
        self._dst = dst
        self._waiting = bytearray()
        self._closed = False
        write_all(dst, BEGIN + b"\n")

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Take all of ``data`` and return its length in bytes."""
        if self._closed:
            raise ValueError("write to a closed armor")
        self._waiting += data
        whole = len(self._waiting) - len(self._waiting) % _LINE_BYTES
        self._write_lines(whole)
        return len(data)

    def close(self) -> None:
        """Write what waits and the last line. Further calls do nothing."""
        if not self._closed:
            self._closed = True
            self._write_lines(len(self._waiting))
            write_all(self._dst, END + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        self._closed = True

    def _write_lines(self, size: int) -> None:
        view = self._waiting[:size]
        del self._waiting[:size]
        lines = (binascii.b2a_base64(view[i : i + _LINE_BYTES]) for i in range(0, size, _LINE_BYTES))
        if size:
            write_all(self._dst, b"".join(lines))


def _decode(text: bytes) -> bytes:
    try:
        data = binascii.a2b_base64(text)
    except binascii.Error:
        raise ArmorError(phrase("The armor has Base64 of an impossible length.")) from None
    if binascii.b2a_base64(data, newline=False) != text:
        raise ArmorError(phrase("The armor has Base64 that is not canonical."))
    return data
