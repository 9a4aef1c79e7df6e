"""Back up the profile, say when the last good backup was, look into one, and make a profile out of one again.

A good backup is one that was opened and compared after it was written. Where backups go and how often is kept in the
profile: the program reminds, a person decides.

>>> found = examine_backup(Path("/media/stick/US-backup-20261001-090000"), passphrase=passphrase)  # doctest: +SKIP
>>> found.short_name, found.until, found.missing  # doctest: +SKIP
('US', datetime.datetime(2026, 10, 1, …), (…))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, mark, phrase
from stockpile_client.services import places
from stockpile_client.services.backup_rule import RHYTHMS, BackupRule
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Clock, Context, system_clock
from stockpile_client.services.profiles import open_profile
from stockpile_client.storage import backup, channels, settings
from stockpile_client.storage.backup import BackupReport, Progress, WentOn
from stockpile_client.storage.channels import ChannelState, Direction
from stockpile_client.storage.keyfile import STANDARD, KdfCost

_LAST = "last_backup"
_RULE = "backup_rule"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """Where the last verified backup went, and when."""

    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """How the profile stands with its backups. ``age``: whole days since the last good one, ``None`` without one."""

    last: LastBackup | None
    age: int | None
    rule: BackupRule

    @property
    def is_due(self) -> bool:
        """Whether it is time for a backup."""
        return self.age is None or self.age >= self.rule.days

    @property
    def place(self) -> Path | None:
        """The folder for backups if one is set and is there now."""
        folder = Path(self.rule.place)
        return folder if self.rule.place and folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """What a backup is, proved by opening it and reading it to the end.

    ``until``: the moment of its last entry; ``entries``: how many its audit log has. ``missing`` says what came after
    it, ``same_profile`` is a profile of this machine that the backup is of.
    """

    path: Path
    agency_id: str
    agency_name: str
    short_name: str
    until: datetime
    bytes: int
    lots: int
    partners: int
    bundles: int
    entries: int
    missing: tuple[str, ...]
    same_profile: Path | None


def back_up(ctx: Context, folder: Path, *, progress: Progress | None = None) -> tuple[BackupReport, ChangeSet]:
    """Write a backup into a new folder inside ``folder``, named by agency and time, and verify it by opening it.

    Raises ``MachineError`` (``E_BACKUP_PLACE``) if ``folder`` is not there: a stick that is missing is never made up.
    """
    now = ctx.now()
    target = folder / f"{ctx.agency.short_name}-backup-{now:%Y%m%d-%H%M%S}"
    report = backup.backup(ctx.profile, target, now=now, progress=progress)
    with ctx.transaction():
        settings.put(ctx.db, _LAST, msgspec.json.encode({"path": str(target), "at": now}).decode())
        ctx.record("backup_verified", "", {"sha256": report.sha256, "bytes": report.bytes})
    return report, ChangeSet.of(Kind.BACKUPS, summary=phrase("Backed up to {name}", name=target.name))


def last_backup(ctx: Context) -> LastBackup | None:
    """The last verified backup, or ``None``."""
    stored = settings.get(ctx.db, _LAST)
    return msgspec.json.decode(stored, type=LastBackup) if stored else None


def backup_standing(ctx: Context) -> BackupStanding:
    """The last good backup, how old it is, and the rule."""
    last, stored = last_backup(ctx), settings.get(ctx.db, _RULE)
    rule = msgspec.json.decode(stored, type=BackupRule) if stored else BackupRule()
    return BackupStanding(last, max(0, (ctx.now() - last.at).days) if last else None, rule)


def set_backup_rule(ctx: Context, rule: BackupRule) -> ChangeSet:
    """Keep where backups go and how often. ``InputError`` (``E_BACKUP_RULE``) for another rhythm than those offered."""
    if rule.days not in RHYTHMS:
        raise InputError("E_BACKUP_RULE", phrase("Backups are not made in such a rhythm."))
    with ctx.transaction():
        settings.put(ctx.db, _RULE, msgspec.json.encode(rule).decode())
        ctx.record("setting_changed", "backup_rule", {"folder": rule.place, "days": rule.days})
    return ChangeSet.of(Kind.BACKUPS, Kind.SETTINGS, summary=phrase("Changed where and when to back up"))


def check_backup(
    ctx: Context,
    source: Path,
    *,
    passphrase: str,
    floor: KdfCost = STANDARD,
    progress: Callable[[], None] | None = None,
) -> tuple[FoundBackup, ChangeSet]:
    """Prove that a backup opens with its passphrase and is whole; the audit log says that it was tried."""
    found = examine_backup(
        source, passphrase=passphrase, floor=floor, profiles=(ctx.profile.folder.path,), progress=progress
    )
    with ctx.transaction():
        ctx.record("backup_checked", "", {"folder": source.name, "bytes": found.bytes})
    return found, ChangeSet.of(Kind.BACKUPS, summary=phrase("Checked the backup {name}", name=source.name))


def examine_backup(
    source: Path,
    *,
    passphrase: str,
    floor: KdfCost = STANDARD,
    profiles: Iterable[Path] | None = None,
    progress: Callable[[], None] | None = None,
) -> FoundBackup:
    """Open a backup, read all of it, and say what it is and what is not in it; nothing is written.

    ``profiles``: folders that may hold the same work, gone on since (default: those of this user). Raises
    ``MachineError`` for a folder that holds no backup, an open profile or a damaged file, ``InputError``
    (``E_PASSPHRASE``) for another passphrase than that of its day.
    """
    known = [place.folder for place in places.known_profiles()] if profiles is None else list(profiles)
    seen = backup.examine(source, passphrase, floor=floor, profiles=known, progress=progress or (lambda: None))
    counts, same = seen.contents.counts, next(iter(seen.went_on), None)
    return FoundBackup(
        source, seen.agency_id, seen.agency_name, seen.short_name, seen.until, seen.bytes, counts.get("lot", 0),
        counts.get("partner", 0), counts.get("bundle", 0), seen.contents.head.seq, _missing(same, seen.until),
        same.folder if same else None,
    )  # fmt: skip


def suggested_folder(found: FoundBackup, today: datetime) -> Path:
    """A folder beside this user's profiles that does not exist yet."""
    stem = f"{found.short_name.lower()}-restored-{today:%Y%m%d}"
    tried = (places.profiles_folder() / (stem if number == 1 else f"{stem}-{number}") for number in range(1, 1000))
    return next(folder for folder in tried if not folder.exists())


