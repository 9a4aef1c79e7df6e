"""Fourth rule: materials of which nothing is said but why.

One line for each place where a withheld material lies would tell where; so the preview gives one line for the whole
material, at home.

>>> Withholding({"W": WithheldReason.DEFENCE}).effect(cell, Exact(7)).quantity
Withheld(reason=<WithheldReason.DEFENCE: 'defence'>)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import Quantity, Withheld, WithheldReason
from stockpile_client.disclosure.holdings import Cell
from stockpile_client.disclosure.rules.base import Effect, Rule, reason_words


@dataclass(frozen=True, slots=True)
class Withholding:
    """Material code → the reason that the partner is shown."""

    reasons: Mapping[str, WithheldReason]

    @property
    def sentence(self) -> str:
        """Names the materials and their reasons."""
        parts = [
            phrase("{material} ({reason})", material=material, reason=reason_words(reason))
            for material, reason in sorted(self.reasons.items())
        ]
        return phrase("Withhold {what}.", what=joined(parts, ", ")) if parts else ""

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - whatever the value is
        """Withheld, with the material's reason."""
        reason = self.reasons.get(cell.material)
        if reason is None:
            return None
        return withheld_effect(reason)


def withheld_effect(reason: WithheldReason) -> Effect:
    """What withholding a material does to its values."""
    return Effect(Rule.WITHHELD, phrase("withheld: {reason}", reason=reason_words(reason)), Withheld(reason))
