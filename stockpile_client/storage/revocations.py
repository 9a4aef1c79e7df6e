"""Which partners' keys were taken back, and from which number on each channel is rejected.

>>> first_rejected(db, card_digest, channel)
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


def first_rejected(db: Database, card: str, channel: str) -> int | None:
    """The first number on a channel that the keys of a card may no longer sign: 1 if its revocation does not name it.

    ``card`` is a digest (hex); ``None`` if the card was not taken back.
    """
    row = db.execute("SELECT reject_from FROM revocation WHERE card = ?", (card,)).fetchone()
    return msgspec.json.decode(row[0], type=dict[str, int]).get(channel, 1) if row else None


def is_revoked(db: Database, card: str) -> bool:
    """Whether the card with that digest (hex) was taken back."""
    return db.execute("SELECT 1 FROM revocation WHERE card = ?", (card,)).fetchone() is not None
