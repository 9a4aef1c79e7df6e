"""Every bundle that was written or accepted, rejected or kept as evidence: its manifest as stored, and how it stands.

Only the state changes; the table refuses a change of anything else. Two bundles may have the same number in a
channel: that is a fork, and both are kept.

>>> set_state(db, digest, BundleState.ACKNOWLEDGED, at=now)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.channels import Direction
from stockpile_client.storage.times import read_utc, utc_text


class BundleState(StrEnum):
    """Sent: written, acknowledged, rejected. Received: accepted, rejected, evidence (of a fork). Both: withdrawn."""

    WRITTEN = "written"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EVIDENCE = "evidence"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """One bundle; ``digest`` is the SHA-256 (hex) of ``manifest``, ``id`` and ``reply_to`` are bundle ids."""

    digest: str
    id: str
    direction: Direction
    kind: str
    sender: str
    channel: str
    seq: int
    created: datetime
    recorded: datetime
    marking: str
    file_name: str
    manifest: bytes
    reply_to: str | None
    state: BundleState
    state_at: datetime
    reason: str = ""


_NAMES = (
    "digest, id, direction, kind, sender, channel, seq, created, recorded, marking, file_name, manifest, reply_to,"
    " state, state_at, reason"
)
_SELECT = f"SELECT {_NAMES} FROM bundle"  # noqa: S608 - names of ours only
_INSERT = f"INSERT INTO bundle ({_NAMES}) VALUES (?{', ?' * _NAMES.count(',')})"  # noqa: S608 - as above


def add(db: Database, bundle: StoredBundle) -> None:
    """Keep a bundle; a digest that is there already is a bug, for :func:`get` is asked first."""
    db.execute(
        _INSERT,
        (
            bundle.digest,
            bundle.id,
            bundle.direction.value,
            bundle.kind,
            bundle.sender,
            bundle.channel,
            bundle.seq,
            utc_text(bundle.created),
            utc_text(bundle.recorded),
            bundle.marking,
            bundle.file_name,
            bundle.manifest,
            bundle.reply_to,
            bundle.state.value,
            utc_text(bundle.state_at),
            bundle.reason,
        ),
    )


def get(db: Database, digest: str) -> StoredBundle | None:
    """The bundle whose MANIFEST has that digest."""
    row = db.execute(f"{_SELECT} WHERE digest = ?", (digest,)).fetchone()
    return _bundle(row) if row else None


def of_id(db: Database, bundle_id: str) -> list[StoredBundle]:
    """The bundles that call themselves by that id; more than one only where a sender misbehaves."""
    return [_bundle(row) for row in db.execute(f"{_SELECT} WHERE id = ? ORDER BY rowid", (bundle_id,))]


def replies_to(db: Database, bundle_id: str) -> list[StoredBundle]:
    """The bundles that answer the one of that id, in the order in which they came about."""
    return [_bundle(row) for row in db.execute(f"{_SELECT} WHERE reply_to = ? ORDER BY rowid", (bundle_id,))]


def at(db: Database, channel: str, seq: int) -> list[StoredBundle]:
    """The bundles of that number in a channel: two are a fork."""
    query = f"{_SELECT} WHERE channel = ? AND seq = ? ORDER BY rowid"
    return [_bundle(row) for row in db.execute(query, (channel, seq))]


def of_channel(db: Database, channel: str) -> list[StoredBundle]:
    """The bundles of a channel in order of their numbers."""
    return [_bundle(row) for row in db.execute(f"{_SELECT} WHERE channel = ? ORDER BY seq, rowid", (channel,))]


def latest(db: Database, direction: Direction, states: Sequence[BundleState]) -> StoredBundle | None:
    """The bundle that last came into one of these states."""
    marks = ", ".join("?" * len(states))
    row = db.execute(
        f"{_SELECT} WHERE direction = ? AND state IN ({marks}) ORDER BY state_at DESC, rowid DESC LIMIT 1",
        (direction.value, *(state.value for state in states)),
    ).fetchone()
    return _bundle(row) if row else None


def newest_verified(db: Database) -> datetime | None:
    """The newest time that a verified bundle of a partner named: no clock of ours may be behind it.

    One that came in by an override, dated more than a day ahead of our clock, is no witness: it would set the floor
    ahead of every honest clock.
    """
    row = db.execute(
        "SELECT max(created) FROM bundle WHERE direction = 'in' AND state <> 'evidence'"
        " AND julianday(created) <= julianday(recorded) + 1"
    ).fetchone()
    return read_utc(row[0]) if row[0] else None


def every(db: Database) -> list[StoredBundle]:
    """All bundles, the one recorded last first."""
    return [_bundle(row) for row in db.execute(f"{_SELECT} ORDER BY recorded DESC, rowid DESC")]


def set_state(db: Database, digest: str, state: BundleState, *, at: datetime, reason: str = "") -> None:
    """Note what became of a bundle."""
    query = "UPDATE bundle SET state = ?, state_at = ?, reason = ? WHERE digest = ?"
    if db.execute(query, (state.value, utc_text(at), reason, digest)).rowcount != 1:
        raise InternalError("E_NO_BUNDLE", phrase("The bundle is not there."))


def _bundle(row: tuple[Any, ...]) -> StoredBundle:
    return StoredBundle(
        digest=row[0],
        id=row[1],
        direction=Direction(row[2]),
        kind=row[3],
        sender=row[4],
        channel=row[5],
        seq=row[6],
        created=read_utc(row[7]),
        recorded=read_utc(row[8]),
        marking=row[9],
        file_name=row[10],
        manifest=row[11],
        reply_to=row[12],
        state=BundleState(row[13]),
        state_at=read_utc(row[14]),
        reason=row[15],
    )
