"""Secret keys: kept in bytes, printed as text, never shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle import age
from stockpile_client.bundle.keys import RecoveryKeys, SecretKeys, generate_keys, generate_recovery_keys
from stockpile_client.core.errors import InputError, MachineError
from tests.bundle.agencies import keys_of

SEEDS = st.binary(min_size=32, max_size=32)


def test_new_keys_differ_each_time() -> None:
    assert generate_keys() != generate_keys()
    assert generate_recovery_keys() != generate_recovery_keys()


def test_stored_keys_come_back() -> None:
    keys = generate_keys()
    assert SecretKeys.from_bytes(keys.to_bytes()) == keys
    recovery = generate_recovery_keys()
    assert RecoveryKeys.from_bytes(recovery.to_bytes()) == recovery


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"x" + data[1:]])
def test_damaged_stores_are_refused(damage: "type[bytes]") -> None:
    with pytest.raises(MachineError):
        SecretKeys.from_bytes(damage(keys_of("a").to_bytes()))
    with pytest.raises(MachineError):
        RecoveryKeys.from_bytes(damage(RecoveryKeys(bytes(32)).to_bytes()))
    with pytest.raises(MachineError):
        RecoveryKeys.from_bytes(keys_of("a").to_bytes())


def test_the_public_half_has_the_sizes_of_the_format() -> None:
    public = keys_of("a").public()
    assert (len(public.signing.ed25519), len(public.signing.mldsa65), len(public.recipient)) == (32, 1952, 1216)
    assert public.recipient == age.parse_recipient(keys_of("a").identity.recipient().to_string()).raw


def test_the_parts_of_a_recovery_key_are_independent() -> None:
    signing = RecoveryKeys(bytes(32)).signing()
    assert len({signing.ed25519_seed, signing.mldsa65_seed, bytes(32)}) == 3


@given(SEEDS)
def test_a_printed_recovery_key_is_read_back_however_it_is_typed(secret: bytes) -> None:
    recovery = RecoveryKeys(secret)
    text = recovery.to_text()
    assert RecoveryKeys.from_text(text) == recovery
    assert RecoveryKeys.from_text(text.lower().replace(" ", "\n")) == recovery


@given(SEEDS, st.integers(14, 71), st.sampled_from("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LB"))
def test_one_mistyped_character_is_noticed(secret: bytes, place: int, character: str) -> None:
    text = RecoveryKeys(secret).to_text()
    place %= len(text)
    if text[place] in (" ", character):
        return
    with pytest.raises(InputError):
        RecoveryKeys.from_text(text[:place] + character + text[place + 1 :])


@pytest.mark.parametrize("text", ["", "x", age.HybridIdentity(bytes(32)).to_string(), "SX-RECOVERY-1"])
def test_other_texts_are_no_recovery_keys(text: str) -> None:
    with pytest.raises(InputError):
        RecoveryKeys.from_text(text)


def test_a_recovery_secret_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        RecoveryKeys(bytes(31))


def test_no_secret_is_shown() -> None:
    keys, recovery = keys_of("a"), RecoveryKeys(b"r" * 32)
    for shown in (repr(keys), str(keys), repr(recovery), str(recovery), repr(keys.signing)):
        assert "aaaa" not in shown
        assert "rrrr" not in shown
        assert "6161" not in shown
