"""Fifth rule: cells with so few companies inside that one of them could be read off are withheld.

Three measures, any of which makes a cell unsafe (Hundepool et al., *Statistical Disclosure Control*, Wiley 2012,
chapter 4): fewer than ``min_holders`` companies; the ``largest`` n of them hold more than ``dominance`` per cent;
the companies behind the two largest together hold less than ``p_percent`` per cent of the largest, so that the second
could estimate the first that closely.

Only what companies hold is looked at. Stock of the agency itself in the same cell protects nobody, for a partner may
know it from elsewhere.

>>> Protection(min_holders=3).problem({"a": 50, "b": 50})
'fewer than 3 holders'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import Nil, Quantity, Withheld, WithheldReason
from stockpile_client.disclosure.holdings import Cell
from stockpile_client.disclosure.rules.base import Effect, Rule, listed


@dataclass(frozen=True, slots=True)
class Protection:
    """0 turns a measure off. ``dominance`` and ``p_percent`` are per cent; ``reason`` is what the partner is shown."""

    min_holders: int = 0
    largest: int = 1
    dominance: int = 0
    p_percent: int = 0
    reason: WithheldReason = WithheldReason.TRADE_SECRET

    def __post_init__(self) -> None:
        if self.min_holders < 0 or self.largest < 1 or not 0 <= self.dominance < 100 or not 0 <= self.p_percent <= 100:
            raise InputError("E_PROFILE", "The protection of companies has a number that it cannot have.")

    @property
    def sentence(self) -> str:
        """Names the measures that are on."""
        parts = []
        if self.min_holders:
            parts.append(f"fewer than {self.min_holders} holders")
        if self.dominance:
            parts.append(f"the largest {self.largest} above {self.dominance} %")
        if self.p_percent:
            parts.append(f"an estimate within {self.p_percent} %")
        return f"Withhold cells of industry stock with {listed(parts)}." if parts else ""

    def problem(self, contributions: Mapping[str, int]) -> str:
        """Why these contributions (company → mg) are not safe in one sum; empty if they are."""
        shares = sorted((mg for mg in contributions.values() if mg > 0), reverse=True)
        if not shares:
            return ""
        total = sum(shares)
        if len(shares) < self.min_holders:
            return f"fewer than {self.min_holders} holders"
        if self.dominance and sum(shares[: self.largest]) * 100 > self.dominance * total:
            return f"the largest {self.largest} above {self.dominance} %"
        if self.p_percent and (total - sum(shares[:2])) * 100 < self.p_percent * shares[0]:
            return f"an estimate within {self.p_percent} %"
        return ""

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:
        """Withheld as a whole, in every measure, where the companies inside are not safe."""
        if not cell.industry or isinstance(shown, Withheld):
            return None
        if isinstance(shown, Nil) and not any(cell.industry.values()):
            return None
        problem = self.problem(cell.industry)
        return Effect(Rule.SUPPRESSED, f"withheld: {problem}", Withheld(self.reason)) if problem else None
