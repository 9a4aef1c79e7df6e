"""Keys whose signing half is sealed: they receive as ever, and sign only with the release key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.keys import generate_keys
from stockpile_client.bundle.sealed_keys import identity_of, is_sealed, seal_signing, unseal_signing
from stockpile_client.core.errors import MachineError
from tests.bundle.agencies import keys_of

KEY, CARD = b"k" * 32, b"c" * 32


def test_with_the_release_key_the_keys_come_back() -> None:
    keys = keys_of("a")
    sealed = seal_signing(keys, KEY, CARD)
    assert is_sealed(sealed)
    assert not is_sealed(keys.to_bytes())
    assert unseal_signing(sealed, KEY, CARD) == keys


def test_neither_signing_seed_stands_in_what_is_stored() -> None:
    keys = generate_keys()
    sealed = seal_signing(keys, KEY, CARD)
    assert keys.signing.ed25519_seed not in sealed
    assert keys.signing.mldsa65_seed not in sealed


def test_what_opens_a_bundle_needs_no_second_person() -> None:
    keys = keys_of("a")
    assert identity_of(seal_signing(keys, KEY, CARD)) == identity_of(keys.to_bytes()) == keys.identity


@pytest.mark.parametrize(("key", "card"), [(b"x" * 32, CARD), (KEY, b"x" * 32)], ids=["another key", "another epoch"])
def test_another_release_key_or_another_card_opens_nothing(key: bytes, card: bytes) -> None:
    with pytest.raises(MachineError) as refusal:
        unseal_signing(seal_signing(keys_of("a"), KEY, CARD), key, card)
    assert refusal.value.code == "E_KEYS"


@given(st.data())
def test_a_changed_bit_anywhere_behind_the_age_seed_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal_signing(keys_of("a"), KEY, CARD))
    place = data.draw(st.integers(45, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(MachineError):
        unseal_signing(bytes(sealed), KEY, CARD)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_stored_keys_are_refused(junk: bytes) -> None:
    for data in (junk, b"sx-sealed-v1\0" + junk):
        if len(data) not in (109, 137):
            with pytest.raises(MachineError):
                identity_of(data)
