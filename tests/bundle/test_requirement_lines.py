"""Denominators survive the wire, and a bad line is named."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.requirement_lines import decode_requirements, encode_requirements
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.requirements import Requirement
from tests.strategies import requirements

LINE = {
    "material": "W",
    "country": "IT",
    "year": 2024,
    "kind": "consumption",
    "quantity": {"type": "withheld", "reason": "trade_secret"},
    "printed": "W",
    "basis": "element:W",
    "source": "yearbook",
}


def read(data: bytes) -> list[Requirement]:
    return [requirement for batch in decode_requirements(io.BytesIO(data)) for requirement in batch]


@given(st.lists(requirements(), max_size=10))
def test_denominators_come_back_as_they_were_written(stated: list[Requirement]) -> None:
    assert read(b"".join(encode_requirements(stated))) == stated


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 1899}, "year"),
        ({"year": "2024"}, "year"),
        ({"kind": "guess"}, "kind"),
        ({"kind": "target_days"}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"days": 90}, "days"),
        ({"source": "\u200b"}, "source"),
        ({"country": "I T"}, "country"),
        ({"quantity": {"type": "exact", "kg": "1e3"}}, "quantity.kg"),
        ({"more": 1}, "the record"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_field(changes: dict[str, object], field: str) -> None:
    good, bad = (json.dumps(record).encode() + b"\n" for record in (LINE, LINE | changes))
    assert len(read(good)) == 1
    with pytest.raises(PartnerFileError) as error:
        read(good + bad)
    assert error.value.code == "E_SCHEMA"
    assert f"line 2: {field}" in error.value.message
