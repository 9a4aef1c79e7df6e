"""What we hold as of a day: lot by lot for people, and as cells for a release.

Usable is the contained mass after claims (tickets, loans, pledges, holds), and nothing once the rotate-by date is past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import msgspec

from stockpile_client.core.catalogue import Catalogue, Form
from stockpile_client.core.content import Grade, by_product_content, reference_of
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, usable
from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import Movement
from stockpile_client.core.phrases import phrase
from stockpile_client.core.sites import Site
from stockpile_client.disclosure.holdings import ALL_GROUPS, LotHolding
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
    names = {code: one.name("en") for code, one in ctx.catalogue.materials.items()}
    for one in _stocks(ctx, as_of=as_of, known_at=known_at, material=material, lot_id=lot_id):
        lot, facts, form = one.lot, one.lot.facts, one.form.form
        yield Holding(
            lot.id, lot.number, one.material, names[one.material], facts.form, form.name, form.group, one.site,
            facts.holder_class, one.gross, one.contained, one.reference, one.reference_basis, one.ours, one.joint,
            facts.first_day, one.max_rate, bool(facts.cross_border),
            date.fromisoformat(facts.rotate_by) if facts.rotate_by else None, one.past, one.by_product,
            bool(facts.illustrative), facts.source,
        )  # fmt: skip


def list_holdings(ctx: Context, *, as_of: date | None = None, known_at: datetime | None = None) -> Holdings:
    """All lots and the totals by material as of a day (default: today), as known at a moment (default: now)."""
    day = as_of or ctx.today()
    rows = tuple(stream_holdings(ctx, as_of=day, known_at=known_at))
    return Holdings(day, rows, _totals(ctx, rows, day))


def lot_detail(ctx: Context, lot_id: str, *, as_of: date | None = None) -> LotDetail:
    """Everything about one lot; ``InputError`` (``E_NO_LOT``) if there is no such lot."""
    lot = lots.get(ctx.db, lot_id)
    if lot is None:
        raise InputError("E_NO_LOT", phrase("There is no such lot."))
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
        words = phrase("assay {assay}% {of}", assay=_percent(grade.assay), of=grade.assay_of or form.contained_element)
    elif form.method == "nominal_grade":
        words = phrase("declared grade {grade}", grade=form.declared_grade)
    elif form.contained_factor == 1:
        words = phrase("pure {element}", element=form.contained_element)
    else:
        words = phrase(
            "{factor} {element} in {formula}",
            factor=form.contained_factor,
            element=form.contained_element,
            formula=form.formula,
        )
    if grade.purity is not None and grade.assay is None and form.method != "nominal_grade":
        words = phrase("purity {purity}% × {words}", purity=_percent(grade.purity), words=words)
    return (
        phrase("(1 − {moisture}% moisture) × {words}", moisture=_percent(grade.moisture), words=words)
        if grade.moisture
        else words
    )


def _percent(share: Decimal) -> Decimal:
    """A share in per cent, without trailing zeros."""
    return Decimal(f"{share:%}".rstrip("%"))


def lot_holdings(ctx: Context, *, as_of: date, known_at: datetime | None = None) -> Iterator[LotHolding]:
    """The same as cells want it: what :func:`stockpile_client.disclosure.holdings.aggregate` adds up.

    A partner will add these figures to its own, and so ``usable`` is what *we* count in a joint total. Days, rates and
    borders are those of what is usable: an empty lot, or one that is all promised, brings nothing sooner.
    """
    for one in _stocks(ctx, as_of=as_of, known_at=known_at):
        lot, facts, site = one.lot, one.lot.facts, one.site
        first_day, rate, crosses = (
            (facts.first_day, one.max_rate, bool(facts.cross_border)) if one.joint > 0 else (None, 0, None)
        )
        yield LotHolding(
            one.material, one.form.group, site.country, site.bloc, one.gross, one.contained, one.joint,
            one.reference, one.reference_basis, first_day, rate, crosses, bool(facts.illustrative), facts.form, lot.id,
            lot.number, site, facts.holder_class, facts.holder, facts.supplier, facts.purpose,
            None if facts.purity is None or one.by_product else Decimal(facts.purity),
        )  # fmt: skip
    home = next((site for site in sites.every(ctx.db).values() if site.country == ctx.agency.country), None)
    for claim in encumbrances.in_force(ctx.db, as_of):
        if claim.kind is EncumbranceKind.TICKET_BOUGHT and claim.counted_by is CountedBy.BENEFICIARY:
            yield LotHolding(
                claim.material, ALL_GROUPS, ctx.agency.country, home.bloc if home else "", 0, 0, claim.contained,
                None, "", None, None, None, False,
            )  # fmt: skip


class _FormFacts(msgspec.Struct, frozen=True, gc=False):
    """What is asked of a form for every lot, looked up once."""

    form: Form
    group: str
    reference: Callable[[int], int | None]
    reference_basis: str


class _Stock(msgspec.Struct, frozen=True, gc=False):
    """One lot's stock of one material, before it is put in the words of either reader; masses in mg."""

    lot: HeldLot
    site: Site
    form: _FormFacts
    material: str
    gross: int
    contained: int
    reference: int | None
    reference_basis: str
    ours: int
    joint: int
    max_rate: int | None
    past: bool
    by_product: bool


def _stocks(
    ctx: Context, *, as_of: date, known_at: datetime | None = None, material: str = "", lot_id: str = ""
) -> Iterator[_Stock]:
    """Lot by lot in the order in which they were added, by-products after their lot; 150 000 a second."""
    places, forms, day = sites.every(ctx.db), _Forms(ctx.catalogue), as_of.isoformat()
    claims: defaultdict[str, list[Encumbrance]] = defaultdict(list)
    for claim in encumbrances.in_force(ctx.db, as_of):
        claims[claim.lot].append(claim)
    for lot in holdings.stream(ctx.db, as_of=as_of, known_at=known_at, material=material, lot_id=lot_id):
        facts, contained, on_it = lot.facts, lot.contained, claims.get(lot.id, [])
        site, form = places[facts.site], forms[facts.form]
        past = facts.rotate_by is not None and facts.rotate_by < day
        ours, joint = _free(contained, facts.material, on_it, as_of, past)
        yield _Stock(
            lot, site, form, facts.material, lot.gross, contained, form.reference(contained), form.reference_basis,
            ours, joint, facts.max_rate, past, False,
        )  # fmt: skip
        if facts.by_products == "{}":
            continue
        grade = Grade(moisture=Decimal(facts.moisture))
        for code, share in msgspec.json.decode(facts.by_products, type=dict[str, str]).items():
            contained = by_product_content(lot.gross, grade, code, Decimal(share)).contained
            ours, joint = _free(contained, code, on_it, as_of, past)
            yield _Stock(lot, site, form, code, 0, contained, None, "", ours, joint, None, past, True)


class _Forms(dict[str, _FormFacts]):
    """Facts by form code."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def __missing__(self, code: str) -> _FormFacts:
        form = self._catalogue.form(code)
        found = self[code] = _FormFacts(form, form.group, reference_of(form), form.reference_basis or "")
        return found


def _free(contained: int, material: str, claims: list[Encumbrance], day: date, past: bool) -> tuple[int, int]:
    """What is left for us, and what we count in a joint total; nothing once the rotate-by date is past."""
    if past:
        return 0, 0
    if not claims:
        return contained, contained
    free = usable(contained, [claim for claim in claims if claim.material == material], day)
    return free.ours, free.joint


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
