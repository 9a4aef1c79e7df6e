"""The profiles by which we release, and the record of everything that was ever released."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Nil, NotCompiled, Quantity
from stockpile_client.core.statements import Measure, Position, PositionKey
from stockpile_client.disclosure.holdings import ALL_GROUPS
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import note_edit, profile_change
from stockpile_client.services.keyring import short_names
from stockpile_client.services.release import content_bases
from stockpile_client.storage import disclosure_profiles, ledger, partners, positions, statements
from stockpile_client.storage.ledger import ReleasedValue
from stockpile_client.storage.partners import Agreement
from stockpile_client.storage.statements import StoredStatement

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_CADENCE_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One value that a partner holds of ours, and how it got it. ``bundle`` is a MANIFEST digest (hex)."""

    partner: str
    at: datetime
    as_of: date
    bundle: str
    channel: str
    seq: int
    position: Position


def list_profiles(ctx: Context) -> list[Profile]:
    """The latest version of each disclosure profile, by name."""
    return list(disclosure_profiles.latest(ctx.db).values())


def save_profile(ctx: Context, profile: Profile) -> ChangeSet:
    """Keep a profile; another version of the same name stands beside the earlier ones."""
    with ctx.transaction():
        before = disclosure_profiles.latest(ctx.db).get(profile.name)
        version = disclosure_profiles.save(ctx.db, profile, at=ctx.now())
        ctx.record("profile_saved", profile.digest, {"name": profile.name, "version": version})
        if before != profile:
            note_edit(ctx, phrase("Change of profile {name}", name=profile.name), profile_change(before, profile))
    return ChangeSet.of(Kind.PROFILES, summary=phrase("Saved the profile {name}", name=profile.name))


def list_disclosed(
    ctx: Context, *, partner: str | None = None, material: str | None = None, offset: int = 0, limit: int = -1
) -> list[Disclosed]:
    """What was released, the latest first: to one partner (agency id) and of one material, or all.

    That a statement said of a material that we hold none, or that nobody compiled its figure, is among it.
    """
    names = short_names(ctx)
    found = islice(told_values(ctx, agency=partner, material=material), offset, None if limit < 0 else offset + limit)
    return [
        Disclosed(names.get(one.agency, one.agency), one.at, one.as_of, one.bundle, one.channel, one.seq, one.position)
        for one in found
    ]


def told_values(ctx: Context, *, agency: str | None = None, material: str | None = None) -> Iterator[ReleasedValue]:
    """Every value that partners were told, the latest first, with what statements said without a figure."""
    figures = ledger.released(ctx.db, agency=agency, material=material)
    said = _said_without_figures(ctx, agency, material)
    return merge(figures, said, key=lambda value: value.at, reverse=True)


def _said_without_figures(ctx: Context, agency: str | None, material: str | None) -> Iterator[ReleasedValue]:
    """Nil and not compiled stand in a statement's header, for a material as a whole; here they are at home."""
    headers = {stored.row: stored.header for stored in statements.every(ctx.db, agency=ctx.agency.id)}
    home, bases = f"country:{ctx.agency.country}", content_bases(ctx)
    for one in ledger.releases(ctx.db, agency=agency):
        header = headers.get(one.row)
        if header is None:
            continue
        said: list[tuple[str, Quantity]] = [(code, Nil()) for code in header.nil]
        said += [(code, NotCompiled()) for code in header.not_compiled]
        for code, quantity in said:
            if material in (None, code):
                key = PositionKey(code, ALL_GROUPS, "", home, "", Measure.CONTAINED.value)
                position = Position(key, bases.get(code, ""), quantity)
                yield ReleasedValue(
                    one.agency, one.at, one.bundle, one.channel, one.seq, one.statement, one.as_of, position
                )


def received_statement(ctx: Context, agency_id: str) -> tuple[StoredStatement, Sequence[Position]] | None:
    """A partner's statement that is in force, with its positions; ``None`` if there is none."""
    stored = statements.latest(ctx.db, agency_id)
    return (stored, list(positions.of_statement(ctx.db, stored.row))) if stored else None


def list_agreements(ctx: Context) -> list[Agreement]:
    """What was agreed with partners, by name."""
    return partners.agreements(ctx.db)


def save_agreement(ctx: Context, agreement: Agreement) -> ChangeSet:
    """Keep an agreement: its parties, permitted uses, highest marking, scope and cadence.

    Statements to its parties name it and say when the next one is due. ``InputError`` for an id that is no UUID, which
    statements could not carry, an unknown material, or a cadence below one day.
    """
    if not _UUID.fullmatch(agreement.id):
        raise InputError("E_AGREEMENT", phrase("An agreement is named by a UUID in lower case."))
    if agreement.cadence_days is not None and not 0 < agreement.cadence_days <= _LONGEST_CADENCE_DAYS:
        raise InputError("E_AGREEMENT", phrase("A cadence lies between one day and ten years."))
    for material in agreement.scope:
        ctx.catalogue.material(material)
    with ctx.transaction():
        partners.put_agreement(ctx.db, agreement)
        ctx.record("agreement_saved", agreement.id, {"name": agreement.name})
    return ChangeSet.of(Kind.PARTNERS, summary=phrase("Saved the agreement {name}", name=agreement.name))
