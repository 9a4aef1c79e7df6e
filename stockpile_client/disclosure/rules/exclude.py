"""First rule: lots that count in nothing that leaves. Sites, lots, holders, suppliers and purposes are named.

What a lot cost is in no rule: the program keeps no cost, and no position has a place for one. A lot that is left out is
left out of every sum, date and rate; a by-product goes with its lot.

>>> Exclusion(purposes=("defence reserve",)).reason(lot)
'purpose defence reserve'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stockpile_client.core.phrases import Phrase, counted, joined, phrase
from stockpile_client.core.quantities import Quantity
from stockpile_client.disclosure.holdings import Cell, LotHolding
from stockpile_client.disclosure.rules.base import Effect, Rule, listed


def _site(name: str) -> Phrase:
    return phrase("site {name}", name=name)


def _lot(name: str) -> Phrase:
    return phrase("lot {name}", name=name)


def _holder(name: str) -> Phrase:
    return phrase("holder {name}", name=name)


def _supplier(name: str) -> Phrase:
    return phrase("supplier {name}", name=name)


def _purpose(name: str) -> Phrase:
    return phrase("purpose {name}", name=name)


Naming = Callable[[str], Phrase]
_NAMES: tuple[tuple[str, Naming, Callable[[LotHolding], tuple[str, ...]]], ...] = (
    ("sites", _site, lambda lot: (lot.site.name, lot.site.id) if lot.site else ()),
    ("lots", _lot, lambda lot: (lot.number, lot.lot)),
    ("holders", _holder, lambda lot: (lot.holder,)),
    ("suppliers", _supplier, lambda lot: (lot.supplier,)),
    ("purposes", _purpose, lambda lot: (lot.purpose,)),
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
        parts = [named(joined(getattr(self, names), ", ")) for names, named, _ in _NAMES if getattr(self, names)]
        return phrase("Leave out {what}.", what=listed(parts)) if parts else ""

    def tester(self) -> Callable[[LotHolding], str]:
        """:meth:`reason` made ready for many lots."""
        tests = [
            (named, {name.casefold() for name in getattr(self, names)}, values)
            for names, named, values in _NAMES
            if getattr(self, names)
        ]

        def reason(lot: LotHolding) -> str:
            for named, wanted, values in tests:
                for value in values(lot):
                    if value and value.casefold() in wanted:
                        return named(values(lot)[0] or value)
            return ""

        return reason

    def reason(self, lot: LotHolding) -> str:
        """Why a lot is left out; empty if it counts."""
        return self.tester()(lot)

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - the same for every value
        """How many lots of the cell were left out."""
        if not cell.left_out:
            return None
        return Effect(Rule.EXCLUDED, counted("{n} lot left out", "{n} lots left out", cell.left_out))
