"""A copy of a profile that is known to open, and the way back.

A backup is a folder like a profile: the database as of one moment (SQLite's backup interface, encrypted page by page
under the same key and a fresh salt) and the key file. It is written under another name, flushed, opened, checked from
the first page to the last, compared with its original, and only then given its name.

>>> report = backup(profile, Path("/media/stick/backup-2026-06-30"), now=now)  # doctest: +SKIP
>>> report.counts["lot"]  # doctest: +SKIP
1204

:func:`examine` looks into a backup without a trace and compares it with the profiles of this machine, :func:`restore`
makes a new profile out of it.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from stockpile_client.core.errors import MachineError, StockpileError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage import audit, identity, keyfile
from stockpile_client.storage.audit import AuditHead
from stockpile_client.storage.connection import check_integrity, keyed_connection, open_database, open_kept
from stockpile_client.storage.durable import machine_errors, sha256_of, sync_file, sync_folder
from stockpile_client.storage.failures import damaged, database_errors
from stockpile_client.storage.keyfile import STANDARD, KdfCost
from stockpile_client.storage.migrations import refuse_newer
from stockpile_client.storage.profile_folder import Profile, ProfileFolder
from stockpile_client.storage.times import read_utc

_PAGES_PER_STEP = 4096  # 16 MiB between two reports of progress

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all; an exception it raises cancels the backup."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written and checked: ``bytes`` and ``sha256`` of the database file, rows per table, the audit head."""

    path: Path
    bytes: int
    sha256: str
    counts: dict[str, int]
    audit_head: AuditHead
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows per table, and the last entry of the audit log."""

    counts: dict[str, int]
    head: AuditHead


@dataclass(frozen=True, slots=True)
class WentOn:
    """A profile of the same key. ``continues``: its audit log goes on from the backup's end; else it is another past.

    ``events``: what was recorded since, in order; ``until``: when the last of it was, ``None`` for nothing.
    """

    folder: Path
    continues: bool
    events: tuple[str, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What a backup is, proved by opening it. ``until``: when its last entry was recorded."""

    path: Path
    bytes: int
    contents: Contents
    until: datetime
    agency_id: str
    agency_name: str
    short_name: str
    went_on: tuple[WentOn, ...]


def backup(profile: Profile, target: Path, *, now: datetime, progress: Progress | None = None) -> BackupReport:
    """Copy the profile into the new folder ``target`` and prove that the copy opens.

    Work may go on meanwhile: the copy is of the moment at which it began. Raises :class:`MachineError`:
    ``E_BACKUP_PLACE`` (the folder around ``target`` is missing: a stick that is not there must not become a folder),
    ``E_TARGET_EXISTS``, ``E_DISK_FULL``, ``E_FILE``, ``E_DATABASE_DAMAGED``, ``E_BACKUP_DIFFERS``; nothing is left
    behind then.
    """
    if not target.parent.is_dir():
        raise MachineError(
            "E_BACKUP_PLACE",
            phrase("The place for backups is not there: {folder}.", folder=str(target.parent)),
            hint=phrase("Connect the medium, or choose another folder."),
        )
    with _new_folder(target) as staging:
        with profile.reader() as source, _snapshot(source):
            expected = _contents(source)
            _copy_pages(source, staging.database, profile.key, progress)
        _copy_file(profile.folder.key_file, staging.key_file)
        found = _proved(staging.database, profile.key)
        if found != expected:
            raise MachineError(
                "E_BACKUP_DIFFERS",
                phrase("The copy does not hold what the original holds."),
                hint=phrase("Try again on another medium."),
            )
        return _report(staging, target, found, now)


def examine(
    source: Path,
    passphrase: str,
    *,
    floor: KdfCost = STANDARD,
    profiles: Iterable[Path] = (),
    progress: Callable[[], None] = lambda: None,
) -> Examined:
    """Open a backup, read it from the first page to the last and say what it is; nothing is written anywhere.

    ``profiles`` are folders of profiles: those that the same key opens are the work that went on, or the same work.
    ``progress`` is called between the steps and may raise. Raises ``E_BACKUP_MISSING``, ``E_BACKUP_OPEN``,
    ``E_PASSPHRASE``, ``E_DATABASE_DAMAGED``, ``E_SCHEMA_NEWER``.
    """
    kept, key = _unlocked(source, passphrase, floor)
    progress()
    db = open_kept(kept.database, key)
    try:
        _prove(db)
        progress()
        refuse_newer(db)
        last = next(audit.entries(db, after=audit.head(db).seq - 1), None)
        if last is None:
            raise damaged("its audit log is empty")
        agency, contents = identity.current(db), _contents(db)
    finally:
        db.close()
    going_on = [_went_on(ProfileFolder(folder), key, contents.head) for folder in profiles if folder != source]
    return Examined(
        source, kept.database.stat().st_size, contents, read_utc(last.at), agency.agency, agency.name,
        agency.short_name, tuple(one for one in going_on if one is not None),
    )  # fmt: skip


