"""JSON that two readers could take differently is refused."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.strict_json import loads
from stockpile_client.core.errors import PartnerFileError

SAFE_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | SAFE_TEXT
LISTS = st.lists(SCALARS | st.lists(SCALARS, max_size=3), max_size=3)
DOCUMENTS = st.dictionaries(
    SAFE_TEXT, SCALARS | LISTS | st.dictionaries(SAFE_TEXT, SCALARS | LISTS, max_size=3), max_size=3
)


def nested(depth: int) -> bytes:
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def code_of(data: bytes) -> str:
    with pytest.raises(PartnerFileError) as refused:
        loads(data)
    return refused.value.code


@given(DOCUMENTS)
def test_ordinary_documents_are_read_as_json_reads_them(document: dict[str, object]) -> None:
    assert loads(json.dumps(document, ensure_ascii=False).encode()) == document
    assert loads(json.dumps(document, indent=1).encode()) == document


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":1,"\\u0061":2}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":1e999}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":"\\ud800"}',
        b'{"\\udfff":1}',
        b'{"a":["\\ud800x"]}',
        b"\xef\xbb\xbf{}",
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\x00"}',
        '{"a":1}'.encode("utf-16"),
        b"[]",
        b"1",
        b"",
        b"{} {}",
        b"{'a':1}",
        b'{"a":01}',
        b'{"a":1,}',
    ],
)
def test_what_is_ambiguous_or_no_json_is_refused(data: bytes) -> None:
    assert code_of(data) == "E_SCHEMA"


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53) + 1, 0])
def test_integers_below_two_to_the_53_are_exact(number: int) -> None:
    assert loads(b'{"a":%d}' % number) == {"a": number}


@pytest.mark.parametrize("digits", [str(2**53), str(-(2**53)), str(2**63), "9" * 17, "9" * 18, "1" + "0" * 5000])
def test_larger_integers_are_refused(digits: str) -> None:
    assert code_of(f'{{"a":{digits}}}'.encode()) == "E_LIMIT"


@pytest.mark.parametrize("depth", [2, 7, 8])
def test_eight_levels_are_allowed(depth: int) -> None:
    loads(nested(depth))


@pytest.mark.parametrize("depth", [9, 10, 500_000])
def test_nine_levels_are_refused(depth: int) -> None:
    assert code_of(nested(depth)) == "E_LIMIT"


def test_brackets_inside_text_are_no_levels() -> None:
    assert loads(b'{"a":"[[[[[[[[[[\\"[["}')["a"].startswith("[")


@pytest.mark.parametrize("data", [b'"' + b'\\"' * 500_000, b'{"a":"' + b"\\" * 1_000_001, b'"' * 1_000_001])
def test_an_unfinished_text_is_refused_quickly(data: bytes) -> None:
    started = time.monotonic()
    assert code_of(data) == "E_SCHEMA"
    assert time.monotonic() - started < 2
