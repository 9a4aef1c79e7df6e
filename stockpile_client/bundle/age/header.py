"""The textual header: version line, recipient stanzas, MAC line.

Rules (c2sp.org/age, "Header")
- Lines end with a line feed and nothing else; arguments are printable ASCII; a stanza body is Base64 in lines of
  64 columns that end with a shorter one, which may be empty.
- Base64 is canonical and unpadded. There is exactly one text for a header, and it is the one that is authenticated:
  `Header.raw` keeps the bytes as received and nothing is encoded again before the MAC is checked.
- Reading stops at the limits that the caller sets, before anything is computed with a key.

>>> stanza = Stanza("X25519", ("c2hhcmU",), bytes(2))
>>> stanza.encode()
b'-> X25519 c2hhcmU\\nAAA\\n'
"""

from __future__ import annotations

import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stockpile_client.bundle.age.errors import HeaderError, HeaderMacError
from stockpile_client.core.phrases import phrase

VERSION_LINE = b"age-encryption.org/v1\n"
FILE_KEY_SIZE = 16
MAC_SIZE = 32

# The format sets no limits. These hold any file that people exchange, and bound memory for those that they do not.
MAX_STANZAS = 1024
MAX_HEADER_BYTES = 2 * 1024 * 1024

_BODY_COLUMNS = 64
_STANZA_MARK = b"-> "
_MAC_MARK = b"--- "


class LineSource(Protocol):
    """What a header is read from: a `ByteSource`, a buffered file, a BytesIO."""

    def readline(self, limit: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's wrapping of the file key: its type, the further arguments, the decoded body."""

    type: str
    args: tuple[str, ...]
    body: bytes

    def encode(self) -> bytes:
        """The stanza as it stands in a header."""
        text = encode_base64(self.body)
        lines = [text[i : i + _BODY_COLUMNS] for i in range(0, len(text) + 1, _BODY_COLUMNS)]
        arguments = " ".join((self.type, *self.args)).encode("ascii")
        return _STANZA_MARK + arguments + b"\n" + b"\n".join(lines) + b"\n"


@dataclass(frozen=True, slots=True)
class Header:
    """A header that follows the grammar; whether it is authentic is for `verify_mac` to say.

    ``raw`` is every byte from the version line to the line feed after the MAC (32 bytes).
    """

    stanzas: tuple[Stanza, ...]
    mac: bytes
    raw: bytes

    def verify_mac(self, file_key: bytes) -> None:
        """Raise `HeaderMacError` unless the holder of ``file_key`` (16 bytes) authenticated this header."""
        authenticated = self.raw[: self.raw.rindex(_MAC_MARK) + 3]
        if not hmac.compare_digest(self.mac, _mac(file_key, authenticated)):
            raise HeaderMacError(phrase("The header was changed after it was written."))


def make_header(stanzas: Sequence[Stanza], file_key: bytes) -> Header:
    """The authenticated header that wraps ``file_key`` (16 bytes) in ``stanzas``, of which there is at least one."""
    if not stanzas:
        raise HeaderError(phrase("A file needs at least one recipient."))
    authenticated = VERSION_LINE + b"".join(stanza.encode() for stanza in stanzas) + b"---"
    mac = _mac(file_key, authenticated)
    return Header(tuple(stanzas), mac, authenticated + b" " + encode_base64(mac) + b"\n")


def read_header(src: LineSource, *, max_stanzas: int = MAX_STANZAS, max_bytes: int = MAX_HEADER_BYTES) -> Header:
    """Read one header and leave ``src`` at the first byte of the payload. Raises `HeaderError`."""
    lines = _Lines(src, max_bytes)
    if lines.next(len(VERSION_LINE)) != VERSION_LINE:
        raise HeaderError(phrase("This is not an age file of version 1."))
    stanzas: list[Stanza] = []
    while True:
        line = lines.next()
        if line.startswith(_STANZA_MARK):
            if len(stanzas) == max_stanzas:
                raise HeaderError(phrase("The header has more than {limit} recipient stanzas.", limit=max_stanzas))
            stanzas.append(_read_stanza(line, lines))
        elif line.startswith(_MAC_MARK) and stanzas:
            mac = decode_base64(line[len(_MAC_MARK) : -1])
            if len(mac) != MAC_SIZE:
                raise HeaderError(phrase("The header MAC has the wrong length."))
            return Header(tuple(stanzas), mac, bytes(lines.raw))
        else:
            raise HeaderError(phrase("A line of the header is neither a recipient stanza nor the MAC."))


def encode_base64(data: bytes) -> bytes:
    """Canonical Base64 without padding (RFC 4648, section 4)."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=")


def decode_base64(text: bytes) -> bytes:
    """The bytes whose one canonical, unpadded encoding ``text`` is. Raises `HeaderError` if there are none."""
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        raise HeaderError(phrase("The header has Base64 of an impossible length.")) from None
    if encode_base64(data) != text:
        raise HeaderError(phrase("The header has Base64 that is not canonical."))
    return data


class _Lines:
    """The lines of one header; keeps what was read and stops at the limit."""

    def __init__(self, src: LineSource, max_bytes: int) -> None:
        self.raw = bytearray()
        self._src = src
        self._max_bytes = max_bytes

    def next(self, limit: int | None = None) -> bytes:
        left = self._max_bytes - len(self.raw)
        line = self._src.readline(left if limit is None else min(left, limit)) if left else b""
        self.raw += line
        if line.endswith(b"\n"):
            return line
        if len(self.raw) == self._max_bytes:
            raise HeaderError(phrase("The header is longer than {limit} bytes.", limit=self._max_bytes))
        raise HeaderError(phrase("The header ends in the middle, or this is not an age file."))


def _read_stanza(first_line: bytes, lines: _Lines) -> Stanza:
    arguments = first_line[len(_STANZA_MARK) : -1].split(b" ")
    for argument in arguments:
        # VCHAR of RFC 5234: visible ASCII
        if not argument or min(argument) < 0x21 or max(argument) > 0x7E:
            raise HeaderError(phrase("A recipient stanza has an empty or unprintable argument."))
    body = bytearray()
    while True:
        line = lines.next()[:-1]
        if len(line) > _BODY_COLUMNS:
            raise HeaderError(phrase("A line of a recipient stanza is too long."))
        body += decode_base64(line)
        if len(line) < _BODY_COLUMNS:
            kind, *rest = (argument.decode("ascii") for argument in arguments)
            return Stanza(kind, tuple(rest), bytes(body))


def _mac(file_key: bytes, authenticated: bytes) -> bytes:
    key = HKDF(SHA256(), 32, salt=None, info=b"header").derive(file_key)
    return hmac.digest(key, authenticated, "sha256")
