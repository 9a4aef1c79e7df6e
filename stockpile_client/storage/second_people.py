"""Second people: who else must agree before anything is signed, each with the release key under an own passphrase.

The release key (:mod:`stockpile_client.bundle.sealed_keys`) is the same for all of them; each row holds it sealed as a
key file holds the database's key. Whoever knows the profile's passphrase can read these rows and still cannot open
them.

>>> add(db, "B. Verdi", release_key, passphrase, since=now)  # doctest: +SKIP
>>> open_release_key(db, "B. Verdi", passphrase) == release_key  # doctest: +SKIP
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from stockpile_client.storage.keyfile import STANDARD, KdfCost, unwrapped, wrapped
from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who may sign along, and since when (aware)."""

    name: str
    since: datetime


def add(
    db: Database, name: str, release_key: bytes, passphrase: str, *, since: datetime, cost: KdfCost = STANDARD
) -> None:
    """Keep the release key (32 bytes) under one more passphrase; ``E_PASSPHRASE_RULE`` for one that is too short."""
    db.execute(
        "INSERT INTO second_person (name, sealed, since) VALUES (?, ?, ?)",
        (name, wrapped(release_key, passphrase, cost=cost), utc_text(since)),
    )


def open_release_key(db: Database, name: str, passphrase: str, *, floor: KdfCost = STANDARD) -> bytes | None:
    """The release key (32 bytes), or None if nobody is called so; ``InputError`` (``E_PASSPHRASE``) for a wrong one."""
    row = db.execute("SELECT sealed FROM second_person WHERE name = ?", (name,)).fetchone()
    return None if row is None else unwrapped(row[0], passphrase, floor=floor)


def remove(db: Database, name: str) -> None:
    """Let that person sign along no more."""
    db.execute("DELETE FROM second_person WHERE name = ?", (name,))


def every(db: Database) -> tuple[SecondPerson, ...]:
    """All of them, by name; none: one person alone may sign."""
    rows = db.execute("SELECT name, since FROM second_person ORDER BY name")
    return tuple(SecondPerson(name, read_utc(since)) for name, since in rows)
