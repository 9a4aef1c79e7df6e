"""What our own agency is to others and to this machine: card, contact, recovery key, passphrase.

>>> standing = own_standing(ctx)  # doctest: +SKIP
>>> standing.epoch, standing.expires, standing.without_notice  # doctest: +SKIP
(2, datetime.datetime(2029, …), ('JOGMEC',))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stockpile_client.bundle.fingerprints import fingerprint, groups
from stockpile_client.bundle.keys import RecoveryKeys
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import own_card
from stockpile_client.services.own_keys import partners_without_notice
from stockpile_client.storage import keyfile, settings
from stockpile_client.storage.keyfile import STANDARD, KdfCost
from stockpile_client.storage.profile_folder import unlock

_CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """Our agency as its card says it. ``fingerprint``: six groups of five digits; ``contact``: whom partners call.

    ``without_notice``: partners that were not told of the present keys, ``rotated`` whether there were others before.
    """

    agency_id: str
    name: str
    short_name: str
    country: str
    epoch: int
    created: datetime
    expires: datetime
    fingerprint: tuple[str, ...]
    contact: str
    rotated: bool
    without_notice: tuple[str, ...]


def own_standing(ctx: Context) -> OwnStanding:
    """Our agency. Takes about a tenth of a second, for the fingerprint."""
    card = own_card(ctx)
    rotated = card.epoch > 1
    return OwnStanding(
        card.agency, card.name, card.short, card.country, card.epoch, card.created, card.expires,
        tuple(groups(fingerprint(card.keys.digest(), card.agency))), settings.get(ctx.db, _CONTACT), rotated,
        partners_without_notice(ctx) if rotated else (),
    )  # fmt: skip


def set_contact(ctx: Context, text: str) -> ChangeSet:
    """Keep whom partners call about us; it stays in this profile. ``InputError`` for text against the rules."""
    contact = clean_text(text, what=phrase("contact"))
    with ctx.transaction():
        settings.put(ctx.db, _CONTACT, contact)
        ctx.record("agency_changed", ctx.agency.id, {"contact": contact})
    return ChangeSet.of(Kind.AGENCY, summary=phrase("Changed the contact of our agency"))


def check_recovery_key(ctx: Context, text: str) -> None:
    """Raise ``InputError`` unless ``text`` is the recovery key that our card names; it is not kept anywhere.

    The program has no copy of the key: only somebody with the sheet can show that it is still the right one.
    """
    if RecoveryKeys.from_text(text).digest() != own_card(ctx).recovery:
        raise InputError(
            "E_RECOVERY_KEY",
            phrase("This is the recovery key of another agency."),
            hint=phrase("Look for the right sheet."),
        )


def change_passphrase(
    ctx: Context, *, old: str, new: str, cost: KdfCost = STANDARD, floor: KdfCost = STANDARD
) -> ChangeSet:
    """Seal the profile under another passphrase. Backups made before open with the one of their day.

    Raises ``InputError``: ``E_PASSPHRASE`` for a wrong old one (which counts as an attempt to unlock),
    ``E_PASSPHRASE_RULE`` for a new one that is too short; ``MachineError`` ``E_UNLOCK_WAIT`` after too many attempts.
    """
    folder = ctx.profile.folder
    unlock(folder, old, now=ctx.now(), floor=floor)
    keyfile.change_passphrase(folder.key_file, old, new, cost=cost, floor=floor)
    with ctx.transaction():
        ctx.record("passphrase_changed", ctx.agency.id, {})
    return ChangeSet.of(Kind.SETTINGS, summary=phrase("Changed the passphrase"))
