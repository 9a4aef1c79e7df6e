"""Releases on their way to being signed: what is to leave, and every step that a person took.

>>> add(db, StoredCase(id, digest, recipe, four_eyes=True))
>>> add_step(db, id, Step.PREPARE, actor="a.rossi", at=now)
>>> steps(db, id)[-1].step
<Step.PREPARE: 'prepare'>
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from stockpile_client.disclosure.approval import Step
from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A release that was prepared: the digest of its plan, and the JSON by which the plan can be made again."""

    id: str
    digest: str
    recipe: str
    four_eyes: bool


@dataclass(frozen=True, slots=True)
class StoredStep:
    """Who did what with a release, when, and what the person noted."""

    step: Step
    actor: str
    at: datetime
    note: str


_SELECT = "SELECT id, digest, recipe, four_eyes FROM release_case"


def add(db: Database, case: StoredCase) -> None:
    """Keep a prepared release."""
    db.execute(
        "INSERT INTO release_case (id, digest, recipe, four_eyes) VALUES (?, ?, ?, ?)",
        (case.id, case.digest, case.recipe, case.four_eyes),
    )


def add_step(db: Database, case: str, step: Step, *, actor: str, at: datetime, note: str = "") -> None:
    """Note a step; the table refuses one that was taken already."""
    db.execute(
        "INSERT INTO release_step (release_case, step, actor, at, note) VALUES (?, ?, ?, ?, ?)",
        (case, step.value, actor, utc_text(at), note),
    )


def get(db: Database, case: str) -> StoredCase | None:
    """The release of that id."""
    row = db.execute(f"{_SELECT} WHERE id = ?", (case,)).fetchone()
    return StoredCase(row[0], row[1], row[2], bool(row[3])) if row else None


def every(db: Database) -> list[StoredCase]:
    """All releases, the one prepared last first."""
    return [StoredCase(row[0], row[1], row[2], bool(row[3])) for row in db.execute(f"{_SELECT} ORDER BY rowid DESC")]


def steps(db: Database, case: str) -> list[StoredStep]:
    """The steps of a release, in order."""
    query = "SELECT step, actor, at, note FROM release_step WHERE release_case = ? ORDER BY row"
    return [StoredStep(Step(row[0]), row[1], read_utc(row[2]), row[3]) for row in db.execute(query, (case,))]
