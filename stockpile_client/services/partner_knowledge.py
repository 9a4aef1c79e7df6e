"""What partners know of one material of ours, in the terms of the inference audit.

Everything ever released to a partner, movements and claims in which it was the counterparty, and what was published.

Rules
- The worst case is taken: a partner guesses rightly that nothing moved where nothing did.
- If figures contradict each other, all corrected and withdrawn ones go, and with them what carries a usable figure
  from one day to the next: claims keep no record of when they were entered (``firm``).
- A statement that leaves lots out says "at least": what it left out lies beside it.
- A usable figure carries over where nothing moved, no claim began or ended, and no lot came to its rotate-by date.
- A reference mass and the content behind it are one figure in two units.

>>> knowledge = MaterialKnowledge(ctx, stock_map, "W", planned=keys, day=day, correction=Correction())
>>> Auditor(knowledge.facts(agency_id, "JOGMEC"))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property, partial

from msgspec.structs import replace

from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_KG, Quantity
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
    conversion,
    known,
)
from stockpile_client.services.context import Context
from stockpile_client.services.position_words import CLAIM_WORDS, MOVEMENT_WORDS, position_words, range_words
from stockpile_client.services.stock_map import EVERYWHERE, Spoken, StockMap
from stockpile_client.services.told_figures import Correction, Told, told_figures
from stockpile_client.storage import encumbrances, lots, public_facts
from stockpile_client.storage.public_facts import PublicFact
from stockpile_client.storage.stock_moves import LotKind, StockMove, lot_kinds, moves_since, rotations

REFERENCE_SLACK = MG_PER_KG
"""A reference mass is rounded to whole milligrams lot by lot: half a milligram each, for up to two million lots."""


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
        self._delivered: dict[str, list[Delivery]] = {}
        self._keys: dict[tuple[LotKind, Measure], PositionKey | None] = {}
        self._names = partial(position_words, ctx.catalogue)
        self.told = tuple(told_figures(ctx, stock_map, material, correction))
        self._public = public_facts.every(ctx.db, material=material)
        public_keys = [
            PositionKey(material, fact.group, "", fact.at or EVERYWHERE, "", Measure.CONTAINED.value)
            for fact in self._public
        ]
        spoken = dict.fromkeys([*(told.key for told in self.told), *public_keys, *planned])
        self._references = [key for key in spoken if key.measure == Measure.REFERENCE]
        contents = (replace(key, measure=Measure.CONTAINED.value) for key in self._references)
        keys = tuple(dict.fromkeys([*spoken, *contents]))
        self._spoken = Spoken(keys, stock_map.parents)
        claims = [claim for claim in encumbrances.every(ctx.db) if claim.material == material]
        self._tickets = any(claim.kind is EncumbranceKind.TICKET_BOUGHT for claim in claims)
        self._claims = [claim for claim in claims if claim.lot]
        kinds = lot_kinds(ctx.db, material)
        self._by_product = any(kind.by_product for kind in kinds)
        chains = [stock_map.chains(kind) for kind in kinds] + [stock_map.tickets()] * self._tickets
        rests = {(material, code) for code in self._spoken.rests(chains)}
        self.book = CellBook(keys, parents=stock_map.parents, rests=rests)
        self._day, self._planned = day, tuple(planned)
        self.days = sorted({day, *(told.as_of for told in self.told), *(fact.day for fact in self._public)})
        self._published = [
            Fact(
                self.book.terms(key, fact.day),
                fact.low,
                fact.high,
                Source(Origin.PUBLIC, self._published_words(key, fact), day=fact.day),
            )
            for key, fact in zip(public_keys, self._public, strict=True)
        ]

    def facts(self, agency: str, name: str, *, firm: bool = False) -> list[Fact]:
        """All that a partner knows, oldest first; ``firm``: without figures that were corrected or withdrawn."""
        told = [one for one in self.told if one.agency == agency and (one.firm or not firm)]
        said = [fact for one in reversed(told) if (fact := self._fact(one)) is not None]
        links = [link for link in self._links(name) if not firm or link.terms[0][0].measure != Measure.USABLE]
        return [*said, *self._published, *links, *self._ties(), *self._known_claims(name)]

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
            of = set(one.cells)
            if since < one.day <= until and not cells.isdisjoint(of):
                if not cells >= of:
                    return None
                change += one.mg
        return change

    def _fact(self, told: Told) -> Fact | None:
        return self.fact(
            told.key, told.quantity, told.as_of, told.reference, origin=Origin.RELEASED, at_least=told.partial
        )

    def fact(
        self, key: PositionKey, quantity: Quantity, day: date, reference: str, *, origin: Origin, at_least: bool
    ) -> Fact | None:
        """What a figure says, in words that can be added up; ``at_least``: some lots were left out of it."""
        interval = known(quantity)
        if interval is None:
            return None
        words = phrase(
            "{statement}: {position} = {mass}",
            statement=reference, position=self._names(key), mass=range_words(*interval),
        )  # fmt: skip
        source = Source(origin, words, reference, day, key)
        low, high = interval
        return Fact(self.book.terms(key, day), low, None if at_least else high, source)

    def words(self, key: PositionKey) -> str:
        """What a position is called."""
        return self._names(key)

    def _published_words(self, key: PositionKey, fact: PublicFact) -> str:
        return phrase(
            "published ({source}): {position} = {mass}",
            source=fact.source, position=self._names(key), mass=range_words(fact.low, fact.high),
        )  # fmt: skip

    def _settled(self, name: str, cell: Atom, since: date, until: date) -> bool:
        """Whether a usable cell changed by nothing but movements: no claim came or went, and no lot grew too old."""
        if self._tickets or any(since <= day < until for day in self._rotations.get(cell, ())):
            return False
        claims = self._claims_on.get(cell, ())
        if any(claim.in_force(since) != claim.in_force(until) for claim in claims):
            return False
        own = any(
            since < move.effective <= until and move.counterparty == name for move in self._moves_of.get(cell, ())
        )
        past = any(day < until for day in self._rotations.get(cell, ()))
        return not own or not (claims or past)  # what leaves may have been claimed, or too old to be usable

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
        """The movements of which a partner was the other side; kept, for every figure asks for them."""
        if name not in self._delivered:
            self._delivered[name] = list(self._deliveries_to(name))
        return self._delivered[name]

    def _deliveries_to(self, name: str) -> Iterator[Delivery]:
        for move in self._moves:
            if move.counterparty != name or move.lot.by_product:
                continue
            masses = (
                (Measure.CONTAINED, move.contained),
                (Measure.GROSS, move.gross),
                (Measure.USABLE, move.contained),
            )
            for measure, mg in masses:
                key = self._key_of(move.lot, measure)
                if key is not None and mg:
                    words = phrase(
                        "its own {kind} of {mass} on {day}",
                        kind=MOVEMENT_WORDS[MovementKind(move.kind)], mass=range_words(abs(mg), abs(mg)),
                        day=move.effective,
                    )  # fmt: skip
                    yield Delivery(key, move.effective, mg, words, self.book.lying(key))

    def _ties(self) -> Iterator[Fact]:
        """What one measure says of another.

        Usable is part of the content (with tickets bought, which are in usable alone, nothing follows), content is
        part of the gross mass, and the reference mass is the content times a constant.
        """
        pairs: list[tuple[Measure, Measure, str]] = []
        if not self._tickets:
            pairs.append((Measure.USABLE, Measure.CONTAINED, phrase("usable stock is part of what is held")))
        if not self._by_product:
            pairs.append((Measure.CONTAINED, Measure.GROSS, phrase("the content is part of the gross mass")))
        cells = set(self.book.atoms())
        for smaller, larger, words in pairs:
            for cell in cells:
                if cell.measure == smaller and (other := replace(cell, measure=larger.value)) in cells:
                    for day in self.days:
                        yield at_most(self.book.on(cell, day), self.book.on(other, day), words)
        factors = self._factors
        if not factors or any(told.partial for told in self.told):
            return
        days = {(told.key, told.as_of) for told in self.told} | {(key, self._day) for key in self._planned}
        for key in self._references:
            content = replace(key, measure=Measure.CONTAINED.value)
            for day in self.days:
                if (key, day) in days:
                    terms = self.book.terms(content, day), self.book.terms(key, day)
                    yield from conversion(*terms, factors, tolerance=REFERENCE_SLACK)

    @cached_property
    def _factors(self) -> list[Fraction]:
        """Reference mass over content, of every form of the material; empty where forms differ in the compound."""
        forms = [form for form in self._ctx.catalogue.forms.values() if form.material == self.material]
        if len({form.reference_basis for form in forms if form.reference_basis}) != 1:
            return []
        return [
            Fraction(form.reference_factor) / Fraction(form.contained_factor)
            for form in forms
            if form.reference_factor and form.contained_factor
        ]

    def _known_claims(self, name: str) -> Iterator[Fact]:
        """A partner's own claim: so much at least lies in the cell of the lot, and is not usable in it."""
        for claim in self._claims:
            if claim.counterparty != name or self._tickets or claim.counted_by is not CountedBy.BENEFICIARY:
                continue
            held = self._claimed(claim, Measure.CONTAINED)
            usable = self._claimed(claim, Measure.USABLE)
            words = phrase(
                "its own {kind} of {mass}",
                kind=CLAIM_WORDS[claim.kind], mass=range_words(claim.contained, claim.contained),
            )  # fmt: skip
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
        return self._key_of(kind, measure)

    def _key_of(self, kind: LotKind, measure: Measure) -> PositionKey | None:
        """The finest position that was spoken of and that a kind of lot counts in."""
        about = kind, measure
        if about not in self._keys:
            self._keys[about] = self._spoken.key(self.material, self._map.chains(kind), measure)
        return self._keys[about]

    @cached_property
    def _moves(self) -> list[StockMove]:
        return moves_since(self._ctx.db, self.material, self.days[0])

    @cached_property
    def _moves_of(self) -> dict[Atom, list[StockMove]]:
        found: dict[Atom, list[StockMove]] = defaultdict(list)
        for move in self._moves:
            for measure in (Measure.CONTAINED, Measure.GROSS, Measure.USABLE):
                key = self._key_of(move.lot, measure)
                for cell in self.book.lying(key) if key is not None else ():
                    found[cell].append(move)
        return found

    @cached_property
    def _rotations(self) -> dict[Atom, list[date]]:
        """The rotate-by dates of the lots in each usable cell."""
        found: dict[Atom, list[date]] = defaultdict(list)
        for kind, day in rotations(self._ctx.db, self.material):
            key = self._key_of(kind, Measure.USABLE)
            for cell in self.book.lying(key) if key is not None else ():
                found[cell].append(day)
        return found

    @cached_property
    def _claims_on(self) -> dict[Atom, list[Encumbrance]]:
        """The claims on the lots in each usable cell."""
        found: dict[Atom, list[Encumbrance]] = defaultdict(list)
        for claim in self._claims:
            key = self._claimed(claim, Measure.USABLE)
            for cell in self.book.lying(key) if key is not None else ():
                found[cell].append(claim)
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
        if cell.measure == Measure.REFERENCE:
            return False  # tied to the content on each day
        if cell.measure == Measure.USABLE and not self._settled(name, cell, since, until):
            return False
        for move in self._moves_of.get(cell, ()):
            known_to_partner = move.counterparty == name and not move.lot.by_product
            if since < move.effective <= until and not known_to_partner:
                return False
            late = [day for day in (since, until) if day in self._left and move.recorded > self._left[day]]
            if any(move.effective <= day for day in late):
                return False
        return True


def _same_cells(book: CellBook, one: PositionKey, other: PositionKey) -> bool:
    cells = {replace(cell, measure=one.measure) for cell in book.cells(other)}
    return cells == set(book.cells(one))
