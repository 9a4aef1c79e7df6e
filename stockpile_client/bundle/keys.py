"""The secret keys of an agency, how they are stored and how the recovery key is printed.

Rules
- An agency has one :class:`SecretKeys` per epoch: three seeds of 32 bytes (Ed25519, ML-DSA-65, age); the rest follows.
- It has one :class:`RecoveryKeys`, made at set-up, printed and kept offline: one secret of 32 bytes, from which the two
  signing seeds come by HKDF-SHA256 (RFC 5869, no salt) under the info texts below. It signs revocations, nothing else.
- ``to_bytes`` is for the encrypted database only. Bytes that are not ours are refused, never guessed at.
- The printed recovery key is Bech32 (BIP 173) in groups of four, so a mistyped character is noticed.
- No secret appears in ``repr``, in an error or in a log.

>>> keys = generate_keys()
>>> SecretKeys.from_bytes(keys.to_bytes()) == keys
True
>>> RecoveryKeys(bytes(32)).to_text()[:24]
'SX-RECOVERY-1 QQQQ QQQQ '
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stockpile_client.bundle import age, limits
from stockpile_client.bundle.age import bech32
from stockpile_client.bundle.signatures import KeySet, SigningKeys
from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.phrases import phrase

_MAGIC: Final = b"sx-secret-v1\0"
_RECOVERY_MAGIC: Final = b"sx-recovery-v1\0"
_RECOVERY_PREFIX: Final = "sx-recovery-"
_GROUP: Final = 4


@dataclass(frozen=True, slots=True, repr=False)
class SecretKeys:
    """The secret keys of one epoch. ``signing`` signs manifests and cards, ``identity`` opens what was sent to us."""

    signing: SigningKeys
    identity: age.HybridIdentity

    def __repr__(self) -> str:
        return "SecretKeys(…)"

    def public(self) -> KeySet:
        """What goes into the card. Derives all three keys, a few milliseconds."""
        return KeySet(self.signing.public(), self.identity.recipient().raw)

    def to_bytes(self) -> bytes:
        """A version mark and the three seeds: 109 secret bytes."""
        return _MAGIC + self.signing.ed25519_seed + self.signing.mldsa65_seed + self.identity.seed

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The keys that :meth:`to_bytes` wrote; otherwise ``MachineError`` (``E_KEYS``)."""
        ed25519_seed, mldsa65_seed, age_seed = _seeds(data, _MAGIC, 3)
        return cls(SigningKeys(ed25519_seed, mldsa65_seed), age.HybridIdentity(age_seed))


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryKeys:
    """The key of last resort; ``secret`` is 32 bytes. Its public digest is in every card from epoch 1."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != limits.SEED_BYTES:
            raise ValueError(f"a recovery secret has {limits.SEED_BYTES} bytes")

    def __repr__(self) -> str:
        return "RecoveryKeys(…)"

    def signing(self) -> SigningKeys:
        """The two signing keys that the secret stands for."""
        return SigningKeys(self._derive(b"sx-recovery-v1 ed25519"), self._derive(b"sx-recovery-v1 mldsa65"))

    def digest(self) -> bytes:
        """The digest for the card: 32 bytes, see :meth:`VerifyKeys.digest`."""
        return self.signing().public().digest()

    def to_text(self) -> str:
        """What is printed: ``SX-RECOVERY-1`` and groups of four characters."""
        start, _, rest = bech32.encode(_RECOVERY_PREFIX, self.secret).upper().rpartition("1")
        groups = [rest[place : place + _GROUP] for place in range(0, len(rest), _GROUP)]
        return " ".join([start + "1", *groups])

    @classmethod
    def from_text(cls, text: str) -> Self:
        """What somebody typed from the printed sheet; spaces and case do not matter. ``InputError`` if it is wrong."""
        try:
            prefix, secret = bech32.decode("".join(text.split()).lower())
            if prefix == _RECOVERY_PREFIX:
                return cls(secret)
        except (age.KeyFormatError, ValueError):
            pass
        raise InputError(
            "E_RECOVERY_KEY",
            phrase("This is not a recovery key, or a character is wrong."),
            hint=phrase("Compare it with the printed sheet, group by group."),
        )

    def to_bytes(self) -> bytes:
        """A version mark and the secret: 47 secret bytes."""
        return _RECOVERY_MAGIC + self.secret

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The key that :meth:`to_bytes` wrote; otherwise ``MachineError`` (``E_KEYS``)."""
        return cls(*_seeds(data, _RECOVERY_MAGIC, 1))

    def _derive(self, info: bytes) -> bytes:
        return HKDF(SHA256(), limits.SEED_BYTES, salt=None, info=info).derive(self.secret)


def generate_keys() -> SecretKeys:
    """New keys from the operating system's random numbers."""
    size = limits.SEED_BYTES
    return SecretKeys(
        SigningKeys(secrets.token_bytes(size), secrets.token_bytes(size)),
        age.generate_identity(),
    )


def generate_recovery_keys() -> RecoveryKeys:
    """A new recovery key from the operating system's random numbers."""
    return RecoveryKeys(secrets.token_bytes(limits.SEED_BYTES))


def unreadable() -> MachineError:
    """Stored keys that are not what was stored (``E_KEYS``)."""
    return MachineError(
        "E_KEYS",
        phrase("The stored keys of this agency cannot be read."),
        hint=phrase("Restore the profile from its latest backup."),
    )


def _seeds(data: bytes, magic: bytes, count: int) -> list[bytes]:
    size = limits.SEED_BYTES
    if not data.startswith(magic) or len(data) != len(magic) + count * size:
        raise unreadable()
    return [data[start : start + size] for start in range(len(magic), len(data), size)]
