"""Which partners' keys were taken back, and from which number on each channel is rejected.

>>> first_rejected(db, agency, channel)
12
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stockpile_client.storage.times import utc_text


def add(
    db: Database, *, card: str, agency: str, reject_from: Mapping[str, int], notice: bytes, reason: str, at: datetime
) -> None:
    """Keep a checked revocation of the card with that digest (hex); ``notice`` is the file as received."""
    row = {"card": card, "agency": agency, "notice": notice, "reason": reason, "at": utc_text(at)}
    numbers = msgspec.json.encode(dict(reject_from), order="sorted").decode("utf-8")
    db.table("revocation").insert({**row, "reject_from": numbers})


def first_rejected(db: Database, agency: str, channel: str) -> int | None:
    """The first number that is rejected on a channel: 1 if a revocation does not name it, ``None`` without one."""
    rows = db.execute("SELECT reject_from FROM revocation WHERE agency = ?", (agency,))
    numbers = [msgspec.json.decode(row[0], type=dict[str, int]).get(channel, 1) for row in rows]
    return min(numbers, default=None)
