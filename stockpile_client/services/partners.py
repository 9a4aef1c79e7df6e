"""Who we exchange with, and how a partner is verified: by comparing the safety number over the phone.

The partner reads out some groups of the number and a person here types them back: a tick in a box proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stockpile_client.bundle.fingerprints import fingerprint, groups, safety_number, wrong_groups
from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import PartnerEvent, PartnerState, next_state
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import card_of, own_card, require_partner
from stockpile_client.storage import partners
from stockpile_client.storage.partners import Partner, PartnerStep

GROUPS_TO_TYPE = 4
"""Groups of five digits that are typed back: 20 digits, more than anyone can hit by making cards."""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner as lists show it. ``verified_*`` say who compared the number, how and when, for the card in force."""

    agency_id: str
    name: str
    short_name: str
    country: str
    state: PartnerState
    state_at: datetime
    epoch: int
    card_expires: datetime
    verified_by: str
    verified_how: str
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class SafetyNumber:
    """The number of a pair: twelve groups of five digits, the same on both sides.

    ``to_type``: the groups, counted from 1, that the partner reads out and we type back: those of the *partner's* card,
    so that a number of our own screen can never be copied by habit.
    """

    groups: tuple[str, ...]
    to_type: tuple[int, ...]

    @property
    def text(self) -> str:
        """The sixty digits in one piece, as the QR code holds them."""
        return "".join(self.groups)


def list_partners(ctx: Context) -> list[PartnerRow]:
    """All partners by short name."""
    return [_row(ctx, partner) for partner in partners.every(ctx.db)]


def partner_row(ctx: Context, agency_id: str) -> PartnerRow:
    """One partner."""
    return _row(ctx, require_partner(ctx, agency_id))


def partner_history(ctx: Context, agency_id: str) -> list[PartnerStep]:
    """Every step of a partner's trust, the first one first."""
    return list(partners.steps(ctx.db, agency_id))


def partner_safety_number(ctx: Context, agency_id: str) -> SafetyNumber:
    """The safety number of us and a partner. Takes about a fifth of a second, on purpose."""
    mine, theirs = own_card(ctx), card_of(ctx, require_partner(ctx, agency_id))
    own_print = fingerprint(mine.keys.digest(), mine.agency)
    their_print = fingerprint(theirs.keys.digest(), theirs.agency)
    number = safety_number(own_print, their_print)
    first = 1 if number.startswith(their_print) else 1 + len(groups(own_print))
    return SafetyNumber(tuple(groups(number)), tuple(range(first, first + GROUPS_TO_TYPE)))


def verify_partner(ctx: Context, agency_id: str, *, typed: Mapping[int, str], who: str, how: str) -> ChangeSet:
    """Record that the number was compared: ``typed`` maps the groups of ``SafetyNumber.to_type`` to digits heard.

    Raises ``InputError``: ``E_SAFETY_NUMBER`` when a group is missing or differs (the state does not change),
    ``E_REASON_MISSING`` without who and how, ``E_PARTNER_STATE`` for a partner that cannot be verified.
    """
    number = partner_safety_number(ctx, agency_id)
    compared_by = clean_text(who, what=phrase("name of who compared"))
    compared_how = clean_text(how, what=phrase("way of comparing"))
    if not compared_by or not compared_how:
        raise InputError("E_REASON_MISSING", phrase("Say who compared the numbers, and how."))
    missing = set(number.to_type) - set(typed)
    wrong = wrong_groups(number.text, typed)
    if missing or wrong:
        places = ", ".join(map(str, sorted(missing | set(wrong))))
        raise InputError(
            "E_SAFETY_NUMBER",
            phrase(
                "The safety number is not the same on both sides. Groups that are missing or differ: {places}.",
                places=places,
            ),
            unchanged=phrase("The partner was not verified."),
            hint=phrase(
                "Ask the partner to read the groups again. If they still differ, one of you has another's card: stop."
            ),
        )
    return _step(ctx, agency_id, PartnerEvent.SAFETY_NUMBER_COMPARED, who=compared_by, how=compared_how)


def suspend_partner(ctx: Context, agency_id: str, *, reason: str) -> ChangeSet:
    """Stop the exchange until further notice."""
    return _step(ctx, agency_id, PartnerEvent.SUSPENDED_BY_US, who=ctx.actor, how=_reason(reason))


def resume_partner(ctx: Context, agency_id: str, *, reason: str) -> ChangeSet:
    """Take a suspension back: the partner is ``imported`` again, and the numbers are compared anew."""
    return _step(ctx, agency_id, PartnerEvent.RESUMED_BY_US, who=ctx.actor, how=_reason(reason))


def revoke_partner(ctx: Context, agency_id: str, *, reason: str) -> ChangeSet:
    """End the trust in this card for good; only a new card of the agency leads back."""
    return _step(ctx, agency_id, PartnerEvent.REVOKED, who=ctx.actor, how=_reason(reason))


def _reason(reason: str) -> str:
    text = clean_text(reason, what=phrase("reason"))
    if not text:
        raise InputError("E_REASON_MISSING", phrase("Say why."))
    return text


def _step(ctx: Context, agency_id: str, event: PartnerEvent, *, who: str, how: str) -> ChangeSet:
    with ctx.transaction():
        partner = require_partner(ctx, agency_id)
        state = next_state(partner.state, event)
        partners.step(ctx.db, agency_id, event, state, who=who, how=how, at=ctx.now())
        ctx.record(f"partner_{event.value}", agency_id, {"state": state.value, "who": who, "how": how})
    return ChangeSet.of(Kind.PARTNERS, ids=frozenset({agency_id}), summary=f"{partner.short_name}: {state}")


def _row(ctx: Context, partner: Partner) -> PartnerRow:
    card = card_of(ctx, partner)
    compared = [
        step
        for step in partners.steps(ctx.db, partner.agency)
        if step.card == partner.card and step.event is PartnerEvent.SAFETY_NUMBER_COMPARED
    ]
    last = compared[-1] if compared else None
    return PartnerRow(
        partner.agency, partner.name, partner.short_name, partner.country, partner.state, partner.state_at, card.epoch,
        card.expires, last.who if last else "", last.how if last else "", last.at if last else None,
    )  # fmt: skip
