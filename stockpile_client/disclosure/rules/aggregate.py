"""Third rule: lots become cells. Which of place and holder class stay is the profile's choice; a lot never does.

This is the one pass over the inventory: the first rule says whether a lot counts, the second how coarse it is, and
here it is added up. A hundred thousand lots take part of a second.

>>> Aggregation(holders=True).gather(lots, exclusion, coarsening, home="country:IT").cells[0].holder
'government'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from stockpile_client.core.lots import HolderClass
from stockpile_client.core.phrases import counted, phrase
from stockpile_client.core.quantities import Quantity
from stockpile_client.disclosure.holdings import Cell, CellKey, LotHolding, empty_cell
from stockpile_client.disclosure.rules.base import Effect, Rule, listed
from stockpile_client.disclosure.rules.coarsen import Coarsening
from stockpile_client.disclosure.rules.exclude import Exclusion


@dataclass(slots=True)
class LeftOut:
    """What the first rule left out of one material for one reason: lots, and their content in mg."""

    material: str
    reason: str
    lots: int = 0
    contained: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """All cells in order of their keys, and what was left out of them."""

    cells: tuple[Cell, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """``places``: cells by place, else all at home; ``holders``: cells by holder class, else all classes together."""

    places: bool = True
    holders: bool = False

    @property
    def sentence(self) -> str:
        """Names what is kept apart."""
        kept = [phrase("material"), phrase("form")]
        kept += [phrase("place")] * self.places + [phrase("holder class")] * self.holders
        return phrase("Add up lots by {what}.", what=listed(kept))

    def gather(self, lots: Iterable[LotHolding], exclusion: Exclusion, coarsening: Coarsening, *, home: str) -> Table:
        """Add up the lots that count; ``home`` is the agency's own place (``country:IT``)."""
        reason_of = exclusion.tester() if exclusion else None
        key_of = self._keys(coarsening, home)
        cells: dict[CellKey, Cell] = {}
        left_out: dict[tuple[str, str], LeftOut] = {}
        left_out_of: dict[CellKey, int] = {}
        for lot in lots:
            key = key_of(lot)
            if reason_of is not None and (reason := reason_of(lot)):
                one = left_out.setdefault((lot.material, reason), LeftOut(lot.material, reason))
                one.lots += 1
                one.contained += lot.contained
                left_out_of[key] = left_out_of.get(key, 0) + 1
                continue
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = empty_cell(key)
            cell.add(lot)
        for key in left_out_of.keys() & cells.keys():
            cells[key].left_out = left_out_of[key]
        return Table(tuple(cells[key] for key in sorted(cells)), tuple(left_out[key] for key in sorted(left_out)))

    def _keys(self, coarsening: Coarsening, home: str) -> Callable[[LotHolding], CellKey]:
        """The key of a lot's cell; lots that say the same in all that matters share the work."""
        known: dict[tuple[str, ...], CellKey] = {}

        def key_of(lot: LotHolding) -> CellKey:
            site = lot.site.id if lot.site else lot.country
            about = (lot.material, lot.group, lot.form, site, lot.holder_class)
            key = known.get(about)
            if key is None:
                group, form = coarsening.form(lot)
                at = coarsening.place(lot) if self.places else home
                # a ticket bought is the agency's own; without a class it would stand for all classes together
                holder = (lot.holder_class or HolderClass.GOVERNMENT.value) if self.holders else ""
                key = known[about] = CellKey(lot.material, group, form, at, holder)
            return key

        return key_of

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - the same for every value
        """How many lots the cell adds up."""
        return _sum_of(cell.lots) if cell.lots > 1 else None


@lru_cache
def _sum_of(lots: int) -> Effect:
    return Effect(Rule.AGGREGATED, counted("sum of {n} lot", "sum of {n} lots", lots))
