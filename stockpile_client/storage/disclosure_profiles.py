"""Disclosure profiles, every version of them: a statement names the digest of the one that made it.

>>> save(db, profile, at=now)
3
>>> latest(db)["Summary for Japan"].rounding
500000000000
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.storage.times import utc_text


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


def latest(db: Database) -> dict[str, Profile]:
    """The latest version of every profile, by name."""
    query = "SELECT name, content, max(version) FROM disclosure_profile GROUP BY name ORDER BY name"
    return {row[0]: profile_from_json(row[1]) for row in db.execute(query)}


def of_digest(db: Database, digest: str) -> Profile | None:
    """The rules that have that digest."""
    row = db.execute("SELECT content FROM disclosure_profile WHERE digest = ? LIMIT 1", (digest,)).fetchone()
    return profile_from_json(row[0]) if row else None
