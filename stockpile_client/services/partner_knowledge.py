"""What partners know of one material of ours, in the terms of the inference audit.

Everything ever released to a partner, movements and claims in which it was the counterparty, and what was published.

Rules
- The worst case is taken: a partner guesses rightly that nothing moved where nothing did.
- A corrected figure is left out where the correction says otherwise. Where the correction is silent, or agrees, the
  partner has forgotten nothing. If figures contradict each other, all corrected and withdrawn ones go (``firm``).
- A statement that leaves lots out says "at least": what it left out lies beside it.

>>> knowledge = MaterialKnowledge(ctx, stock_map, "W", planned_keys=keys, day=day)
>>> Auditor(knowledge.facts(agency_id, "JOGMEC"))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from msgspec.structs import replace as struct_replace

from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import Quantity, in_unit
from stockpile_client.core.statements import Measure, PositionKey
from stockpile_client.disclosure.audit import (
    Atom,
    CellBook,
    Delivery,
    Fact,
    Origin,
    Source,
    at_most,
    changes,
    key_words,
    known,
)
from stockpile_client.services.context import Context
from stockpile_client.services.stock_map import EVERYWHERE, Spoken, StockMap
from stockpile_client.storage import disclosure_profiles, encumbrances, ledger, lots, public_facts, statements
from stockpile_client.storage.stock_moves import LotKind, StockMove, lot_kinds, moves_since


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that a partner was told; ``firm``: not corrected since; ``partial``: some lots were left out of it."""

    agency: str
    key: PositionKey
    quantity: Quantity
    as_of: date
    at: datetime
    reference: str
    firm: bool
    partial: bool


Known = tuple[int, int | None] | None
"""The interval (mg) that a figure says; ``None`` for a figure that says nothing of the mass."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is about to correct the statement of that id (empty: none), by released key."""

    statement: str = ""
    says: Mapping[PositionKey, Known] = field(default_factory=dict)


