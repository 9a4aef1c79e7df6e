"""Back up the profile, and say when the last good backup was: one that was opened and compared after it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Clock, Context, system_clock
from stockpile_client.storage import backup, settings
from stockpile_client.storage.backup import BackupReport, Progress
from stockpile_client.storage.keyfile import STANDARD, KdfCost

_LAST = "last_backup"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """Where the last verified backup went, and when."""

    path: str
    at: datetime


def back_up(ctx: Context, folder: Path, *, progress: Progress | None = None) -> tuple[BackupReport, ChangeSet]:
    """Write a backup into a new folder inside ``folder``, named by agency and time, and verify it by opening it."""
    now = ctx.now()
    target = folder / f"{ctx.agency.short_name}-backup-{now:%Y%m%d-%H%M%S}"
    report = backup.backup(ctx.profile, target, now=now, progress=progress)
    with ctx.transaction():
        settings.put(ctx.db, _LAST, msgspec.json.encode({"path": str(target), "at": now}).decode())
        ctx.record("backup_verified", "", {"sha256": report.sha256, "bytes": report.bytes})
    return report, ChangeSet.of(Kind.BACKUPS, summary=f"Backed up to {target.name}")


def restore(
    source: Path, target: Path, *, passphrase: str, clock: Clock = system_clock, floor: KdfCost = STANDARD
) -> BackupReport:
    """Make a profile in the new folder ``target`` out of a backup, and verify it by opening it."""
    return backup.restore(source, target, passphrase, now=clock(), floor=floor)


def last_backup(ctx: Context) -> LastBackup | None:
    """The last verified backup, or ``None``."""
    stored = settings.get(ctx.db, _LAST)
    return msgspec.json.decode(stored, type=LastBackup) if stored else None
