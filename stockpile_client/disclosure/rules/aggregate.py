"""Third rule: lots become cells. Which of place and holder class stay is the profile's choice; a lot never does.

This is the one pass over the inventory: the first rule says whether a lot counts, the second how coarse it is, and
here it is added up. A hundred thousand lots take part of a second.

>>> Aggregation(holders=True).gather(lots, exclusion, coarsening, home="country:IT").cells[0].holder
'government'
"""

from __future__ import annotations

from collections.abc import Iterable
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
        cells: dict[CellKey, Cell] = {}
        cell_of: dict[tuple[str, ...], Cell] = {}  # lots that say the same in all that matters share the work
        left_out: dict[tuple[str, str], LeftOut] = {}
        for lot in lots:
            about = (lot.material, lot.group, lot.form, lot.site.id if lot.site else lot.country, lot.holder_class)
            cell = cell_of.get(about)
            if cell is None:
                key = self._key(lot, coarsening, home)
                cell = cell_of[about] = cells.setdefault(key, empty_cell(key))
            if reason_of is not None and (reason := reason_of(lot)):
                one = left_out.setdefault((lot.material, reason), LeftOut(lot.material, reason))
                one.lots += 1
                one.contained += lot.contained
                cell.left_out += 1
                continue
            cell.add(lot)
        counting = sorted(key for key, cell in cells.items() if cell.lots)
        return Table(tuple(cells[key] for key in counting), tuple(left_out[key] for key in sorted(left_out)))

    def _key(self, lot: LotHolding, coarsening: Coarsening, home: str) -> CellKey:
        """What the cell is about that a lot counts in."""
        group, form = coarsening.form(lot)
        at = coarsening.place(lot) if self.places else home
        # a ticket bought is the agency's own; without a class it would stand for all classes together
        holder = (lot.holder_class or HolderClass.GOVERNMENT.value) if self.holders else ""
        return CellKey(lot.material, group, form, at, holder)

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - the same for every value
        """How many lots the cell adds up."""
        return _sum_of(cell.lots) if cell.lots > 1 else None


@lru_cache
def _sum_of(lots: int) -> Effect:
    return Effect(Rule.AGGREGATED, counted("sum of {n} lot", "sum of {n} lots", lots))
