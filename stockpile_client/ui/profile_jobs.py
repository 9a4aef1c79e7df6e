"""Finding, opening and creating a profile, as jobs.

The services behind them load the database driver and the cryptography, a third of a second: they are imported inside
the jobs, away from the window's thread, so that the start page is there first.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from stockpile_client.ui.jobs import Token, Work

if TYPE_CHECKING:
    from stockpile_client.services.backup_rule import BackupRule
    from stockpile_client.services.backups import FoundBackup
    from stockpile_client.services.context import Context
    from stockpile_client.services.places import ProfilePlace
    from stockpile_client.services.profiles import CreatedProfile


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """One agency of the demonstration: what it is called, where its profile is, and the public passphrase."""

    name: str
    folder: Path
    passphrase: str


@dataclass(frozen=True, slots=True)
class FoundProfiles:
    """Where profiles are kept, and those that are there."""

    root: Path
    places: tuple[ProfilePlace, ...]


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What the form for a new profile says."""

    folder: Path
    name: str
    short_name: str
    country: str
    actor: str
    passphrase: str
    backups: BackupRule


def find_profiles(_token: Token) -> FoundProfiles:
    """The profiles of this user."""
    from stockpile_client.services.places import known_profiles, profiles_folder

    return FoundProfiles(profiles_folder(), tuple(known_profiles()))


def warm_up(token: Token) -> None:
    """Load the services, a second of processor time, while the passphrase is being typed."""
    from stockpile_client import services

    for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}."):
        token.check()
        if not module.ispkg:
            import_module(module.name)


def find_demo(_token: Token) -> tuple[DemoDesk, ...]:
    """The desks of the demonstration, if it was made."""
    return tuple(desk for desk in _demo_desks() if desk.folder.is_dir())


def make_demo(token: Token) -> tuple[DemoDesk, ...]:
    """Play the demonstration from the beginning; every step is reported in words. Some ten seconds."""
    from stockpile_client.services.demo.story import run_demo
    from stockpile_client.services.places import demonstration_folder

    steps = 0

    def report(words: str) -> None:
        nonlocal steps
        steps += 1
        token.report(steps, words=words)

    run_demo(demonstration_folder(), report=report)
    return _demo_desks()


def _demo_desks() -> tuple[DemoDesk, ...]:
    from stockpile_client.services.demo.data import agency_details
    from stockpile_client.services.demo.story import AGENCIES, PASSPHRASE
    from stockpile_client.services.places import demonstration_folder

    profiles = demonstration_folder() / "profiles"
    return tuple(DemoDesk(agency_details(code).name, profiles / code, PASSPHRASE) for code in AGENCIES)


def demo_desk_in(folder: Path) -> DemoDesk | None:
    """The desk of a profile that a demonstration made, wherever that was."""
    from stockpile_client.services.demo.story import PASSPHRASE, is_demonstration

    return DemoDesk(folder.name, folder, PASSPHRASE) if is_demonstration(folder) else None


def opening(folder: Path, passphrase: str) -> Work:
    """Unlock a profile; gives its :class:`Context`."""

    def work(_token: Token) -> Context:
        from stockpile_client.services.profiles import open_profile

        return open_profile(folder, passphrase=passphrase)

    return work


def creating(new: NewProfile) -> Work:
    """Create a profile; gives a :class:`CreatedProfile`."""

    def work(_token: Token) -> CreatedProfile:
        from stockpile_client.services.backups import set_backup_rule
        from stockpile_client.services.profiles import AgencyDetails, create_profile

        created = create_profile(
            new.folder,
            passphrase=new.passphrase,
            agency=AgencyDetails(new.name, new.short_name, new.country),
            actor=new.actor,
        )
        set_backup_rule(created.context, new.backups)
        return created

    return work


def saving_recovery_sheet(created: CreatedProfile, target: Path) -> Work:
    """Write the recovery sheet of a new profile as a PDF."""

    def work(_token: Token) -> Path:
        from stockpile_client.services.reports import print_recovery_sheet

        return print_recovery_sheet(created.context, created.recovery_key, target).path

    return work


def backing_up(context: Context, folder: Path) -> Work:
    """Back a profile up that is open but not yet in a window."""

    def work(token: Token) -> Path:
        from stockpile_client.services.backups import back_up

        report, _change = back_up(context, folder, progress=token.report)
        return report.path

    return work


def examining(source: Path, passphrase: str) -> Work:
    """Open a backup and say what it is; gives a :class:`FoundBackup`."""

    def work(token: Token) -> FoundBackup:
        from stockpile_client.services.backups import examine_backup

        return examine_backup(source, passphrase=passphrase, progress=token.check)

    return work


def restoring(source: Path, target: Path, passphrase: str, actor: str) -> Work:
    """Make a profile out of a backup and open it; gives its :class:`Context`."""

    def work(_token: Token) -> Context:
        from stockpile_client.services.backups import restore, resume_after_restore

        restore(source, target, passphrase=passphrase)
        return resume_after_restore(target, passphrase=passphrase, actor=actor)

    return work
