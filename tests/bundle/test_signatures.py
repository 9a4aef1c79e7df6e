"""Two signatures, one key set: both hold or nothing does."""

import base64
import io
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.bundle.package import Member, PackageWriter
from stockpile_client.bundle.signatures import (
    CARD_TYPE,
    MANIFEST_TYPE,
    KeySet,
    Signatures,
    SigningKeys,
    VerifyKeys,
    find_signer,
    pae,
)

ALPHA = SigningKeys(b"a" * 32, b"A" * 32)
BETA = SigningKeys(b"b" * 32, b"B" * 32)
BODY = b'{"v":1}'
SIGNED = ALPHA.sign(MANIFEST_TYPE, BODY)
BY_BETA = BETA.sign(MANIFEST_TYPE, BODY)
VERIFY = ALPHA.public()


def flipped(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def test_the_encoding_is_the_example_of_dsse() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@given(st.text("ab/ 0123456789", max_size=8), st.binary(max_size=8), st.text("ab/ 0123456789", max_size=8), st.binary())
def test_two_different_inputs_never_give_the_same_bytes(type1: str, body1: bytes, type2: str, body2: bytes) -> None:
    assert (pae(type1, body1) == pae(type2, body2)) == ((type1, body1) == (type2, body2))


def test_the_sizes_are_those_of_the_format() -> None:
    assert (len(SIGNED.ed25519), len(SIGNED.mldsa65)) == (64, 3309)
    assert (len(VERIFY.ed25519), len(VERIFY.mldsa65)) == (32, 1952)


@given(st.binary(max_size=300))
@settings(max_examples=15, deadline=None)
def test_what_is_signed_verifies(body: bytes) -> None:
    assert VERIFY.verify(MANIFEST_TYPE, body, ALPHA.sign(MANIFEST_TYPE, body))


@pytest.mark.parametrize(
    "wrong",
    [
        Signatures(SIGNED.ed25519, bytes(3309)),
        Signatures(bytes(64), SIGNED.mldsa65),
        Signatures(bytes(64), bytes(3309)),
        Signatures(SIGNED.ed25519, b""),
        Signatures(b"", SIGNED.mldsa65),
        Signatures(SIGNED.ed25519, BY_BETA.mldsa65),
        Signatures(BY_BETA.ed25519, SIGNED.mldsa65),
        Signatures(SIGNED.mldsa65, SIGNED.ed25519),
        BY_BETA,
        ALPHA.sign(CARD_TYPE, BODY),
        ALPHA.sign(MANIFEST_TYPE, BODY + b" "),
    ],
    ids=[
        "ML-DSA zeros",
        "Ed25519 zeros",
        "both zeros",
        "ML-DSA stripped",
        "Ed25519 stripped",
        "ML-DSA of another",
        "Ed25519 of another",
        "swapped",
        "another signer",
        "a card's signature",
        "another body",
    ],
)
def test_anything_but_both_signatures_is_refused(wrong: Signatures) -> None:
    assert not VERIFY.verify(MANIFEST_TYPE, BODY, wrong)


@pytest.mark.parametrize("position", [0, 31, 32, 63])
def test_a_changed_bit_in_the_ed25519_signature_is_refused(position: int) -> None:
    wrong = Signatures(flipped(SIGNED.ed25519, position), SIGNED.mldsa65)
    assert not VERIFY.verify(MANIFEST_TYPE, BODY, wrong)


@pytest.mark.parametrize("position", [0, 47, 48, 1600, 3247, 3248, 3308])
def test_a_changed_bit_in_the_mldsa_signature_is_refused(position: int) -> None:
    wrong = Signatures(SIGNED.ed25519, flipped(SIGNED.mldsa65, position))
    assert not VERIFY.verify(MANIFEST_TYPE, BODY, wrong)


def test_keys_of_two_key_sets_cannot_be_mixed() -> None:
    mixed = VerifyKeys(VERIFY.ed25519, BETA.public().mldsa65)
    assert not mixed.verify(MANIFEST_TYPE, BODY, SIGNED)


def test_a_key_that_is_not_on_the_curve_verifies_nothing() -> None:
    assert not VerifyKeys(b"\x02" + bytes(31), VERIFY.mldsa65).verify(MANIFEST_TYPE, BODY, SIGNED)


@pytest.mark.parametrize(("ed25519", "mldsa65"), [(31, 1952), (33, 1952), (32, 1951), (32, 1953)])
def test_keys_of_the_wrong_size_are_refused(ed25519: int, mldsa65: int) -> None:
    with pytest.raises(ValueError, match="bytes instead of"):
        VerifyKeys(bytes(ed25519), bytes(mldsa65))


def test_the_digest_of_a_key_set_is_the_hash_of_label_and_three_keys() -> None:
    keys = KeySet(VERIFY, b"r" * 1216)
    assert keys.digest() == sha256(b"sx-keyset-v1\0" + VERIFY.ed25519 + VERIFY.mldsa65 + b"r" * 1216).digest()
    assert keys.digest() != KeySet(VERIFY, b"s" * 1216).digest()
    assert VERIFY.digest() != keys.digest()


def test_the_signer_is_found_among_the_pinned_key_sets() -> None:
    pinned = [("beta", KeySet(BETA.public(), b"r" * 1216)), ("alpha", KeySet(VERIFY, b"r" * 1216))]
    assert find_signer(pinned, MANIFEST_TYPE, BODY, SIGNED) == "alpha"
    assert find_signer(pinned[:1], MANIFEST_TYPE, BODY, SIGNED) is None
    assert find_signer([], MANIFEST_TYPE, BODY, SIGNED) is None


def test_a_secret_is_never_shown() -> None:
    assert "a" * 8 not in repr(ALPHA)
    assert "97" not in repr(ALPHA)


def test_openssl_verifies_the_signature_of_a_package_that_tar_unpacked(tmp_path: Path) -> None:
    content = b"{}"
    with (tmp_path / "package.tar").open("wb") as file:
        announced = [Member("statement.json", len(content), sha256(content).digest())]
        writer = PackageWriter(file, BODY, SIGNED.ed25519, SIGNED.mldsa65, announced)
        writer.add(io.BytesIO(content))
        writer.finish()
    subprocess.run(["tar", "xf", "package.tar"], cwd=tmp_path, check=True)
    body = (tmp_path / "MANIFEST").read_bytes()
    prefix = f"DSSEv1 {len(MANIFEST_TYPE)} {MANIFEST_TYPE} {len(body)} ".encode()
    (tmp_path / "signed").write_bytes(prefix + body)
    # RFC 8410 section 4: SubjectPublicKeyInfo of an Ed25519 key is this prefix and the raw key
    key = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + VERIFY.ed25519).decode()
    (tmp_path / "key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n")
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed"]
    result = subprocess.run(
        [*command, "-sigfile", "MANIFEST.ed25519"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "Signature Verified Successfully")
