"""What every use case needs: the open profile, the catalogue, the markings, who is at the desk, and the time.

One context belongs to one open profile and to the one thread that mutates; other threads read through
:meth:`Context.reader`. Nothing below the services looks at a clock: the context is where time comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import StockpileError
from stockpile_client.core.markings import MarkingScheme
from stockpile_client.services.second_seat import SecondSeat
from stockpile_client.storage import audit, audit_mark
from stockpile_client.storage.connection import Database
from stockpile_client.storage.profile_folder import Profile

Clock = Callable[[], datetime]

QUARANTINE = "quarantine"
"""The folder inside a profile's folder where copies of arriving files wait."""


def system_clock() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OwnAgency:
    """The agency whose profile this is. ``id`` is 26 characters of base32, ``country`` ISO 3166-1 alpha-2."""

    id: str
    name: str
    short_name: str
    country: str


@dataclass(slots=True)
class Context:
    """Handed to every service function; see the module."""

    profile: Profile
    catalogue: Catalogue
    scheme: MarkingScheme
    agency: OwnAgency
    actor: str
    clock: Clock
    db: Database
    second: SecondSeat = field(default_factory=SecondSeat)

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The present day, in UTC."""
        return self.now().date()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One all-or-nothing change of the database."""
        with self.profile.transaction():
            yield

    @contextmanager
    def steady(self) -> Iterator[None]:
        """One state of the database for everything that the block reads, whatever is written meanwhile.

        For a reader's connection; what stands still too long keeps the write-ahead log from being taken in.
        """
        self.db.conn.execute("BEGIN")
        try:
            yield
        finally:
            self.db.conn.execute("ROLLBACK")

    def record(self, event: str, subject: str = "", detail: Mapping[str, object] | None = None) -> None:
        """Write an audit entry; call it inside the transaction of what it records."""
        audit.append(self.db, at=self.now(), actor=self.actor, event=event, subject=subject, detail=detail)

    @property
    def quarantine(self) -> Path:
        """Where copies of arriving files wait while they are looked at: ciphertext, inside the profile's folder."""
        return self.profile.folder.path / QUARANTINE

    def reader(self) -> AbstractContextManager[Context]:
        """The same context for another thread, on a read-only connection of its own for the length of the block."""
        return self._reader()

    @contextmanager
    def _reader(self) -> Iterator[Context]:
        with self.profile.reader() as db:
            yield replace(self, db=db)

    def close(self) -> None:
        """Remember how far the audit log has come, close the profile and let another program open it."""
        self.second.leave()
        with suppress(StockpileError):  # a folder that became read-only, or a damaged page, is no reason to stay open
            audit_mark.leave(self.profile.folder.path, self.db)
        self.profile.close()
