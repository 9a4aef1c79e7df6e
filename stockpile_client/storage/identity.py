"""Who we are: the agency of this profile, its secret keys and its own cards, one row an epoch.

>>> current(db).short_name
'KOMIR'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlite_utils import Database

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.times import read_utc, utc_text

_SELECT = "SELECT epoch, agency, name, short_name, country, card, created, secret FROM identity"


@dataclass(frozen=True, slots=True)
class StoredIdentity:
    """One epoch of ours; ``card`` and ``secret`` are bytes that :mod:`stockpile_client.bundle` wrote."""

    epoch: int
    agency: str
    name: str
    short_name: str
    country: str
    card: bytes
    created: datetime
    secret: bytes = field(repr=False)


def save(
    db: Database,
    *,
    agency: str,
    epoch: int,
    name: str,
    short_name: str,
    country: str,
    card: bytes,
    secret: bytes,
    created: datetime,
) -> None:
    """Add an epoch; what was saved for an earlier one stays, to open what was sent to its keys."""
    db.table("identity").insert(
        {
            "epoch": epoch,
            "agency": agency,
            "name": name,
            "short_name": short_name,
            "country": country,
            "card": card,
            "secret": secret,
            "created": utc_text(created),
        }
    )


def put_secret(db: Database, epoch: int, secret: bytes) -> None:
    """Keep the secret keys of an epoch in another form: sealed, or open again."""
    db.execute("UPDATE identity SET secret = ? WHERE epoch = ?", (secret, epoch))


def current(db: Database) -> StoredIdentity:
    """The latest epoch; :class:`MachineError` ``E_NO_IDENTITY`` if the profile was never set up to its end."""
    epochs = every(db)
    if not epochs:
        raise MachineError(
            "E_NO_IDENTITY",
            phrase("The set-up of this profile was interrupted before its agency had keys."),
            hint=phrase("Delete the folder and create the profile again: nothing is in it yet."),
        )
    return epochs[0]


def every(db: Database) -> list[StoredIdentity]:
    """All epochs, the latest first."""
    return [
        StoredIdentity(epoch, agency, name, short_name, country, card, read_utc(created), secret)
        for epoch, agency, name, short_name, country, card, created, secret in db.execute(
            f"{_SELECT} ORDER BY epoch DESC"
        )
    ]
