"""Identities and recipients: the two native key types, and how each wraps a file key.

Rules (c2sp.org/age, "Native recipient types")
- ``mlkem768x25519`` (`HybridIdentity`, `HybridRecipient`) is what this program makes; ``X25519`` is there so that
  files of others can be read and vectors of others be checked.
- An identity passes over stanzas of other types, and refuses a file in which any stanza of its own type is malformed,
  before it tries a key on one of them. A body is 32 bytes: a wrapped file key of 16 and a tag.
- Key texts have one case: identities upper, recipients lower.
- X25519 points of low order, which would make the shared secret zero, are refused as recipients and in stanzas.

>>> identity = HybridIdentity(bytes(32))
>>> identity
HybridIdentity(age1pq185sf7ut82t…)
>>> parse_identity(identity.to_string()) == identity
True
>>> len(identity.recipient().raw)
1216
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stockpile_client.bundle.age import bech32
from stockpile_client.bundle.age.errors import HeaderError, KeyFormatError
from stockpile_client.bundle.age.header import FILE_KEY_SIZE, Stanza, decode_base64, encode_base64

SEED_SIZE = 32
HYBRID_RECIPIENT_SIZE = 1216  # ML-KEM-768 encapsulation key (1184) ‖ X25519 public key (32)

_X25519_SIZE = 32
_MLKEM_SEED_SIZE = 64
_ENC_SIZE = 1120  # ML-KEM-768 ciphertext (1088) ‖ X25519 share (32)
_BODY_SIZE = FILE_KEY_SIZE + 16
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ZERO_NONCE = bytes(12)  # each wrap key is used once


class Recipient(Protocol):
    """Somebody to encrypt to."""

    def wrap(self, file_key: bytes) -> Stanza: ...
    def to_string(self) -> str: ...


class Identity(Protocol):
    """Somebody who can decrypt: the secret side of a `Recipient`."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None: ...
    def recipient(self) -> Recipient: ...
    def to_string(self) -> str: ...


@dataclass(frozen=True, slots=True, repr=False)
class HybridRecipient:
    """A post-quantum recipient, ``age1pq1…``; ``raw`` is ML-KEM-768 ‖ X25519, 1216 bytes, checked on creation."""

    STANZA: ClassVar[str] = "mlkem768x25519"
    PREFIX: ClassVar[str] = "age1pq"
    INFO: ClassVar[bytes] = b"age-encryption.org/mlkem768x25519"

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != HYBRID_RECIPIENT_SIZE:
            raise KeyFormatError(f"A post-quantum recipient is {HYBRID_RECIPIENT_SIZE} bytes.")
        if _has_low_order(self.raw[-_X25519_SIZE:]):
            raise KeyFormatError("The recipient has an X25519 key of low order.")
        self._key()

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza that gives ``file_key`` (16 bytes) to the holder of the identity, and says nothing else."""
        sealed = _SUITE.encrypt(file_key, self._key(), info=self.INFO)
        enc, body = sealed[:_ENC_SIZE], sealed[_ENC_SIZE:]
        return Stanza(self.STANZA, (encode_base64(enc).decode("ascii"),), body)

    def to_string(self) -> str:
        return bech32.encode(self.PREFIX, self.raw)

    __str__ = to_string

    def __repr__(self) -> str:
        return f"HybridRecipient({self.to_string()[:17]}…)"

    def _key(self) -> MLKEM768X25519PublicKey:
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(self.raw[:-_X25519_SIZE])
        except ValueError:
            raise KeyFormatError("The ML-KEM-768 key of the recipient is not valid.") from None
        return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(self.raw[-_X25519_SIZE:]))


@dataclass(frozen=True, slots=True, repr=False)
class HybridIdentity:
    """A post-quantum identity, ``AGE-SECRET-KEY-PQ-1…``; ``seed`` is 32 secret bytes, and all there is to keep."""

    PREFIX: ClassVar[str] = "AGE-SECRET-KEY-PQ-"

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise KeyFormatError(f"The seed of an identity is {SEED_SIZE} bytes.")

    def recipient(self) -> HybridRecipient:
        mlkem, x25519 = self._keys()
        return HybridRecipient(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key (16 bytes), or None if no stanza is for this identity. Raises `HeaderError`."""
        mine = list(_shares(stanzas, HybridRecipient.STANZA, _ENC_SIZE))
        mlkem, x25519 = self._keys()
        key = MLKEM768X25519PrivateKey(mlkem, x25519)
        for enc, body in mine:
            if _has_low_order(enc[-_X25519_SIZE:]):
                raise HeaderError("A recipient stanza has an X25519 share of low order.")
            try:
                return _SUITE.decrypt(enc + body, key, info=HybridRecipient.INFO)
            except InvalidTag:
                continue
        return None

    def to_string(self) -> str:
        """The secret text. For key files and the printed recovery sheet only."""
        return bech32.encode(self.PREFIX.lower(), self.seed).upper()

    __str__ = to_string

    def __repr__(self) -> str:
        return f"HybridIdentity({self.recipient().to_string()[:17]}…)"

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        # filippo.io/hpke-pq, "MLKEM768-X25519": the seed expands with SHAKE256 into the two component keys
        expanded = hashlib.shake_256(self.seed).digest(_MLKEM_SEED_SIZE + _X25519_SIZE)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_SIZE])
        return mlkem, X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_SIZE:])