def restore(source: Path, target: Path, passphrase: str, *, now: datetime, floor: KdfCost = STANDARD) -> BackupReport:
    """Make the new folder ``target`` a profile again out of the backup in ``source``; the backup is only read.

    ``passphrase`` is the one that was in force when the backup was made. Raises what :func:`examine` and
    :func:`backup` raise.
    """
    kept, key = _unlocked(source, passphrase, floor)
    with machine_errors(f"making the folder {target.parent.name}"):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _new_folder(target) as staging:
        _copy_file(kept.database, staging.database)
        _copy_file(kept.key_file, staging.key_file)
        return _report(staging, target, _proved(staging.database, key), now)


def _unlocked(source: Path, passphrase: str, floor: KdfCost) -> tuple[ProfileFolder, bytes]:
    kept = ProfileFolder(source)
    if not kept.is_profile():
        raise MachineError(
            "E_BACKUP_MISSING",
            phrase("The folder '{name}' holds no backup.", name=source.name),
            hint=phrase("A backup is a folder with stockpile.db and stockpile.key.json."),
        )
    log = kept.database.with_name(f"{kept.database.name}-wal")
    if log.exists() and log.stat().st_size:
        raise MachineError(
            "E_BACKUP_OPEN",
            phrase(
                "This is a profile that is open, or was not closed properly: part of it is not yet in its database."
            ),
            hint=phrase("Open it once and close it again, or choose a backup."),
        )
    return kept, keyfile.unlock(kept.key_file, passphrase, floor=floor)


def _went_on(folder: ProfileFolder, key: bytes, known: AuditHead) -> WentOn | None:
    """How far a profile is beyond a backup of it; ``None`` for one of another key, or one that cannot be read."""
    with suppress(StockpileError):
        db = open_database(folder.database, key, read_only=True)
        try:
            with database_errors():
                later = list(audit.entries(db, after=known.seq)) if audit.contains(db, known) else []
                events = tuple(entry.event for entry in later)
                until = read_utc(later[-1].at) if later else None
                return WentOn(folder.path, audit.contains(db, known), events, until)
        finally:
            db.close()
    return None


@contextmanager
def _new_folder(target: Path) -> Iterator[ProfileFolder]:
    """A folder under another name, which gets the name ``target`` at the end of the block, or vanishes."""
    if target.exists():
        raise MachineError(
            "E_TARGET_EXISTS",
            phrase("There is something called '{name}' there already.", name=target.name),
            hint=phrase("Choose a new name: an older backup is never overwritten."),
        )
    staging = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    with machine_errors(phrase("writing the folder {name}", name=target.name)):
        staging.mkdir(mode=0o700, parents=True)
        try:
            yield ProfileFolder(staging)
            sync_folder(staging)
            staging.rename(target)
            sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise


@contextmanager
def _snapshot(db: Database) -> Iterator[None]:
    """Every read in the block sees the same commit."""
    with database_errors():
        db.execute("BEGIN")
        try:
            yield
        finally:
            db.execute("ROLLBACK")


def _copy_pages(source: Database, target: Path, key: bytes, progress: Progress | None) -> None:
    def report(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    with database_errors():
        copy = keyed_connection(target, key, create=True)
        try:
            source.conn.backup(copy, pages=_PAGES_PER_STEP, progress=report)
        finally:
            copy.close()
    sync_file(target)


def _copy_file(source: Path, target: Path) -> None:
    with machine_errors(phrase("copying {name}", name=source.name)):
        shutil.copyfile(source, target)
        target.chmod(0o600)
        sync_file(target)


def _proved(database: Path, key: bytes) -> Contents:
    """Open, read every page, verify the audit chain, and return what is inside."""
    db = open_database(database, key)
    try:
        _prove(db)
        return _contents(db)
    finally:
        db.close()


def _prove(db: Database) -> None:
    check_integrity(db)
    broken = audit.verify(db)
    if broken is not None:
        raise damaged(f"entry {broken} of the audit log was changed")


def _contents(db: Database) -> Contents:
    return Contents({name: db[name].count for name in sorted(db.table_names())}, audit.head(db))


def _report(staging: ProfileFolder, target: Path, found: Contents, now: datetime) -> BackupReport:
    return BackupReport(
        path=target,
        bytes=staging.database.stat().st_size,
        sha256=sha256_of(staging.database),
        counts=found.counts,
        audit_head=found.head,
        verified_at=now,
    )
