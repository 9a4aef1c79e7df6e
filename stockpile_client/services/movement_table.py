"""The ledger of all lots as a table: any page, in order of day or of posting, with filters, however long it is.

A row carries what its lot held with that entry: the running balance. The filter line knows the fields of :data:`KEYS`,
in the language of :mod:`stockpile_client.services.filter_line`; a bare word is looked for in lot number, reason,
counterparty and document.

>>> table = movement_table(ctx, parse_movement_filter("lot:W-0101 kind:release"))
>>> table.rows(0, 50)[0].contained_after
1204500000000
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.phrases import phrase
from stockpile_client.core.sites import Site
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.context import Context
from stockpile_client.services.filter_line import Fields, Term, read_day, read_mass, read_terms, read_text
from stockpile_client.storage import lots, sites
from stockpile_client.storage.movements import MOVEMENTS
from stockpile_client.storage.times import read_utc
from stockpile_client.storage.windows import AnyOf, Condition, Filter, Match, Window

_FIELDS: Fields = {
    "lot": ("number", read_text),
    "material": ("material", read_text),
    "kind": ("kind", read_text),
    "site": ("site", read_text),
    "day": ("effective", read_day),
    "qty": ("moved_mg", read_mass),
    "with": ("counterparty", read_text),
    "document": ("document", read_text),
    "reason": ("reason", read_text),
}
KEYS = tuple(_FIELDS)
ORDERS = tuple(MOVEMENTS.orders)


@dataclass(frozen=True, slots=True)
class MovementFilter:
    """Conditions that all have to hold; none: everything. ``lot`` keeps to one lot, by its id."""

    terms: tuple[Term, ...] = ()
    lot: str = ""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One entry as it stands in the table; masses in signed mg, balances in mg. ``reversed``: it no longer counts."""

    id: str
    lot_id: str
    number: str
    material: str
    form: str
    site: Site
    kind: MovementKind
    effective: date
    recorded: datetime
    gross: int
    contained: int
    gross_after: int
    contained_after: int
    reason: str
    reverses: str
    reversed: bool
    counterparty: str
    document: str

    @property
    def can_be_reversed(self) -> bool:
        """Whether it stands and is no reversal itself."""
        return not self.reversed and self.kind is not MovementKind.REVERSAL


class MovementTable:
    """Entries in an order, filtered; see the module."""

    def __init__(self, window: Window, places: dict[str, Site]) -> None:
        self._window = window
        self._places = places

    def count(self) -> int:
        """How many entries pass the filter."""
        return self._window.count()

    def rows(self, offset: int, limit: int) -> Sequence[MovementRow]:
        """Up to ``limit`` entries from ``offset`` on."""
        return [_row(self._places, row) for row in self._window.rows(offset, limit)]


def parse_movement_filter(text: str) -> MovementFilter:
    """What the filter line asks for; ``InputError`` ``E_FILTER`` names the part that is not understood."""
    return MovementFilter(read_terms(text, _FIELDS))


def movement_table(
    ctx: Context, wanted: MovementFilter | None = None, *, order_by: str = "", descending: bool = True
) -> MovementTable:
    """The ledger of all lots, the latest day first unless asked otherwise; ``E_ORDER`` for another order."""
    if order_by and order_by not in ORDERS:
        raise InputError("E_ORDER", phrase("The ledger is not ordered by that."))
    places = sites.every(ctx.db)
    wanted = wanted or MovementFilter()
    filters = [_condition(ctx.catalogue, places, term) for term in wanted.terms]
    if wanted.lot:
        filters.append(Filter("lot_row", Match.EQUALS, lots.row_of(ctx.db, wanted.lot)))
    window = Window(ctx.db, MOVEMENTS, order_by=order_by, descending=descending, filters=tuple(filters))
    return MovementTable(window, places)


def get_movement(ctx: Context, movement_id: str) -> MovementRow:
    """One entry as it stands in the table; ``InputError`` (``E_NO_MOVEMENT``) if there is none."""
    window = Window(ctx.db, MOVEMENTS, filters=(Filter("id", Match.EQUALS, movement_id),))
    found = MovementTable(window, sites.every(ctx.db)).rows(0, 1)
    if not found:
        raise InputError("E_NO_MOVEMENT", phrase("There is no such movement."))
    return found[0]


def _row(places: dict[str, Site], row: tuple[Any, ...]) -> MovementRow:
    return MovementRow(
        row[0], row[1], row[2], row[3], row[4], places[row[5]], MovementKind(row[6]), date.fromisoformat(row[7]),
        read_utc(row[8]), row[9], row[10], row[11], row[12], row[13], row[14] or "", row[15] is not None, row[16],
        row[17],
    )  # fmt: skip


def _condition(catalogue: Catalogue, places: dict[str, Site], term: Term) -> Condition:
    value = term.value
    match term.field:
        case "word":
            return AnyOf(
                tuple(
                    Filter(column, Match.CONTAINS, str(value))
                    for column in ("number", "reason", "counterparty", "document")
                )
            )
        case "material":
            return Filter("material", Match.ONE_OF, _materials(catalogue, str(value)))
        case "kind":
            return Filter("kind", Match.ONE_OF, _kinds(str(value)))
        case "site":
            wanted = str(value).casefold()
            found = (
                one.id for one in places.values() if wanted in one.name.casefold() or wanted in one.town.casefold()
            )
            return Filter("site", Match.ONE_OF, tuple(found))
        case "effective" | "moved_mg":
            return _comparison(term)
        case _:
            return Filter(term.field, Match.CONTAINS, str(value))


def _comparison(term: Term) -> Filter:
    value = term.value
    if term.relation == ":":
        return Filter(term.field, Match.EQUALS, value)
    if not term.relation.endswith("="):  # strictly more or less: the next whole value
        step = 1 if term.relation == ">" else -1
        value = value + step if isinstance(value, int) else _next_day(str(value), step)
    return Filter(term.field, Match.AT_LEAST if term.relation.startswith(">") else Match.AT_MOST, value)


def _next_day(day: str, step: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + step).isoformat()


def _materials(catalogue: Catalogue, text: str) -> tuple[str, ...]:
    found = catalogue.find_material(text)
    wanted = text.casefold()
    return tuple(
        one.code
        for one in catalogue.materials.values()
        if (one.code == found.code if found else any(wanted in name.casefold() for name in one.names.values()))
    )


def _kinds(text: str) -> tuple[str, ...]:
    terms, wanted = load_terms(), text.casefold()
    return tuple(
        code
        for code in terms.codes("movement_kind")
        if wanted in code or any(wanted in name.casefold() for name in terms.names["movement_kind", code].values())
    )
