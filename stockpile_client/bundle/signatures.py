"""Two signatures over one body, and the public keys they are checked against (BUNDLE.md section 3).

Rules
- What is signed is DSSE's pre-authentication encoding (:func:`pae`) of a type and the bytes as stored. Nothing is
  canonicalised.
- Ed25519 (RFC 8032, pure) **and** ML-DSA-65 (FIPS 204, pure, empty context) both sign; both must verify, under the
  two keys of *one* key set. There is no way to ask for one of them.
- The digest of a key set, which a manifest names as ``from.keys``, is the SHA-256 of four things in a row: the ASCII
  label ``sx-keyset-v1`` and one zero byte, the Ed25519 key (32 bytes), the ML-DSA-65 key (1952), the age recipient
  (1216). A recovery key set has no recipient; its label is ``sx-recovery-v1``.

By hand, the bytes under ``MANIFEST.ed25519`` are these, with single spaces, n the length of MANIFEST in decimal::

    DSSEv1 42 application/vnd.stockpile.manifest.v1+json <n> <MANIFEST>

>>> pae("a/b", b"body")
b'DSSEv1 3 a/b 4 body'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from stockpile_client.bundle import limits

MANIFEST_TYPE: Final = "application/vnd.stockpile.manifest.v1+json"
CARD_TYPE: Final = "application/vnd.stockpile.card.v1+json"
REVOCATION_TYPE: Final = "application/vnd.stockpile.revocation.v1+json"


def pae(body_type: str, body: bytes) -> bytes:
    """The bytes to sign: DSSE protocol, section "Signature Definition" (secure-systems-lab/dsse, protocol.md)."""
    name = body_type.encode("ascii")
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The pair over one body: 64 bytes and 3309 bytes."""

    ed25519: bytes
    mldsa65: bytes


@dataclass(frozen=True, slots=True)
class VerifyKeys:
    """The public half of a pair of signing keys: 32 bytes and 1952 bytes. Wrong sizes raise ``ValueError``."""

    ed25519: bytes
    mldsa65: bytes

    def __post_init__(self) -> None:
        _check_size("Ed25519 key", self.ed25519, limits.ED25519_KEY_BYTES)
        _check_size("ML-DSA-65 key", self.mldsa65, limits.MLDSA65_KEY_BYTES)

    def verify(self, body_type: str, body: bytes, signatures: Signatures) -> bool:
        """Whether both signatures are right. Both are always computed; keys that are no keys verify nothing."""
        message = pae(body_type, body)
        return _ed25519_holds(self.ed25519, signatures.ed25519, message) & _mldsa65_holds(
            self.mldsa65, signatures.mldsa65, message
        )

    def digest(self) -> bytes:
        """SHA-256 of this pair as a recovery key set: 32 bytes."""
        return sha256(b"sx-recovery-v1\0" + self.ed25519 + self.mldsa65).digest()


@dataclass(frozen=True, slots=True)
class KeySet:
    """Everything public of an agency in one epoch: the two signing keys and the raw age recipient (1216 bytes)."""

    signing: VerifyKeys
    recipient: bytes

    def __post_init__(self) -> None:
        _check_size("age recipient", self.recipient, limits.AGE_RECIPIENT_BYTES)

    def digest(self) -> bytes:
        """SHA-256 of the key set, as a manifest names it: 32 bytes."""
        return sha256(b"sx-keyset-v1\0" + self.signing.ed25519 + self.signing.mldsa65 + self.recipient).digest()

    def recipient_digest(self) -> bytes:
        """SHA-256 of the raw recipient, ``kem`` in a manifest's ``to``: 32 bytes."""
        return sha256(self.recipient).digest()


@dataclass(frozen=True, slots=True, repr=False)
class SigningKeys:
    """The secret half: two seeds of 32 bytes (RFC 8032 section 5.1.5, FIPS 204 algorithm 1). Never shown."""

    ed25519_seed: bytes
    mldsa65_seed: bytes

    def __post_init__(self) -> None:
        _check_size("Ed25519 seed", self.ed25519_seed, limits.SEED_BYTES)
        _check_size("ML-DSA-65 seed", self.mldsa65_seed, limits.SEED_BYTES)

    def __repr__(self) -> str:
        return "SigningKeys(…)"

    def sign(self, body_type: str, body: bytes) -> Signatures:
        """Both signatures over ``body``. Ed25519 is deterministic, ML-DSA-65 hedged with fresh randomness."""
        message = pae(body_type, body)
        return Signatures(
            Ed25519PrivateKey.from_private_bytes(self.ed25519_seed).sign(message),
            MLDSA65PrivateKey.from_seed_bytes(self.mldsa65_seed).sign(message),
        )

    def public(self) -> VerifyKeys:
        """The keys that others check with."""
        return VerifyKeys(
            Ed25519PrivateKey.from_private_bytes(self.ed25519_seed).public_key().public_bytes_raw(),
            MLDSA65PrivateKey.from_seed_bytes(self.mldsa65_seed).public_key().public_bytes_raw(),
        )


Name = TypeVar("Name")


def find_signer(
    pinned: Iterable[tuple[Name, KeySet]], body_type: str, body: bytes, signatures: Signatures
) -> Name | None:
    """The name of the first pinned key set under which both signatures verify, or nothing (section 7, step 6).

    The caller still compares ``from.keys`` of the parsed manifest with the digest of that key set.
    """
    for name, keys in pinned:
        if keys.signing.verify(body_type, body, signatures):
            return name
    return None


def _ed25519_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _mldsa65_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        MLDSA65PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _check_size(what: str, value: bytes, size: int) -> None:
    if len(value) != size:
        raise ValueError(f"{what}: {len(value)} bytes instead of {size}")
