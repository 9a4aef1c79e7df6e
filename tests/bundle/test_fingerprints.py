"""Fingerprints and safety numbers: the same on both sides, and checked group by group."""

import hashlib
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.fingerprints import fingerprint, groups, safety_number, same_number, wrong_groups

AGENCY = "a" * 26
DIGEST = hashlib.sha256(b"keys").digest()
DIGITS = st.text("0123456789", min_size=30, max_size=30)


def test_a_fingerprint_has_thirty_digits_in_six_groups() -> None:
    number = fingerprint(DIGEST, AGENCY)
    assert len(number) == 30
    assert number.isdecimal()
    assert len(groups(number)) == 6


def test_a_fingerprint_can_be_computed_with_cryptography_and_long_division() -> None:
    from cryptography.hazmat.primitives.hashes import SHA512
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    output = PBKDF2HMAC(SHA512(), 30, b"sx-fp-v1", 131_072).derive(DIGEST + AGENCY.encode())
    expected = [int(output[start : start + 5].hex(), 16) % 100_000 for start in range(0, 30, 5)]
    assert [int(group) for group in groups(fingerprint(DIGEST, AGENCY))] == expected


def test_a_fingerprint_can_be_computed_with_openssl() -> None:
    options = ["-kdfopt", "digest:SHA512", "-kdfopt", "iter:131072", "-kdfopt", "hexsalt:" + b"sx-fp-v1".hex()]
    secret = ["-kdfopt", "hexpass:" + (DIGEST + AGENCY.encode()).hex()]
    result = subprocess.run(
        ["openssl", "kdf", "-keylen", "30", *options, *secret, "PBKDF2"], capture_output=True, text=True, check=True
    )
    output = bytes.fromhex(result.stdout.strip().replace(":", ""))
    digits = "".join(f"{int.from_bytes(output[start : start + 5]) % 100_000:05d}" for start in range(0, 30, 5))
    assert fingerprint(DIGEST, AGENCY) == digits


def test_another_key_set_or_agency_has_another_fingerprint() -> None:
    numbers = {fingerprint(DIGEST, AGENCY), fingerprint(DIGEST[::-1], AGENCY), fingerprint(DIGEST, "b" * 26)}
    assert len(numbers) == 3


@given(DIGITS, DIGITS)
def test_both_sides_see_the_same_safety_number(one: str, other: str) -> None:
    number = safety_number(one, other)
    assert number == safety_number(other, one)
    assert len(groups(number)) == 12
    assert {number[:30], number[30:]} == {one, other}


@given(DIGITS, DIGITS)
def test_a_number_typed_with_other_spacing_is_the_same(one: str, other: str) -> None:
    number = safety_number(one, other)
    assert same_number(number, " ".join(groups(number)))
    assert same_number(number, "-".join(groups(number)) + "\n")
    assert wrong_groups(number, {place: f" {group} " for place, group in enumerate(groups(number), 1)}) == []


def test_full_width_digits_are_digits() -> None:
    assert wrong_groups("12345" * 12, {1: "１２３４５"}) == []


@given(DIGITS, st.integers(1, 6), st.integers(0, 99_999))
def test_a_wrong_group_is_named(number: str, place: int, typed: int) -> None:
    text = f"{typed:05d}"
    expected = [] if groups(number)[place - 1] == text else [place]
    assert wrong_groups(number, {place: text}) == expected


@pytest.mark.parametrize("text", ["", "1234", "123456", "1234S", "12 34", "１２３４", "12345,"])
def test_anything_but_the_five_digits_is_wrong(text: str) -> None:
    assert wrong_groups("12345" * 12, {3: text, 1: "12345"}) == [3]


@pytest.mark.parametrize("place", [0, 13, -1])
def test_a_group_that_does_not_exist_is_wrong(place: int) -> None:
    assert wrong_groups("12345" * 12, {place: "12345"}) == [place]
