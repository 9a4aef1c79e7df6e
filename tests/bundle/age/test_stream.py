"""The payload: every byte that comes out was authenticated, and every end is a real end."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.bundle import age
from stockpile_client.bundle.age.stream import CHUNK, NONCE, TAG

FILE_KEY = bytes(range(16))
SEALED = CHUNK + TAG
PATTERN = b"".join(i.to_bytes(4, "big") for i in range(20 * CHUNK // 4))

# sizes at and around the ends of chunks, and around the end of a batch of eight
around_chunks = st.builds(
    lambda chunks, offset: max(0, chunks * CHUNK + offset), st.sampled_from([0, 1, 2, 8, 9, 16]), st.integers(-2, 2)
)
sizes = st.one_of(around_chunks, st.integers(0, 3 * CHUNK))


def sealed(content: bytes) -> bytes:
    out = io.BytesIO()
    with age.PayloadWriter(out, FILE_KEY) as writer:
        writer.write(content)
    return out.getvalue()


def opened(payload: bytes) -> tuple[bytes, age.AgeError | None]:
    """What a reader hands out, and how it ended."""
    reader = age.PayloadReader(io.BytesIO(payload), FILE_KEY)
    parts = []
    try:
        while part := reader.read_chunk():
            parts.append(part)
    except age.AgeError as refusal:
        return b"".join(parts), refusal
    return b"".join(parts), None


@given(sizes)
def test_content_of_any_size_reads_back_and_has_the_size_foretold(size):
    payload = sealed(PATTERN[:size])
    assert len(payload) == age.sealed_size(size)
    assert opened(payload) == (PATTERN[:size], None)


@given(sizes, st.lists(st.integers(0, 3 * CHUNK), min_size=1, max_size=8))
def test_the_pieces_in_which_it_is_written_and_read_do_not_matter(size, pieces):
    out = io.BytesIO()
    content = io.BytesIO(PATTERN[:size])
    with age.PayloadWriter(out, FILE_KEY) as writer:
        for piece in pieces:
            writer.write(content.read(piece))
        writer.write(content.read())
    assert len(out.getvalue()) == age.sealed_size(size)

    reader, expected = age.PayloadReader(io.BytesIO(out.getvalue()), FILE_KEY), io.BytesIO(PATTERN[:size])
    for piece in pieces:
        assert reader.read(piece) == expected.read(piece)
    assert reader.read() == expected.read()
    assert reader.read() == b""


def test_reading_pieces_and_chunks_in_turn_loses_nothing():
    reader = age.PayloadReader(io.BytesIO(sealed(PATTERN[: 2 * CHUNK])), FILE_KEY)
    assert reader.read(10) + reader.read_chunk() + reader.read_chunk() == PATTERN[: 2 * CHUNK]
    assert reader.read_chunk() == b""


@settings(max_examples=40)
@given(sizes, st.data())
def test_a_flipped_bit_is_found_and_what_came_before_is_whole_chunks(size, draw):
    payload = bytearray(sealed(PATTERN[:size]))
    place = draw.draw(st.integers(0, len(payload) - 1))
    payload[place] ^= 1 << draw.draw(st.integers(0, 7))
    content, refusal = opened(bytes(payload))
    assert isinstance(refusal, age.PayloadError)
    assert content == PATTERN[: max(0, place - NONCE) // SEALED * CHUNK]


@settings(max_examples=40)
@given(sizes, st.data())
def test_a_cut_payload_is_found_and_what_came_before_is_authentic(size, draw):
    payload = sealed(PATTERN[:size])
    length = draw.draw(st.one_of(st.integers(NONCE, len(payload) - 1), st.just(len(payload) - 1)))
    content, refusal = opened(payload[:length])
    assert isinstance(refusal, age.PayloadError)
    assert content == PATTERN[: (length - NONCE) // SEALED * CHUNK]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 8 * CHUNK, 8 * CHUNK + 1])
@pytest.mark.parametrize("extra", [1, TAG, TAG + 1, SEALED])
def test_appended_bytes_are_found(size, extra):
    content, refusal = opened(sealed(PATTERN[:size]) + bytes(extra))
    assert isinstance(refusal, age.PayloadError)
    # only a whole final chunk can be told apart from what follows it
    assert content == PATTERN[: size // CHUNK * CHUNK]


@pytest.mark.parametrize("length", range(NONCE))
def test_a_payload_without_its_nonce_is_a_matter_of_the_header(length):
    with pytest.raises(age.HeaderError):
        age.PayloadReader(io.BytesIO(bytes(length)), FILE_KEY)


def test_chunks_in_another_order_are_found():
    payload = sealed(PATTERN[: 3 * CHUNK])
    nonce, chunks = payload[:NONCE], [payload[NONCE + i * SEALED :][:SEALED] for i in range(3)]
    content, refusal = opened(nonce + chunks[0] + chunks[2] + chunks[1])
    assert content == PATTERN[:CHUNK]
    assert isinstance(refusal, age.PayloadError)
    content, refusal = opened(nonce + chunks[0] + chunks[0])
    assert content == PATTERN[:CHUNK]
    assert isinstance(refusal, age.PayloadError)


def test_a_failure_comes_after_the_content_before_it_and_stays():
    payload = sealed(PATTERN[: 2 * CHUNK])[:-1]
    reader = age.PayloadReader(io.BytesIO(payload), FILE_KEY)
    assert reader.read() == PATTERN[:CHUNK]
    for _ in range(3):
        with pytest.raises(age.PayloadError):
            reader.read()
        with pytest.raises(age.PayloadError):
            reader.read_chunk()


class Unplugged:
    """A stream on a stick that is pulled out after ``size`` bytes."""

    def __init__(self, data: bytes, size: int) -> None:
        self._stream = io.BytesIO(data[:size])

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        if not data:
            raise OSError("device gone")
        return data


def test_a_broken_stream_never_looks_like_the_end():
    reader = age.PayloadReader(Unplugged(sealed(PATTERN), 9 * SEALED), FILE_KEY)
    with pytest.raises(OSError, match="device gone"):
        reader.read()
    with pytest.raises(OSError, match="device gone"):
        reader.read_chunk()


def test_an_abandoned_writer_leaves_nothing_that_opens():
    out = io.BytesIO()
    writer = age.PayloadWriter(out, FILE_KEY)
    with contextlib.suppress(KeyError), writer:
        writer.write(PATTERN[: 2 * CHUNK])
        raise KeyError
    content, refusal = opened(out.getvalue())
    assert content == PATTERN[:CHUNK]
    assert isinstance(refusal, age.PayloadError)
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")


def test_closing_twice_writes_one_end():
    out = io.BytesIO()
    writer = age.PayloadWriter(out, FILE_KEY)
    writer.close()
    writer.close()
    assert len(out.getvalue()) == age.sealed_size(0)
