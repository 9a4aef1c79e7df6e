"""The audit log: who did what and when, chained by hashes, to look at, to verify and to take along.

>>> table = audit_table(ctx, AuditQuery(actor="a.rossi"))  # doctest: +SKIP
>>> table.rows(0, 50)[0].what  # doctest: +SKIP
'Statement released'
>>> check_audit(ctx).words  # doctest: +SKIP
'The audit log is whole: each of its 1,204 entries is what was written.'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.services.audit_subjects import Subjects
from stockpile_client.services.audit_words import Detail, event_words
from stockpile_client.services.context import Context
from stockpile_client.services.exports import ExportedTable, own_caption, write_table
from stockpile_client.storage import audit, audit_mark
from stockpile_client.storage.audit import AuditEntry, AuditHead
from stockpile_client.storage.times import read_utc, utc_text
from stockpile_client.storage.windows import Filter, Match, Window
from stockpile_client.tables.atomic import replacing
from stockpile_client.tables.writing import Cell

Progress = Callable[[int, int], None]
"""Called with entries done and entries in all; an exception it raises stops the work."""

EXPORT_COLUMNS = (
    "Number", "When (UTC)", "Who", "Event", "What", "About", "Subject", "Detail", "Previous hash", "Hash",
)  # fmt: skip
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries: by events (none named: all), by person, and from a moment to another (aware), all inclusive."""

    events: tuple[str, ...] = ()
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry as people read it, and ``sealed``, what its hash was made of.

    ``what`` happened, ``about`` what; in ``detail`` names stand for ids. ``at`` is ``None`` and ``detail`` empty where
    somebody wrote over them what cannot be read.
    """

    at: datetime | None
    what: str
    about: str
    detail: Detail
    sealed: AuditEntry


class AuditTable:
    """The entries of a query, the latest first; any page of any number of them."""

    def __init__(self, window: Window, subjects: Subjects) -> None:
        self._window = window
        self._subjects = subjects

    def count(self) -> int:
        """How many entries there are."""
        return self._window.count()

    def rows(self, offset: int, limit: int) -> Sequence[AuditRow]:
        """Up to ``limit`` entries from ``offset`` on."""
        return [self._row(*row) for row in self._window.rows(offset, limit)]

    def _row(self, *stored: object) -> AuditRow:
        entry = AuditEntry(*stored)  # type: ignore[arg-type]  # the columns of the window are its fields
        detail = _detail(entry.detail)
        about = self._subjects.words(entry.event, entry.subject, detail)
        named = self._subjects.named(detail)
        return AuditRow(_moment(entry.at), event_words(entry.event), about, named, entry)


@dataclass(frozen=True, slots=True)
class AuditChoices:
    """What the log can be filtered by: the people and the events that are in it."""

    actors: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the log is what was written. ``entries`` were read, the last of them is ``head``.

    ``changed``: the first entry that was changed, inserted or whose predecessor was removed. ``missing``: the first
    entry that was there when the profile was last closed and is not any more: the log was cut, or is of an older copy.
    """

    entries: int
    head: AuditHead
    changed: int | None = None
    missing: int | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.changed is None and self.missing is None

    @property
    def words(self) -> str:
        """The outcome in a sentence."""
        if self.changed is not None:
            return phrase("Entry {n} of the audit log is not what was written.", n=str(self.changed))
        if self.missing is not None:
            return phrase(
                "The audit log ends too early: entry {n} was there when this profile was last closed.",
                n=str(self.missing),
            )
        return phrase("The audit log is whole: each of its {n} entries is what was written.", n=self.entries)

    @property
    def advice(self) -> str:
        """What it means and what to do."""
        if self.changed is not None:
            return phrase(
                "Somebody changed the database, or the disk damaged it. Keep a copy of the profile's folder as it is,"
                " tell your security officer, and compare with a backup."
            )
        if self.missing is not None:
            return phrase(
                "The end of the log was cut off, or the database was replaced by an older copy. Keep a copy of the"
                " profile's folder as it is, and tell your security officer. After a restored backup this is expected."
            )
        return phrase(
            "Nothing was changed, inserted or removed, and the end is where it was when the profile was last closed."
            " Write the last hash down to prove the same to somebody else later."
        )


def list_audit(ctx: Context, *, after: int = 0, limit: int = -1) -> list[AuditEntry]:
    """Entries in order, from number ``after + 1`` on."""
    return list(audit.entries(ctx.db, after=after, limit=limit))


