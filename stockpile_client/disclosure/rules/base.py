"""What all rules have in common: the words for what they do, and what they did to one cell.

>>> rule.effect(cell, Exact(1_204_500 * MG_PER_TONNE))
Effect(rule=<Rule.ROUNDED: 'rounded'>, words='rounded to 500 t', quantity=Rounded(…))
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

import msgspec

from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import MG_PER_TONNE, Quantity, WithheldReason, kg_text
from stockpile_client.disclosure.holdings import Cell


class Rule(StrEnum):
    """What a rule of the profile did to a value; ``as_it_is`` and ``nil`` where none did."""

    AS_IT_IS = "as_it_is"
    NIL = "nil"
    EXCLUDED = "excluded"
    COARSENED = "coarsened"
    AGGREGATED = "aggregated"
    WITHHELD = "withheld"
    SUPPRESSED = "suppressed"
    COMPLEMENTED = "complemented"
    ROUNDED = "rounded"
    BANDED = "banded"


class Effect(msgspec.Struct, frozen=True, gc=False):
    """What one rule did to one cell, in English words; ``quantity`` is what it made of the value, if it touched it.

    A struct, because rounding makes one for every line of a statement.
    """

    rule: Rule
    words: str
    quantity: Quantity | None = None


class CellRule(Protocol):
    """A rule that looks at one cell at a time."""

    @property
    def sentence(self) -> str:
        """What the rule does, in one sentence; empty while it does nothing."""
        ...

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:
        """What the rule does to ``shown``, the value that the rules before it left; ``None`` for nothing."""
        ...


def mass_words(mg: int) -> str:
    """A mass for a sentence: whole tonnes as tonnes, everything else in kilograms."""
    tonnes, rest = divmod(mg, MG_PER_TONNE)
    return phrase("{kg} kg", kg=Decimal(kg_text(mg))) if rest else phrase("{tonnes} t", tonnes=tonnes)


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return joined(words)
    return phrase("{first} and {last}", first=joined(words[:-1], ", "), last=words[-1])


def alternatives(words: Sequence[str]) -> str:
    """``a, b or c``."""
    if len(words) < 2:
        return joined(words)
    return phrase("{first} or {last}", first=joined(words[:-1], ", "), last=words[-1])


_REASONS = {
    WithheldReason.DEFENCE: phrase("defence"),
    WithheldReason.NATIONAL_SECURITY: phrase("national security"),
    WithheldReason.TRADE_SECRET: phrase("trade secret"),
    WithheldReason.MARKET_EFFECT: phrase("market effect"),
    WithheldReason.THIRD_PARTY: phrase("third party"),
}


def reason_words(reason: WithheldReason) -> str:
    """``market effect``."""
    return _REASONS[reason]
