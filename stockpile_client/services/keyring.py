"""Our own keys and card, and the partners' cards that are in force, out of the database.

Only these functions touch secret keys; they are read when they are needed and not kept. Where two people sign
(:mod:`stockpile_client.services.second_person`), keys that sign come out only while the second one is there.
"""

from __future__ import annotations

import os
from pathlib import Path

from stockpile_client.bundle import age
from stockpile_client.bundle.cards import Card, read_card
from stockpile_client.bundle.keys import SecretKeys
from stockpile_client.bundle.sealed_keys import identity_of, is_sealed, seal_signing, unseal_signing
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.services.context import Context
from stockpile_client.storage import identity, partners, second_people
from stockpile_client.storage.durable import machine_errors
from stockpile_client.storage.identity import StoredIdentity
from stockpile_client.storage.partners import Partner


def own_card(ctx: Context) -> Card:
    """Our card of the current epoch."""
    return read_card(identity.current(ctx.db).card)


def own_keys(ctx: Context) -> SecretKeys:
    """Our secret keys of the current epoch; ``InputError`` (``E_SECOND_PERSON``) where a second person is wanting."""
    return keys_of(ctx, identity.current(ctx.db))


def keys_of(ctx: Context, stored: StoredIdentity) -> SecretKeys:
    """Our secret keys of an epoch; errors as of :func:`own_keys`."""
    if not is_sealed(stored.secret):
        return SecretKeys.from_bytes(stored.secret)
    return unseal_signing(stored.secret, release_key(ctx), read_card(stored.card).digest)


def release_key(ctx: Context) -> bytes:
    """What the second person brought (32 bytes); ``InputError`` (``E_SECOND_PERSON``) if nobody is there."""
    key = ctx.second.release_key(ctx.now())
    if key is None:
        raise InputError(
            "E_SECOND_PERSON",
            phrase("Here two people sign, and the second one is not there."),
            unchanged=phrase("Nothing was signed."),
            hint=phrase("Let a second person type the own passphrase, and try again."),
        )
    return key


def secret_to_store(ctx: Context, keys: SecretKeys, card: Card) -> bytes:
    """Secret keys as they stand in the database: where two people sign, the half that signs is sealed."""
    if not second_people.every(ctx.db):
        return keys.to_bytes()
    return seal_signing(keys, release_key(ctx), card.digest)


def own_identities(ctx: Context) -> list[age.HybridIdentity]:
    """What opens what was encrypted to us, of every epoch, newest first; one person is enough for that."""
    return [identity_of(stored.secret) for stored in identity.every(ctx.db)]


def write_identity(ctx: Context, target: Path) -> Path:
    """Write our age identities, newest first, into the new file ``target``, for opening bundles by hand.

    The file is secret and not encrypted: only its owner may read it, and the audit log says that it was written.
    Raises ``MachineError`` (``E_FILE``) if it cannot be written or is there already.
    """
    lines = "".join(f"{own.to_string()}\n" for own in own_identities(ctx))
    with ctx.transaction():
        ctx.record("identity_exported", ctx.agency.id, {})
        with machine_errors(phrase("writing {name}", name=target.name)):
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as file:
                file.write(lines)
    return target


def require_partner(ctx: Context, agency_id: str) -> Partner:
    """The partner of that agency id; ``InputError`` (``E_NO_PARTNER``) if there is none."""
    partner = partners.get(ctx.db, agency_id)
    if partner is None:
        raise InputError(
            "E_NO_PARTNER", phrase("There is no such partner."), hint=phrase("Import the agency's card first.")
        )
    return partner


def short_names(ctx: Context) -> dict[str, str]:
    """The short names of all partners, by agency id."""
    return {partner.agency: partner.short_name for partner in partners.every(ctx.db)}


def find_partner(ctx: Context, text: str) -> Partner:
    """The partner whose agency id or short name a person typed; ``InputError`` if none or several fit."""
    wanted = text.strip().casefold()
    found = [one for one in partners.every(ctx.db) if wanted in (one.agency, one.short_name.casefold())]
    if len(found) != 1:
        raise InputError(
            "E_NO_PARTNER",
            phrase("No partner is called '{text}'.", text=text[:40])
            if not found
            else phrase("Several partners are called '{text}'.", text=text[:40]),
            hint=phrase("Use the short name or the agency id, as the list of partners shows them."),
        )
    return found[0]


def card_of(ctx: Context, partner: Partner) -> Card:
    """A partner's card that is in force."""
    stored = partners.card(ctx.db, partner.card)
    if stored is None:
        raise InputError(
            "E_NO_PARTNER", phrase("The partner's card is missing."), hint=phrase("Import the agency's card again.")
        )
    return read_card(stored.received)
