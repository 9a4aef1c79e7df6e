"""The inventory as a table: any page of any order, with filters, however many lots there are.

The newest state comes from the balances that the ledger keeps beside each lot, page by page. A look back at a day adds
the ledger up once and keeps the result. Both answer as a window does: ``count()`` and ``rows(offset, limit)``.

>>> table = lot_table(ctx, parse_filter("material:W"), order_by="contained", descending=True)
>>> table.rows(0, 50)[0].contained
1204500000000
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.sites import Site
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.context import Context
from stockpile_client.services.holdings import Holding, list_holdings
from stockpile_client.services.lot_filter import LotFilter, Term
from stockpile_client.storage import sites
from stockpile_client.storage.lots import LOTS
from stockpile_client.storage.windows import AnyOf, Condition, Filter, Match, Window

ORDERS = {
    "number": "number",
    "material": "material",
    "form": "form",
    "holder_class": "holder_class",
    "gross": "gross_mg",
    "contained": "contained_mg",
    "first_day": "first_day",
    "rotate_by": "rotate_by",
}
"""By what a table may be ordered, and the column that has the index for it."""

MOST_SUMMED = 50_000
"""Rows that a selection may have and still be summed at once."""


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot as it stands in the table; masses in mg, names in English."""

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
    first_day: int
    rotate_by: date | None
    past_rotation: bool
    illustrative: bool
    source: str


@dataclass(frozen=True, slots=True)
class MaterialSum:
    """What a selection holds of one material; ``contained`` in mg."""

    material: str
    lots: int
    contained: int


class LotTable:
    """Lots in an order, filtered; see the module."""

    def __init__(self, count: Callable[[], int], rows: Callable[[int, int], Sequence[LotRow]]) -> None:
        self._count = count
        self._rows = rows

    def count(self) -> int:
        """How many lots pass the filter."""
        return self._count()

    def rows(self, offset: int, limit: int) -> Sequence[LotRow]:
        """Up to ``limit`` lots from ``offset`` on."""
        return self._rows(offset, limit)


def lot_table(
    ctx: Context,
    wanted: LotFilter | None = None,
    *,
    order_by: str = "",
    descending: bool = False,
    as_of: date | None = None,
) -> LotTable:
    """The lots that pass ``wanted``, ordered by a key of :data:`ORDERS` (empty: as they were added).

    ``as_of`` looks back at the end of a day; without it every posted movement counts. Raises ``InputError``
    ``E_ORDER`` for another order.
    """
    if order_by and order_by not in ORDERS:
        raise InputError(
            "E_ORDER",
            phrase("The inventory is not ordered by that."),
            hint=phrase("Use one of {orders}.", orders=", ".join(ORDERS)),
        )
    places = sites.every(ctx.db)
    filters = tuple(_condition(ctx.catalogue, places, term) for term in (wanted.terms if wanted else ()))
    if as_of is not None:
        return _look_back(ctx, filters, order_by, descending, as_of)
    window = Window(ctx.db, LOTS, order_by=ORDERS.get(order_by, ""), descending=descending, filters=filters)
    today = ctx.today()
    return LotTable(
        window.count,
        lambda offset, limit: [_row(ctx.catalogue, places, today, row) for row in window.rows(offset, limit)],
    )


def sum_of(table: LotTable, ranges: Iterable[tuple[int, int]], check: Callable[[], None]) -> tuple[MaterialSum, ...]:
    """Contained mass by material over rows given as (first, last); ``check`` is called now and then and may raise."""
    lots: dict[str, int] = {}
    masses: dict[str, int] = {}
    for first, last in ranges:
        for start in range(first, last + 1, 1000):
            check()
            for row in table.rows(start, min(1000, last + 1 - start)):
                lots[row.material] = lots.get(row.material, 0) + 1
                masses[row.material] = masses.get(row.material, 0) + row.contained
    return tuple(MaterialSum(material, lots[material], masses[material]) for material in sorted(lots))


def _look_back(ctx: Context, filters: tuple[Condition, ...], order_by: str, descending: bool, as_of: date) -> LotTable:
    rows = [_held(row) for row in list_holdings(ctx, as_of=as_of).rows if not row.by_product]
    kept = [row for row in rows if all(_passes(row, condition) for condition in filters)]
    if order_by:
        kept.sort(key=lambda row: _sort_key(row, order_by), reverse=descending)
    return LotTable(lambda: len(kept), lambda offset, limit: kept[offset : offset + limit])


def _sort_key(row: LotRow, order_by: str) -> tuple[bool, Any]:
    """As SQLite orders: nothing before something."""
    value = getattr(row, order_by)
    return (value is not None, value if value is not None else 0)


