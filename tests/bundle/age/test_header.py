"""The header grammar: one text per header, and limits that hold before any key is used."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle import age
from stockpile_client.bundle.age.header import decode_base64, encode_base64

FILE_KEY = bytes(range(16))
GOOD = age.make_header([age.Stanza("X25519", ("abc",), b"body")], FILE_KEY).raw
# "body" in Base64
BODY = b"Ym9keQ"

words = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=30)
stanzas = st.builds(age.Stanza, words, st.lists(words, max_size=3).map(tuple), st.binary(max_size=150))


def read(raw: bytes, **limits: int) -> age.Header:
    return age.read_header(io.BytesIO(raw), **limits)


@given(st.lists(stanzas, min_size=1, max_size=5), st.binary(max_size=10))
def test_a_header_reads_back_and_leaves_the_payload(wanted, payload):
    written = age.make_header(wanted, FILE_KEY)
    src = io.BytesIO(written.raw + payload)
    assert age.read_header(src) == written
    assert src.read() == payload
    written.verify_mac(FILE_KEY)


@pytest.mark.parametrize("size", [0, 1, 47, 48, 49, 95, 96, 97])
def test_a_body_ends_with_a_short_line(size):
    lines = age.Stanza("x", (), bytes(size)).encode().split(b"\n")[1:-1]
    assert [len(line) for line in lines[:-1]] == [64] * (size // 48)
    assert len(lines[-1]) < 64


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"/v1\n", b"/v2\n"),
        (b"/v1\n", b"/v1 \n"),
        (b"/v1\n", b"/v1\r\n"),
        (b"-> X", b"->X"),
        (b"-> X", b"->  X"),
        (b"-> X", b" -> X"),
        (b" abc\n", b" abc \n"),
        (b" abc\n", b" abc\r\n"),
        (b" abc\n", b" \xc3\xa9\n"),
        (b" abc\n", b" a\x7fc\n"),
        (BODY, BODY + b"=="),
        (BODY, BODY[:-1] + b"R"),  # the same four bytes, other unused bits
        (BODY, BODY + b"\n"),
        (BODY, b" " + BODY),
        (BODY, b"Ym9ke"),
        (BODY, b"Ym9k-Q"),
        (BODY, b"A" * 65),
        (BODY, b"A" * 64),
        (b"--- ", b"---"),
        (b"--- ", b"---  "),
        (b"--- ", b"--- A"),
        (b"--- ", b"-- "),
    ],
)
def test_a_header_that_breaks_the_grammar_is_refused(good, bad):
    assert GOOD.count(good) == 1
    with pytest.raises(age.HeaderError):
        read(GOOD.replace(good, bad))


def test_a_header_without_stanzas_is_refused_and_not_written():
    with pytest.raises(age.HeaderError):
        read(b"age-encryption.org/v1\n" + GOOD[GOOD.index(b"--- ") :])
    with pytest.raises(age.HeaderError, match="at least one recipient"):
        age.make_header([], FILE_KEY)


def test_a_header_cut_anywhere_is_refused():
    for length in range(len(GOOD)):
        with pytest.raises(age.HeaderError):
            read(GOOD[:length])


def test_a_header_may_be_as_long_as_the_limit_and_no_longer():
    read(GOOD, max_bytes=len(GOOD))
    with pytest.raises(age.HeaderError, match="longer than"):
        read(GOOD, max_bytes=len(GOOD) - 1)


def test_a_header_may_have_as_many_stanzas_as_the_limit_and_no_more():
    raw = age.make_header([age.Stanza("x", (), b"")] * 4, FILE_KEY).raw
    assert len(read(raw, max_stanzas=4).stanzas) == 4
    with pytest.raises(age.HeaderError, match="more than 3"):
        read(raw, max_stanzas=3)


class Endless:
    """A first stanza line that never ends; counts what was asked for."""

    def __init__(self) -> None:
        self.given = 0
        self._start = io.BytesIO(b"age-encryption.org/v1\n-> ")

    def readline(self, limit: int) -> bytes:
        line = self._start.readline(limit) or b"A" * limit
        self.given += len(line)
        return line


def test_an_endless_line_stops_at_the_limit():
    src = Endless()
    with pytest.raises(age.HeaderError):
        age.read_header(src, max_bytes=10_000)
    assert src.given <= 10_000


def test_the_mac_is_checked_with_the_file_key():
    header = read(GOOD)
    header.verify_mac(FILE_KEY)
    with pytest.raises(age.HeaderMacError):
        header.verify_mac(bytes(16))


@given(st.binary(max_size=100))
def test_base64_has_one_text_per_value(data):
    assert decode_base64(encode_base64(data)) == data
    assert b"=" not in encode_base64(data)


@given(st.binary(max_size=30))
def test_text_that_decodes_is_what_would_be_encoded(text):
    try:
        data = decode_base64(text)
    except age.HeaderError:
        return
    assert encode_base64(data) == text
