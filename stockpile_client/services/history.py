"""What went out and came in: channels with their state, bundles with what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.incoming import channel_state
from stockpile_client.services.keyring import short_names
from stockpile_client.storage import bundles, channels
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import Channel, ChannelState, Direction

SHOWN_MISSING = 1000
"""Missing numbers that a list names; an allowed jump may leave out any number of them."""


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as lists show it. ``state``: open, gap, overdue, blocked or closed; ``missing``: numbers not received.

    ``acknowledged_seq``: the highest number of ours for which a receipt came back.
    """

    channel: str
    direction: Direction
    partners: tuple[str, ...]
    head_seq: int
    acknowledged_seq: int
    state: str
    missing: tuple[int, ...]
    next_by: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class BundleRow:
    """A bundle as lists show it. ``state``: written, acknowledged, accepted, rejected, evidence or withdrawn.

    ``answered``: whether the receipt has gone out (received ones) or come back (sent ones).
    """

    digest: str
    direction: Direction
    kind: str
    partners: tuple[str, ...]
    channel: str
    seq: int
    created: datetime
    recorded: datetime
    marking: str
    state: BundleState
    state_at: datetime
    reason: str
    answered: bool
    file_name: str


def list_channels(ctx: Context) -> list[ChannelRow]:
    """All channels, in the order in which they began."""
    names = short_names(ctx)
    return [_channel_row(ctx, channel, names) for channel in channels.every(ctx.db)]


def list_bundles(ctx: Context) -> list[BundleRow]:
    """All bundles, the latest first."""
    names = short_names(ctx)
    stored = bundles.every(ctx.db)
    answered = {
        (bundle.direction, bundle.reply_to)
        for bundle in stored
        if bundle.kind == "receipt" and bundle.state is not BundleState.WITHDRAWN
    }
    return [_bundle_row(ctx, bundle, names, answered) for bundle in stored]


def _channel_row(ctx: Context, channel: Channel, names: Mapping[str, str]) -> ChannelRow:
    ours = channel.direction is Direction.OUT
    known = channel_state(ctx, channel.sender, channel.id)
    gaps = [] if ours else [range(gap.first, gap.last + 1) for gap in known.gaps() if not gap.burnt]
    missing = list(islice(chain.from_iterable(gaps), SHOWN_MISSING))
    state = channel.state.value
    running = channel.state in (ChannelState.OPEN, ChannelState.GAP)
    if running and channel.next_by is not None and ctx.now() > channel.next_by:
        state = "overdue"
    others = channel.audience if ours else (channel.sender,)
    return ChannelRow(
        channel.id, channel.direction, tuple(names.get(one, one) for one in others), channel.head_seq,
        channel.acknowledged_seq, state, tuple(missing), channel.next_by, channel.note,
    )  # fmt: skip


def _bundle_row(
    ctx: Context, bundle: StoredBundle, names: Mapping[str, str], answered: set[tuple[Direction, str | None]]
) -> BundleRow:
    back = Direction.IN if bundle.direction is Direction.OUT else Direction.OUT
    others = audience_of(bundle, ctx.agency.id) if bundle.direction is Direction.OUT else (bundle.sender,)
    return BundleRow(
        bundle.digest, bundle.direction, bundle.kind, tuple(names.get(one, one) for one in others), bundle.channel,
        bundle.seq, bundle.created, bundle.recorded, bundle.marking, bundle.state, bundle.state_at, bundle.reason,
        (back, bundle.id) in answered, bundle.file_name,
    )  # fmt: skip