@dataclass(frozen=True, slots=True, repr=False)
class X25519Recipient:
    """A classic recipient, ``age1…``; ``raw`` is the X25519 public key, 32 bytes."""

    STANZA: ClassVar[str] = "X25519"
    PREFIX: ClassVar[str] = "age"

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != _X25519_SIZE:
            raise KeyFormatError(f"An X25519 recipient is {_X25519_SIZE} bytes.")
        if _has_low_order(self.raw):
            raise KeyFormatError("The recipient has an X25519 key of low order.")

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza that gives ``file_key`` (16 bytes) to the holder of the identity."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.raw))
        body = _x25519_wrap_aead(shared, share, self.raw).encrypt(_ZERO_NONCE, file_key, None)
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
        if len(self.secret) != _X25519_SIZE:
            raise KeyFormatError(f"An X25519 identity is {_X25519_SIZE} bytes.")

    def recipient(self) -> X25519Recipient:
        return X25519Recipient(self._key().public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key (16 bytes), or None if no stanza is for this identity. Raises `HeaderError`."""
        mine = list(_shares(stanzas, X25519Recipient.STANZA, _X25519_SIZE))
        key = self._key()
        public = key.public_key().public_bytes_raw()
        for share, body in mine:
            try:
                shared = key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError:
                raise HeaderError("A recipient stanza has an X25519 share of low order.") from None
            try:
                return _x25519_wrap_aead(shared, share, public).decrypt(_ZERO_NONCE, body, None)
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


def parse_identity(text: str) -> HybridIdentity | X25519Identity:
    """The identity written ``AGE-SECRET-KEY-PQ-1…`` or ``AGE-SECRET-KEY-1…``. Raises `KeyFormatError`."""
    prefix, data = bech32.decode(text)
    if prefix == HybridIdentity.PREFIX:
        return HybridIdentity(data)
    if prefix == X25519Identity.PREFIX:
        return X25519Identity(data)
    raise KeyFormatError("This is not an age identity.")


def parse_recipient(text: str) -> HybridRecipient | X25519Recipient:
    """The recipient written ``age1pq1…`` or ``age1…``. Raises `KeyFormatError`."""
    prefix, data = bech32.decode(text)
    if prefix == HybridRecipient.PREFIX:
        return HybridRecipient(data)
    if prefix == X25519Recipient.PREFIX:
        return X25519Recipient(data)
    raise KeyFormatError("This is not an age recipient.")


def generate_identity() -> HybridIdentity:
    """A new post-quantum identity from the operating system's random numbers."""
    return HybridIdentity(secrets.token_bytes(SEED_SIZE))


def dummy_recipient() -> HybridRecipient:
    """A valid recipient whose identity is forgotten at once.

    A stanza for it cannot be told from one for a partner, so it hides how many partners a file has.
    """
    return generate_identity().recipient()


def _shares(stanzas: Sequence[Stanza], kind: str, size: int) -> Iterator[tuple[bytes, bytes]]:
    for stanza in stanzas:
        if stanza.type != kind:
            continue
        if len(stanza.args) != 1:
            raise HeaderError(f"A recipient stanza of type {kind} has the wrong number of arguments.")
        share = decode_base64(stanza.args[0].encode("ascii"))
        # a longer body could be crafted to open under several keys, and tell which one the reader holds
        if len(share) != size or len(stanza.body) != _BODY_SIZE:
            raise HeaderError(f"A recipient stanza of type {kind} has the wrong length.")
        yield share, stanza.body


def _has_low_order(point: bytes) -> bool:
    # RFC 7748, section 6.1: with such a point every exchange gives zero, whatever the private key
    try:
        X25519PrivateKey.from_private_bytes(bytes(_X25519_SIZE)).exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        return True
    return False


def _x25519_wrap_aead(shared: bytes, share: bytes, recipient: bytes) -> ChaCha20Poly1305:
    kdf = HKDF(SHA256(), 32, salt=share + recipient, info=b"age-encryption.org/v1/X25519")
    return ChaCha20Poly1305(kdf.derive(shared))
