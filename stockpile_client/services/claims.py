"""Claims on stock: tickets, loans, pledges, earmarks and holds, with who counts the tonnes.

A claim is on one material of a lot, its own or a by-product, and together the claims on it never exceed what is there.
A claim ends by its last day and stays; only one that never came into force is taken back. What it was before each
change stays in the record of edits.

>>> add_claim(ctx, kind=EncumbranceKind.PLEDGE, lot_id=lot.id, contained=5 * MG_PER_TONNE, since=date(2026, 10, 1))
>>> end_claim(ctx, claim.id, last_day=date(2026, 12, 31), reason="the loan was repaid")
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockpile_client.core.content import by_product_content
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, check_claims
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Balance, balance
from stockpile_client.core.phrases import Phrase, phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import Change, note_edit, state_of
from stockpile_client.storage import encumbrances, lots, movements


class ClaimState(StrEnum):
    """Where a claim stands on a day."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the list; ``lot_number`` is empty for a ticket bought."""

    claim: Encumbrance
    lot_number: str
    state: ClaimState


def add_claim(
    ctx: Context,
    *,
    kind: EncumbranceKind,
    contained: int,
    since: date,
    until: date | None = None,
    lot_id: str = "",
    material: str = "",
    counted_by: CountedBy = CountedBy.BENEFICIARY,
    counterparty: str = "",
    document: str = "",
) -> ChangeSet:
    """Record a claim of ``contained`` mg on a lot, or of a ticket bought on ``material``.

    Raises ``InputError``: no such lot, a material that is not in the lot (``E_CLAIM_MATERIAL``), a claim on more than
    the lot holds today (``E_OVERSOLD``), a claim that ends before it begins.
    """
    lot = lots.get(ctx.db, lot_id) if lot_id else None
    if lot_id and lot is None:
        raise InputError("E_NO_LOT", phrase("There is no such lot."))
    material = material or (lot.material if lot else "")
    ctx.catalogue.material(material)
    claim = _cleaned(
        Encumbrance(
            uuid.uuid4().hex, kind, material, lot_id, contained, since, until, counted_by, counterparty, document
        )
    )
    with ctx.transaction():
        _check_on_lot(ctx, claim, max(since, ctx.today()))
        encumbrances.put(ctx.db, claim)
        _note(ctx, "claim_added", phrase("Claim on {lot}", lot=_named(lot, material)), None, claim)
    return _changed(claim, phrase("Added a claim on {lot}", lot=_named(lot, material)))


def save_claim(ctx: Context, claim: Encumbrance) -> ChangeSet:
    """Record a claim without an id as a new one, or correct the claim of that id; errors of both."""
    if claim.id:
        return edit_claim(ctx, claim)
    return add_claim(
        ctx, kind=claim.kind, contained=claim.contained, since=claim.since, until=claim.until, lot_id=claim.lot,
        material=claim.material, counted_by=claim.counted_by, counterparty=claim.counterparty, document=claim.document,
    )  # fmt: skip


def edit_claim(ctx: Context, claim: Encumbrance) -> ChangeSet:
    """Correct mass, days, who counts, counterparty or document of the claim of that id; the rest is what it is on."""
    with ctx.transaction():
        before = get_claim(ctx, claim.id)
        after = _cleaned(replace(claim, kind=before.kind, material=before.material, lot=before.lot))
        if after == before:
            return ChangeSet.nothing(phrase("Nothing was changed"))
        _check_on_lot(ctx, after, max(after.since, ctx.today()))
        encumbrances.put(ctx.db, after)
        name = _named(lots.get(ctx.db, after.lot) if after.lot else None, after.material)
        _note(ctx, "claim_changed", phrase("Change of the claim on {lot}", lot=name), before, after)
    return _changed(after, phrase("Changed the claim on {lot}", lot=name))


def end_claim(ctx: Context, claim_id: str, *, last_day: date, reason: str) -> ChangeSet:
    """Let a claim hold until ``last_day`` and no longer; the reason is obligatory.

    A claim that never came into force is taken back if its last day lies before its first. Raises ``InputError``:
    ``E_REASON_MISSING``, ``E_CLAIM_ENDED`` if it ends earlier already, ``E_ENCUMBRANCE`` for a last day before the
    first of a claim that was in force.
    """
    why = clean_text(reason, what=phrase("reason"))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the claim ends: the record keeps it."))
    with ctx.transaction():
        before = get_claim(ctx, claim_id)
        if before.until is not None and before.until <= last_day:
            raise InputError("E_CLAIM_ENDED", phrase("The claim ends by {day} already.", day=before.until))
        name = _named(lots.get(ctx.db, before.lot) if before.lot else None, before.material)
        step = phrase("End of the claim on {lot}", lot=name)
        if last_day < before.since and before.since > ctx.today():
            encumbrances.remove(ctx.db, claim_id)
            _note(ctx, "claim_closed", step, before, None, reason=why)
        else:
            after = replace(before, until=last_day)
            encumbrances.put(ctx.db, after)
            _note(ctx, "claim_closed", step, before, after, reason=why)
    return _changed(before, phrase("Ended the claim on {lot}", lot=name))


