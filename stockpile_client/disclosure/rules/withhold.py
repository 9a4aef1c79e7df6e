"""Fourth rule: materials of which nothing is said but why.

One line for each place where a withheld material lies would tell where; so the preview gives one line for the whole
material, at home.

>>> Withholding({"W": WithheldReason.DEFENCE}).effect(cell, Exact(7)).quantity
Withheld(reason=<WithheldReason.DEFENCE: 'defence'>)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stockpile_client.core.quantities import Quantity, Withheld, WithheldReason
from stockpile_client.disclosure.holdings import Cell
from stockpile_client.disclosure.rules.base import Effect, Rule


@dataclass(frozen=True, slots=True)
class Withholding:
    """Material code → the reason that the partner is shown."""

    reasons: Mapping[str, WithheldReason]

    @property
    def sentence(self) -> str:
        """Names the materials and their reasons."""
        parts = [f"{material} ({words(reason)})" for material, reason in sorted(self.reasons.items())]
        return f"Withhold {', '.join(parts)}." if parts else ""

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - whatever the value is
        """Withheld, with the material's reason."""
        reason = self.reasons.get(cell.material)
        if reason is None:
            return None
        return Effect(Rule.WITHHELD, f"withheld: {words(reason)}", Withheld(reason))


def words(reason: WithheldReason) -> str:
    """``market effect``."""
    return reason.replace("_", " ")
