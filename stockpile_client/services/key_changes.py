"""Key notices of partners: a rotation puts the next card in force, a revocation ends the trust in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stockpile_client.bundle import limits
from stockpile_client.bundle.keynotices import (
    Revocation,
    Rotation,
    check_revocation,
    check_rotation,
    encode_notice,
    parse_notice,
)
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.partners import PartnerEvent, PartnerState, next_state
from stockpile_client.core.phrases import phrase
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import card_of, require_partner
from stockpile_client.storage import channels, partners, revocations
from stockpile_client.storage.durable import machine_errors
from stockpile_client.storage.partners import Partner, StoredCard


def apply_rotation(ctx: Context, agency: str, notice: Rotation) -> None:
    """Put the partner's next card in force. Both key sets signed it, and so the partner's state is carried over."""
    partner = require_partner(ctx, agency)
    card, now = check_rotation(notice, card_of(ctx, partner)), ctx.now()
    ended = next_state(partner.state, PartnerEvent.REPLACED_BY_KEY_NOTICE)
    partners.step(
        ctx.db,
        agency,
        PartnerEvent.REPLACED_BY_KEY_NOTICE,
        ended,
        who=ctx.actor,
        how="signed by the keys before",
        at=now,
    )
    digest = card.digest.hex()
    partners.add_card(ctx.db, StoredCard(digest, agency, card.epoch, card.keys.digest().hex(), card.to_bytes(), now))
    partners.put(ctx.db, Partner(agency, card.name, card.short, card.country, digest, partner.state, now))
    ctx.record("partner_keys_rotated", agency, {"card": digest, "epoch": card.epoch})


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """What a revocation that came as a file would do: whose keys, why, and which channels stop at which number.

    ``reject_from``: the first number that is refused, by channel of ours; a channel it does not name is refused whole.
    ``known``: it was imported before, and nothing would change.
    """

    notice: Revocation
    agency_id: str
    name: str
    short_name: str
    epoch: int
    created: datetime
    reason: str
    by_recovery_key: bool
    reject_from: tuple[tuple[str, int], ...]
    known: bool


def plan_notice(ctx: Context, path: Path) -> NoticePlan:
    """Read a revocation and say what it would do; the partner is the one whose card it checks against.

    Raises ``PartnerFileError`` for a file that is no revocation, or is about no card that we have.
    """
    with machine_errors(phrase("reading {name}", name=path.name)), path.open("rb") as stream:
        notice = parse_notice(stream.read(limits.LETTER_BYTES))
    if not isinstance(notice, Revocation):
        raise refusal("E_SCHEMA", phrase("New keys come inside a bundle, with their card."))
    for partner in partners.every(ctx.db):
        try:
            revoked = check_revocation(notice, card_of(ctx, partner))
        except PartnerFileError:
            continue
        theirs = [channel.id for channel in channels.every(ctx.db) if channel.sender == partner.agency]
        return NoticePlan(
            notice, partner.agency, partner.name, partner.short_name, revoked.epoch, revoked.created, revoked.reason,
            revoked.by_recovery_key, tuple((one, revoked.reject_from.get(one, 1)) for one in theirs),
            revocations.is_revoked(ctx.db, partner.card),
        )  # fmt: skip
    raise refusal("E_UNTRUSTED_SENDER", phrase("It is about no card that is in force here."))


def apply_notice(ctx: Context, plan: NoticePlan) -> ChangeSet:
    """End the trust in the partner's keys. It is checked once more against the card that is in force by now."""
    if plan.known:
        return ChangeSet.nothing(phrase("The notice was known already."))
    with ctx.transaction():
        apply_revocation(ctx, plan.agency_id, plan.notice)
    summary = phrase("{name} took its keys back", name=plan.short_name)
    return ChangeSet.of(Kind.PARTNERS, Kind.CHANNELS, ids=frozenset({plan.agency_id}), summary=summary)


def import_notice(ctx: Context, path: Path) -> ChangeSet:
    """Both at once, for who has looked already. Raises what :func:`plan_notice` raises."""
    return apply_notice(ctx, plan_notice(ctx, path))


def apply_revocation(ctx: Context, agency: str, notice: Revocation) -> None:
    """End the trust in the partner's card and keep from which number on each channel is rejected."""
    partner = require_partner(ctx, agency)
    revoked, now = check_revocation(notice, card_of(ctx, partner)), ctx.now()
    if revocations.is_revoked(ctx.db, partner.card):
        return
    if partner.state is not PartnerState.REVOKED:
        state = next_state(partner.state, PartnerEvent.REVOKED)
        partners.step(ctx.db, agency, PartnerEvent.REVOKED, state, who=partner.short_name, how=revoked.reason, at=now)
    revocations.add(
        ctx.db, card=partner.card, agency=agency, reject_from=revoked.reject_from, notice=encode_notice(notice),
        reason=revoked.reason, at=now,
    )  # fmt: skip
    ctx.record("partner_keys_revoked", agency, {"card": partner.card, "reason": revoked.reason})
