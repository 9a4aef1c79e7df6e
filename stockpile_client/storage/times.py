"""Times as text in the database: ISO 8601, UTC, always six decimals, so that text order is time order.

>>> utc_text(datetime(2026, 6, 30, 12, tzinfo=UTC))
'2026-06-30T12:00:00.000000Z'
"""

from __future__ import annotations

from datetime import UTC, datetime

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase


def utc_text(moment: datetime) -> str:
    """The text of an aware time; a naive one is a bug (``E_NAIVE_TIME``)."""
    if moment.tzinfo is None:
        raise InternalError("E_NAIVE_TIME", phrase("A time without a zone reached the database."))
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_utc(text: str) -> datetime:
    """The aware time that :func:`utc_text` wrote."""
    return datetime.fromisoformat(text)
