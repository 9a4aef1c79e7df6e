"""What all rules have in common: the words for what they do, and what they did to one cell.

>>> rule.effect(cell, Exact(1_204_500 * MG_PER_TONNE))
Effect(rule=<Rule.ROUNDED: 'rounded'>, words='rounded to 500 t', quantity=Rounded(…))
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from stockpile_client.core.quantities import MG_PER_TONNE, Quantity, kg_text
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


@dataclass(frozen=True, slots=True)
class Effect:
    """What one rule did to one cell, in English words; ``quantity`` is what it made of the value, if it touched it."""

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
    return f"{kg_text(mg)} kg" if rest else f"{tonnes} t"


def counted(number: int, noun: str) -> str:
    """``1 lot``, ``2 lots``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: list[str], *, last: str = "and") -> str:
    """``a, b and c``."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
