"""One text for one moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.times import parse_time, write_time
from stockpile_client.core.errors import PartnerFileError


@given(st.integers(0, 250_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    assert parse_time(write_time(moment)) == moment


def test_other_zones_are_written_in_utc() -> None:
    rome = timezone(timedelta(hours=2))
    assert write_time(datetime(2026, 7, 1, 1, 30, 59, 999_999, tzinfo=rome)) == "2026-06-30T23:30:59Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-06-30",
        "2026-06-30T12:00:00",
        "2026-06-30T12:00:00z",
        "2026-06-30T12:00:00+00:00",
        "2026-06-30T12:00:00.0Z",
        "2026-06-31T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-06-30T24:00:00Z",
        "2026-06-30T12:00:00Z\n",
        "20260630T120000Z",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(PartnerFileError):
        parse_time(text)
