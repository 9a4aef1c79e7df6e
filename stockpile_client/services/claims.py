"""Claims on stock: tickets, loans, pledges, earmarks and holds, with who counts the tonnes.

A claim is on one material of a lot, its own or a by-product, and together the claims on it never exceed what is there.

>>> add_claim(ctx, kind=EncumbranceKind.PLEDGE, lot_id=lot.id, contained=5 * MG_PER_TONNE, since=date(2026, 10, 1))
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from stockpile_client.core.content import by_product_content
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, check_claims
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Balance, balance
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

    Raises ``InputError``: no such lot, a material that is not in the lot (``E_CLAIM_MATERIAL``), a claim on more than
    the lot holds today (``E_OVERSOLD``), a claim that ends before it begins.
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
        if lot is not None:
            if material not in (lot.material, *lot.by_products):
                raise InputError("E_CLAIM_MATERIAL", f"The lot holds no {material}.", hint="Check the material.")
            held = balance(movements.ledger(ctx.db, lot_id), as_of=ctx.today())
            check_lot_claims(lot, held, [*encumbrances.on_lot(ctx.db, lot_id), claim], max(since, ctx.today()))
        encumbrances.put(ctx.db, claim)
        ctx.record("claim_added", claim.id, {"kind": kind.value, "lot": lot_id, "material": material})
    return ChangeSet.of(Kind.ENCUMBRANCES, ids=frozenset({lot_id} - {""}), summary=f"Added a claim ({kind})")


def list_claims(ctx: Context) -> list[Encumbrance]:
    """All claims, the oldest first."""
    return encumbrances.every(ctx.db)


def check_lot_claims(lot: Lot, held: Balance, claims: Iterable[Encumbrance], day: date) -> None:
    """Raise ``InputError`` (``E_OVERSOLD``) if more of a material is claimed from ``day`` on than the lot holds."""
    by_material: defaultdict[str, list[Encumbrance]] = defaultdict(list)
    for claim in claims:
        by_material[claim.material].append(claim)
    for material, own in by_material.items():
        share = lot.by_products.get(material, Decimal(0))
        further = by_product_content(held.gross, lot.grade, material, share).contained
        check_claims(held.contained if material == lot.material else further, own, day)
