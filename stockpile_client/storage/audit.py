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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stockpile_client.storage.times import utc_text

_BEGINNING = "0" * 64
_COLUMNS = "seq, at, actor, event, subject, detail, prev_hash, hash"


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


def verify(db: Database) -> int | None:
    """The number of the first entry that is not what was written, or ``None`` if the chain holds."""
    expected = AuditHead(0, _BEGINNING)
    for entry in entries(db):
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
