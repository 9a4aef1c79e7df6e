"""Channels, in and out: how far each has come. The rules of acceptance are BUNDLE.md section 6, and not here.

Sending reserves a number first and writes the file after: a lost file burns its number, which is never used again.

>>> reserve(db, channel.id)
Reservation(seq=4, prev='9f86…')
>>> advance(db, channel.id, seq=4, digest=digest, next_by=None)
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlite_utils import Database

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.times import read_utc, utc_text

NO_PREVIOUS = "0" * 64


class Direction(StrEnum):
    """Whether we send or receive."""

    IN = "in"
    OUT = "out"


class ChannelState(StrEnum):
    """How it stands. ``gap``: a number is missing; ``blocked``: a fork was seen; ``closed``: another one follows."""

    OPEN = "open"
    GAP = "gap"
    BLOCKED = "blocked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Channel:
    """A numbered stream of bundles from one sender to one fixed audience (agency ids, sorted)."""

    id: str
    direction: Direction
    sender: str
    audience: tuple[str, ...]
    reserved_seq: int = 0
    head_seq: int = 0
    head_digest: str = NO_PREVIOUS
    acknowledged_seq: int = 0
    state: ChannelState = ChannelState.OPEN
    next_by: datetime | None = None
    succeeds: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reservation:
    """A number that is ours to use, and the digest of the MANIFEST that went out before."""

    seq: int
    prev: str


_NAMES = (
    "id, direction, sender, audience, reserved_seq, head_seq, head_digest, acknowledged_seq, state, next_by,"
    " succeeds, note"
)
_SELECT = f"SELECT {_NAMES} FROM channel"  # noqa: S608 - names of ours only
_INSERT = f"INSERT INTO channel ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - as above


def add(db: Database, channel: Channel) -> None:
    """Begin a channel."""
    db.execute(
        _INSERT,
        (
            channel.id,
            channel.direction.value,
            channel.sender,
            _audience(channel.audience),
            channel.reserved_seq,
            channel.head_seq,
            channel.head_digest,
            channel.acknowledged_seq,
            channel.state.value,
            _moment(channel.next_by),
            channel.succeeds,
            channel.note,
        ),
    )


def get(db: Database, channel_id: str) -> Channel | None:
    """The channel of that id."""
    row = db.execute(f"{_SELECT} WHERE id = ?", (channel_id,)).fetchone()
    return _channel(row) if row else None


def every(db: Database) -> list[Channel]:
    """All channels, in the order in which they began."""
    return [_channel(row) for row in db.execute(f"{_SELECT} ORDER BY rowid")]


def outgoing(db: Database, audience: tuple[str, ...]) -> Channel | None:
    """Our channel to exactly this audience that is not closed."""
    query = f"{_SELECT} WHERE direction = 'out' AND state <> 'closed' AND audience = ? ORDER BY rowid DESC LIMIT 1"
    row = db.execute(query, (_audience(audience),)).fetchone()
    return _channel(row) if row else None


def continue_with_new(db: Database, closed: Channel) -> Channel:
    """Begin the channel that takes the place of a closed one of ours, for the same audience."""
    channel = Channel(uuid.uuid4().hex, Direction.OUT, closed.sender, closed.audience, succeeds=closed.id)
    add(db, channel)
    return channel


def reserve(db: Database, channel_id: str) -> Reservation:
    """Take the next number of an outgoing channel, in a transaction that ends before the file is written."""
    row = db.execute(
        "UPDATE channel SET reserved_seq = reserved_seq + 1 WHERE id = ? AND direction = 'out'"
        " RETURNING reserved_seq, head_digest",
        (channel_id,),
    ).fetchone()
    if row is None:
        raise _missing()
    return Reservation(*row)


def advance(db: Database, channel_id: str, *, seq: int, digest: str, next_by: datetime | None) -> None:
    """Move the head to the bundle that was written or accepted; it never moves back (``E_CHANNEL_HEAD``)."""
    changed = db.execute(
        "UPDATE channel SET head_seq = ?1, head_digest = ?2, next_by = ?3, reserved_seq = max(reserved_seq, ?1)"
        " WHERE id = ?4 AND head_seq < ?1",
        (seq, digest, _moment(next_by), channel_id),
    ).rowcount
    if changed != 1:
        raise InternalError("E_CHANNEL_HEAD", phrase("The head of a channel would have moved back."))


def acknowledge(db: Database, channel_id: str, seq: int) -> None:
    """Note that a receipt came back for ``seq``."""
    _change(db, "UPDATE channel SET acknowledged_seq = max(acknowledged_seq, ?) WHERE id = ?", seq, channel_id)


def set_state(db: Database, channel_id: str, state: ChannelState, *, note: str) -> None:
    """Change how the channel stands, and say why."""
    _change(db, "UPDATE channel SET state = ?, note = ? WHERE id = ?", state.value, note, channel_id)


def _change(db: Database, query: str, *parameters: str | int) -> None:
    if db.execute(query, parameters).rowcount != 1:
        raise _missing()


def _missing() -> InternalError:
    return InternalError("E_NO_CHANNEL", phrase("The channel is not there."))


def _audience(agencies: tuple[str, ...]) -> str:
    return msgspec.json.encode(sorted(agencies)).decode("utf-8")


def _moment(moment: datetime | None) -> str | None:
    return utc_text(moment) if moment else None


def _channel(row: tuple[Any, ...]) -> Channel:
    return Channel(
        id=row[0],
        direction=Direction(row[1]),
        sender=row[2],
        audience=msgspec.json.decode(row[3], type=tuple[str, ...]),
        reserved_seq=row[4],
        head_seq=row[5],
        head_digest=row[6],
        acknowledged_seq=row[7],
        state=ChannelState(row[8]),
        next_by=read_utc(row[9]) if row[9] else None,
        succeeds=row[10],
        note=row[11],
    )
