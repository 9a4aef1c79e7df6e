"""Sending: number, seal, record, in an order that survives a power cut.

1. A transaction reserves the next number of the channel (made if this audience has none) and stages what leaves.
2. The file is written beside its place, flushed, and read back.
3. A transaction records the bundle, moves the channel's head, and lets the statement stand.
4. The file gets its name.

A failure before 3 burns the number and leaves no file; one between 3 and 4 leaves a bundle in our books that nobody
has: the partner's program sees the number missing and asks for it. Never is a bundle out that our books do not know.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from stockpile_client.bundle.cards import Card
from stockpile_client.bundle.keys import SecretKeys
from stockpile_client.bundle.manifest import parse_manifest
from stockpile_client.bundle.sealing import Draft, Kind, Onward, SealedBundle, seal
from stockpile_client.bundle.spool import Content
from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import may_exchange
from stockpile_client.core.phrases import phrase
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import card_of, own_card, own_keys, require_partner
from stockpile_client.storage import bundles, channels
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import Channel, Direction, Reservation

LIFETIME = timedelta(days=90)
"""How long a bundle may be opened after it was made; late post still arrives, a forgotten stick does not."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a sender decides about a bundle beside its data."""

    kind: Kind
    marking: str
    onward: Onward = "none"
    next_by: datetime | None = None
    agreement: str | None = None
    supersedes: str | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Keys and the card that they belong to, where it is not the present set that signs."""

    keys: SecretKeys
    card: Card


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A bundle that was written. ``digest`` is the SHA-256 (hex) of its MANIFEST."""

    path: Path
    bundle: str
    digest: str
    channel: str
    seq: int
    size: int


def require_audience(ctx: Context, agencies: Sequence[str]) -> list[Card]:
    """The cards of an audience; ``InputError`` for an empty one, or a partner that may not be sent to."""
    if not agencies:
        raise InputError("E_AUDIENCE", phrase("The audience is empty, and an empty audience means nobody."))
    cards = []
    for agency in agencies:
        partner = require_partner(ctx, agency)
        if not may_exchange(partner.state):
            raise InputError(
                "E_PARTNER_NOT_VERIFIED",
                phrase(
                    "{name} is {state}: nothing is sent before its safety number was compared.",
                    name=partner.short_name,
                    state=partner.state,
                ),
                hint=phrase("Verify the partner first."),
            )
        card = card_of(ctx, partner)
        if ctx.now() >= card.expires:
            raise InputError(
                "E_CARD",
                phrase("The card of {name} has expired.", name=partner.short_name),
                hint=phrase("Ask for its current card."),
            )
        cards.append(card)
    return cards


def dispatch(
    ctx: Context,
    *,
    head: Letterhead,
    audience: Sequence[str],
    folder: Path,
    contents: Callable[[], Sequence[Content]],
    stage: Callable[[str], None] = lambda _bundle: None,
    settle: Callable[[SealedBundle], None] = lambda _sealed: None,
    abandon: Callable[[], None] = lambda: None,
    signer: Signer | None = None,
) -> Dispatched:
    """Write one bundle for ``audience`` (agency ids, without ourselves) into ``folder``.

    ``stage`` runs in the first transaction with the new bundle id, ``contents`` gives the data files after it,
    ``settle`` runs in the second transaction, ``abandon`` in one of its own if no file came about. ``signer`` signs a
    key notice in place of the present keys.
    """
    cards = require_audience(ctx, audience)
    signer = signer or Signer(own_keys(ctx), own_card(ctx))
    now = ctx.now()
    bundle_id = uuid.uuid4().hex
    with ctx.transaction():
        channel = _channel(ctx, tuple(sorted(audience)))
        reserved = channels.reserve(ctx.db, channel.id)
        stage(bundle_id)
        ctx.record("number_reserved", channel.id, {"seq": reserved.seq, "kind": head.kind})
    draft = _draft(head, bundle_id, channel, reserved, now)

    def record(sealed: SealedBundle) -> None:
        with ctx.transaction():
            _record(ctx, sealed, now)
            settle(sealed)

    try:
        sealed = seal(folder, draft, contents(), keys=signer.keys, own_card=signer.card, audience=cards, record=record)
    except BaseException:
        _note_failure(ctx, bundle_id, channel.id, reserved.seq, abandon)
        raise
    return Dispatched(sealed.path, bundle_id, sealed.digest.hex(), channel.id, reserved.seq, sealed.size)


def _channel(ctx: Context, audience: tuple[str, ...]) -> Channel:
    found = channels.outgoing(ctx.db, audience)
    if found is None:
        found = Channel(uuid.uuid4().hex, Direction.OUT, ctx.agency.id, audience)
        channels.add(ctx.db, found)
    if found.state is channels.ChannelState.BLOCKED:
        raise InputError(
            "E_CHANNEL_BLOCKED",
            phrase("The channel to this audience is blocked: {note}.", note=found.note),
            hint=phrase("Find out why together with the partner, then start a new channel."),
        )
    return found


def _draft(head: Letterhead, bundle_id: str, channel: Channel, reserved: Reservation, now: datetime) -> Draft:
    return Draft(
        kind=head.kind,
        bundle=bundle_id,
        channel=channel.id,
        seq=reserved.seq,
        prev=bytes.fromhex(reserved.prev),
        created=now,
        expires=now + LIFETIME,
        marking=head.marking,
        onward=head.onward,
        next_by=head.next_by,
        agreement=head.agreement,
        supersedes=head.supersedes,
        reply_to=head.reply_to,
        succeeds=channel.succeeds,
    )


def _record(ctx: Context, sealed: SealedBundle, now: datetime) -> None:
    manifest, digest = sealed.manifest, sealed.digest.hex()
    stored = StoredBundle(
        digest, manifest.bundle, Direction.OUT, manifest.kind, ctx.agency.id, manifest.channel, manifest.seq,
        manifest.created, now, manifest.handling.marking, sealed.path.name, sealed.manifest_bytes, manifest.reply_to,
        BundleState.WRITTEN, now,
    )  # fmt: skip
    bundles.add(ctx.db, stored)
    channels.advance(ctx.db, manifest.channel, seq=manifest.seq, digest=digest, next_by=manifest.next_by)
    detail = {"kind": manifest.kind, "channel": manifest.channel, "seq": manifest.seq}
    second = ctx.second.who(now)
    ctx.record("bundle_written", digest, detail | ({"second": second} if second else {}))


def _note_failure(ctx: Context, bundle_id: str, channel: str, seq: int, abandon: Callable[[], None]) -> None:
    """Before the record: what was staged goes. After it: the books keep the bundle, and say that its file was lost."""
    with ctx.transaction():
        recorded = bundles.of_id(ctx.db, bundle_id)
        if recorded:
            bundles.set_state(ctx.db, recorded[0].digest, BundleState.WITHDRAWN, at=ctx.now(), reason="file lost")
        else:
            abandon()
        ctx.record("number_burnt", channel, {"seq": seq, "recorded": bool(recorded)})


def audience_of(stored: StoredBundle, own: str) -> tuple[str, ...]:
    """The agencies that a stored bundle was addressed to, without ourselves."""
    return tuple(to.agency for to in parse_manifest(stored.manifest).to if to.agency != own)
