"""First rule: lots that count in nothing that leaves. Sites, lots, holders, suppliers and purposes are named.

What a lot cost is in no rule: the program keeps no cost, and no position has a place for one. A lot that is left out is
left out of every sum, date and rate; a by-product goes with its lot.

>>> Exclusion(purposes=("defence reserve",)).reason(lot)
'purpose defence reserve'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stockpile_client.core.quantities import Quantity
from stockpile_client.disclosure.holdings import Cell, LotHolding
from stockpile_client.disclosure.rules.base import Effect, Rule, counted, listed

_NAMES: tuple[tuple[str, str, Callable[[LotHolding], tuple[str, ...]]], ...] = (
    ("sites", "site", lambda lot: (lot.site.name, lot.site.id) if lot.site else ()),
    ("lots", "lot", lambda lot: (lot.number, lot.lot)),
    ("holders", "holder", lambda lot: (lot.holder,)),
    ("suppliers", "supplier", lambda lot: (lot.supplier,)),
    ("purposes", "purpose", lambda lot: (lot.purpose,)),
)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is left out, by name; case does not count. A site or a lot may be named by its id as well."""

    sites: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name, _, _ in _NAMES)

    @property
    def sentence(self) -> str:
        """Names what is left out."""
        parts = [f"{noun} {', '.join(getattr(self, name))}" for name, noun, _ in _NAMES if getattr(self, name)]
        return f"Leave out {listed(parts)}." if parts else ""

    def tester(self) -> Callable[[LotHolding], str]:
        """:meth:`reason` made ready for many lots."""
        tests = [
            (noun, {name.casefold() for name in getattr(self, names)}, values)
            for names, noun, values in _NAMES
            if getattr(self, names)
        ]

        def reason(lot: LotHolding) -> str:
            for noun, wanted, values in tests:
                for value in values(lot):
                    if value and value.casefold() in wanted:
                        return f"{noun} {values(lot)[0] or value}"
            return ""

        return reason

    def reason(self, lot: LotHolding) -> str:
        """Why a lot is left out; empty if it counts."""
        return self.tester()(lot)

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - the same for every value
        """How many lots of the cell were left out."""
        if not cell.left_out:
            return None
        return Effect(Rule.EXCLUDED, f"{counted(cell.left_out, 'lot')} left out")
