"""What the history reads, and how a bundle stands with its receipt.

>>> receipt_standing(row, now)
(<Status.CAUTION: 'caution'>, 'overdue')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from stockpile_client.core.phrases import mark
from stockpile_client.services.context import Context
from stockpile_client.services.history import BundleRow, ChannelRow, list_bundles, list_channels
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status

RECEIPT_PATIENCE = timedelta(days=14)
"""How long a receipt may take before the history says *overdue*: two weeks of courier and holidays."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Everything that went to and fro; ``now``: when it was read."""

    bundles: tuple[BundleRow, ...]
    channels: tuple[ChannelRow, ...]
    now: datetime


class Receipt(Enum):
    """How a bundle stands with its receipt."""

    NONE = "none"
    SENT = "sent"
    DUE = "due"
    CAME_BACK = "came back"
    OVERDUE = "overdue"
    AWAITED = "awaited"


_WORDS: dict[Receipt, tuple[Status | None, str]] = {
    Receipt.NONE: (None, "–"),
    Receipt.SENT: (Status.DONE, mark("sent")),
    Receipt.DUE: (Status.CAUTION, mark("due")),
    Receipt.CAME_BACK: (Status.DONE, mark("came back")),
    Receipt.OVERDUE: (Status.CAUTION, mark("overdue")),
    Receipt.AWAITED: (Status.INFO, mark("awaited")),
}


def read_exchange(ctx: Context) -> Exchange:
    """All bundles and channels."""
    return Exchange(tuple(list_bundles(ctx)), tuple(list_channels(ctx)), ctx.now())


def receipt_of(row: BundleRow, now: datetime) -> Receipt:
    """Whether the receipt has gone out or come back, is due, awaited or overdue; or none is meant."""
    if row.kind == "receipt" or row.state is BundleState.EVIDENCE:
        return Receipt.NONE
    if row.direction is Direction.IN:
        return Receipt.SENT if row.answered else Receipt.DUE
    if row.answered:
        return Receipt.CAME_BACK
    return Receipt.OVERDUE if now - row.recorded > RECEIPT_PATIENCE else Receipt.AWAITED


def receipt_standing(row: BundleRow, now: datetime) -> tuple[Status | None, str]:
    """The same in words; no status and a dash where no receipt is meant."""
    status, words = _WORDS[receipt_of(row, now)]
    return status, tr(words)
