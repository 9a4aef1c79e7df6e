"""Export our card, and import a partner's: a plan that says whose it is, then the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from stockpile_client.bundle import limits
from stockpile_client.bundle.cards import Card, read_card
from stockpile_client.bundle.fingerprints import fingerprint
from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import PartnerEvent, PartnerState, may_exchange, next_state
from stockpile_client.core.phrases import phrase
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import own_card
from stockpile_client.storage import partners
from stockpile_client.storage.durable import machine_errors, replace_file
from stockpile_client.storage.partners import Partner, StoredCard

_ENDS = frozenset({PartnerEvent.REVOKED, PartnerEvent.REPLACED_BY_KEY_NOTICE})


class Known(StrEnum):
    """What a card is to us."""

    NEW = "new"
    SAME = "same"
    CHANGED_KEY = "changed_key"
    OLDER = "older"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class CardFile:
    """A written card; ``fingerprint`` is its 30 digits."""

    path: Path
    agency_id: str
    short_name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CardPlan:
    """What importing a card would do. ``received``: the file's bytes, ``fingerprint``: its 30 digits."""

    received: bytes
    card: Card
    known: Known
    fingerprint: str
    expired: bool

    @property
    def words(self) -> str:
        """What would happen, in a sentence."""
        return {
            Known.NEW: phrase("A new partner. Nothing can be sent to it before the safety number is compared."),
            Known.SAME: phrase("This card is known already; nothing would change."),
            Known.CHANGED_KEY: phrase(
                "THE KEYS OF THIS PARTNER HAVE CHANGED. Call the partner before you import this card:"
                " the exchange stops until the safety number is compared again."
            ),
            Known.OLDER: phrase("An older card of this partner; it would not replace the present one."),
            Known.OWN: phrase("This is our own card."),
        }[self.known]


def export_card(ctx: Context, folder: Path) -> CardFile:
    """Write our card into ``folder`` as ``<short name>.agency-card``; a file of that name is replaced."""
    card = own_card(ctx)
    path = folder / card.file_name
    replace_file(path, card.to_bytes())
    return CardFile(path, card.agency, card.short, fingerprint(card.keys.digest(), card.agency))


def plan_card(ctx: Context, path: Path) -> CardPlan:
    """Read a card file and say what it is to us. Raises ``PartnerFileError`` for a file that is no valid card."""
    with machine_errors(phrase("reading {name}", name=path.name)), path.open("rb") as stream:
        received = stream.read(limits.CARD_FILE_BYTES + 1)
    card = read_card(received)
    return CardPlan(
        received,
        card,
        _known(ctx, card),
        fingerprint(card.keys.digest(), card.agency),
        expired=_expired(card, ctx.now()),
    )


def import_card(ctx: Context, plan: CardPlan) -> ChangeSet:
    """Add the partner, or replace its card. A changed key falls back to ``imported``: nothing is trusted by itself.

    Raises ``InputError`` for our own card, an older one, an expired one, or if the partner changed since the plan.
    """
    card = plan.card
    if plan.known is Known.SAME:
        return ChangeSet.nothing(phrase("The card was known already."))
    if plan.known in (Known.OWN, Known.OLDER):
        raise InputError("E_CARD", plan.words, hint=phrase("Ask the partner for its current card."))
    if plan.expired:
        raise InputError(
            "E_CARD", phrase("The card has expired."), hint=phrase("Ask the partner for its current card.")
        )
    with ctx.transaction():
        if _known(ctx, card) is not plan.known:
            raise InputError(
                "E_PLAN_OUTDATED", phrase("The partner changed meanwhile."), hint=phrase("Open the card again.")
            )
        _store(ctx, plan)
    return ChangeSet.of(
        Kind.PARTNERS, ids=frozenset({card.agency}), summary=phrase("Imported the card of {short}", short=card.short)
    )


def _store(ctx: Context, plan: CardPlan) -> None:
    card, now, digest = plan.card, ctx.now(), plan.card.digest.hex()
    partners.add_card(ctx.db, StoredCard(digest, card.agency, card.epoch, card.keys.digest().hex(), plan.received, now))
    if plan.known is Known.CHANGED_KEY:
        before = partners.get(ctx.db, card.agency)
        if before is not None and before.state not in (PartnerState.REVOKED, PartnerState.SUPERSEDED):
            event = PartnerEvent.REPLACED_WITHOUT_NOTICE
            ended = next_state(before.state, event)
            partners.step(ctx.db, card.agency, event, ended, who=ctx.actor, how="another card was imported", at=now)
    partner = Partner(card.agency, card.name, card.short, card.country, digest, PartnerState.IMPORTED, now)
    partners.put(ctx.db, partner)
    ctx.record("card_imported", card.agency, {"card": digest, "epoch": card.epoch, "known": plan.known.value})


def _known(ctx: Context, card: Card) -> Known:
    if card.agency == ctx.agency.id:
        return Known.OWN
    partner = partners.get(ctx.db, card.agency)
    if partner is None:
        return Known.NEW
    if partner.card == card.digest.hex():
        return Known.SAME
    return Known.OLDER if _is_over(ctx, card, partner) else Known.CHANGED_KEY


def _is_over(ctx: Context, card: Card, partner: Partner) -> bool:
    """Whether a card's time is past: it was taken back or continued, or a later one has been verified since.

    A later epoch alone proves nothing: anybody can make a card that claims it, and were it enough, importing one such
    card would shut the partner's real one out for good.
    """
    steps = list(partners.steps(ctx.db, partner.agency))
    if any(step.card == card.digest.hex() and step.event in _ENDS for step in steps):
        return True
    in_force = partners.card(ctx.db, partner.card)
    proven = may_exchange(partner.state) or any(
        step.card == partner.card and may_exchange(step.state) for step in steps
    )
    return in_force is not None and card.epoch < in_force.epoch and proven


def _expired(card: Card, now: datetime) -> bool:
    return now >= card.expires
