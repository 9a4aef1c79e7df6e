"""The classic recipient type ``X25519``: for files and vectors of others. Bundles are never encrypted to it.

Rules (c2sp.org/age, "The X25519 recipient type")
- A stanza holds a fresh share; the wrap key is HKDF-SHA256 over the shared secret, salted with share and recipient.
- `repr` shows the public side; the secret appears only in `to_string`.

>>> identity = X25519Identity(bytes(range(32)))
>>> identity
X25519Identity(age13aqvttdk3u…)
>>> identity.unwrap([identity.recipient().wrap(b"sixteen byte key")])
b'sixteen byte key'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stockpile_client.bundle.age import bech32
from stockpile_client.bundle.age.errors import HeaderError, KeyFormatError
from stockpile_client.bundle.age.header import Stanza, encode_base64
from stockpile_client.bundle.age.wrapping import X25519_SIZE, has_low_order, shares
from stockpile_client.core.phrases import phrase

_ZERO_NONCE = bytes(12)  # each wrap key is used once


@dataclass(frozen=True, slots=True, repr=False)
class X25519Recipient:
    """A classic recipient, ``age1…``; ``raw`` is the X25519 public key, 32 bytes."""

    STANZA: ClassVar[str] = "X25519"
    PREFIX: ClassVar[str] = "age"

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != X25519_SIZE:
            raise KeyFormatError(phrase("An X25519 recipient is {limit} bytes.", limit=X25519_SIZE))
        if has_low_order(self.raw):
            raise KeyFormatError(phrase("The recipient has an X25519 key of low order."))

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza that gives ``file_key`` (16 bytes) to the holder of the identity."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.raw))
        body = _wrap_aead(shared, share, self.raw).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza(self.STANZA, (encode_base64(share).decode("ascii"),), body)

    def to_string(self) -> str:
        return bech32.encode(self.PREFIX, self.raw)

    __str__ = to_string

    def __repr__(self) -> str:
        return f"X25519Recipient({self.to_string()[:14]}…)"


@dataclass(frozen=True, slots=True, repr=False)
class X25519Identity:
    """A classic identity, ``AGE-SECRET-KEY-1…``; ``secret`` is the X25519 private key, 32 bytes."""

    PREFIX: ClassVar[str] = "AGE-SECRET-KEY-"

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != X25519_SIZE:
            raise KeyFormatError(phrase("An X25519 identity is {limit} bytes.", limit=X25519_SIZE))

    def recipient(self) -> X25519Recipient:
        return X25519Recipient(self._key().public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key (16 bytes), or None if no stanza is for this identity. Raises `HeaderError`."""
        mine = shares(stanzas, X25519Recipient.STANZA, X25519_SIZE)
        key = self._key()
        public = key.public_key().public_bytes_raw()
        for share, body in mine:
            try:
                shared = key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError:
                raise HeaderError(phrase("A recipient stanza has an X25519 share of low order.")) from None
            try:
                return _wrap_aead(shared, share, public).decrypt(_ZERO_NONCE, body, None)
            except InvalidTag:
                continue
        return None

    def to_string(self) -> str:
        """The secret text. For key files only."""
        return bech32.encode(self.PREFIX.lower(), self.secret).upper()

    __str__ = to_string

    def __repr__(self) -> str:
        return f"X25519Identity({self.recipient().to_string()[:14]}…)"

    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.secret)


def _wrap_aead(shared: bytes, share: bytes, recipient: bytes) -> ChaCha20Poly1305:
    kdf = HKDF(SHA256(), 32, salt=share + recipient, info=b"age-encryption.org/v1/X25519")
    return ChaCha20Poly1305(kdf.derive(shared))