class MaterialKnowledge:
    """One material: the cells that anybody was told of, and each partner's facts about them.

    ``planned``: keys (as :meth:`StockMap.key` gives them) that are about to leave as of ``day``.
    """

    def __init__(
        self,
        ctx: Context,
        stock_map: StockMap,
        material: str,
        *,
        planned: Sequence[PositionKey],
        day: date,
        correction: Correction,
    ) -> None:
        self._ctx, self._map, self.material = ctx, stock_map, material
        self.told = tuple(_told(ctx, stock_map, material, correction))
        self._public = public_facts.every(ctx.db, material=material)
        public_keys = [
            PositionKey(material, fact.group, "", fact.at or EVERYWHERE, "", Measure.CONTAINED.value)
            for fact in self._public
        ]
        keys = tuple(dict.fromkeys([*(told.key for told in self.told), *public_keys, *planned]))
        self._spoken = Spoken(keys, stock_map.parents)
        claims = [claim for claim in encumbrances.every(ctx.db) if claim.material == material]
        self._tickets = any(claim.kind is EncumbranceKind.TICKET_BOUGHT for claim in claims)
        self._claims = [claim for claim in claims if claim.lot and claim.counterparty]
        kinds = lot_kinds(ctx.db, material)
        self._by_product = any(kind.by_product for kind in kinds)
        chains = [stock_map.chains(kind) for kind in kinds] + [stock_map.tickets()] * self._tickets
        rests = {(material, code) for code in self._spoken.rests(chains)}
        self.book = CellBook(keys, parents=stock_map.parents, rests=rests)
        self.days = sorted({day, *(told.as_of for told in self.told), *(fact.day for fact in self._public)})
        self._published = [
            Fact(
                self.book.terms(key, fact.day),
                fact.low,
                fact.high,
                Source(Origin.PUBLIC, f"published ({fact.source}): {range_words(fact.low, fact.high)}", day=fact.day),
            )
            for key, fact in zip(public_keys, self._public, strict=True)
        ]

    def facts(self, agency: str, name: str, *, firm: bool = False) -> list[Fact]:
        """All that a partner knows, oldest first; ``firm``: without figures that were corrected or withdrawn."""
        told = [one for one in self.told if one.agency == agency and (one.firm or not firm)]
        said = [fact for one in reversed(told) if (fact := self._fact(one)) is not None]
        return [*said, *self._published, *self._links(name), *self._ties(), *self._known_claims(name)]

    def private(self, agency: str, name: str) -> bool:
        """Whether a partner knows anything that not everybody does."""
        moved = any(move.counterparty == name for move in self._moves)
        return moved or any(one.agency == agency for one in self.told)

    def moved(self, key: PositionKey, since: date, until: date, name: str) -> int | None:
        """By how much (mg) a partner knows a position to have changed; ``None`` where it cannot know."""
        cells = set(self.book.cells(key))
        if not all(self._quiet(name, cell, since, until) for cell in cells):
            return None
        change = 0
        for one in self._deliveries(name):
            of = set(self.book.cells(one.key))
            if since < one.day <= until and not cells.isdisjoint(of):
                if not cells >= of:
                    return None
                change += one.mg
        return change

    def _fact(self, told: Told) -> Fact | None:
        words = f"{told.reference}: {key_words(told.key)} {quantity_words(told.quantity)}"
        source = Source(Origin.RELEASED, words, told.reference, told.as_of, told.key)
        fact = self.book.fact(told.key, told.quantity, told.as_of, source)
        return struct_replace(fact, high=None) if fact is not None and told.partial else fact

    def _links(self, name: str) -> list[Fact]:
        """What carries over from one day to the next, by movements that the partner knows."""
        if len(self.days) < 2:
            return []
        return changes(
            self.book,
            self.days,
            self._deliveries(name),
            lambda cell, since, until: self._quiet(name, cell, since, until),
        )

    def _deliveries(self, name: str) -> list[Delivery]:
        found = []
        for move in self._moves:
            if move.counterparty != name or move.lot.by_product:
                continue
            for measure, mg in ((Measure.CONTAINED, move.contained), (Measure.GROSS, move.gross)):
                key = self._spoken.key(self.material, self._map.chains(move.lot), measure)
                if key is not None and mg:
                    kind = MovementKind(move.kind).value.replace("_", " ")
                    words = f"its own {kind} of {range_words(abs(mg), abs(mg))} ({measure}) on {move.effective}"
                    found.append(Delivery(key, move.effective, mg, words))
        return found

    def _ties(self) -> Iterator[Fact]:
        """Usable is part of the content; with tickets bought, which are in usable alone, nothing follows."""
        pairs = [] if self._tickets else [(Measure.USABLE, Measure.CONTAINED, "usable is part of what is held")]
        if not self._by_product:
            pairs.append((Measure.CONTAINED, Measure.GROSS, "content is part of the gross mass"))
        cells = set(self.book.atoms())
        for smaller, larger, words in pairs:
            for cell in cells:
                if cell.measure == smaller and (other := struct_replace(cell, measure=larger.value)) in cells:
                    for day in self.days:
                        yield at_most(self.book.on(cell, day), self.book.on(other, day), words)

    def _known_claims(self, name: str) -> Iterator[Fact]:
        """A partner's own claim: so much at least lies in the cell of the lot, and is not usable in it."""
        for claim in self._claims:
            if claim.counterparty != name or self._tickets or claim.counted_by is not CountedBy.BENEFICIARY:
                continue
            held = self._claimed(claim, Measure.CONTAINED)
            usable = self._claimed(claim, Measure.USABLE)
            words = f"its own {claim.kind.replace('_', ' ')} of {range_words(claim.contained, claim.contained)}"
            for day in filter(claim.in_force, self.days):
                source = Source(Origin.MOVEMENT, words, day=day)
                if held is None:
                    continue
                terms = list(self.book.terms(held, day))
                yield Fact(tuple(terms), claim.contained, None, source)
                if usable is not None and _same_cells(self.book, held, usable):
                    free = [(atom, -sign) for atom, sign in self.book.terms(usable, day)]
                    yield Fact((*terms, *free), claim.contained, None, source)

    def _claimed(self, claim: Encumbrance, measure: Measure) -> PositionKey | None:
        lot = lots.get(self._ctx.db, claim.lot)
        if lot is None or lot.material != self.material:
            return None
        kind = LotKind(lot.form, lot.site, lot.holder_class.value, by_product=False)
        return self._spoken.key(self.material, self._map.chains(kind), measure)

    @cached_property
    def _moves(self) -> list[StockMove]:
        return moves_since(self._ctx.db, self.material, self.days[0])

    @cached_property
    def _moves_of(self) -> dict[Atom, list[StockMove]]:
        found: dict[Atom, list[StockMove]] = defaultdict(list)
        for move in self._moves:
            for measure in (Measure.CONTAINED, Measure.GROSS):
                key = self._spoken.key(self.material, self._map.chains(move.lot), measure)
                for cell in self.book.cells(key) if key is not None else ():
                    found[cell].append(move)
        return found

    @cached_property
    def _left(self) -> dict[date, datetime]:
        """When the first figures as of each day left: what was recorded later is not in them."""
        found: dict[date, datetime] = {}
        for one in self.told:
            found[one.as_of] = min(one.at, found.get(one.as_of, one.at))
        return found

    def _quiet(self, name: str, cell: Atom, since: date, until: date) -> bool:
        """Whether nothing moved but what the partner knows, and the figures of both days saw all of it."""
        if cell.measure not in (Measure.CONTAINED, Measure.GROSS):
            return False
        for move in self._moves_of.get(cell, ()):
            known_to_partner = move.counterparty == name and not move.lot.by_product
            if since < move.effective <= until and not known_to_partner:
                return False
            late = [day for day in (since, until) if day in self._left and move.recorded > self._left[day]]
            if any(move.effective <= day for day in late):
                return False
        return True


