"""Reading through a `ByteSource` gives the same bytes however the stream below hands them out."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.age.source import BLOCK, ByteSource, write_all


class Dribble:
    """A stream that gives at most ``most`` bytes at a time, as pipes do."""

    def __init__(self, data: bytes, most: int) -> None:
        self._stream = io.BytesIO(data)
        self._most = most

    def read(self, size: int) -> bytes:
        return self._stream.read(min(size, self._most))


@given(
    st.binary(max_size=300),
    st.integers(1, 70),
    st.lists(st.tuples(st.sampled_from(["read", "peek", "readline"]), st.integers(0, 90)), max_size=20),
)
def test_every_mix_of_calls_reads_on_where_the_last_one_stopped(data, most, calls):
    source, expected = ByteSource(Dribble(data, most)), io.BytesIO(data)
    for call, size in calls:
        place = expected.tell()
        if call == "peek":
            assert source.peek(size) == expected.read(size)
            expected.seek(place)
        else:
            assert getattr(source, call)(size) == getattr(expected, call)(size)
    assert source.read(1000) == expected.read()


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
@pytest.mark.parametrize("most", [1000, BLOCK, 10 * BLOCK])
def test_large_reads_are_exact(size, most):
    data = bytes(range(256)) * (4 * BLOCK // 256)
    source = ByteSource(Dribble(data, most))
    assert source.read(5) == data[:5]
    assert source.read(size) == data[5 : 5 + size]
    assert source.read(len(data)) == data[5 + size :]
    assert source.read(1) == b""


class Reluctant:
    def __init__(self, most: int) -> None:
        self.taken = b""
        self._most = most

    def write(self, data: bytes) -> int:
        self.taken += data[: self._most]
        return min(self._most, len(data))


def test_a_destination_that_takes_parts_gets_everything():
    destination = Reluctant(7)
    write_all(destination, bytes(range(100)))
    assert destination.taken == bytes(range(100))


def test_a_destination_that_takes_nothing_is_an_error_and_not_a_loop():
    with pytest.raises(OSError, match="no more data"):
        write_all(Reluctant(0), b"x")
