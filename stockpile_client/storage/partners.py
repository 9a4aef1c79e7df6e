"""Partners: their cards as received, how far they are trusted, and every step on the way there.

>>> add_card(db, StoredCard(digest, agency, 1, key_set_digest, received, now))
>>> put(db, Partner(agency, "KOMIR", "KOMIR", "KR", digest, PartnerState.IMPORTED, now))
>>> step(db, agency, PartnerEvent.SAFETY_NUMBER_COMPARED, PartnerState.VERIFIED, who="a.rossi", how="phone", at=now)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from stockpile_client.core.errors import InternalError
from stockpile_client.core.partners import PartnerEvent, PartnerState
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.times import read_utc, utc_text


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card file as received; ``digest`` and ``keys`` (of its key set) are SHA-256 in hex."""

    digest: str
    agency: str
    epoch: int
    keys: str
    received: bytes
    imported: datetime


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency we exchange with; ``card`` is the digest of the card that is in force."""

    agency: str
    name: str
    short_name: str
    country: str
    card: str
    state: PartnerState
    state_at: datetime


@dataclass(frozen=True, slots=True)
class PartnerStep:
    """What happened to a partner's key set, through whom and how."""

    agency: str
    card: str
    event: PartnerEvent
    state: PartnerState
    who: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """What partners agreed: ``parties`` are agency ids, ``scope`` material codes, ``cadence_days`` how often."""

    id: str
    name: str
    parties: tuple[str, ...]
    permitted_uses: str
    highest_marking: str
    scope: tuple[str, ...] = ()
    cadence_days: int | None = None


_PARTNER = "SELECT agency, name, short_name, country, card, state, state_at FROM partner"
_CARD = "SELECT digest, agency, epoch, keys, received, imported FROM card"


def add_card(db: Database, card: StoredCard) -> None:
    """Keep a card; the same one a second time changes nothing."""
    values = (card.digest, card.agency, card.epoch, card.keys, card.received, utc_text(card.imported))
    db.execute(
        "INSERT INTO card (digest, agency, epoch, keys, received, imported) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (digest) DO NOTHING",
        values,
    )


def card(db: Database, digest: str) -> StoredCard | None:
    """The card of that digest."""
    row = db.execute(f"{_CARD} WHERE digest = ?", (digest,)).fetchone()
    return _card(row) if row else None


def cards_of(db: Database, agency: str) -> list[StoredCard]:
    """All cards ever received of an agency, by epoch."""
    return [_card(row) for row in db.execute(f"{_CARD} WHERE agency = ? ORDER BY epoch, imported", (agency,))]


def put(db: Database, partner: Partner) -> None:
    """Add a partner, or replace what is known of it; its steps stay."""
    db.table("partner").upsert(
        {
            "agency": partner.agency,
            "name": partner.name,
            "short_name": partner.short_name,
            "country": partner.country,
            "card": partner.card,
            "state": partner.state.value,
            "state_at": utc_text(partner.state_at),
        },
        pk="agency",
    )


def get(db: Database, agency: str) -> Partner | None:
    """The partner of that agency id."""
    row = db.execute(f"{_PARTNER} WHERE agency = ?", (agency,)).fetchone()
    return _partner(row) if row else None


def every(db: Database) -> list[Partner]:
    """All partners by short name."""
    return [_partner(row) for row in db.execute(f"{_PARTNER} ORDER BY short_name, agency")]


def step(
    db: Database, agency: str, event: PartnerEvent, state: PartnerState, *, who: str, how: str, at: datetime
) -> None:
    """Record a step for the card in force, and the state that it led to; ``E_NO_PARTNER`` if there is no partner."""
    partner = get(db, agency)
    if partner is None:
        raise InternalError("E_NO_PARTNER", phrase("The partner is not there."))
    db.execute(
        "INSERT INTO partner_step (agency, card, event, state, who, how, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (agency, partner.card, event.value, state.value, who, how, utc_text(at)),
    )
    db.execute("UPDATE partner SET state = ?, state_at = ? WHERE agency = ?", (state.value, utc_text(at), agency))


def steps(db: Database, agency: str) -> Iterator[PartnerStep]:
    """Every step of a partner, the first one first."""
    query = "SELECT agency, card, event, state, who, how, at FROM partner_step WHERE agency = ? ORDER BY row"
    for row in db.execute(query, (agency,)):
        yield PartnerStep(
            agency=row[0],
            card=row[1],
            event=PartnerEvent(row[2]),
            state=PartnerState(row[3]),
            who=row[4],
            how=row[5],
            at=read_utc(row[6]),
        )


def put_agreement(db: Database, agreement: Agreement) -> None:
    """Add an agreement, or replace it."""
    db.table("agreement").upsert(
        {
            "id": agreement.id,
            "name": agreement.name,
            "parties": msgspec.json.encode(agreement.parties).decode("utf-8"),
            "permitted_uses": agreement.permitted_uses,
            "highest_marking": agreement.highest_marking,
            "scope": msgspec.json.encode(agreement.scope).decode("utf-8"),
            "cadence_days": agreement.cadence_days,
        },
        pk="id",
    )


def agreements(db: Database) -> list[Agreement]:
    """All agreements by name."""
    columns = "id, name, parties, permitted_uses, highest_marking, scope, cadence_days"
    query = f"SELECT {columns} FROM agreement ORDER BY name, id"  # noqa: S608 - names of ours only
    return [
        Agreement(
            id=row[0],
            name=row[1],
            parties=msgspec.json.decode(row[2], type=tuple[str, ...]),
            permitted_uses=row[3],
            highest_marking=row[4],
            scope=msgspec.json.decode(row[5], type=tuple[str, ...]),
            cadence_days=row[6],
        )
        for row in db.execute(query)
    ]


def _partner(row: tuple[Any, ...]) -> Partner:
    agency, name, short_name, country, card, state, state_at = row
    return Partner(agency, name, short_name, country, card, PartnerState(state), read_utc(state_at))


def _card(row: tuple[Any, ...]) -> StoredCard:
    digest, agency, epoch, keys, received, imported = row
    return StoredCard(digest, agency, epoch, keys, received, read_utc(imported))
