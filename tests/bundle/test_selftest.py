"""The self-test passes here, and notices a library that gives wrong answers."""

import hashlib
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from stockpile_client.bundle import age, selftest
from stockpile_client.core.errors import InternalError


def test_every_check_passes_and_says_its_source() -> None:
    results = selftest.run()
    assert all(result.passed and result.source for result in results)
    assert {result.name for result in results} == {
        "SHA-256",
        "HKDF-SHA256",
        "PBKDF2-HMAC-SHA512",
        "Argon2id",
        "ChaCha20-Poly1305",
        "Ed25519",
        "ML-DSA-65",
        "HPKE MLKEM768-X25519",
    }


def test_it_is_quick_enough_for_every_start() -> None:
    started = time.perf_counter()
    selftest.run()
    assert time.perf_counter() - started < 2


def failure(patch: pytest.MonkeyPatch, module: Any, name: str, replacement: object) -> str:
    patch.setattr(module, name, replacement)
    with pytest.raises(InternalError) as raised:
        selftest.run()
    assert raised.value.code == "E_SELFTEST"
    assert raised.value.exit_code == 70
    return raised.value.message


class SaysYes:
    """A signature scheme that accepts everything."""

    def __init__(self, key: Any) -> None:
        self._key = key

    def public_bytes_raw(self) -> bytes:
        return bytes(self._key.public_key().public_bytes_raw())

    def verify(self, signature: bytes, text: bytes) -> None:
        pass

    def sign(self, text: bytes) -> bytes:
        return bytes(self._key.sign(text))

    def public_key(self) -> "SaysYes":
        return self


def test_a_scheme_that_accepts_every_signature_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        @staticmethod
        def from_seed_bytes(seed: bytes) -> SaysYes:
            return SaysYes(MLDSA65PrivateKey.from_seed_bytes(seed))

    assert "ML-DSA-65" in failure(monkeypatch, selftest, "MLDSA65PrivateKey", Broken)


def test_a_library_that_fails_is_noticed_and_the_other_checks_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, *args: object, **options: object) -> None:
            raise OSError("no such provider")

    message = failure(monkeypatch, selftest, "ChaCha20Poly1305", Broken)
    assert "ChaCha20-Poly1305" in message
    assert "Ed25519" not in message
    assert "provider" not in message


def test_a_wrong_derivation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = hashlib.pbkdf2_hmac

    def off_by_one(name: str, password: bytes, salt: bytes, rounds: int, length: int) -> bytes:
        return right(name, password, salt, rounds + 1, length)

    assert "PBKDF2" in failure(monkeypatch, hashlib, "pbkdf2_hmac", off_by_one)


def test_another_key_encapsulation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def always(identity: age.HybridIdentity, stanzas: object) -> bytes:
        return bytes.fromhex("d3570c21a95dc6e5ab4de4869a6c9b57")

    assert "HPKE" in failure(monkeypatch, age.HybridIdentity, "unwrap", always)
