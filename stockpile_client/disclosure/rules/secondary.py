"""Sixth rule: further cells that are withheld, because a withheld one could be worked out with their help.

Which ones is for the audit to propose and for a person to decide; here they are named, and found by what they are
about after coarsening.

>>> Complement((CellMark("W", "metal", at="country:IT"),)).effect(cell, Exact(7)).words
'withheld: protects another cell'
"""

from __future__ import annotations

from dataclasses import dataclass

from stockpile_client.core.quantities import Quantity, Withheld, WithheldReason
from stockpile_client.disclosure.holdings import Cell, CellKey
from stockpile_client.disclosure.rules.base import Effect, Rule, counted


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell that is withheld, and the reason that the partner is shown."""

    material: str
    group: str
    form: str = ""
    at: str = ""
    holder: str = ""
    reason: WithheldReason = WithheldReason.TRADE_SECRET

    @property
    def key(self) -> CellKey:
        """What the cell is about."""
        return CellKey(self.material, self.group, self.form, self.at, self.holder)


@dataclass(frozen=True, slots=True)
class Complement:
    """The cells that are withheld to protect others."""

    marks: tuple[CellMark, ...] = ()

    @property
    def sentence(self) -> str:
        """Says how many."""
        return f"Withhold {counted(len(self.marks), 'further cell')} to protect others." if self.marks else ""

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:
        """Withheld, if the cell is one of them."""
        if not self.marks or isinstance(shown, Withheld):
            return None
        key = cell.key
        mark = next((mark for mark in self.marks if mark.key == key), None)
        if mark is None:
            return None
        return Effect(Rule.COMPLEMENTED, "withheld: protects another cell", Withheld(mark.reason))
