"""What the small bundles do when they are accepted: receipts, withdrawals, requests and key notices."""

from __future__ import annotations

from stockpile_client.bundle.keynotices import Revocation, Rotation, check_revocation, check_rotation, encode_notice
from stockpile_client.bundle.letters import (
    Receipt,
    Request,
    Withdrawal,
    encode_receipt,
    encode_request,
    encode_withdrawal,
)
from stockpile_client.bundle.reading import Letter
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.partners import PartnerEvent, next_state
from stockpile_client.core.phrases import phrase
from stockpile_client.services.changes import Kind
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.key_changes import apply_revocation, apply_rotation
from stockpile_client.services.keyring import card_of, require_partner
from stockpile_client.storage import bundles, channels, partners, statements
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import Direction


class ForgedReceiptError(PartnerFileError):
    """A receipt for a bundle that carries our number and is not ours: somebody else signs with our keys.

    ``channel`` is ours, ``seq`` the number.
    """

    def __init__(self, channel: str, seq: int) -> None:
        error = refusal(
            "E_FORK", phrase("The receipt is for another bundle than the one that we sent under this number.")
        )
        super().__init__(error.code, error.message, unchanged=error.unchanged, hint=error.hint)
        self.channel = channel
        self.seq = seq


def letter_bytes(letter: Letter) -> bytes:
    """The document as it is kept."""
    match letter:
        case Receipt():
            return encode_receipt(letter)
        case Withdrawal():
            return encode_withdrawal(letter)
        case Request():
            return encode_request(letter)
        case Rotation() | Revocation():
            return encode_notice(letter)


def check_letter(ctx: Context, sender: str, letter: Letter) -> None:
    """Refuse a letter that does not fit what we know, before a person is asked about it.

    A receipt or withdrawal for something that we never sent or received: ``E_SCHEMA``; a receipt that names another
    digest than the one that we sent under its number: :class:`ForgedReceiptError`; a key notice that does not check:
    ``E_UNTRUSTED_SENDER``.
    """
    match letter:
        case Receipt():
            _acknowledged_bundle(ctx, sender, letter)
        case Withdrawal():
            _withdrawn_bundle(ctx, sender, letter)
        case Rotation():
            check_rotation(letter, card_of(ctx, require_partner(ctx, sender)))
        case Revocation():
            check_revocation(letter, card_of(ctx, require_partner(ctx, sender)))
        case Request():
            for material in letter.materials:
                if material not in ctx.catalogue.materials:
                    raise refusal("E_SCHEMA", phrase("It asks about a material that the catalogue does not have."))


def apply_letter(ctx: Context, sender: str, digest: str, letter: Letter) -> set[Kind]:
    """Do what an accepted letter says, inside the caller's transaction; ``digest`` is its bundle's MANIFEST digest."""
    match letter:
        case Receipt():
            return _apply_receipt(ctx, sender, letter)
        case Withdrawal():
            withdrawn = _withdrawn_bundle(ctx, sender, letter)
            statement = statements.get(ctx.db, sender, withdrawn.id)
            if statement is not None and statement.withdrawn is None:
                statements.withdraw(ctx.db, statement.row, bundle=digest, reason=letter.reason, at=ctx.now())
            if withdrawn.state is BundleState.ACCEPTED:  # what was rejected stays so, and its receipt says it
                bundles.set_state(ctx.db, withdrawn.digest, BundleState.WITHDRAWN, at=ctx.now(), reason=letter.reason)
            return {Kind.STATEMENTS}
        case Rotation():
            apply_rotation(ctx, sender, letter)
            return {Kind.PARTNERS}
        case Revocation():
            apply_revocation(ctx, sender, letter)
            return {Kind.PARTNERS, Kind.CHANNELS}
        case Request():
            return set()


def _apply_receipt(ctx: Context, sender: str, receipt: Receipt) -> set[Kind]:
    sent = _acknowledged_bundle(ctx, sender, receipt)
    now = ctx.now()
    if receipt.outcome == "rejected" and sent.state in (BundleState.WRITTEN, BundleState.ACKNOWLEDGED):
        bundles.set_state(ctx.db, sent.digest, BundleState.REJECTED, at=now, reason=receipt.reason)
    elif sent.state is BundleState.WRITTEN and _all_answered(ctx, sender, sent):
        bundles.set_state(ctx.db, sent.digest, BundleState.ACKNOWLEDGED, at=now)
    channels.acknowledge(ctx.db, sent.channel, sent.seq)
    partner = require_partner(ctx, sender)
    event = PartnerEvent.RECEIPT_CAME_BACK
    state = next_state(partner.state, event)
    if state is not partner.state:
        partners.step(
            ctx.db,
            sender,
            event,
            state,
            who=ctx.actor,
            how=f"receipt for number {sent.seq}",
            at=now,
        )
    return {Kind.PARTNERS}


def _all_answered(ctx: Context, sender: str, sent: StoredBundle) -> bool:
    """Whether with this sender everyone in the audience has sent a receipt for the bundle."""
    answered = {
        other.sender
        for other in bundles.every(ctx.db)
        if other.kind == "receipt" and other.direction is Direction.IN and other.reply_to == sent.id
    }
    return set(audience_of(sent, ctx.agency.id)) <= answered | {sender}


def _acknowledged_bundle(ctx: Context, sender: str, receipt: Receipt) -> StoredBundle:
    ours = channels.get(ctx.db, receipt.channel)
    if ours is None or ours.direction is not Direction.OUT or sender not in ours.audience:
        raise refusal("E_SCHEMA", phrase("It is a receipt for a channel on which nothing was sent to this partner."))
    sent = bundles.get(ctx.db, receipt.manifest)
    if sent is not None and (sent.channel, sent.seq) == (receipt.channel, receipt.seq):
        return sent
    if bundles.at(ctx.db, receipt.channel, receipt.seq):
        raise ForgedReceiptError(receipt.channel, receipt.seq)
    raise refusal("E_SCHEMA", phrase("It is a receipt for a number that was never sent."))


def _withdrawn_bundle(ctx: Context, sender: str, letter: Withdrawal) -> StoredBundle:
    stored = bundles.get(ctx.db, letter.manifest)
    if stored is None or stored.sender != sender or stored.id != letter.bundle or stored.kind != "statement":
        raise refusal("E_SCHEMA", phrase("It withdraws a statement that was not received from this partner."))
    return stored
