"""Bech32: one text per key, and no text with a typing mistake is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.age import KeyFormatError, bech32

# BIP 173, "Test vectors": valid strings, with what they hold
VALID = [
    ("A12UEL5L", "A", b""),
    ("a12uel5l", "a", b""),
    (
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "abcdef",
        bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df"),
    ),
    ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", None),
]
# same source: strings that are invalid, and why
INVALID = [
    "\x201nwldj5",  # character below the printable range in the prefix
    "pzry9x0s0muk",  # no separator
    "1pzry9x0s0muk",  # empty prefix
    "x1b4n0q5v",  # character outside the alphabet
    "li1dgmt3",  # checksum too short
    "A1G7SGD8",  # checksum over the upper-case prefix
    "10a06t8",
    "1qzzfhee",
]

prefixes = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20).map(str.lower)


@pytest.mark.parametrize(("text", "prefix", "data"), VALID)
def test_published_strings_decode(text, prefix, data):
    found_prefix, found = bech32.decode(text)
    assert found_prefix == prefix
    if data is not None:
        assert found == data
    assert bech32.encode(prefix.lower(), found) == text.lower()


@pytest.mark.parametrize("text", INVALID)
def test_published_mistakes_are_refused(text):
    with pytest.raises(KeyFormatError):
        bech32.decode(text)


@given(prefixes, st.binary(max_size=200))
def test_what_is_encoded_decodes_in_either_case(prefix, data):
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix.upper(), data)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_wrong_character_is_noticed(data, draw):
    text = bech32.encode("age", data)
    place = draw.draw(st.integers(0, len(text) - 1))
    other = draw.draw(st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l1b").filter(lambda c: c != text[place]))
    with pytest.raises(KeyFormatError):
        bech32.decode(text[:place] + other + text[place + 1 :])


@given(st.text(max_size=60))
def test_arbitrary_text_is_refused_without_surprise(text):
    try:
        prefix, data = bech32.decode(text)
    except KeyFormatError:
        return
    assert bech32.encode(prefix.lower(), data) == text.lower()


def test_mixed_case_is_refused():
    with pytest.raises(KeyFormatError, match="upper and lower"):
        bech32.decode("a12UEL5L")
