"""Armor: text that survives a mail program, and only in its one form."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle import age
from stockpile_client.bundle.age.armor import BEGIN, END, MAX_BLANK

LINES_PER_BATCH = 1024


def armored(data: bytes) -> bytes:
    text = io.BytesIO()
    with age.ArmorWriter(text) as writer:
        writer.write(data)
    return text.getvalue()


def opened(text: bytes) -> bytes:
    return age.ArmorReader(io.BytesIO(text)).read(10_000_000)


@given(st.binary(max_size=400), st.lists(st.integers(0, 100), max_size=6))
def test_armor_reads_back_however_it_was_written(data, pieces):
    text = io.BytesIO()
    with age.ArmorWriter(text) as writer:
        start = 0
        for piece in pieces:
            writer.write(data[start : start + piece])
            start += piece
        writer.write(data[start:])
    assert text.getvalue() == armored(data)
    assert opened(text.getvalue()) == data


@pytest.mark.parametrize("lines", [1, LINES_PER_BATCH - 1, LINES_PER_BATCH, LINES_PER_BATCH + 1, 3 * LINES_PER_BATCH])
@pytest.mark.parametrize("rest", [-1, 0, 1])
def test_long_armor_reads_back(lines, rest):
    data = bytes(48 * lines + rest)
    assert opened(armored(data)) == data


def test_lines_are_64_columns():
    lines = armored(bytes(100)).decode().split("\n")
    assert [len(line) for line in lines[1:-2]] == [64, 64, 8]
    assert (lines[0].encode(), lines[-2].encode(), lines[-1]) == (BEGIN, END, "")


@given(st.text(" \t\r\n", max_size=40), st.text(" \t\r\n", max_size=40))
def test_white_space_around_the_block_and_crlf_are_taken(before, after):
    text = armored(b"positions" * 20)
    for block in (text, text.replace(b"\n", b"\r\n"), text.rstrip()):
        assert opened(before.encode() + block + after.encode()) == b"positions" * 20


@pytest.mark.parametrize("blank", [b"\n", b" "])
def test_white_space_around_the_block_has_a_limit(blank):
    text = armored(b"x").rstrip()
    assert opened(blank * MAX_BLANK + text + b"\n" + blank * (MAX_BLANK - 1)) == b"x"
    with pytest.raises(age.ArmorError):
        opened(blank * (MAX_BLANK + 1) + text)
    with pytest.raises(age.ArmorError):
        opened(text + b"\n" + blank * (MAX_BLANK + 1))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"FILE", b"file"),
        lambda text: text.replace(b"BEGIN", b"BEGUN"),
        lambda text: text.replace(END, BEGIN),
        lambda text: text.replace(b"\n", b"\n\n", 1),
        lambda text: text.replace(b"\n", b" \n"),
        lambda text: text.replace(b"\n", b"\nVersion: 1\n\n", 1),
        lambda text: text.replace(b"\n" + END, b"\n\n" + END),
        lambda text: text.replace(b"\n" + END, b"\n=abcd\n" + END),
        lambda text: text.replace(b"\n" + END, END),
        lambda text: text.replace(b"=", b""),
        lambda text: text.replace(b"A==", b"B=="),
        lambda text: text.replace(b"AAAA", b"AA*A", 1),
        lambda text: text.replace(b"AAAA", b"AA=A", 1),
        lambda text: text + b"x",
        lambda text: text + text,
        lambda text: b"x" + text,
        lambda text: text[: text.index(END)],
    ],
)
def test_any_other_form_is_refused(change):
    text = armored(bytes(100))
    assert text != change(text)
    with pytest.raises(age.ArmorError):
        opened(change(text))


def test_a_block_cut_anywhere_is_refused():
    text = armored(bytes(100)).rstrip()
    for length in range(1, len(text)):
        with pytest.raises(age.ArmorError):
            opened(text[:length])


@pytest.mark.parametrize("last", [b"AAAA", b"A" * 62 + b"==", b"A" * 63 + b"="])
@pytest.mark.parametrize("place", [1, LINES_PER_BATCH - 1, LINES_PER_BATCH, LINES_PER_BATCH + 1])
def test_a_line_that_can_only_be_the_last_one_is_refused_before_it(last, place):
    lines = [b"A" * 64] * (2 * LINES_PER_BATCH)
    lines[place - 1] = last
    with pytest.raises(age.ArmorError):
        opened(b"\n".join([BEGIN, *lines, END, b""]))
    assert opened(b"\n".join([BEGIN, *lines[:place], END, b""]))


def test_the_source_recognises_armor_and_leaves_the_rest_to_the_header():
    assert isinstance(age.open_source(io.BytesIO(armored(b"x"))), age.ArmorReader)
    assert isinstance(age.open_source(io.BytesIO(b"\r\n " + armored(b"x"))), age.ArmorReader)
    for other in (b"", b"age-encryption.org/v1\n", b"PK\x03\x04", b" age-encryption.org/v1\n"):
        source = age.open_source(io.BytesIO(other))
        assert not isinstance(source, age.ArmorReader)
        assert source.read(100) == other


def test_an_abandoned_armor_has_no_end():
    text = io.BytesIO()
    writer = age.ArmorWriter(text)
    with contextlib.suppress(KeyError), writer:
        writer.write(b"x")
        raise KeyError
    with pytest.raises(age.ArmorError):
        opened(text.getvalue())
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"y")
