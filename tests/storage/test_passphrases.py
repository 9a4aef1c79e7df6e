"""Behaviour of passphrases before they reach a key derivation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.storage.passphrases import MINIMUM_CHARACTERS, new_passphrase_bytes, passphrase_bytes


@given(st.text(min_size=1, max_size=60))
def test_every_way_to_compose_a_character_gives_the_same_bytes(text):
    import unicodedata

    forms = {passphrase_bytes(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


def test_full_width_letters_are_the_same_as_plain_ones():
    assert passphrase_bytes("ｓｔｏｃｋ") == b"stock"


@pytest.mark.parametrize("text", ["", "\ud800abc defghijkl", "x" * 1025])
def test_what_cannot_be_a_passphrase_is_refused(text):
    with pytest.raises(InputError) as refusal:
        passphrase_bytes(text)
    assert refusal.value.code == "E_PASSPHRASE_RULE"


def test_a_new_passphrase_needs_twelve_characters_that_are_not_padding():
    assert new_passphrase_bytes("a" * MINIMUM_CHARACTERS)
    for short in ("a" * (MINIMUM_CHARACTERS - 1), "a" + " " * 30):
        with pytest.raises(InputError, match="shorter"):
            new_passphrase_bytes(short)
