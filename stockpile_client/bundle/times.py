"""Times in the format: UTC to the second, ``2026-06-30T12:00:00Z``, one text for one moment.

>>> write_time(parse_time("2026-06-30T12:00:00Z"))
'2026-06-30T12:00:00Z'
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.phrases import phrase

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def is_time(text: str) -> bool:
    """Whether ``text`` has the shape of a time; the calendar is not asked."""
    return _TIME.fullmatch(text) is not None


def parse_time(text: str) -> datetime:
    """The aware time in ``text``. Raises ``E_SCHEMA``."""
    try:
        if is_time(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise refusal("E_SCHEMA", phrase("A time is not one in UTC to the second."))


def write_time(moment: datetime) -> str:
    """The text of an aware time; parts of a second are dropped."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
