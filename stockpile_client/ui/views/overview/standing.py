"""How things stand: everything that needs attention, the worst first, each with the workspace where it is dealt with.

Partners and their cards, channels, receipts, requests and lots to be rotated; what is all right is not mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from stockpile_client.core.partners import PartnerState, may_exchange
from stockpile_client.services.answer import ReceiptDue, receipts_due
from stockpile_client.services.backups import BackupStanding, backup_standing
from stockpile_client.services.context import Context
from stockpile_client.services.history import BundleRow, ChannelRow, list_bundles, list_channels
from stockpile_client.services.requests import DataRequest, RequestState, list_requests
from stockpile_client.storage.rotation import DatedLot, dated_until
from stockpile_client.ui import exchange_words
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.history.standing import Receipt, receipt_of
from stockpile_client.ui.views.partner_record import PartnerRecord, read_partners

ROTATION_NOTICE = timedelta(days=90)
"""A lot is named a quarter ahead of its rotate-by date: as long as buying and shipping its replacement takes."""
_NAMED = 4
"""Lots and partners that a line names; the rest is counted."""
_GRAVEST = (Status.DANGER, Status.CAUTION, Status.INFO)


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that needs attention, and the workspace where it is dealt with; ``action``: what to do on the way."""

    status: Status
    words: str
    detail: str
    workspace: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand; what waits in the inbox and among the partners is counted beside their names."""

    concerns: tuple[Concern, ...]
    waiting: int
    partners_waiting: int
    backup: BackupStanding


def read_standing(ctx: Context, formats: Formats) -> Standing:
    """Everything that the page shows."""
    records, bundles = read_partners(ctx), list_bundles(ctx)
    due, asked = receipts_due(ctx), list_requests(ctx, open_only=True)
    found = [
        *_partners(records, formats),
        *_channels(list_channels(ctx)),
        *_due(due),
        *_late([row for row in bundles if row.kind == "statement" and receipt_of(row, ctx.now()) is Receipt.OVERDUE]),
        *_requests(asked, formats),
        *_rotation(ctx, formats),
    ]
    found.sort(key=lambda one: _GRAVEST.index(one.status) if one.status in _GRAVEST else len(_GRAVEST))
    waiting = sum(record.row.state is PartnerState.IMPORTED for record in records)
    return Standing(tuple(found), len(due) + len(asked), waiting, backup_standing(ctx))


def _partners(records: Sequence[PartnerRecord], formats: Formats) -> Iterator[Concern]:
    for record in records:
        name = record.row.short_name
        if record.keys_changed:
            words, detail = tr("The keys of {name} have changed", name=name), tr("Call the partner and verify again.")
            yield Concern(Status.DANGER, words, detail, "partners")
        elif record.row.state is PartnerState.IMPORTED:
            detail = tr("Nothing is exchanged before the safety number is compared.")
            yield Concern(Status.CAUTION, tr("{name} is not verified", name=name), detail, "partners")
        elif may_exchange(record.row.state) and (record.expired or record.expires_soon):
            words = tr("The card of {name} expires", name=name)
            yield Concern(Status.CAUTION, words, formats.day(record.row.card_expires.date()), "partners")


def _channels(channels: Sequence[ChannelRow]) -> Iterator[Concern]:
    for channel in channels:
        if channel.state in ("blocked", "gap", "overdue"):
            status, state = exchange_words.channel_state(channel.state)
            words = tr("Channel with {names}: {state}", names=", ".join(channel.partners), state=state)
            yield Concern(status, words, channel.note, "history")


def _due(due: Sequence[ReceiptDue]) -> Iterator[Concern]:
    if due:
        names = _names(one.partner_name for one in due)
        detail = tr("Waiting for an answer: {names}", names=names)
        yield Concern(Status.CAUTION, tr("Receipts due: {n}", n=len(due)), detail, "inbox")


def _late(late: Sequence[BundleRow]) -> Iterator[Concern]:
    if late:
        names = _names(name for row in late for name in row.partners)
        words = tr("Receipts that did not come back: {n}", n=len(late))
        yield Concern(Status.CAUTION, words, tr("Ask {names}.", names=names), "history")


def _requests(asked: Sequence[DataRequest], formats: Formats) -> Iterator[Concern]:
    """Late ones apart from those with time left."""
    late = [one for one in asked if one.state is RequestState.OVERDUE]
    open_ones = [one for one in asked if one.state is not RequestState.OVERDUE]
    if late:
        words = tr_count("{n} request is past its deadline", "{n} requests are past their deadlines", len(late))
        yield Concern(Status.DANGER, words, _deadlines(late, formats), "inbox", "requests")
    if open_ones:
        words = tr_count("{n} request to answer", "{n} requests to answer", len(open_ones))
        yield Concern(Status.INFO, words, _deadlines(open_ones, formats), "inbox", "requests")


def _deadlines(asked: Sequence[DataRequest], formats: Formats) -> str:
    parts = [tr("{name}, by {day}", name=one.partner_name, day=formats.day(one.deadline)) for one in asked]
    return _listed(parts)


def _rotation(ctx: Context, formats: Formats) -> Iterator[Concern]:
    today = ctx.today()
    limit = today + ROTATION_NOTICE
    dated = dated_until(ctx.db, limit)
    past = [lot for lot in dated if lot.rotate_by < today]
    soon = [lot for lot in dated if lot.rotate_by >= today]
    if past:
        words = tr_count(
            "{n} lot is past its rotate-by date and no longer counts as usable",
            "{n} lots are past their rotate-by dates and no longer count as usable",
            len(past),
        )
        yield Concern(Status.DANGER, words, _lots(past, formats), "inventory")
    if soon:
        day = formats.day(limit)
        words = tr_count("{n} lot must be rotated by {day}", "{n} lots must be rotated by {day}", len(soon), day=day)
        yield Concern(Status.CAUTION, words, _lots(soon, formats), "inventory")


def _lots(lots: Sequence[DatedLot], formats: Formats) -> str:
    parts = [tr("{lot}, {day}", lot=lot.number or lot.material, day=formats.day(lot.rotate_by)) for lot in lots]
    return _listed(parts)


def _listed(parts: Sequence[str]) -> str:
    shown, more = "; ".join(parts[:_NAMED]), len(parts) - _NAMED
    return tr_count("{shown}; and {n} more", "{shown}; and {n} more", more, shown=shown) if more > 0 else shown


def _names(names: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(names))
