"""Channels: the numbered stream of bundles from one sender to one audience (BUNDLE.md section 6). No I/O, no clock.

A :class:`ChannelState` is what the receiver knows; :func:`observe` judges one arrival whose signatures were verified
and returns a :class:`Verdict` with the state afterwards. What is not accepted leaves the links as they were.

What an honest sender does
- It numbers 1, 2, 3 … and never uses a number twice; a number may be burnt (reserved, but its file never left).
- Each bundle names in ``prev`` the digest of the one signed before it; the first names 64 zeros.
So some bundles contradict each other: no such history can hold them all. That is a **fork**, in whatever order they
arrive: one number with two digests, the next number with another ``prev``, one where a later one says there was none.

Rules, in this order
- A known digest is *already imported*, also in a blocked channel: importing twice changes nothing.
- A number from ``revoked_from`` on is *revoked*. It comes before the fork rule, so a stolen key cannot block a channel.
- In a blocked channel nothing new is accepted.
- A contradiction is a *fork*: the channel is blocked, both bundles are kept as evidence.
- In a closed channel (another one continues it) no new head is accepted; a gap may still be filled.
- A number more than 1000 above the head is *too far*, unless a person overrides it.
- Otherwise it is accepted: as the *next*; with a *gap*, if numbers are missing before it; or *late*, if it fills one.
  A gap whose numbers were all burnt (``prev`` is the head's digest) misses nothing, so there is nothing to resend.

Example: the head is 3. Number 6 arrives, its ``prev`` unknown: accepted with the gap 4–5, which is offered for a
resend. Number 5 arrives, the very one that 6 names as ``prev``, and itself names 3: accepted late, and 4 is known to be
burnt. Number 4 arrives all the same: fork, because 5 said that it follows 3.

>>> state = ChannelState()
>>> verdict = observe(state, Link(1, b"1" * 32, NO_PREVIOUS))
>>> verdict.kind, verdict.state.head.seq
(<Kind.NEXT: 'next'>, 1)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from stockpile_client.bundle import limits
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.phrases import phrase

NO_PREVIOUS: Final = bytes(32)
"""``prev`` of the first bundle: 64 zeros in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Link:
    """One signed bundle of a channel: number, SHA-256 of its MANIFEST and of the one before (32 bytes each)."""

    seq: int
    digest: bytes
    prev: bytes


