"""Secret keys whose signing half needs a second person: the seeds that sign are sealed under a release key.

The half that opens what was sent to us stays readable, so that one person can receive; without the 32 bytes of the
release key nobody can sign. It is kept by :mod:`stockpile_client.storage.second_people`, under passphrases.

- Sealed are the two signing seeds (64 bytes) with ChaCha20-Poly1305 (RFC 8439) and a random nonce.
- Associated data is the digest of the card that the keys belong to: sealed for one epoch, it is of no use in another.

>>> sealed = seal_signing(keys, release_key, card)  # doctest: +SKIP
>>> unseal_signing(sealed, release_key, card) == keys, identity_of(sealed) == keys.identity  # doctest: +SKIP
(True, True)
"""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from stockpile_client.bundle import age, limits
from stockpile_client.bundle.keys import SecretKeys, unreadable
from stockpile_client.bundle.signatures import SigningKeys

RELEASE_KEY_BYTES: Final = 32
_MAGIC: Final = b"sx-sealed-v1\0"
_NONCE_BYTES: Final = 12
_SEEDS_BYTES: Final = 2 * limits.SEED_BYTES
_TAG_BYTES: Final = 16
_LENGTH: Final = len(_MAGIC) + limits.SEED_BYTES + _NONCE_BYTES + _SEEDS_BYTES + _TAG_BYTES


def seal_signing(keys: SecretKeys, release_key: bytes, card: bytes) -> bytes:
    """The keys for the database: a version mark, the age seed, a nonce, and the sealed signing seeds (137 bytes).

    ``release_key`` is 32 secret bytes, ``card`` the digest (32 bytes) of the card that the keys belong to.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    seeds = keys.signing.ed25519_seed + keys.signing.mldsa65_seed
    sealed = ChaCha20Poly1305(release_key).encrypt(nonce, seeds, _MAGIC + card)
    return _MAGIC + keys.identity.seed + nonce + sealed


def unseal_signing(data: bytes, release_key: bytes, card: bytes) -> SecretKeys:
    """The keys that :func:`seal_signing` sealed; ``MachineError`` (``E_KEYS``) for another release key or card."""
    identity = identity_of(data)
    nonce, sealed = data[-_NONCE_BYTES - _SEEDS_BYTES - _TAG_BYTES :][:_NONCE_BYTES], data[-_SEEDS_BYTES - _TAG_BYTES :]
    try:
        seeds = ChaCha20Poly1305(release_key).decrypt(nonce, sealed, _MAGIC + card)
    except InvalidTag:
        raise unreadable() from None
    return SecretKeys(SigningKeys(seeds[: limits.SEED_BYTES], seeds[limits.SEED_BYTES :]), identity)


def is_sealed(data: bytes) -> bool:
    """Whether the signing half of stored keys needs the release key."""
    return data.startswith(_MAGIC)


def identity_of(data: bytes) -> age.HybridIdentity:
    """What opens what was sent to us, out of stored keys of either kind; otherwise ``MachineError`` (``E_KEYS``)."""
    if not is_sealed(data):
        return SecretKeys.from_bytes(data).identity
    if len(data) != _LENGTH:
        raise unreadable()
    return age.HybridIdentity(data[len(_MAGIC) :][: limits.SEED_BYTES])
