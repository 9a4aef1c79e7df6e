"""The key file beside a database: the random database key, wrapped under a passphrase.

The database is encrypted with 32 random bytes that never change. This file holds them sealed with ChaCha20-Poly1305
(RFC 8439) under a key that Argon2id (RFC 9106) makes of the passphrase, so that changing the passphrase rewrites
400 bytes and not the database.

- The header (version, derivation, nonce) is the associated data of the seal: it cannot be exchanged.
- A plain SHA-256 over header and sealed key tells a damaged file from a wrong passphrase. It protects against
  accidents only; whoever forges it still meets the seal.
- A file whose derivation is weaker than the floor is refused before the passphrase is used: otherwise someone who
  can write the file could have the user's passphrase derived cheaply. One that is absurdly expensive is refused
  as well.

>>> key = create(folder / "stockpile.key.json", "five green lorries wait")  # doctest: +SKIP
>>> unlock(folder / "stockpile.key.json", "five green lorries wait") == key  # doctest: +SKIP
True
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.durable import machine_errors, replace_file
from stockpile_client.storage.passphrases import new_passphrase_bytes, passphrase_bytes

VERSION = 1
KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_SEALED_BYTES = KEY_BYTES + 16
_MAXIMUM_FILE = 4096


class KdfCost(msgspec.Struct, frozen=True):
    """What one guess costs: memory in KiB, passes over it, and parallel lanes."""

    memory_kib: int
    passes: int
    lanes: int


# 256 MiB and 3 passes: above the second recommended option of RFC 9106, section 4 (64 MiB, 3 passes, 4 lanes)
STANDARD = KdfCost(memory_kib=262_144, passes=3, lanes=4)
_CEILING = KdfCost(memory_kib=4_194_304, passes=64, lanes=64)


class _Derivation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    memory_kib: int
    passes: int
    lanes: int
    salt: str


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    kdf: _Derivation
    cipher: str
    nonce: str


class _KeyFile(_Header, frozen=True, forbid_unknown_fields=True):
    sealed: str
    checksum: str


def create(path: Path, passphrase: str, *, cost: KdfCost = STANDARD) -> bytes:
    """Make a new database key, seal it under ``passphrase`` in a new file, and return it (32 bytes).

    Raises :class:`InputError` ``E_PASSPHRASE_RULE`` for a passphrase too short, :class:`MachineError`
    ``E_KEYFILE_EXISTS`` rather than overwrite a key file: that would lose its database for good.
    """
    if path.exists():
        raise MachineError(
            "E_KEYFILE_EXISTS",
            phrase("There is a key file in this folder already."),
            hint=phrase("Open the profile that is there, or choose another folder."),
        )
    key = secrets.token_bytes(KEY_BYTES)
    replace_file(path, wrapped(key, passphrase, cost=cost))
    return key


def unlock(path: Path, passphrase: str, *, floor: KdfCost = STANDARD) -> bytes:
    """The database key (32 bytes) out of the key file.

    Raises :class:`InputError` ``E_PASSPHRASE`` for a wrong passphrase, and :class:`MachineError`
    ``E_KEYFILE_MISSING``, ``E_KEYFILE_DAMAGED``, ``E_KEYFILE_VERSION`` or ``E_KEYFILE_WEAK``.
    """
    return unwrapped(_read(path), passphrase, floor=floor)


def wrapped(key: bytes, passphrase: str, *, cost: KdfCost = STANDARD) -> bytes:
    """What a key file holds: ``key`` (32 bytes) sealed under a new passphrase; ``E_PASSPHRASE_RULE`` if it is short."""
    secret = new_passphrase_bytes(passphrase)
    derivation = _Derivation(
        name="argon2id",
        memory_kib=cost.memory_kib,
        passes=cost.passes,
        lanes=cost.lanes,
        salt=secrets.token_hex(_SALT_BYTES),
    )
    nonce = secrets.token_bytes(_NONCE_BYTES)
    header = _Header(version=VERSION, kdf=derivation, cipher="chacha20-poly1305", nonce=nonce.hex())
    associated = _header_bytes(header)
    sealed = ChaCha20Poly1305(_derive(secret, derivation)).encrypt(nonce, key, associated)
    return msgspec.json.format(
        msgspec.json.encode(
            _KeyFile(
                version=header.version,
                kdf=derivation,
                cipher=header.cipher,
                nonce=header.nonce,
                sealed=sealed.hex(),
                checksum=_checksum(associated, sealed.hex()),
            )
        )
    )


def unwrapped(raw: bytes, passphrase: str, *, floor: KdfCost = STANDARD) -> bytes:
    """The key (32 bytes) out of what a key file holds; errors as of :func:`unlock`."""
    key_file = _parsed(raw, floor)
    wrapping_key = _derive(passphrase_bytes(passphrase), key_file.kdf)
    try:
        return ChaCha20Poly1305(wrapping_key).decrypt(
            bytes.fromhex(key_file.nonce), bytes.fromhex(key_file.sealed), _header_bytes(key_file)
        )
    except InvalidTag:
        raise InputError(
            "E_PASSPHRASE",
            phrase("The passphrase is not the one of this profile."),
            hint=phrase("Check the keyboard layout and Caps Lock, and try again."),
        ) from None


def change_passphrase(path: Path, old: str, new: str, *, cost: KdfCost = STANDARD, floor: KdfCost = STANDARD) -> None:
    """Seal the same database key under ``new``; until the last moment the file opens with ``old``."""
    new_passphrase_bytes(new)
    key = unlock(path, old, floor=floor)
    replace_file(path, wrapped(key, new, cost=cost))


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise MachineError(
            "E_KEYFILE_MISSING",
            phrase("The key file {name} is missing.", name=path.name),
            hint=phrase("Without it nobody can open the database. Restore it from a backup of this profile."),
        )
    with machine_errors(phrase("reading {name}", name=path.name)), path.open("rb") as stream:
        return stream.read(_MAXIMUM_FILE + 1)


def _parsed(raw: bytes, floor: KdfCost) -> _KeyFile:
    try:
        version = msgspec.json.decode(raw, type=dict[str, object]).get("version")
        if isinstance(version, int) and version > VERSION:
            raise _newer()
        key_file = msgspec.json.decode(raw, type=_KeyFile)
        intact = (
            len(raw) <= _MAXIMUM_FILE
            and key_file.version == VERSION
            and (key_file.kdf.name, key_file.cipher) == ("argon2id", "chacha20-poly1305")
            and len(bytes.fromhex(key_file.kdf.salt)) == _SALT_BYTES
            and len(bytes.fromhex(key_file.nonce)) == _NONCE_BYTES
            and len(bytes.fromhex(key_file.sealed)) == _SEALED_BYTES
            and key_file.checksum == _checksum(_header_bytes(key_file), key_file.sealed)
        )
    except (msgspec.DecodeError, ValueError):
        intact = False
    if not intact:
        raise _damaged()
    _check_cost(key_file.kdf, floor)
    return key_file


def _check_cost(kdf: _Derivation, floor: KdfCost) -> None:
    strong = kdf.memory_kib >= floor.memory_kib and kdf.passes >= floor.passes and kdf.lanes >= 1
    bearable = kdf.memory_kib <= _CEILING.memory_kib and kdf.passes <= _CEILING.passes and kdf.lanes <= _CEILING.lanes
    if not (strong and bearable):
        raise MachineError(
            "E_KEYFILE_WEAK",
            phrase(
                "The key file asks for a passphrase derivation outside the permitted range: someone has changed it."
            ),
            unchanged=phrase("The passphrase was not used, and nothing was changed."),
            hint=phrase("Restore the key file from a backup, and find out who could write to this folder."),
        )


def _derive(secret: bytes, kdf: _Derivation) -> bytes:
    try:
        return Argon2id(
            salt=bytes.fromhex(kdf.salt),
            length=KEY_BYTES,
            iterations=kdf.passes,
            lanes=kdf.lanes,
            memory_cost=kdf.memory_kib,
        ).derive(secret)
    except MemoryError:
        raise MachineError(
            "E_MEMORY",
            phrase("Unlocking needs {size} MiB of free memory.", size=kdf.memory_kib // 1024),
            hint=phrase("Close other programs and try again."),
        ) from None


def _header_bytes(header: _Header) -> bytes:
    plain = _Header(version=header.version, kdf=header.kdf, cipher=header.cipher, nonce=header.nonce)
    return msgspec.json.encode(plain, order="sorted")


def _checksum(header: bytes, sealed: str) -> str:
    return hashlib.sha256(header + b"\n" + sealed.encode("ascii")).hexdigest()


def _damaged() -> MachineError:
    return MachineError(
        "E_KEYFILE_DAMAGED",
        phrase("The key file is damaged; this is not a matter of the passphrase."),
        hint=phrase("Restore stockpile.key.json from a backup of this profile."),
    )


def _newer() -> MachineError:
    return MachineError(
        "E_KEYFILE_VERSION",
        phrase("The key file was written by a newer version of this program."),
        hint=phrase("Install the newer version."),
    )