def restore(
    source: Path, target: Path, *, passphrase: str, clock: Clock = system_clock, floor: KdfCost = STANDARD
) -> BackupReport:
    """Make a profile in the new folder ``target`` out of a backup, and verify it by opening it."""
    return backup.restore(source, target, passphrase, now=clock(), floor=floor)


def resume_after_restore(
    folder: Path, *, passphrase: str, actor: str = "", clock: Clock = system_clock, floor: KdfCost = STANDARD
) -> Context:
    """Open a restored profile for the first time: its audit log says that it was restored, and what we send starts
    new channels.

    Numbers of the old channels may have been used after the backup: partners know them, and the same number twice looks
    like a fork to them.
    """
    ctx = open_profile(folder, passphrase=passphrase, actor=actor, clock=clock, floor=floor)
    ours = [
        channel
        for channel in channels.every(ctx.db)
        if channel.direction is Direction.OUT and channel.state is not ChannelState.CLOSED
    ]
    try:
        with ctx.transaction():
            for channel in ours:
                channels.set_state(ctx.db, channel.id, ChannelState.CLOSED, note="a backup was restored")
                channels.continue_with_new(ctx.db, channel)
            ctx.record("profile_restored", ctx.agency.id, {"folder": folder.name, "channels": len(ours)})
    except BaseException:
        ctx.close()
        raise
    return ctx


_LOST = (
    (
        "statement_released",
        mark("Statements released since: {n}. The partners have them; you would not know what they know."),
    ),
    ("bundle_accepted", mark("Bundles accepted since: {n}. Open their files again if you still have them.")),
    ("movement_posted", mark("Movements posted since: {n}.")),
    ("inventory_imported", mark("Inventories imported since: {n}.")),
    ("card_imported", mark("Cards imported since: {n}.")),
    ("partner_safety_number_compared", mark("Partners verified since: {n}.")),
    ("keys_rotated", mark("Our keys were renewed since: {n}. Bundles encrypted to the new keys cannot be opened.")),
)
"""What is worth a line of its own, and what it means."""
_ABOUT_BACKUPS = frozenset({"backup_verified", "backup_checked"})


def _missing(same: WentOn | None, until: datetime) -> tuple[str, ...]:
    """What came after a backup, in sentences."""
    if same is None:
        return (
            phrase("Everything after {moment} is not in it. How much that is nobody can tell on this machine.",
                   moment=until.astimezone()),
        )  # fmt: skip
    if not same.continues:
        return (phrase("The profile {name} on this machine has another past than this backup.", name=same.folder.name),)
    counts = Counter(event for event in same.events if event not in _ABOUT_BACKUPS)
    if not counts or same.until is None:
        return (phrase("Nothing was done in the profile {name} since then.", name=same.folder.name),)
    told = [
        counted(
            "The profile {name} went on until {moment}: {n} entry of its audit log is not in the backup.",
            "The profile {name} went on until {moment}: {n} entries of its audit log are not in the backup.",
            counts.total(), name=same.folder.name, moment=same.until.astimezone(),
        ),
    ]  # fmt: skip
    for event, words in _LOST:
        if counts[event]:
            told.append(phrase(words, n=counts[event]))
    return tuple(told)
