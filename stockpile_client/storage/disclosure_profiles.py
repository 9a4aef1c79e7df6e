"""Disclosure profiles, every version of them: a statement names the digest of the one that made it.

>>> save(db, profile, at=now)
3
>>> latest(db)["Summary for Japan"].rounding
500000000000
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """One version of a profile and when it was saved; without a profile: it was retired then."""

    version: int
    at: datetime
    profile: Profile | None


def save(db: Database, profile: Profile, *, at: datetime) -> int:
    """Keep a profile and return the number of its version; saving the latest version again changes nothing."""
    query = "SELECT version, digest FROM disclosure_profile WHERE name = ? ORDER BY version DESC LIMIT 1"
    version, digest = db.execute(query, (profile.name,)).fetchone() or (0, "")
    if digest == profile.digest:
        return int(version)
    version += 1
    db.execute(
        "INSERT INTO disclosure_profile (digest, name, version, content, at) VALUES (?, ?, ?, ?, ?)",
        (profile.digest, profile.name, version, profile.canonical().decode("utf-8"), utc_text(at)),
    )
    return int(version)


def retire(db: Database, name: str, *, at: datetime) -> None:
    """Let a profile no longer be among the latest; its versions stay. A version without content says so."""
    db.execute(
        "INSERT INTO disclosure_profile (digest, name, version, content, at)"
        " SELECT '', name, max(version) + 1, '', ?2 FROM disclosure_profile WHERE name = ?1 GROUP BY name",
        (name, utc_text(at)),
    )


def latest(db: Database) -> dict[str, Profile]:
    """The latest version of every profile that is in use, by name."""
    query = "SELECT name, content, max(version) FROM disclosure_profile GROUP BY name ORDER BY name"
    return {row[0]: profile_from_json(row[1]) for row in db.execute(query) if row[1]}


def versions(db: Database, name: str) -> list[ProfileVersion]:
    """Every version of a profile, the first one first."""
    query = "SELECT version, at, content FROM disclosure_profile WHERE name = ? ORDER BY version"
    return [
        ProfileVersion(row[0], read_utc(row[1]), profile_from_json(row[2]) if row[2] else None)
        for row in db.execute(query, (name,))
    ]


def of_digest(db: Database, digest: str) -> Profile | None:
    """The rules that have that digest."""
    row = db.execute("SELECT content FROM disclosure_profile WHERE digest = ? LIMIT 1", (digest,)).fetchone()
    return profile_from_json(row[0]) if row else None
