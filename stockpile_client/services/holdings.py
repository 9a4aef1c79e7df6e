"""What we hold as of a day: lot by lot for people, and as cells for a release.

Usable is the contained mass after claims (tickets, loans, pledges, holds), and nothing once the rotate-by date is past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import msgspec

from stockpile_client.core.content import Grade, by_product_content, reference_mass
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, usable
from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import Movement
from stockpile_client.core.sites import Site
from stockpile_client.disclosure.holdings import LotHolding
from stockpile_client.disclosure.preview import ALL_GROUPS
from stockpile_client.services.context import Context
from stockpile_client.storage import encumbrances, holdings, lots, movements, sites
from stockpile_client.storage.holdings import HeldLot


@dataclass(frozen=True, slots=True)
class Holding:
    """One lot's stock of one material on a day; masses in mg, names in English.

    A by-product (the dysprosium of a magnet block) is a holding of its own with ``gross`` 0: its mass stands with the
    lot's first material. ``reference`` is the mass as ``reference_basis``; ``past_rotation``: no longer usable.
    """

    lot_id: str
    number: str
    material: str
    material_name: str
    form: str
    form_name: str
    group: str
    site: Site
    holder_class: str
    gross: int
    contained: int
    reference: int | None
    reference_basis: str
    usable: int
    joint: int
    first_day: int
    max_rate: int | None
    cross_border: bool
    rotate_by: date | None
    past_rotation: bool
    by_product: bool
    illustrative: bool
    source: str


@dataclass(frozen=True, slots=True)
class MaterialTotal:
    """Sums over all lots of a material, in mg; ``tickets_bought`` are already in ``usable``."""

    material: str
    material_name: str
    lots: int
    gross: int
    contained: int
    usable: int
    tickets_bought: int
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """What we hold at the end of ``as_of``."""

    as_of: date
    rows: tuple[Holding, ...]
    totals: tuple[MaterialTotal, ...]


@dataclass(frozen=True, slots=True)
class LotDetail:
    """All about one lot: its stock, its ledger and the claims on it."""

    holdings: tuple[Holding, ...]
    movements: tuple[Movement, ...]
    claims: tuple[Encumbrance, ...]
    content_words: str


def stream_holdings(
    ctx: Context, *, as_of: date, known_at: datetime | None = None, material: str = "", lot_id: str = ""
) -> Iterator[Holding]:
    """Every holding, one at a time; by-products follow their lot. ``material`` filters by what the lot itself is of."""
    places = sites.every(ctx.db)
    claims: defaultdict[str, list[Encumbrance]] = defaultdict(list)
    for claim in encumbrances.in_force(ctx.db, as_of):
        claims[claim.lot].append(claim)
    stream = holdings.stream(ctx.db, as_of=as_of, known_at=known_at, material=material, lot_id=lot_id)
    for lot in stream:
        yield from _holdings_of(ctx, lot, places[lot.site], claims.get(lot.id, []), as_of)


def list_holdings(ctx: Context, *, as_of: date | None = None, known_at: datetime | None = None) -> Holdings:
    """All lots and the totals by material as of a day (default: today), as known at a moment (default: now)."""
    day = as_of or ctx.today()
    rows = tuple(stream_holdings(ctx, as_of=day, known_at=known_at))
    return Holdings(day, rows, _totals(ctx, rows, day))


def lot_detail(ctx: Context, lot_id: str, *, as_of: date | None = None) -> LotDetail:
    """Everything about one lot; ``InputError`` (``E_NO_LOT``) if there is no such lot."""
    lot = lots.get(ctx.db, lot_id)
    if lot is None:
        raise InputError("E_NO_LOT", "There is no such lot.")
    day = as_of or ctx.today()
    rows = tuple(stream_holdings(ctx, as_of=day, lot_id=lot_id))
    return LotDetail(
        rows,
        tuple(movements.ledger(ctx.db, lot_id)),
        tuple(encumbrances.on_lot(ctx.db, lot_id)),
        content_words(ctx, lot.form, lot.grade),
    )


def content_words(ctx: Context, form_code: str, grade: Grade) -> str:
    """How the contained mass of a lot follows from its gross mass, in words."""
    form = ctx.catalogue.form(form_code)
    if grade.assay is not None:
        words = f"assay {grade.assay:%} {grade.assay_of or form.contained_element}"
    elif form.method == "nominal_grade":
        words = f"declared grade {form.declared_grade}"
    else:
        words = f"{form.contained_factor} {form.contained_element} in {form.formula}"
    return f"(1 − {grade.moisture:%} moisture) × {words}" if grade.moisture else words


def lot_holdings(ctx: Context, *, as_of: date, known_at: datetime | None = None) -> Iterator[LotHolding]:
    """The same as cells want it: what :func:`stockpile_client.disclosure.holdings.aggregate` adds up.

    A partner will add these figures to its own, and so ``usable`` is what *we* count in a joint total.
    """
    for row in stream_holdings(ctx, as_of=as_of, known_at=known_at):
        yield LotHolding(
            row.material, row.group, row.site.country, row.site.bloc, row.gross, row.contained, row.joint,
            row.reference, row.reference_basis, row.first_day, row.max_rate, row.cross_border, row.illustrative,
        )  # fmt: skip
    home = next((site for site in sites.every(ctx.db).values() if site.country == ctx.agency.country), None)
    for claim in encumbrances.in_force(ctx.db, as_of):
        if claim.kind is EncumbranceKind.TICKET_BOUGHT and claim.counted_by is CountedBy.BENEFICIARY:
            yield LotHolding(
                claim.material, ALL_GROUPS, ctx.agency.country, home.bloc if home else "", 0, 0, claim.contained,
                None, "", None, None, None, False,
            )  # fmt: skip


def _holdings_of(ctx: Context, lot: HeldLot, site: Site, claims: list[Encumbrance], day: date) -> Iterator[Holding]:
    form = ctx.catalogue.form(lot.form)
    rotate_by = date.fromisoformat(lot.rotate_by) if lot.rotate_by else None
    past = rotate_by is not None and rotate_by < day
    own = [claim for claim in claims if claim.material == lot.material]
    free = usable(lot.contained, own, day)
    yield Holding(
        lot.id, lot.number, lot.material, ctx.catalogue.material(lot.material).name("en"), lot.form, form.name,
        form.group, site, lot.holder_class, lot.gross, lot.contained, reference_mass(lot.contained, form),
        form.reference_basis or "", 0 if past else free.ours, 0 if past else free.joint, lot.first_day, lot.max_rate,
        bool(lot.cross_border), rotate_by, past, False, bool(lot.illustrative), lot.source,
    )  # fmt: skip
    if lot.by_products == "{}":
        return
    grade = Grade(moisture=Decimal(lot.moisture))
    for code, share in msgspec.json.decode(lot.by_products, type=dict[str, str]).items():
        content = by_product_content(lot.gross, grade, code, Decimal(share))
        rest = usable(content.contained, [claim for claim in claims if claim.material == code], day)
        yield Holding(
            lot.id, lot.number, code, ctx.catalogue.material(code).name("en"), lot.form, form.name, form.group, site,
            lot.holder_class, 0, content.contained, None, "", 0 if past else rest.ours, 0 if past else rest.joint,
            lot.first_day, None, bool(lot.cross_border), rotate_by, past, True, bool(lot.illustrative), lot.source,
        )  # fmt: skip


def _totals(ctx: Context, rows: tuple[Holding, ...], day: date) -> tuple[MaterialTotal, ...]:
    bought: defaultdict[str, int] = defaultdict(int)
    for claim in encumbrances.in_force(ctx.db, day):
        if claim.kind is EncumbranceKind.TICKET_BOUGHT:
            bought[claim.material] += claim.contained
    grouped: defaultdict[str, list[Holding]] = defaultdict(list)
    for row in rows:
        grouped[row.material].append(row)
    return tuple(
        MaterialTotal(
            material,
            ctx.catalogue.material(material).name("en"),
            len(grouped[material]),
            sum(row.gross for row in grouped[material]),
            sum(row.contained for row in grouped[material]),
            sum(row.usable for row in grouped[material]) + bought[material],
            bought[material],
            any(row.illustrative for row in grouped[material]),
        )
        for material in sorted(grouped.keys() | bought.keys())
    )
