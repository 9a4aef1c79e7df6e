"""The post-quantum recipient type ``mlkem768x25519``: what this program makes and bundles are encrypted to.

Rules (c2sp.org/age, "The MLKEM768-X25519 hybrid post-quantum recipient type")
- A file key is sealed with HPKE in base mode: KEM MLKEM768-X25519, HKDF-SHA256, ChaCha20-Poly1305, empty aad. It stays
  secret while either of ML-KEM-768 and X25519 holds.
- An identity is 32 random bytes. Everything else follows from them.
- `repr` shows the public side; the secret appears only in `to_string`.

>>> identity = HybridIdentity(bytes(32))
>>> identity
HybridIdentity(age1pq185sf7ut82t…)
>>> len(identity.recipient().raw)
1216
>>> identity.unwrap([identity.recipient().wrap(b"sixteen byte key")])
b'sixteen byte key'
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from stockpile_client.bundle.age import bech32
from stockpile_client.bundle.age.errors import HeaderError, KeyFormatError
from stockpile_client.bundle.age.header import Stanza, encode_base64
from stockpile_client.bundle.age.wrapping import X25519_SIZE, has_low_order, shares
from stockpile_client.core.phrases import phrase

SEED_SIZE = 32
RECIPIENT_SIZE = 1216  # ML-KEM-768 encapsulation key (1184) ‖ X25519 public key (32)

_MLKEM_SEED_SIZE = 64
_ENC_SIZE = 1120  # ML-KEM-768 ciphertext (1088) ‖ X25519 share (32)
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True, repr=False)
class HybridRecipient:
    """A post-quantum recipient, ``age1pq1…``; ``raw`` is ML-KEM-768 ‖ X25519, 1216 bytes, checked on creation."""

    STANZA: ClassVar[str] = "mlkem768x25519"
    PREFIX: ClassVar[str] = "age1pq"
    INFO: ClassVar[bytes] = b"age-encryption.org/mlkem768x25519"

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != RECIPIENT_SIZE:
            raise KeyFormatError(phrase("A post-quantum recipient is {limit} bytes.", limit=RECIPIENT_SIZE))
        if has_low_order(self.raw[-X25519_SIZE:]):
            raise KeyFormatError(phrase("The recipient has an X25519 key of low order."))
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
            mlkem = MLKEM768PublicKey.from_public_bytes(self.raw[:-X25519_SIZE])
        except ValueError:
            raise KeyFormatError(phrase("The ML-KEM-768 key of the recipient is not valid.")) from None
        return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(self.raw[-X25519_SIZE:]))


@dataclass(frozen=True, slots=True, repr=False)
class HybridIdentity:
    """A post-quantum identity, ``AGE-SECRET-KEY-PQ-1…``; ``seed`` is 32 secret bytes, and all there is to keep."""

    PREFIX: ClassVar[str] = "AGE-SECRET-KEY-PQ-"

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise KeyFormatError(phrase("The seed of an identity is {limit} bytes.", limit=SEED_SIZE))

    def recipient(self) -> HybridRecipient:
        mlkem, x25519 = self._keys()
        return HybridRecipient(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key (16 bytes), or None if no stanza is for this identity. Raises `HeaderError`."""
        mine = shares(stanzas, HybridRecipient.STANZA, _ENC_SIZE)
        mlkem, x25519 = self._keys()
        key = MLKEM768X25519PrivateKey(mlkem, x25519)
        for enc, body in mine:
            if has_low_order(enc[-X25519_SIZE:]):
                raise HeaderError(phrase("A recipient stanza has an X25519 share of low order."))
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
        expanded = hashlib.shake_256(self.seed).digest(_MLKEM_SEED_SIZE + X25519_SIZE)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_SIZE])
        return mlkem, X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_SIZE:])
