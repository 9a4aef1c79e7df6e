"""A partner together with its history, as the window reads it, and what that history warns of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stockpile_client.core.partners import PartnerEvent, PartnerState
from stockpile_client.services.context import Context
from stockpile_client.services.partners import PartnerRow, list_partners, partner_history
from stockpile_client.storage.partners import PartnerStep

EXPIRY_NOTICE = timedelta(days=60)
"""A card that expires within two months is worth a word: a new one has to travel and be compared."""


@dataclass(frozen=True, slots=True)
class PartnerRecord:
    """``steps``: the first one first; ``now``: when it was read."""

    row: PartnerRow
    steps: tuple[PartnerStep, ...]
    now: datetime

    @property
    def keys_changed(self) -> bool:
        """Whether another card took the place of the known one without a notice, and was not verified since."""
        if self.row.state is not PartnerState.IMPORTED:
            return False
        told = (PartnerEvent.REPLACED_WITHOUT_NOTICE, PartnerEvent.SAFETY_NUMBER_COMPARED)
        last = [step.event for step in self.steps if step.event in told]
        return bool(last) and last[-1] is PartnerEvent.REPLACED_WITHOUT_NOTICE

    @property
    def expired(self) -> bool:
        """Whether the card is over."""
        return self.now >= self.row.card_expires

    @property
    def expires_soon(self) -> bool:
        """Whether the card is over within :data:`EXPIRY_NOTICE`."""
        return not self.expired and self.now + EXPIRY_NOTICE >= self.row.card_expires


def read_partners(ctx: Context) -> list[PartnerRecord]:
    """All partners with their histories, by short name."""
    return [PartnerRecord(row, tuple(partner_history(ctx, row.agency_id)), ctx.now()) for row in list_partners(ctx)]