def get_claim(ctx: Context, claim_id: str) -> Encumbrance:
    """The claim of that id; ``InputError`` (``E_NO_CLAIM``) if there is none."""
    found = encumbrances.get(ctx.db, claim_id)
    if found is None:
        raise InputError("E_NO_CLAIM", phrase("There is no such claim."))
    return found


def list_claims(ctx: Context) -> list[Encumbrance]:
    """All claims, the oldest first."""
    return encumbrances.every(ctx.db)


def claim_rows(ctx: Context) -> list[ClaimRow]:
    """All claims with the numbers of their lots: first those in force, then those to come, then those that ended."""
    numbers: dict[str, str] = {"": ""}
    rows = []
    for claim in encumbrances.every(ctx.db):
        if claim.lot not in numbers:
            lot = lots.get(ctx.db, claim.lot)
            numbers[claim.lot] = lot.number if lot else ""
        rows.append(ClaimRow(claim, numbers[claim.lot], state_on(claim, ctx.today())))
    order = list(ClaimState)
    return sorted(rows, key=lambda row: order.index(row.state))


def get_claim_row(ctx: Context, claim_id: str) -> ClaimRow:
    """One claim as it stands in the list; ``E_NO_CLAIM``."""
    claim = get_claim(ctx, claim_id)
    lot = lots.get(ctx.db, claim.lot) if claim.lot else None
    return ClaimRow(claim, lot.number if lot else "", state_on(claim, ctx.today()))


def state_on(claim: Encumbrance, day: date) -> ClaimState:
    """Where a claim stands on ``day``."""
    if claim.in_force(day):
        return ClaimState.IN_FORCE
    return ClaimState.TO_COME if claim.since > day else ClaimState.ENDED


def check_lot_claims(lot: Lot, held: Balance, claims: Iterable[Encumbrance], day: date) -> None:
    """Raise ``InputError`` (``E_OVERSOLD``) if more of a material is claimed from ``day`` on than the lot holds."""
    by_material: defaultdict[str, list[Encumbrance]] = defaultdict(list)
    for claim in claims:
        by_material[claim.material].append(claim)
    for material, own in by_material.items():
        share = lot.by_products.get(material, Decimal(0))
        further = by_product_content(held.gross, lot.grade, material, share).contained
        check_claims(held.contained if material == lot.material else further, own, day)


def _check_on_lot(ctx: Context, claim: Encumbrance, day: date) -> None:
    lot = lots.get(ctx.db, claim.lot) if claim.lot else None
    if lot is None:
        return
    if claim.material not in (lot.material, *lot.by_products):
        raise InputError(
            "E_CLAIM_MATERIAL", phrase("The lot holds no {material}.", material=claim.material),
            hint=phrase("Check the material."),
        )  # fmt: skip
    others = [one for one in encumbrances.on_lot(ctx.db, lot.id) if one.id != claim.id]
    held = balance(movements.ledger(ctx.db, lot.id), as_of=ctx.today())
    check_lot_claims(lot, held, [*others, claim], day)


def _cleaned(claim: Encumbrance) -> Encumbrance:
    return replace(
        claim,
        counterparty=clean_text(claim.counterparty, what=phrase("counterparty")),
        document=clean_text(claim.document, what=phrase("document")),
    )


def _named(lot: Lot | None, material: str) -> str:
    return (lot.number if lot else "") or material


def _note(
    ctx: Context, event: str, step: Phrase, before: Encumbrance | None, after: Encumbrance | None, *, reason: str = ""
) -> None:
    claim = after or before
    assert claim is not None  # a claim is added, changed or taken back
    states = [None if state is None else state_of(state) for state in (before, after)]
    note_edit(ctx, step, [Change("claim", claim.id, *states)], reason=reason)
    detail = {"kind": claim.kind.value, "lot": claim.lot, "material": claim.material}
    ctx.record(event, claim.id, detail | ({"reason": reason} if reason else {}))


def _changed(claim: Encumbrance, summary: str) -> ChangeSet:
    return ChangeSet.of(Kind.ENCUMBRANCES, ids=frozenset({claim.lot} - {""}), summary=summary)