def quantity_words(quantity: Quantity) -> str:
    """What a figure says of a mass, for a chain of reasons; empty if it says nothing."""
    interval = known(quantity)
    return "" if interval is None else f"= {range_words(*interval)}"


def range_words(low: int, high: int | None) -> str:
    """``20 t to 24.5 t``, from mg and to the milligram: a chain of reasons is there to be added up."""
    if high is None:
        return f"{_tonnes(low)} or more"
    return _tonnes(low) if low == high else f"{_tonnes(low)} to {_tonnes(high)}"


def _tonnes(mg: int) -> str:
    return f"{in_unit(mg, Decimal(1000), decimals=9).normalize():f} t"


def _same_cells(book: CellBook, one: PositionKey, other: PositionKey) -> bool:
    cells = {struct_replace(cell, measure=one.measure) for cell in book.cells(other)}
    return cells == set(book.cells(one))


def _told(ctx: Context, stock_map: StockMap, material: str, correction: Correction) -> Iterator[Told]:
    """Every figure of a material that any partner was told and that still counts, the latest first."""
    values = list(ledger.released(ctx.db, material=material))
    if not values:
        return
    stored = {one.id: one for one in statements.every(ctx.db, agency=ctx.agency.id)}
    digests = {one.header.profile for one in stored.values()}
    profiles = {digest: disclosure_profiles.of_digest(ctx.db, digest) for digest in digests}
    corrected_by = {one.supersedes: one.id for one in stored.values() if one.supersedes}
    says: dict[str, dict[PositionKey, Known]] = defaultdict(dict, {_PLANNED: dict(correction.says)})
    if correction.statement:
        corrected_by[correction.statement] = _PLANNED
    for value in values:
        says[value.statement][value.position.key] = known(value.position.quantity)
    for value in values:
        statement = stored[value.statement]
        profile = profiles[statement.header.profile]
        later = corrected_by.get(value.statement)
        while later is not None and not _excludes(says[later].get(value.position.key), known(value.position.quantity)):
            later = corrected_by.get(later)
        if later is None:
            yield Told(
                value.agency,
                stock_map.key(value.position.key, profile),
                value.position.quantity,
                value.as_of,
                value.at,
                f"statement {value.seq} as of {value.as_of}",
                firm=value.statement not in corrected_by and statement.withdrawn is None,
                partial=bool(profile and profile.exclude),
            )


_PLANNED = "planned"


def _excludes(one: Known, other: Known) -> bool:
    """Whether two figures of the same position cannot both be true."""
    if one is None or other is None:
        return False
    return (one[1] is not None and one[1] < other[0]) or (other[1] is not None and other[1] < one[0])
