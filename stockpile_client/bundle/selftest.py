"""The known-answer self-test: every primitive that the program relies on, against a published or foreign result.

It runs at the start, before any key is read or made: a wrong build, or a library that was exchanged for another, must
not touch a key. It uses fixed keys only and takes a fraction of a second.

Rules
- Each check compares with a constant that this program did not compute: an RFC, or another implementation.
- A check of a signature or a cipher must also see it *refuse*: what says yes to everything fails.
- All checks run, then one ``InternalError`` (``E_SELFTEST``) names those that failed.

>>> [result.name for result in run()][:3]
['SHA-256', 'HKDF-SHA256', 'PBKDF2-HMAC-SHA512']
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stockpile_client.bundle import age
from stockpile_client.bundle.age.header import Stanza, encode_base64
from stockpile_client.bundle.selftest_vectors import HPKE_SEALED, MLDSA65_SIGNATURE
from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import mark, phrase

_SEED: Final = bytes(range(32))
_ENC_BYTES: Final = 1120


@dataclass(frozen=True, slots=True)
class Result:
    """One check: the primitive, where its known answer comes from, and whether it gave it."""

    name: str
    source: str
    passed: bool


def run() -> list[Result]:
    """Run every check. Raises ``InternalError`` (``E_SELFTEST``) if one fails, after all have run."""
    found = results()
    failed = [result.name for result in found if not result.passed]
    if failed:
        raise InternalError(
            "E_SELFTEST",
            phrase("The cryptography of this installation gives wrong results: {failed}.", failed=", ".join(failed)),
            unchanged=phrase("No key was read or made."),
            hint=phrase("Do not use this installation. Install the program again from a copy that you have verified."),
        )
    return found


def results() -> list[Result]:
    """Run every check and say of each whether it passed."""
    return [Result(name, source, _passes(check)) for name, source, check in CHECKS]


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever a broken library throws is a failed check, and the others still run
        return False


def _sha256() -> bool:
    return hashlib.sha256(b"abc").hexdigest() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def _hkdf() -> bool:
    kdf = HKDF(SHA256(), 42, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)))
    return kdf.derive(b"\x0b" * 22).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def _pbkdf2() -> bool:
    return hashlib.pbkdf2_hmac("sha512", b"password", b"salt", 1, 32).hex() == (
        "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
    )


def _argon2id() -> bool:
    kdf = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    )
    return kdf.derive(b"\x01" * 32).hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def _chacha20_poly1305() -> bool:
    cipher = ChaCha20Poly1305(bytes(range(0x80, 0xA0)))
    nonce, aad = bytes.fromhex("070000004041424344454647"), bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    text = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        b"sunscreen would be it."
    )
    sealed = cipher.encrypt(nonce, text, aad)
    right = sealed[:16].hex() == "d31a8d34648e60db7b86afbc53ef7ec2" and sealed[-16:].hex() == (
        "1ae10b594f09e26a7e902ecbd0600691"
    )
    return right and cipher.decrypt(nonce, sealed, aad) == text and _refuses_change(cipher, nonce, sealed, aad)


def _refuses_change(cipher: ChaCha20Poly1305, nonce: bytes, sealed: bytes, aad: bytes) -> bool:
    try:
        cipher.decrypt(nonce, _changed(sealed), aad)
    except InvalidTag:
        return True
    return False


def _ed25519() -> bool:
    key = Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    )
    public, signature = key.public_key(), key.sign(b"\x72")
    right = public.public_bytes_raw().hex() == (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    ) and signature.hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    public.verify(signature, b"\x72")
    return right and _refuses(public.verify, _changed(signature), b"\x72")


def _mldsa65() -> bool:
    key = MLDSA65PrivateKey.from_seed_bytes(_SEED)
    public: MLDSA65PublicKey = key.public_key()
    right = hashlib.sha256(public.public_bytes_raw()).hexdigest() == (
        "d666806e11cee19a7c989f7445f90dd419cf4d2d51db8c0fdb4c0f0a542238c9"
    )
    text = b"stockpile self-test"
    public.verify(MLDSA65_SIGNATURE, text)
    public.verify(key.sign(text), text)
    return right and _refuses(public.verify, _changed(MLDSA65_SIGNATURE), text)


def _hpke() -> bool:
    identity = age.HybridIdentity(_SEED)
    right = hashlib.sha256(identity.recipient().raw).hexdigest() == (
        "c9a3565ffde4f72b51661be391ee13e46378d7f06dd5c8bf5af9d2cfb5b8336b"
    )
    opened = identity.unwrap([_stanza(HPKE_SEALED)])
    return (
        right
        and opened == bytes.fromhex("d3570c21a95dc6e5ab4de4869a6c9b57")
        and (identity.unwrap([_stanza(_changed(HPKE_SEALED))]) is None)
    )


def _stanza(sealed: bytes) -> Stanza:
    share = encode_base64(sealed[:_ENC_BYTES]).decode("ascii")
    return Stanza(age.HybridRecipient.STANZA, (share,), sealed[_ENC_BYTES:])


def _refuses(verify: Callable[[bytes, bytes], None], signature: bytes, text: bytes) -> bool:
    try:
        verify(signature, text)
    except InvalidSignature:
        return True
    return False


def _changed(data: bytes) -> bytes:
    return data[:40] + bytes([data[40] ^ 1]) + data[41:]


CHECKS: Final[tuple[tuple[str, str, Callable[[], bool]], ...]] = (
    ("SHA-256", mark("FIPS 180-4, example of one block"), _sha256),
    ("HKDF-SHA256", mark("RFC 5869, test case 1"), _hkdf),
    ("PBKDF2-HMAC-SHA512", mark("OpenSSL, password and salt of RFC 6070"), _pbkdf2),
    ("Argon2id", mark("RFC 9106, section 5.3"), _argon2id),
    ("ChaCha20-Poly1305", mark("RFC 8439, section 2.8.2"), _chacha20_poly1305),
    ("Ed25519", mark("RFC 8032, section 7.1, test 2"), _ed25519),
    ("ML-DSA-65", mark("another implementation, see selftest_vectors"), _mldsa65),
    ("HPKE MLKEM768-X25519", mark("another implementation, see selftest_vectors"), _hpke),
)
"""Primitive, source of the known answer, check."""
