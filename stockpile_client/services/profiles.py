"""Create a profile and open one: the agency's identity, its keys, its encrypted database.

A new profile gets its secret keys (kept in the encrypted database), its first card, and a recovery key, which is shown
once to be printed and is stored nowhere.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from stockpile_client.bundle import selftest
from stockpile_client.bundle.cards import make_card
from stockpile_client.bundle.keys import generate_keys, generate_recovery_keys
from stockpile_client.bundle.names import is_short_name
from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.context import QUARANTINE, Clock, Context, OwnAgency, system_clock
from stockpile_client.services.marking_schemes import scheme_of
from stockpile_client.storage import identity, statements
from stockpile_client.storage.durable import machine_errors
from stockpile_client.storage.keyfile import STANDARD, KdfCost
from stockpile_client.storage.profile_folder import Profile, ProfileFolder

_COUNTRY = re.compile("[A-Z]{2}")

CARD_LIFETIME = timedelta(days=3 * 365)
"""A card is renewed every three years at the latest; expiry is a reminder, revocation is the remedy."""


@dataclass(frozen=True, slots=True)
class AgencyDetails:
    """What a new agency says about itself; ``short_name`` names its card file, ``country`` is ISO 3166-1 alpha-2."""

    name: str
    short_name: str
    country: str


@dataclass(frozen=True, slots=True)
class CreatedProfile:
    """The open context of a new profile, and the recovery key as it is printed: shown once, stored nowhere."""

    context: Context
    recovery_key: str


@cache
def require_tested_cryptography() -> None:
    """Test the cryptography before the first key of this run is touched; only a pass is remembered.

    Raises ``InternalError`` (``E_SELFTEST``).
    """
    selftest.run()


def create_profile(
    folder: Path,
    *,
    passphrase: str,
    agency: AgencyDetails,
    actor: str,
    clock: Clock = system_clock,
    cost: KdfCost = STANDARD,
) -> CreatedProfile:
    """Make keys, first card and database in ``folder`` (made if missing), and open the profile.

    Raises ``InputError`` for a weak passphrase, a country that is no code, or a name that breaks the text rules,
    ``MachineError`` if the folder already holds a profile. After a failure the folder is as it was before.
    """
    require_tested_cryptography()
    country = agency.country.strip().upper()
    if not _COUNTRY.fullmatch(country):
        raise InputError(
            "E_COUNTRY",
            phrase("'{country}' is not a country code of two letters.", country=agency.country[:40]),
            hint=phrase("Write the code of ISO 3166-1 with two letters, such as JP, KR or IT."),
        )
    short = agency.short_name.strip()
    if not is_short_name(short):
        raise InputError(
            "E_SHORT_NAME",
            phrase(
                "'{name}' cannot be a short name, which also names the card file.",
                name=agency.short_name[:40],
            ),
            hint=phrase("Write 1 to 32 letters from A to Z, digits and hyphens, such as NDS or IT-CRM."),
        )
    now = clock().replace(microsecond=0)
    keys, recovery = generate_keys(), generate_recovery_keys()
    card = make_card(
        keys,
        name=clean_text(agency.name, what=phrase("agency's name")),
        short=short,
        country=country,
        recovery=recovery.digest(),
        created=now,
        expires=now + CARD_LIFETIME,
    )
    present = set(folder.iterdir()) if folder.is_dir() else None
    try:
        profile = Profile.create(ProfileFolder(folder), passphrase, cost=cost)
    except BaseException as error:
        if not (isinstance(error, MachineError) and error.code == "E_PROFILE_IN_USE"):  # else the files are another's
            _undo(folder, present)
        raise
    try:
        own = OwnAgency(card.agency, card.name, card.short, card.country)
        context = _context(profile, own, actor, clock)
        with context.transaction():
            identity.save(context.db, card=card.to_bytes(), secret=keys.to_bytes(), agency=own.id, epoch=card.epoch,
                          name=own.name, short_name=own.short_name, country=own.country, created=now)  # fmt: skip
            context.record("profile_created", own.id, {"name": own.name, "country": own.country})
    except BaseException:
        profile.close()
        _undo(folder, present)
        raise
    return CreatedProfile(context, recovery.to_text())


def open_profile(
    folder: Path, *, passphrase: str, actor: str = "", clock: Clock = system_clock, floor: KdfCost = STANDARD
) -> Context:
    """Unlock and open a profile; what an interrupted acceptance had staged is removed.

    Raises what :meth:`Profile.open` raises, each failure with its own code.
    """
    require_tested_cryptography()
    profile = Profile.open(ProfileFolder(folder), passphrase, now=clock(), floor=floor)
    try:
        stored = identity.current(profile.writer)
        own = OwnAgency(stored.agency, stored.name, stored.short_name, stored.country)
        context = _context(profile, own, actor, clock)
        with context.transaction():
            statements.discard_staged(context.db)
    except BaseException:
        profile.close()
        raise
    return context


def _undo(folder: Path, present: set[Path] | None) -> None:
    """Remove what a creation that failed has made: a key file without its database would bar the next attempt."""
    with suppress(OSError):  # the failure that led here is the one to report
        for path in folder.glob("stockpile.*"):
            if path not in (present or ()):
                path.unlink(missing_ok=True)
        if present is None:
            shutil.rmtree(folder / QUARANTINE, ignore_errors=True)
            folder.rmdir()


def _context(profile: Profile, own: OwnAgency, actor: str, clock: Clock) -> Context:
    context = Context(
        profile, load_catalogue(), scheme_of(profile.writer), own, actor or own.short_name, clock, profile.writer
    )
    with machine_errors(phrase("preparing the profile's folder")):
        context.quarantine.mkdir(mode=0o700, exist_ok=True)
        for left_over in context.quarantine.iterdir():  # what a power cut left: copies of files that are elsewhere
            left_over.unlink()
    return context
