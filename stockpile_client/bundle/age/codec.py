"""Whole files: the header and the payload put together.

Rules
- A file key is 16 random bytes, used for one file and forgotten.
- Reading goes header, file key, header MAC, payload, in this order, and stops at the first refusal.
- The codec has no policy: which stanza types, how many recipients and how large a header are for its callers, who
  use `read_header` and `unwrap_file_key` themselves.

>>> import io
>>> from stockpile_client.bundle.age.recipients import generate_identity
>>> identity = generate_identity()
>>> sealed, opened = io.BytesIO(), io.BytesIO()
>>> encrypt(io.BytesIO(b"positions"), sealed, [identity.recipient()])
>>> decrypt(io.BytesIO(sealed.getvalue()), opened, [identity])
>>> opened.getvalue()
b'positions'
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from stockpile_client.bundle.age.armor import ArmorWriter, open_source
from stockpile_client.bundle.age.errors import HeaderError, NoMatchError
from stockpile_client.bundle.age.header import FILE_KEY_SIZE, Header, make_header, read_header
from stockpile_client.bundle.age.source import Readable, Writable, write_all
from stockpile_client.bundle.age.stream import PayloadReader, PayloadWriter
from stockpile_client.bundle.age.wrapping import Identity, Recipient
from stockpile_client.core.phrases import phrase

# enough that reading costs nothing beside encrypting
_BLOCK = 512 * 1024


def encrypt(src: Readable, dst: Writable, recipients: Iterable[Recipient], *, armor: bool = False) -> None:
    """Encrypt all of ``src`` into ``dst`` for every one of ``recipients``, as text if ``armor``.

    Memory stays constant. Raises `HeaderError` if there are no recipients. Neither stream is closed.
    """
    if armor:
        with ArmorWriter(dst) as text:
            _encrypt_binary(src, text, recipients)
    else:
        _encrypt_binary(src, dst, recipients)


def decrypt(src: Readable, dst: Writable, identities: Iterable[Identity]) -> None:
    """Decrypt all of ``src``, armored or not, into ``dst`` with the first of ``identities`` that it is for.

    Raises `ArmorError`, `HeaderError`, `NoMatchError`, `HeaderMacError` before anything was written (an armor can
    also break later), or `PayloadError`, when ``dst`` holds exactly the authenticated prefix. Memory stays constant.
    """
    reader = open_reader(src, identities)
    while chunk := reader.read_chunk():
        write_all(dst, chunk)


def open_writer(dst: Writable, recipients: Iterable[Recipient]) -> PayloadWriter:
    """Write a header for ``recipients`` and return the stream that encrypts what is written to it.

    The file is complete only after ``close()``; use it as a context manager.
    """
    file_key = secrets.token_bytes(FILE_KEY_SIZE)
    header = make_header([recipient.wrap(file_key) for recipient in recipients], file_key)
    write_all(dst, header.raw)
    return PayloadWriter(dst, file_key)


def open_reader(src: Readable, identities: Iterable[Identity]) -> PayloadReader:
    """Read and check the header of ``src``, armored or not, and return the stream of its content."""
    source = open_source(src)
    header = read_header(source)
    file_key = unwrap_file_key(header, identities)
    header.verify_mac(file_key)
    return PayloadReader(source, file_key)


def unwrap_file_key(header: Header, identities: Iterable[Identity]) -> bytes:
    """The file key (16 bytes) from the first of ``identities`` that has a stanza; check the MAC with it next.

    Raises `HeaderError` for a malformed stanza of an identity's type, `NoMatchError` if there is none for any.
    """
    if len(header.stanzas) > 1 and any(stanza.type == "scrypt" for stanza in header.stanzas):
        raise HeaderError(phrase("A passphrase stanza does not stand alone."))
    for identity in identities:
        file_key = identity.unwrap(header.stanzas)
        if file_key is not None:
            return file_key
    raise NoMatchError(
        phrase("None of the {count} recipient stanzas opens with the given identities.", count=len(header.stanzas))
    )


def _encrypt_binary(src: Readable, dst: Writable, recipients: Iterable[Recipient]) -> None:
    with open_writer(dst, recipients) as writer:
        while block := src.read(_BLOCK):
            writer.write(block)
