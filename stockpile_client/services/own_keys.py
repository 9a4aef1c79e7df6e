"""Our own keys over time: a new set that the old one introduces, and taking a set back (BUNDLE.md section 9).

Rotation: the next epoch is stored first, then a key notice for every partner is written, signed by the keys before.
If writing is interrupted, :func:`write_key_notices` writes what is missing: the old keys are kept for that, and for
opening what was encrypted to them.

Revocation: a small signed file that partners import. It is signed by the present keys, or, if those are lost or in
other hands, by the recovery key from the printed sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from stockpile_client.bundle.cards import Card, make_card, read_card
from stockpile_client.bundle.keynotices import encode_notice, make_revocation, make_rotation
from stockpile_client.bundle.keys import RecoveryKeys, SecretKeys, generate_keys
from stockpile_client.bundle.manifest import parse_manifest
from stockpile_client.bundle.sealing import notice_contents
from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import may_exchange
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.cards import CardFile, export_card
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import Dispatched, Letterhead, Signer, dispatch
from stockpile_client.services.keyring import keys_of, own_card, own_keys, secret_to_store
from stockpile_client.services.profiles import CARD_LIFETIME
from stockpile_client.storage import bundles, channels, identity, partners, second_people
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction
from stockpile_client.storage.durable import replace_file
from stockpile_client.storage.identity import StoredIdentity
from stockpile_client.storage.partners import Partner

NOTICE_SUFFIX = ".keynotice.json"


@dataclass(frozen=True, slots=True)
class RotatedKeys:
    """The new card, and a key notice for each partner that may be sent to, by short name.

    ``unreached``: partners for whom none could be written, as their channel is blocked or their card has expired.
    """

    change: ChangeSet
    card: CardFile
    notices: Mapping[str, Dispatched]
    unreached: tuple[str, ...]


def rotate_own_keys(ctx: Context, *, folder: Path, name: str = "") -> RotatedKeys:
    """Make the keys of the next epoch, and write the new card and the notices into ``folder``.

    ``name``: another name of our agency from now on; the card is what tells partners our name. Until a partner has
    accepted its notice it refuses what the new keys sign: carry the notices over first.
    """
    with ctx.transaction():
        renew(ctx, name=name)
    return hand_over(ctx, folder=folder)


def renew(ctx: Context, *, name: str = "") -> None:
    """Make and store the keys of the next epoch, inside a transaction of the caller; the partners know nothing yet."""
    before, now = own_card(ctx), ctx.now().replace(microsecond=0)
    called = clean_text(name, what=phrase("agency's name")) or before.name
    keys = generate_keys()
    card = make_card(
        keys, name=called, short=before.short, country=before.country, recovery=before.recovery, created=now,
        expires=now + CARD_LIFETIME, previous=before,
    )  # fmt: skip
    _store(ctx, card, keys, "keys_rotated")


def hand_over(ctx: Context, *, folder: Path) -> RotatedKeys:
    """Write the card of renewed keys and the notices that partners need into ``folder``."""
    notices = write_key_notices(ctx, folder=folder)
    change = ChangeSet.of(
        Kind.AGENCY, Kind.BUNDLES, Kind.CHANNELS,
        summary=phrase("Keys of epoch {epoch}", epoch=str(own_card(ctx).epoch)),
    )  # fmt: skip
    return RotatedKeys(change, export_card(ctx, folder), notices, partners_without_notice(ctx))


def write_key_notices(ctx: Context, *, folder: Path) -> dict[str, Dispatched]:
    """Write the notice of the last rotation for every partner that has none yet; by short name.

    A partner that cannot be written to does not keep the others waiting: :func:`partners_without_notice` names it.
    ``InputError`` (``E_NO_ROTATION``) if the keys were never rotated, or if the set before was taken back.
    """
    card = own_card(ctx)
    before = _identity(ctx, card.epoch - 1)
    if before is None or card.previous != read_card(before.card).digest:
        raise InputError("E_NO_ROTATION", phrase("There are no earlier keys that could introduce the present ones."))
    signer = Signer(keys_of(ctx, before), read_card(before.card))
    rotation = make_rotation(signer.keys, card)
    written: dict[str, Dispatched] = {}
    for partner in _without_notice(ctx, card):
        head = Letterhead("keynotice", ctx.scheme.markings[0].code)
        with suppress(InputError):
            written[partner.short_name] = dispatch(
                ctx, head=head, audience=(partner.agency,), folder=folder,
                contents=lambda: notice_contents(rotation), signer=signer,
            )  # fmt: skip
    return written


def partners_without_notice(ctx: Context) -> tuple[str, ...]:
    """The partners we exchange with, by short name, for whom no notice of the present keys is written."""
    return tuple(partner.short_name for partner in _without_notice(ctx, own_card(ctx)))


def revoke_own_keys(ctx: Context, *, reason: str, folder: Path, recovery_key: str = "") -> Path:
    """Take the present keys back: write the notice for all partners, and make new keys that nobody has verified yet.

    ``recovery_key`` is what stands on the printed sheet; without it the present keys sign. What was sent so far stays
    valid: every channel is rejected from its next number on. The new card is given to the partners as at the beginning:
    by hand, with the safety number compared. Where two people sign, the recovery key stands for the second one, and one
    alone signs from then on. Raises ``InputError`` for a wrong recovery key or a missing reason.
    """
    why = clean_text(reason, what=phrase("reason"))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the keys are taken back: the partners will read it."))
    card = own_card(ctx)
    signer = RecoveryKeys.from_text(recovery_key) if recovery_key else own_keys(ctx)
    if isinstance(signer, RecoveryKeys) and signer.digest() != card.recovery:
        raise InputError(
            "E_RECOVERY_KEY",
            phrase("This is the recovery key of another agency."),
            hint=phrase("Look for the right sheet."),
        )
    ours = [channel for channel in channels.every(ctx.db) if channel.direction is Direction.OUT]
    reject_from = {channel.id: channel.reserved_seq + 1 for channel in ours}
    notice = make_revocation(signer, card, reject_from=reject_from, created=ctx.now(), reason=why)
    path = folder / f"{card.short}-epoch{card.epoch}{NOTICE_SUFFIX}"
    replace_file(path, encode_notice(notice))
    now = ctx.now().replace(microsecond=0)
    keys = generate_keys()
    fresh = make_card(
        keys, name=card.name, short=card.short, country=card.country, recovery=card.recovery, created=now,
        expires=now + CARD_LIFETIME, previous=card,
    )  # fmt: skip
    with ctx.transaction():
        if recovery_key and not ctx.second.who(ctx.now()):
            _let_one_sign(ctx)
        _store(ctx, fresh, keys, "keys_revoked")
    return path


def _let_one_sign(ctx: Context) -> None:
    """Whoever has the printed sheet takes the keys back alone; second people who are out of reach cannot bar that."""
    for person in second_people.every(ctx.db):
        second_people.remove(ctx.db, person.name)
        ctx.record("second_person_removed", person.name)


def _store(ctx: Context, card: Card, keys: SecretKeys, event: str) -> None:
    identity.save(
        ctx.db, agency=card.agency, epoch=card.epoch, name=card.name, short_name=card.short, country=card.country,
        card=card.to_bytes(), secret=secret_to_store(ctx, keys, card), created=card.created,
    )  # fmt: skip
    ctx.record(event, card.agency, {"epoch": card.epoch, "card": card.digest.hex()})
    ctx.agency = replace(ctx.agency, name=card.name)


def _identity(ctx: Context, epoch: int) -> StoredIdentity | None:
    return next((stored for stored in identity.every(ctx.db) if stored.epoch == epoch), None)


def _without_notice(ctx: Context, card: Card) -> list[Partner]:
    trusted = (partner for partner in partners.every(ctx.db) if may_exchange(partner.state))
    return [partner for partner in trusted if not _has_notice(ctx, partner.agency, card)]


def _has_notice(ctx: Context, agency: str, card: Card) -> bool:
    """Whether a notice of this card is written for the partner: the set before signs it, and no later notice."""
    channel = channels.outgoing(ctx.db, (agency,))
    return channel is not None and any(
        bundle.kind == "keynotice"
        and bundle.state is not BundleState.WITHDRAWN  # its file was lost
        and parse_manifest(bundle.manifest).sender.epoch == card.epoch - 1
        for bundle in bundles.of_channel(ctx.db, channel.id)
    )
