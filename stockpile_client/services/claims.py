"""Claims on stock: tickets, loans, pledges, earmarks and holds, with who counts the tonnes."""

from __future__ import annotations

import uuid
from datetime import date

from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, check_claims
from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import balance
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.storage import encumbrances, lots, movements


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

    Raises ``InputError``: no such lot, a claim on more than the lot holds today (``E_OVERSOLD``), a claim that ends
    before it begins.
    """
    lot = lots.get(ctx.db, lot_id) if lot_id else None
    if lot_id and lot is None:
        raise InputError("E_NO_LOT", "There is no such lot.")
    material = material or (lot.material if lot else "")
    ctx.catalogue.material(material)
    claim = Encumbrance(
        uuid.uuid4().hex, kind, material, lot_id, contained, since, until, counted_by,
        clean_text(counterparty, what="counterparty"), clean_text(document, what="document"),
    )  # fmt: skip
    with ctx.transaction():
        if lot is not None and material == lot.material:
            held = balance(movements.ledger(ctx.db, lot_id), as_of=ctx.today())
            standing = [other for other in encumbrances.on_lot(ctx.db, lot_id) if other.material == material]
            check_claims(held.contained, [*standing, claim], max(since, ctx.today()))
        encumbrances.put(ctx.db, claim)
        ctx.record("claim_added", claim.id, {"kind": kind.value, "lot": lot_id, "material": material})
    return ChangeSet.of(Kind.ENCUMBRANCES, ids=frozenset({lot_id} - {""}), summary=f"Added a claim ({kind})")


def list_claims(ctx: Context) -> list[Encumbrance]:
    """All claims, the oldest first."""
    return encumbrances.every(ctx.db)
