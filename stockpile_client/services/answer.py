"""Answer: receipts for what was accepted or rejected, withdrawals of what we released, requests for what we miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from stockpile_client.bundle.letters import Outcome, Receipt, Request, Withdrawal
from stockpile_client.bundle.sealing import Kind as BundleKind
from stockpile_client.bundle.sealing import SealedBundle, letter_content
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import Phrase, phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import Dispatched, Letterhead, audience_of, dispatch
from stockpile_client.services.keyring import require_partner, short_names
from stockpile_client.services.letters import letter_bytes
from stockpile_client.storage import bundles, channels, letters, statements
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import Direction

Settle = Callable[[SealedBundle], None]

_WROTE: dict[str, Phrase] = {
    "receipt": phrase("Wrote a receipt"),
    "withdrawal": phrase("Wrote a withdrawal"),
    "request": phrase("Wrote a request"),
}


@dataclass(frozen=True, slots=True)
class ReceiptDue:
    """A bundle that was decided and whose sender has no receipt yet."""

    digest: str
    partner: str
    partner_name: str
    kind: str
    seq: int
    outcome: Outcome
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A letter that was written."""

    change: ChangeSet
    file: Dispatched


def receipts_due(ctx: Context) -> list[ReceiptDue]:
    """Bundles for which a receipt is due, the oldest first."""
    stored = bundles.every(ctx.db)
    answered = {  # with the addressee: a sender names its bundles itself, and may take another's name
        (bundle.reply_to, *audience_of(bundle, ctx.agency.id))
        for bundle in stored
        if bundle.direction is Direction.OUT and bundle.kind == "receipt" and bundle.state is not BundleState.WITHDRAWN
    }
    names = short_names(ctx)
    due = []
    for bundle in reversed(stored):
        ours = bundle.direction is Direction.OUT or bundle.kind == "receipt" or bundle.state is BundleState.EVIDENCE
        if not ours and (bundle.id, bundle.sender) not in answered:
            name, outcome = names.get(bundle.sender, ""), _outcome(bundle)
            due.append(
                ReceiptDue(bundle.digest, bundle.sender, name, bundle.kind, bundle.seq, outcome, bundle.recorded)
            )
    return due


def write_receipt(ctx: Context, digest: str, *, folder: Path) -> Answered:
    """Write the receipt for a decided bundle, addressed to its sender alone, into ``folder``.

    ``InputError`` (``E_NO_RECEIPT``) if none is due; the same receipt is not written twice.
    """
    stored = bundles.get(ctx.db, digest)
    if stored is None or digest not in {one.digest for one in receipts_due(ctx)}:
        raise InputError("E_NO_RECEIPT", phrase("No receipt is due for this bundle."))
    receipt = Receipt(stored.channel, stored.seq, digest, _outcome(stored), _rejection(stored), stored.recorded)
    return write_letter(
        ctx, "receipt", receipt, audience=(stored.sender,), folder=folder, marking=stored.marking, reply_to=stored.id
    )


def withdraw_statement(ctx: Context, digest: str, *, reason: str, folder: Path) -> Answered:
    """Tell the audience of a released statement that it is withdrawn, and mark it here. It erases nothing there."""
    why = clean_text(reason, what=phrase("reason"))
    stored = bundles.get(ctx.db, digest)
    if stored is None or stored.direction is not Direction.OUT or stored.kind != "statement":
        raise InputError("E_NO_BUNDLE", phrase("There is no such released statement."))
    if stored.state is BundleState.WITHDRAWN:
        raise InputError("E_WITHDRAWN", phrase("The statement is withdrawn already."))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the statement is withdrawn: the partners will read it."))

    def settle(sealed: SealedBundle) -> None:
        statement = statements.get(ctx.db, ctx.agency.id, stored.id)
        if statement is not None:
            statements.withdraw(ctx.db, statement.row, bundle=sealed.digest.hex(), reason=why, at=ctx.now())
        bundles.set_state(ctx.db, digest, BundleState.WITHDRAWN, at=ctx.now(), reason=why)

    letter = Withdrawal(stored.id, digest, why)
    audience = audience_of(stored, ctx.agency.id)
    return write_letter(
        ctx, "withdrawal", letter, audience=audience, folder=folder, marking=stored.marking, settle=settle
    )


def request_data(
    ctx: Context, agency_id: str, *, materials: Sequence[str], as_of: date, purpose: str, deadline: date, folder: Path
) -> Answered:
    """Ask a partner for a statement on some materials as of a day."""
    for material in materials:
        ctx.catalogue.material(material)
    if not materials or len(set(materials)) != len(materials):
        raise InputError("E_REQUEST", phrase("A request names at least one material, and each of them once."))
    letter = Request(tuple(materials), as_of, clean_text(purpose, what=phrase("purpose")), deadline)
    partner = require_partner(ctx, agency_id)
    marking = ctx.scheme.find("TLP:AMBER").code
    return write_letter(ctx, "request", letter, audience=(partner.agency,), folder=folder, marking=marking)


def start_new_channel(ctx: Context, channel_id: str, *, reason: str) -> ChangeSet:
    """Close one of our channels, blocked or not; the next bundle to its audience begins a new one that names it."""
    why = clean_text(reason, what=phrase("reason"))
    channel = channels.get(ctx.db, channel_id)
    if channel is None or channel.direction is not Direction.OUT or channel.state is channels.ChannelState.CLOSED:
        raise InputError("E_NO_CHANNEL", phrase("There is no such open channel of ours."))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the channel is closed."))
    with ctx.transaction():
        channels.set_state(ctx.db, channel_id, channels.ChannelState.CLOSED, note=why)
        channels.continue_with_new(ctx.db, channel)
        ctx.record("channel_closed", channel_id, {"reason": why})
    return ChangeSet.of(Kind.CHANNELS, ids=frozenset({channel_id}), summary=phrase("Started a new channel"))


def write_letter(
    ctx: Context,
    kind: BundleKind,
    letter: Receipt | Withdrawal | Request,
    *,
    audience: Sequence[str],
    folder: Path,
    marking: str,
    reply_to: str | None = None,
    settle: Settle = lambda _sealed: None,
) -> Answered:
    """Write a bundle that holds one letter into ``folder``, and keep the letter; ``settle`` runs with the record."""

    def keep(sealed: SealedBundle) -> None:
        letters.add(ctx.db, sealed.digest.hex(), letter_bytes(letter))
        settle(sealed)

    file = dispatch(
        ctx, head=Letterhead(kind, marking, reply_to=reply_to), audience=audience, folder=folder,
        contents=lambda: [letter_content(letter)], settle=keep,
    )  # fmt: skip
    change = ChangeSet.of(Kind.BUNDLES, Kind.CHANNELS, Kind.STATEMENTS, summary=_WROTE[kind])
    return Answered(change, file)


def _rejection(bundle: StoredBundle) -> str:
    """Why we rejected it; the reason of a withdrawal is its sender's own and does not go back."""
    return bundle.reason if bundle.state is BundleState.REJECTED else ""


def _outcome(bundle: StoredBundle) -> Outcome:
    return "rejected" if bundle.state is BundleState.REJECTED else "accepted"
