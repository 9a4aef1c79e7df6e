"""Finding, opening and creating a profile, as jobs.

The services behind them load the database driver and the cryptography, a third of a second: they are imported inside
the jobs, away from the window's thread, so that the start page is there first.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stockpile_client.ui.jobs import Token, Work

if TYPE_CHECKING:
    from stockpile_client.services.context import Context
    from stockpile_client.services.profiles import CreatedProfile, ProfilePlace


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


def find_profiles(_token: Token) -> FoundProfiles:
    """The profiles of this user."""
    from stockpile_client.services.profiles import known_profiles, profiles_folder

    return FoundProfiles(profiles_folder(), tuple(known_profiles()))


def opening(folder: Path, passphrase: str) -> Work:
    """Unlock a profile; gives its :class:`Context`."""

    def work(_token: Token) -> Context:
        from stockpile_client.services.profiles import open_profile

        return open_profile(folder, passphrase=passphrase)

    return work


def creating(new: NewProfile) -> Work:
    """Create a profile; gives a :class:`CreatedProfile`."""

    def work(_token: Token) -> CreatedProfile:
        from stockpile_client.services.profiles import AgencyDetails, create_profile

        return create_profile(
            new.folder,
            passphrase=new.passphrase,
            agency=AgencyDetails(new.name, new.short_name, new.country),
            actor=new.actor,
        )

    return work
