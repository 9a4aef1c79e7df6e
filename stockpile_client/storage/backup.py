"""A copy of a profile that is known to open, and the way back.

A backup is a folder like a profile: the database as of one moment (SQLite's backup interface, encrypted page by page
under the same key and a fresh salt) and the key file. It is written under another name, flushed, opened, checked from
the first page to the last, compared with its original, and only then given its name.

>>> report = backup(profile, Path("/media/stick/backup-2026-06-30"), now=now)  # doctest: +SKIP
>>> report.counts["lot"]  # doctest: +SKIP
1204
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from stockpile_client.core.errors import MachineError
from stockpile_client.storage import audit, keyfile
from stockpile_client.storage.audit import AuditHead
from stockpile_client.storage.connection import check_integrity, keyed_connection, open_database
from stockpile_client.storage.durable import machine_errors, sha256_of, sync_file, sync_folder
from stockpile_client.storage.failures import damaged, database_errors
from stockpile_client.storage.keyfile import STANDARD, KdfCost
from stockpile_client.storage.profile_folder import Profile, ProfileFolder

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


def backup(profile: Profile, target: Path, *, now: datetime, progress: Progress | None = None) -> BackupReport:
    """Copy the profile into the new folder ``target`` and prove that the copy opens.

    Work may go on meanwhile: the copy is of the moment at which it began. Raises :class:`MachineError`:
    ``E_TARGET_EXISTS``, ``E_DISK_FULL``, ``E_FILE``, ``E_DATABASE_DAMAGED``, ``E_BACKUP_DIFFERS``; nothing is left
    behind then.
    """
    with _new_folder(target) as staging:
        with profile.reader() as source, _snapshot(source):
            expected = _contents(source)
            _copy_pages(source, staging.database, profile.key, progress)
        _copy_file(profile.folder.key_file, staging.key_file)
        found = _proved(staging.database, profile.key)
        if found != expected:
            raise MachineError(
                "E_BACKUP_DIFFERS",
                "The copy does not hold what the original holds.",
                hint="Try again on another medium.",
            )
        return _report(staging, target, found, now)


def restore(source: Path, target: Path, passphrase: str, *, now: datetime, floor: KdfCost = STANDARD) -> BackupReport:
    """Make the new folder ``target`` a profile again out of the backup in ``source``; the backup is only read.

    ``passphrase`` is the one that was in force when the backup was made. Raises ``E_PASSPHRASE`` and what
    :func:`backup` raises.
    """
    kept = ProfileFolder(source)
    if not kept.is_profile():
        raise MachineError(
            "E_BACKUP_MISSING",
            f"The folder '{source.name}' holds no backup.",
            hint="A backup is a folder with stockpile.db and stockpile.key.json.",
        )
    key = keyfile.unlock(kept.key_file, passphrase, floor=floor)
    with _new_folder(target) as staging:
        _copy_file(kept.database, staging.database)
        _copy_file(kept.key_file, staging.key_file)
        return _report(staging, target, _proved(staging.database, key), now)


@contextmanager
def _new_folder(target: Path) -> Iterator[ProfileFolder]:
    """A folder under another name, which gets the name ``target`` at the end of the block, or vanishes."""
    if target.exists():
        raise MachineError(
            "E_TARGET_EXISTS",
            f"There is something called '{target.name}' there already.",
            hint="Choose a new name: an older backup is never overwritten.",
        )
    staging = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    with machine_errors(f"writing the folder {target.name}"):
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
    with machine_errors(f"copying {source.name}"):
        shutil.copyfile(source, target)
        target.chmod(0o600)
        sync_file(target)


def _proved(database: Path, key: bytes) -> tuple[dict[str, int], AuditHead]:
    """Open, read every page, verify the audit chain, and return what is inside."""
    db = open_database(database, key)
    try:
        check_integrity(db)
        broken = audit.verify(db)
        if broken is not None:
            raise damaged(f"entry {broken} of the audit log was changed")
        return _contents(db)
    finally:
        db.close()


def _contents(db: Database) -> tuple[dict[str, int], AuditHead]:
    return {name: db[name].count for name in sorted(db.table_names())}, audit.head(db)


def _report(
    staging: ProfileFolder, target: Path, found: tuple[dict[str, int], AuditHead], now: datetime
) -> BackupReport:
    counts, head = found
    return BackupReport(
        path=target,
        bytes=staging.database.stat().st_size,
        sha256=sha256_of(staging.database),
        counts=counts,
        audit_head=head,
        verified_at=now,
    )
