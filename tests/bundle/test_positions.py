"""Positions survive the wire, and nothing but positions comes off it."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle import limits
from stockpile_client.bundle.positions import (
    POSITION_COLUMNS,
    Row,
    decode_positions,
    decode_rows,
    encode_positions,
    encode_rows,
    position_of,
    row_of,
)
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.statements import Position
from tests.bundle.forge import line
from tests.strategies import positions


def read(data: bytes) -> list[Row]:
    return [row for batch in decode_rows(io.BytesIO(data)) for row in batch]


def refused(data: bytes) -> PartnerFileError:
    with pytest.raises(PartnerFileError) as error:
        read(data)
    return error.value


@given(st.lists(positions(), max_size=20))
def test_positions_come_back_as_they_were_written(stated: list[Position]) -> None:
    data = b"".join(encode_positions(stated))
    assert [position for batch in decode_positions(io.BytesIO(data)) for position in batch] == stated


@given(positions())
def test_a_flat_row_is_the_position_also_with_a_databases_zeros_and_ones(position: Position) -> None:
    row = row_of(position)
    assert len(row) == len(POSITION_COLUMNS)
    stored = tuple(int(value) if isinstance(value, bool) else value for value in row)
    assert position_of(row) == position
    assert b"".join(encode_rows([stored])) == b"".join(encode_rows([row]))  # type: ignore[list-item]


@given(st.lists(positions(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_another_key_order_spacing_and_escapes_mean_the_same(stated: list[Position], random: object) -> None:
    lines = b"".join(encode_positions(stated)).splitlines()
    rewritten = b""
    for text in lines:
        pairs = list(json.loads(text).items())
        random.shuffle(pairs)  # type: ignore[attr-defined]
        rewritten += json.dumps(dict(pairs), indent=None, separators=(" , ", " : ")).encode() + b"\n"
    assert [position_of(row) for row in read(rewritten)] == stated


def test_many_batches_keep_their_order_across_the_edges_of_blocks() -> None:
    data = b"".join(line(at=f"town:T{number}") for number in range(3000))
    assert [row[3] for row in read(data)] == [f"town:T{number}" for number in range(3000)]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (line(material="W W"), "material"),
        (line(material=""), "material"),
        (line(material="W" * 65), "material"),
        (line(group="metals"), "group"),
        (line(form=""), "form"),
        (line(form=None), "form"),
        (line(holder=""), "holder"),
        (line(holder="nobody"), "holder"),
        (line(measure="guessed"), "measure"),
        (line(at="Novara"), "at"),
        (line(at="town:"), "at"),
        (line(at="town:a\u202eb"), "at"),
        (line(at="town:a\u200bb"), "at"),
        (line(at="town:a\nb"), "at"),
        (line(at="town:a\ntown:b"), "at"),
        (line(at="town:a\x7f"), "at"),
        (line(at="town:a\x00"), "at"),
        (line(at="town:e\u0301"), "at"),
        (line(at="town:a" + "\u0301" * 1000), "at"),
        (line(at="town:\ue000"), "at"),
        (line(basis=""), "basis"),
        (line(basis="\u2028"), "basis"),
        (line(quantity=...), "quantity"),
        (line(quantity=None), "quantity"),
        (line(quantity=12), "quantity"),
        (line(quantity={"type": "guess"}), "quantity"),
        (line(quantity={"kg": "1"}), "quantity"),
        (line(quantity={"type": "exact"}), "quantity"),
        (line(quantity={"type": "exact", "kg": 12}), "quantity.kg"),
        (line(quantity={"type": "exact", "kg": "-12"}), "quantity.kg"),
        (line(quantity={"type": "exact", "kg": "1", "base": "2"}), "quantity"),
        (line(quantity={"type": "nil", "kg": "1"}), "quantity"),
        (line(quantity={"type": "rounded", "kg": "5", "base": "0"}), "quantity.base"),
        (line(quantity={"type": "rounded", "kg": "5", "base": "0.000001"}), "quantity.base"),
        (line(quantity={"type": "band", "low": "2", "high": "1"}), "quantity.high"),
        (line(quantity={"type": "band", "low": "2", "high": ""}), "quantity.high"),
        (line(quantity={"type": "withheld", "reason": "because"}), "quantity.reason"),
        (line(quantity={"type": "withheld"}), "quantity"),
        (line(days=-1), "days"),
        (line(days=2**63), "days"),
        (line(days=1.0), "days"),
        (line(days=True), "days"),
        (line(days="1"), "days"),
        (line(kg_per_day=5), "kg_per_day"),
        (line(kg_per_day="5e3"), "kg_per_day"),
        (line(cross_border=1), "cross_border"),
        (line(illustrative="yes"), "illustrative"),
        (line(extra=1), "the record"),
        (line(days=...)[:-2] + b',"days":NaN}\n', "it is not JSON"),
        (line(days=...)[:-2] + b',"days":1e999}\n', "days"),
        (line()[:-2] + b',"material":"CO"}\n', "a key stands twice"),
        (line(quantity=...)[:-2] + b',"quantity":{"type":"exact","kg":"1","kg":"2"}}\n', "a key stands twice"),
        (line()[:-2] + b',"\\u006daterial":"CO"}\n', "a key stands twice"),
        (line()[:-2] + b',"at":"town:\\ud800"}\n', "it is not JSON"),
        (line(at="town:X").replace(b"X", b"\xff"), "it is not UTF-8"),
        (line(at="town:X").replace(b"X", b"\xed\xa0\x80"), "it is not UTF-8"),
        (line(at="town:X").replace(b'"town:X"', b"[" * 30_000), "at"),
        (line(material=[["[" * 9]]), "material"),
        (b'{"a":' * 10_000 + b"\n", "the record"),
        (b"\n", "it is not JSON"),
        (b"[]\n", "the record"),
        (b"null\n", "the record"),
        (b"\xef\xbb\xbf" + line(), "it is not JSON"),
        (line()[:-1] + b" " + line(), "it is not JSON"),
        (line()[:-1] + b"\x00\n", "it is not JSON"),
    ],
)
def test_a_bad_line_is_refused_by_file_line_and_field(bad: bytes, field: str) -> None:
    error = refused(line() + bad + line())
    assert error.code == "E_SCHEMA"
    assert re.search(r"positions\.ndjson\.gz, line 2: ", error.message), error.message
    if not bad.startswith(b'{"a":'):
        assert field in error.message


def test_a_refusal_quotes_nothing_that_the_partner_wrote() -> None:
    for bad in (line(**{"<img src=x>": 1}), line(group="<img src=x>"), line(at="<img src=x>")):
        assert "img" not in refused(bad).message


def test_nineteen_digits_are_a_limit_and_not_a_shape() -> None:
    assert refused(line(quantity={"type": "exact", "kg": "1234567890123456789"})).code == "E_LIMIT"


def test_a_last_line_without_its_end_is_refused() -> None:
    assert "line 2: it has no end" in refused(line() + line()[:-1]).message


@pytest.mark.parametrize("excess", [-1, 0, 1])
def test_a_line_may_have_64_kib_and_not_one_byte_more(excess: int) -> None:
    text = line()[:-1]
    padded = text + b" " * (limits.LINE_BYTES + excess - len(text)) + b"\n"
    data = line() + padded + line()
    if excess <= 0:
        assert len(read(data)) == 3
    else:
        error = refused(data)
        assert (error.code, "line 2" in error.message) == ("E_LIMIT", True)


def test_a_line_that_never_ends_is_refused_without_being_read_to_its_end() -> None:
    class Endless:
        taken = 0

        def read(self, size: int, /) -> bytes:
            self.taken += size
            return b"x" * size

    source = Endless()
    with pytest.raises(PartnerFileError, match="longer than 65,536 bytes"):
        list(decode_rows(source))
    assert source.taken < 1024 * 1024


def test_text_of_more_than_4_kib_is_over_the_limit() -> None:
    assert refused(line(basis="b" * 4097)).code == "E_LIMIT"
    assert refused(line(basis="z" + "\u0323" * 10_000)).code == "E_LIMIT"
    assert len(read(line(basis="b" * 4096))) == 1


def test_sql_formulas_and_markup_are_text_like_any_other() -> None:
    hostile = ["town:'; DROP TABLE position;--", "town:=HYPERLINK(1)", "town:<img src='file:///x'>"]
    assert [row[3] for row in read(b"".join(line(at=text) for text in hostile))] == hostile
