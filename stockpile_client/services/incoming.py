"""What opening a bundle needs from the database: our identities, the key sets we know, and the state of a channel."""

from __future__ import annotations

from stockpile_client.bundle.cards import read_card
from stockpile_client.bundle.channels import ChannelState, Link
from stockpile_client.bundle.manifest import parse_manifest
from stockpile_client.bundle.opening import PinnedKeys, Receiver
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import own_identities
from stockpile_client.storage import bundles, channels, partners, revocations
from stockpile_client.storage.bundles import BundleState


def receiver(ctx: Context) -> Receiver:
    """Who we are to a bundle that arrives."""
    return Receiver(
        agency=ctx.agency.id,
        identities=own_identities(ctx),
        pinned=pinned_keys(ctx),
        channel=lambda agency, channel: channel_state(ctx, agency, channel),
    )


def pinned_keys(ctx: Context) -> list[PinnedKeys]:
    """The key sets of all partners: the card in force with the partner's state, earlier ones as superseded."""
    pinned = []
    for partner in partners.every(ctx.db):
        for stored in partners.cards_of(ctx.db, partner.agency):
            card = read_card(stored.received)
            state = partner.state if stored.digest == partner.card else PartnerState.SUPERSEDED
            pinned.append(PinnedKeys(partner.agency, card.epoch, card.keys, state))
    return sorted(pinned, key=lambda one: one.state is PartnerState.SUPERSEDED)


def channel_state(ctx: Context, agency: str, channel_id: str) -> ChannelState:
    """What we know of a partner's channel: the bundles that we accepted or rejected, forks, closing, revocation.

    A channel id that belongs to another sender is a new channel of this one: its bundles are not looked at.
    """
    stored = channels.get(ctx.db, channel_id)
    revoked_from = _revoked_from(ctx, agency, channel_id)
    if stored is None or stored.sender != agency:
        return ChannelState(revoked_from=revoked_from)
    kept = bundles.of_channel(ctx.db, channel_id)
    links = tuple(
        Link(bundle.seq, bytes.fromhex(bundle.digest), bytes.fromhex(parse_manifest(bundle.manifest).prev))
        for bundle in kept
        if bundle.state is not BundleState.EVIDENCE
    )
    forked = len(links) < len(kept)  # also once another channel has taken its place
    every = channels.every(ctx.db)
    successor = next((one.id for one in every if one.succeeds == channel_id and one.sender == agency), None)
    return ChannelState(
        links=links,
        next_by=stored.next_by,
        blocked=forked or stored.state is channels.ChannelState.BLOCKED,
        successor=successor,
        revoked_from=revoked_from,
    )


def _revoked_from(ctx: Context, agency: str, channel_id: str) -> int | None:
    """The first rejected number, if it is the partner's card in force that was taken back."""
    partner = partners.get(ctx.db, agency)
    return revocations.first_rejected(ctx.db, partner.card, channel_id) if partner else None
