"""Fifth rule: cells with so few companies inside that one of them could be read off are withheld.

Any of three measures makes a cell unsafe (:mod:`stockpile_client.disclosure.suppression`): fewer than ``min_holders``
companies; the ``largest`` n of them hold more than ``dominance`` per cent; the second largest could estimate the
largest to within ``p_percent`` per cent.

Only what companies hold is looked at. Stock of the agency itself in the same cell protects nobody, for a partner may
know it from elsewhere.

>>> Protection(min_holders=3).problem({"a": 50, "b": 50})
'fewer than 3 holders'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Nil, Quantity, Withheld, WithheldReason
from stockpile_client.disclosure.holdings import Cell
from stockpile_client.disclosure.rules.base import Effect, Rule, alternatives
from stockpile_client.disclosure.suppression import Dominance, PPercent, SuppressionRule, Threshold, sensitive


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
            raise InputError("E_PROFILE", phrase("The protection of companies has a number that it cannot have."))

    def rules(self) -> tuple[SuppressionRule, ...]:
        """The measures that are on."""
        return _measures(self.min_holders, self.largest, self.dominance, self.p_percent)

    @property
    def sentence(self) -> str:
        """Names the measures that are on."""
        parts = [_words(rule) for rule in self.rules()]
        return phrase("Withhold cells of industry stock with {what}.", what=alternatives(parts)) if parts else ""

    def problem(self, contributions: Mapping[str, int]) -> str:
        """Why these contributions (company → mg) are not safe in one sum; empty if they are."""
        broken = sensitive((mg for mg in contributions.values() if mg > 0), self.rules())
        return _words(broken[0]) if broken else ""

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:
        """Withheld as a whole, in every measure, where the companies inside are not safe."""
        if not cell.industry or isinstance(shown, Withheld):
            return None
        if isinstance(shown, Nil) and not any(cell.industry.values()):
            return None
        problem = self.problem(cell.industry)
        return _suppressed(problem, self.reason) if problem else None


@lru_cache
def _measures(min_holders: int, largest: int, dominance: int, p_percent: int) -> tuple[SuppressionRule, ...]:
    found: list[SuppressionRule] = []
    if min_holders:
        found.append(Threshold(min_holders))
    if dominance:
        found.append(Dominance(largest, dominance))
    if p_percent:
        found.append(PPercent(p_percent))
    return tuple(found)


@lru_cache
def _suppressed(problem: str, reason: WithheldReason) -> Effect:
    return Effect(Rule.SUPPRESSED, phrase("withheld: {problem}", problem=problem), Withheld(reason))


@lru_cache
def _words(rule: SuppressionRule) -> str:
    match rule:
        case Threshold(least):
            return phrase("fewer than {least} holders", least=least)
        case Dominance(n, percent):
            return phrase("the largest {n} above {percent} %", n=n, percent=percent)
        case PPercent(percent):
            return phrase("an estimate within {percent} %", percent=percent)