def audit_table(ctx: Context, query: AuditQuery | None = None) -> AuditTable:
    """The entries that a query asks for, the latest first."""
    window = Window(ctx.db, audit.AUDIT, descending=True, filters=_filters(query or AuditQuery()))
    return AuditTable(window, Subjects(ctx))


def audit_choices(ctx: Context) -> AuditChoices:
    """Who and what the log can be filtered by, in alphabetical order."""
    return AuditChoices(audit.actors(ctx.db), audit.events(ctx.db))


def verify_audit(ctx: Context) -> int | None:
    """The number of the first entry that is not what was written, or is missing at the end; ``None`` if none is."""
    verdict = check_audit(ctx)
    return verdict.missing if verdict.changed is None else verdict.changed


def check_audit(ctx: Context, progress: Progress | None = None) -> AuditVerdict:
    """Read the log from the first entry to the last, and compare its end with the mark beside the database."""
    head = audit.head(ctx.db)

    def report(seq: int) -> None:
        if progress is not None:
            progress(min(seq, head.seq), head.seq)

    changed = audit.verify(ctx.db, report)
    missing = audit_mark.first_missing(ctx.profile.folder.path, ctx.db) if changed is None else None
    return AuditVerdict(head.seq, head, changed, missing)


def audit_head(ctx: Context) -> AuditHead:
    """The last entry, which stands for the whole log: write it down to be able to prove later that none was cut off."""
    return audit.head(ctx.db)


def export_audit(ctx: Context, query: AuditQuery, target: Path, *, progress: Progress | None = None) -> ExportedTable:
    """Write the entries of a query, the latest first; ``.csv``, ``.xlsx`` or ``.json`` by the ending of ``target``.

    JSON is ``{"marking": …, "entries": [entry]}`` and holds every field of an entry as it was sealed: ``hash`` is the
    SHA-256 of a JSON array of the seven before it. Raises
    ``InputError`` (``E_FORMAT``) for another ending, and ``MachineError`` if the file cannot be written.
    """
    rows = _reported(audit_table(ctx, query), progress)
    match target.suffix.casefold():
        case ".json":
            return _write_json(target, rows, own_caption(ctx).marking)
        case ".csv" | ".xlsx":
            return write_table(target, EXPORT_COLUMNS, map(_cells, rows), own_caption(ctx))
    raise InputError(
        "E_FORMAT",
        phrase("The audit log is written as .csv, .xlsx or .json."),
        hint=phrase("Choose one of these endings."),
    )


def _reported(table: AuditTable, progress: Progress | None) -> Iterator[AuditRow]:
    total = table.count()
    for start in range(0, total, _PAGE):
        yield from table.rows(start, _PAGE)
        if progress is not None:
            progress(min(start + _PAGE, total), total)


def _cells(row: AuditRow) -> list[Cell]:
    entry = row.sealed
    return [
        entry.seq, entry.at, entry.actor, entry.event, str(row.what), str(row.about), entry.subject, entry.detail,
        entry.prev_hash, entry.hash,
    ]  # fmt: skip


def _write_json(target: Path, rows: Iterator[AuditRow], marking: str) -> ExportedTable:
    count = 0
    with replacing(target) as part, part.open("wb") as stream:
        stream.write(b'{"marking":' + msgspec.json.encode(marking) + b',"entries":[')
        for count, row in enumerate(rows, start=1):
            stream.write((b",\n" if count > 1 else b"\n") + msgspec.json.encode(row.sealed))
        stream.write(b"\n]}\n")
    return ExportedTable(target, count)


def _moment(text: str) -> datetime | None:
    try:
        return read_utc(text)
    except ValueError:
        return None


def _detail(text: str) -> Detail:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except msgspec.DecodeError:
        return {}


def _filters(query: AuditQuery) -> tuple[Filter, ...]:
    wanted: list[Filter] = []
    if query.events:
        wanted.append(Filter("event", Match.ONE_OF, query.events))
    if query.actor:
        wanted.append(Filter("actor", Match.EQUALS, query.actor))
    if query.since is not None:
        wanted.append(Filter("at", Match.AT_LEAST, utc_text(query.since)))
    if query.until is not None:
        wanted.append(Filter("at", Match.AT_MOST, utc_text(query.until)))
    return tuple(wanted)