ORIGIN: Final = Link(0, NO_PREVIOUS, NO_PREVIOUS)
"""What stands before the first bundle."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Missing numbers, both ends included. ``burnt``: the sender's own signature says that nothing is missing."""

    first: int
    last: int
    burnt: bool


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What is known of a channel. ``links`` are the accepted bundles in order of their numbers.

    ``next_by``: when the next one is due at the latest, from the bundle with the highest number. ``blocked``: a fork
    was seen. ``successor``: the channel (32 hex digits) that continues this one. ``revoked_from``: first number that
    a revocation rejects.
    """

    links: tuple[Link, ...] = ()
    next_by: datetime | None = None
    blocked: bool = False
    successor: str | None = None
    revoked_from: int | None = None

    @property
    def head(self) -> Link:
        """The accepted bundle with the highest number; :data:`ORIGIN` in a new channel."""
        return self.links[-1] if self.links else ORIGIN

    def gaps(self) -> list[Gap]:
        """Missing numbers below the head, in order."""
        return [
            Gap(before.seq + 1, after.seq - 1, burnt=after.prev == before.digest)
            for before, after in pairwise((ORIGIN, *self.links))
            if after.seq > before.seq + 1
        ]

    def is_overdue(self, now: datetime) -> bool:
        """Whether the next bundle should have come. A channel that was closed or revoked owes none."""
        ended = self.successor is not None or self.revoked_from is not None
        return self.next_by is not None and now > self.next_by and not ended

    def closed(self, successor: str) -> ChannelState:
        """The state once another channel was announced as the continuation of this one."""
        return replace(self, successor=successor)

    def revoked(self, from_seq: int) -> ChannelState:
        """The state once a revocation rejects numbers from ``from_seq`` on; an earlier rejection stays."""
        return replace(self, revoked_from=min(from_seq, self.revoked_from or from_seq))


class Kind(StrEnum):
    """How an arrival was judged."""

    NEXT = "next"
    GAP = "gap"
    LATE = "late"
    ALREADY_IMPORTED = "already_imported"
    FORK = "fork"
    BLOCKED = "blocked"
    REVOKED = "revoked"
    CLOSED = "closed"
    TOO_FAR = "too_far"


_ACCEPTED: Final = frozenset({Kind.NEXT, Kind.GAP, Kind.LATE})
_REFUSALS: Final = {
    Kind.FORK: ("E_FORK", ""),
    Kind.BLOCKED: ("E_FORK", phrase("It was blocked before.")),
    Kind.REVOKED: ("E_REVOKED", ""),
    Kind.CLOSED: ("E_REPLAY", phrase("Another channel has taken the place of this one.")),
    Kind.TOO_FAR: ("E_REPLAY", phrase("It is more than {limit} above the last one.", limit=limits.SEQUENCE_JUMP)),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one arrival and the state after it.

    ``gap`` is set for ``Kind.GAP``. ``conflicts`` are the known bundles next to the arrival of a fork: the evidence.
    """

    kind: Kind
    state: ChannelState
    gap: Gap | None = None
    conflicts: tuple[Link, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the bundle may be imported."""
        return self.kind in _ACCEPTED

    @property
    def resend(self) -> range | None:
        """The numbers to ask for again, or nothing."""
        return range(self.gap.first, self.gap.last + 1) if self.gap and not self.gap.burnt else None

    def error(self) -> PartnerFileError | None:
        """The refusal to raise; nothing if the bundle was accepted or is already imported."""
        return refusal(*_REFUSALS[self.kind]) if self.kind in _REFUSALS else None


def observe(
    state: ChannelState, arrival: Link, *, next_by: datetime | None = None, allow_jump: bool = False
) -> Verdict:
    """Judge ``arrival`` by the rules above. ``allow_jump`` is a person's override of the limit of 1000.

    A number below 1 is a bug of the caller, ``ValueError``: the manifest cannot hold one.
    """
    if arrival.seq < 1:
        raise ValueError("numbers start at 1")
    if any(link.digest == arrival.digest for link in state.links):
        return Verdict(Kind.ALREADY_IMPORTED, state)
    if state.revoked_from is not None and arrival.seq >= state.revoked_from:
        return Verdict(Kind.REVOKED, state)
    if state.blocked:
        return Verdict(Kind.BLOCKED, state)
    if not _is_one_history(_inserted(state.links, arrival)):
        return Verdict(Kind.FORK, replace(state, blocked=True), conflicts=_neighbours(state.links, arrival.seq))
    if arrival.seq < state.head.seq:
        return Verdict(Kind.LATE, _with(state, arrival, state.next_by))
    if state.successor is not None:
        return Verdict(Kind.CLOSED, state)
    if arrival.seq - state.head.seq > limits.SEQUENCE_JUMP and not allow_jump:
        return Verdict(Kind.TOO_FAR, state)
    after = _with(state, arrival, next_by)
    if arrival.seq == state.head.seq + 1:
        return Verdict(Kind.NEXT, after)
    return Verdict(Kind.GAP, after, gap=after.gaps()[-1])


def _with(state: ChannelState, arrival: Link, next_by: datetime | None) -> ChannelState:
    return replace(state, links=_inserted(state.links, arrival), next_by=next_by)


def _inserted(links: tuple[Link, ...], arrival: Link) -> tuple[Link, ...]:
    return tuple(sorted((*links, arrival), key=lambda link: link.seq))


def _neighbours(links: tuple[Link, ...], seq: int) -> tuple[Link, ...]:
    """The known bundles with this number; without one, the nearest below and above."""
    same = tuple(link for link in links if link.seq == seq)
    below = [link for link in links if link.seq < seq]
    above = [link for link in links if link.seq > seq]
    return same or tuple(below[-1:] + above[:1])


def _is_one_history(links: tuple[Link, ...]) -> bool:
    """Whether a sender who keeps the rules could have signed all of ``links``, given in order of their numbers.

    Every bundle follows either the known one before it, or one that we have not seen. The unseen one needs a free
    number between the two, is none of those we know, and is followed by one bundle only.
    """
    digests = {ORIGIN.digest, *(link.digest for link in links)}
    unseen: set[bytes] = set()
    for before, link in pairwise((ORIGIN, *links)):
        if link.seq == before.seq:
            return False
        if link.prev == before.digest:
            continue
        if link.prev in digests or link.prev in unseen or link.seq == before.seq + 1:
            return False
        unseen.add(link.prev)
    return True
