"""Sixth rule: further cells that are withheld, because a withheld one could be worked out with their help.

Which ones is for the audit to propose and for a person to decide; here they are named, and found by what they are
about after coarsening. Where rounding a cell further is enough, the mark says to what; that is done with the other
rounding, by the seventh rule, so that none of the two makes the other finer.

>>> Complement((CellMark("W", "metal", at="country:IT"),)).effect(cell, Exact(7)).words
'withheld: protects another cell'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, phrase
from stockpile_client.core.quantities import Quantity, Withheld, WithheldReason
from stockpile_client.disclosure.holdings import Cell, CellKey
from stockpile_client.disclosure.rules.base import Effect, Rule


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell that is withheld, and the reason that the partner is shown; with a ``base`` (mg) it is only rounded."""

    material: str
    group: str
    form: str = ""
    at: str = ""
    holder: str = ""
    reason: WithheldReason = WithheldReason.TRADE_SECRET
    base: int = 0

    def __post_init__(self) -> None:
        if self.base < 0 or self.base % 2:
            raise InputError("E_PROFILE", phrase("A cell is rounded to an even number of milligrams."))

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
        withheld = len(_withheld(self.marks))
        if not withheld:
            return ""
        return counted(
            "Withhold {n} further cell to protect others.", "Withhold {n} further cells to protect others.", withheld
        )

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:
        """Withheld, if the cell is one of them."""
        if not self.marks or isinstance(shown, Withheld):
            return None
        reason = _withheld(self.marks).get(cell.key)
        if reason is None:
            return None
        return Effect(Rule.COMPLEMENTED, phrase("withheld: protects another cell"), Withheld(reason))


@lru_cache(maxsize=32)
def _withheld(marks: tuple[CellMark, ...]) -> dict[CellKey, WithheldReason]:
    return {mark.key: mark.reason for mark in reversed(marks) if not mark.base}


@lru_cache(maxsize=32)
def further_bases(marks: tuple[CellMark, ...]) -> dict[CellKey, int]:
    """The base (mg) to which each cell is rounded at least; the largest where several marks name one cell."""
    found: dict[CellKey, int] = {}
    for mark in marks:
        if mark.base:
            found[mark.key] = max(mark.base, found.get(mark.key, 0))
    return found
