"""The seat beside the desk: who signs along, for a few minutes, and the release key that this person brought.

It belongs to an open profile and to all copies of its context. Nothing of it is written anywhere; it is empty again
when the time is over, when the person leaves, and when the profile is closed.

>>> seat = SecondSeat()
>>> seat.take("B. Verdi", bytes(32), until=noon + SIGNS_ALONG)
>>> seat.who(noon), seat.who(noon + SIGNS_ALONG)
('B. Verdi', '')
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SIGNS_ALONG = timedelta(minutes=5)
"""How long a second person signs along after typing the passphrase: one release with its questions, no afternoon."""


@dataclass(slots=True)
class SecondSeat:
    """See the module. Times are aware, in UTC."""

    _name: str = ""
    _key: bytes | None = field(default=None, repr=False)
    _until: datetime | None = None

    def take(self, name: str, release_key: bytes, *, until: datetime) -> None:
        """Sit down: ``release_key`` is 32 secret bytes."""
        self._name, self._key, self._until = name, release_key, until

    def leave(self) -> None:
        """Stand up, and take the key along."""
        self._name, self._key, self._until = "", None, None

    def release_key(self, now: datetime) -> bytes | None:
        """The release key, or None if nobody sits here any more."""
        if self._until is not None and now >= self._until:
            self.leave()
        return self._key

    def who(self, now: datetime) -> str:
        """Who signs along, or nothing."""
        return self._name if self.release_key(now) is not None else ""

    def until(self, now: datetime) -> datetime | None:
        """When the time of whoever sits here is over."""
        return self._until if self.release_key(now) is not None else None
