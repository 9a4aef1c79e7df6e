"""What both recipient types share: the two roles, and the checks on a stanza before a key is tried on it.

Rules (c2sp.org/age, "Native recipient types")
- A stanza of a known type has one argument after its type, the share, whose length is fixed, and a body of 32 bytes:
  a wrapped file key of 16 and a tag.
- All stanzas of a type are checked before a key is tried on the first: the outcome does not depend on their order.
- X25519 points of low order, which would make the shared secret zero, are refused.

>>> shares([Stanza("other", (), b"")], "X25519", 32)
[]
>>> has_low_order(bytes(32)), has_low_order(bytes([9]) + bytes(31))
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from stockpile_client.bundle.age.errors import HeaderError
from stockpile_client.bundle.age.header import FILE_KEY_SIZE, Stanza, decode_base64
from stockpile_client.core.phrases import phrase

X25519_SIZE = 32
BODY_SIZE = FILE_KEY_SIZE + 16


class Recipient(Protocol):
    """Somebody to encrypt to."""

    def wrap(self, file_key: bytes) -> Stanza: ...
    def to_string(self) -> str: ...


class Identity(Protocol):
    """Somebody who can decrypt: the secret side of a `Recipient`."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None: ...
    def recipient(self) -> Recipient: ...
    def to_string(self) -> str: ...


def shares(stanzas: Sequence[Stanza], kind: str, size: int) -> list[tuple[bytes, bytes]]:
    """Share (``size`` bytes) and body (32) of each stanza of type ``kind``. Raises `HeaderError` if malformed."""
    found = []
    for stanza in stanzas:
        if stanza.type != kind:
            continue
        if len(stanza.args) != 1:
            raise HeaderError(phrase("A recipient stanza of type {kind} has the wrong number of arguments.", kind=kind))
        share = decode_base64(stanza.args[0].encode("ascii"))
        # a longer body could be crafted to open under several keys, and tell which one the reader holds
        if len(share) != size or len(stanza.body) != BODY_SIZE:
            raise HeaderError(phrase("A recipient stanza of type {kind} has the wrong length.", kind=kind))
        found.append((share, stanza.body))
    return found


def has_low_order(point: bytes) -> bool:
    """Whether ``point`` (32 bytes) makes every exchange zero, whatever the private key (RFC 7748, section 6.1)."""
    try:
        X25519PrivateKey.from_private_bytes(bytes(X25519_SIZE)).exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        return True
    return False
