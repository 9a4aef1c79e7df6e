"""The audit log: who did what and when, each entry sealed by the hash of the one before.

An edited, inserted or removed entry breaks the chain at that place. A log whose *end* was cut off is whole in itself;
that is why the head is carried out of the machine (in manifests and backups) and compared by :func:`contains`.

>>> append(db, at=now, actor="a.rossi", event="lot_created", subject=lot.id, detail={"number": "T-17"})
AuditHead(seq=1, hash='…')
>>> verify(db) is None
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stockpile_client.storage.times import utc_text
from stockpile_client.storage.windows import Source

AUDIT = Source(
    "audit",
    ("seq", "at", "actor", "event", "subject", "detail", "prev_hash", "hash"),
    {"seq": ("seq",)},
)
"""For :class:`~stockpile_client.storage.windows.Window`: the entries by number, which is the order of time."""

_BEGINNING = "0" * 64
_COLUMNS = ", ".join(AUDIT.columns)
_REPORT_EVERY = 2000  # entries between two reports: some hundredths of a second


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last entry: its number, and the SHA-256 (hex) that stands for the whole log."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry; ``at`` ISO text in UTC, ``detail`` JSON text, hashes lower-case hex."""

    seq: int
    at: str
    actor: str
    event: str
    subject: str
    detail: str
    prev_hash: str
    hash: str

    def expected_hash(self) -> str:
        """SHA-256 over a JSON array of everything else: an unambiguous encoding, unlike joined text."""
        fields = [self.seq, self.at, self.actor, self.event, self.subject, self.detail, self.prev_hash]
        return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()


def append(
    db: Database, *, at: datetime, actor: str, event: str, subject: str = "", detail: Mapping[str, object] | None = None
) -> AuditHead:
    """Add an entry, inside the transaction of what it records, and return the new head."""
    last = head(db)
    unsealed = AuditEntry(
        seq=last.seq + 1,
        at=utc_text(at),
        actor=actor,
        event=event,
        subject=subject,
        detail=msgspec.json.encode(detail or {}, order="sorted").decode("utf-8"),
        prev_hash=last.hash,
        hash="",
    )
    sealed = unsealed.expected_hash()
    db.table("audit").insert(
        {name: getattr(unsealed, name) for name in AuditEntry.__dataclass_fields__ if name != "hash"} | {"hash": sealed}
    )
    return AuditHead(unsealed.seq, sealed)


def head(db: Database) -> AuditHead:
    """The last entry, or number 0 and 64 zeros for an empty log."""
    row = db.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return AuditHead(*row) if row else AuditHead(0, _BEGINNING)


def entries(db: Database, *, after: int = 0, limit: int = -1) -> Iterator[AuditEntry]:
    """Entries in order, from number ``after + 1`` on; ``limit`` −1 gives all."""
    query = f"SELECT {_COLUMNS} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - names of ours only
    for row in db.execute(query, (after, limit)):
        yield AuditEntry(*row)


def actors(db: Database) -> tuple[str, ...]:
    """Everybody who is named in the log, in alphabetical order."""
    return tuple(row[0] for row in db.execute("SELECT DISTINCT actor FROM audit ORDER BY actor"))


def events(db: Database) -> tuple[str, ...]:
    """Every event that is in the log, in alphabetical order."""
    return tuple(row[0] for row in db.execute("SELECT DISTINCT event FROM audit ORDER BY event"))


def verify(db: Database, report: Callable[[int], None] | None = None) -> int | None:
    """The number of the first entry that is not what was written, or ``None`` if the chain holds.

    ``report`` is called with the number of an entry now and then; what it raises stops the work.
    """
    expected = AuditHead(0, _BEGINNING)
    for entry in entries(db):
        if report is not None and entry.seq % _REPORT_EVERY == 0:
            report(entry.seq)
        if entry.seq != expected.seq + 1:
            return expected.seq + 1
        if entry.prev_hash != expected.hash or entry.hash != entry.expected_hash():
            return entry.seq
        expected = AuditHead(entry.seq, entry.hash)
    return None


def contains(db: Database, known: AuditHead) -> bool:
    """Whether a head that was seen earlier is still part of this log: ``False`` means that it was cut or replaced."""
    if known == AuditHead(0, _BEGINNING):
        return True
    row = db.execute("SELECT hash FROM audit WHERE seq = ?", (known.seq,)).fetchone()
    return row is not None and row[0] == known.hash
