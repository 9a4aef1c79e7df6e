"""The small documents of a bundle come back as they were written, and in no other form."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle import limits
from stockpile_client.bundle.letters import (
    Receipt,
    Request,
    Withdrawal,
    decode_receipt,
    decode_request,
    decode_statement,
    decode_withdrawal,
    encode_receipt,
    encode_request,
    encode_statement,
    encode_withdrawal,
)
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.statements import Position, StatementHeader
from tests.bundle.forge import NOW
from tests.strategies import days, ids, material_codes, statements, valid_text

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
moments = st.integers(-(10**9), 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(statements())
def test_a_statement_header_comes_back(statement: tuple[StatementHeader, list[Position]]) -> None:
    assert decode_statement(encode_statement(statement[0])) == statement[0]


@given(ids, st.integers(1, limits.INTEGER), digests, st.sampled_from(["accepted", "rejected"]), valid_text, moments)
def test_a_receipt_comes_back(channel: str, seq: int, digest: str, outcome: str, reason: str, at: datetime) -> None:
    receipt = Receipt(channel, seq, digest, outcome, reason, at)  # type: ignore[arg-type]
    assert decode_receipt(encode_receipt(receipt)) == receipt


@given(ids, digests, valid_text)
def test_a_withdrawal_comes_back(bundle: str, digest: str, reason: str) -> None:
    withdrawal = Withdrawal(bundle, digest, reason)
    assert decode_withdrawal(encode_withdrawal(withdrawal)) == withdrawal


@given(st.lists(material_codes, unique=True).map(tuple), days, valid_text, days)
def test_a_request_comes_back(materials: tuple[str, ...], as_of: date, purpose: str, deadline: date) -> None:
    request = Request(materials, as_of, purpose, deadline)
    assert decode_request(encode_request(request)) == request


RECEIPT = encode_receipt(Receipt("a" * 32, 1, "b" * 64, "accepted", "", NOW))
WITHDRAWAL = encode_withdrawal(Withdrawal("a" * 32, "b" * 64, ""))
REQUEST = encode_request(Request(("W",), date(2026, 6, 30), "", date(2026, 7, 1)))


@pytest.mark.parametrize(
    ("decode", "data", "old", "new"),
    [
        (decode_receipt, RECEIPT, b"accepted", b"perhaps"),
        (decode_receipt, RECEIPT, b'"seq":1', b'"seq":0'),
        (decode_receipt, RECEIPT, b'"seq":1', b'"seq":1,"seq":2'),
        (decode_receipt, RECEIPT, b'"seq":1', b'"seq":9007199254740992'),
        (decode_receipt, RECEIPT, b"T12:", b" 12:"),
        (decode_receipt, RECEIPT, b"2026-07-02", b"2026-13-02"),
        (decode_receipt, RECEIPT, b'"reason":""', b'"reason":"\\u202e"'),
        (decode_receipt, RECEIPT, b'"reason":""', b'"reason":null'),
        (decode_withdrawal, WITHDRAWAL, b"aaaa", b"AAAA"),
        (decode_withdrawal, WITHDRAWAL, b"bbbb", b"bbb"),
        (decode_withdrawal, WITHDRAWAL, b'"reason":""', b'"reason":"\\u0000"'),
        (decode_request, REQUEST, b'["W"]', b'["W","W"]'),
        (decode_request, REQUEST, b'["W"]', b'["<b>"]'),
        (decode_request, REQUEST, b"2026-06-30", b"2026-06-31"),
        (decode_request, REQUEST, b"2026-06-30", b"20260630"),
        (decode_request, REQUEST, b'"purpose"', b'"purpos"'),
    ],
)
def test_another_form_is_refused(decode: Callable[[bytes], object], data: bytes, old: bytes, new: bytes) -> None:
    decode(data)
    assert old in data
    with pytest.raises(PartnerFileError) as error:
        decode(data.replace(old, new, 1))
    assert error.value.code == "E_SCHEMA"


@pytest.mark.parametrize("excess", [-1, 0, 1])
def test_a_letter_may_have_one_mebibyte(excess: int) -> None:
    data = REQUEST + b" " * (limits.LETTER_BYTES + excess - len(REQUEST))
    if excess <= 0:
        decode_request(data)
        return
    with pytest.raises(PartnerFileError) as error:
        decode_request(data)
    assert error.value.code == "E_LIMIT"