def _row(catalogue: Catalogue, places: dict[str, Site], today: date, row: tuple[Any, ...]) -> LotRow:
    (lot_id, number, material, form_code, site, holder_class, _holder, gross, contained, first_day, _rate, _crosses,
     rotation, source, illustrative) = row  # fmt: skip
    form = catalogue.form(form_code)
    rotate_by = date.fromisoformat(rotation) if rotation else None
    return LotRow(
        lot_id, number, material, catalogue.material(material).name("en"), form_code, form.name, form.group,
        places[site], holder_class, gross, contained, first_day, rotate_by,
        rotate_by is not None and rotate_by < today, bool(illustrative), source,
    )  # fmt: skip


def _held(row: Holding) -> LotRow:
    return LotRow(
        row.lot_id, row.number, row.material, row.material_name, row.form, row.form_name, row.group, row.site,
        row.holder_class, row.gross, row.contained, row.first_day, row.rotate_by, row.past_rotation, row.illustrative,
        row.source,
    )  # fmt: skip


def _condition(catalogue: Catalogue, places: dict[str, Site], term: Term) -> Condition:
    match term.field:
        case "word":
            text = str(term.value)
            return AnyOf(
                (
                    Filter("number", Match.CONTAINS, text),
                    Filter("source", Match.CONTAINS, text),
                    Filter("material", Match.ONE_OF, _materials(catalogue, text)),
                    Filter("form", Match.ONE_OF, _forms(catalogue, text)),
                    Filter("site", Match.ONE_OF, _sites(places, text, country=False)),
                )
            )
        case "material":
            return Filter("material", Match.ONE_OF, _materials(catalogue, str(term.value)))
        case "form":
            return Filter("form", Match.ONE_OF, _forms(catalogue, str(term.value)))
        case "site" | "country":
            return Filter("site", Match.ONE_OF, _sites(places, str(term.value), country=term.field == "country"))
        case "holder_class":
            return Filter("holder_class", Match.ONE_OF, _holders(str(term.value)))
        case "number" | "source":
            return Filter(term.field, Match.CONTAINS, str(term.value))
        case "illustrative":
            return Filter("illustrative", Match.EQUALS, int(term.value))
        case _:
            return _comparison(term)


def _comparison(term: Term) -> Filter:
    column = {"contained": "contained_mg", "gross": "gross_mg"}.get(term.field, term.field)
    if term.relation == ":":
        return Filter(column, Match.EQUALS, term.value)
    direction = Match.AT_LEAST if term.relation.startswith(">") else Match.AT_MOST
    value = term.value
    if not term.relation.endswith("="):  # strictly more or less: the next whole value
        step = 1 if direction is Match.AT_LEAST else -1
        value = value + step if isinstance(value, int) else _next_day(str(value), step)
    return Filter(column, direction, value)


def _next_day(day: str, step: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + step).isoformat()


def _materials(catalogue: Catalogue, text: str) -> tuple[str, ...]:
    """Codes of the materials meant by ``text``: the one it names, or those whose names contain it."""
    found = catalogue.find_material(text)
    if found is not None:
        return (found.code,)
    wanted = text.casefold()
    return tuple(
        material.code
        for material in catalogue.materials.values()
        if any(wanted in name.casefold() for name in material.names.values())
    )


def _forms(catalogue: Catalogue, text: str) -> tuple[str, ...]:
    """Codes of the forms of that group or code, or whose names contain ``text``."""
    wanted = text.casefold()
    return tuple(
        form.code
        for form in catalogue.forms.values()
        if wanted in (form.group, form.code.casefold(), form.code.partition("-")[2].casefold())
        or any(wanted in name.casefold() for name in (form.name, *form.aliases))
    )


def _sites(places: dict[str, Site], text: str, *, country: bool) -> tuple[str, ...]:
    wanted = text.casefold()
    return tuple(
        site.id
        for site in places.values()
        if (wanted in (site.country.casefold(), site.bloc.casefold()))
        or (not country and any(wanted in name.casefold() for name in (site.name, site.town)))
    )


def _holders(text: str) -> tuple[str, ...]:
    terms = load_terms()
    wanted = text.casefold()
    return tuple(
        code
        for code in terms.codes("holder_class")
        if wanted in code or wanted in terms.name("holder_class", code).casefold()
    )


def _passes(row: LotRow, condition: Condition) -> bool:
    """The same conditions on a row that is in memory."""
    if isinstance(condition, AnyOf):
        return any(_passes(row, part) for part in condition.filters)
    value = _value(row, condition.column)
    wanted: Any = condition.value
    match condition.match:
        case Match.ONE_OF:
            return value in wanted
        case Match.EQUALS:
            return bool(value == wanted)
        case Match.AT_LEAST:
            return value is not None and bool(value >= wanted)
        case Match.AT_MOST:
            return value is not None and bool(value <= wanted)
        case _:
            return str(wanted).lower() in str(value).lower()


def _value(row: LotRow, column: str) -> Any:
    match column:
        case "site":
            return row.site.id
        case "rotate_by":
            return row.rotate_by.isoformat() if row.rotate_by else None
        case "gross_mg" | "contained_mg":
            return getattr(row, column.removesuffix("_mg"))
        case _:
            return getattr(row, column)
