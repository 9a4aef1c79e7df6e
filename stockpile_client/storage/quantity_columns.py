"""A quantity as five columns, so that a database can add and sort what is certain of it.

``kind``, ``low_mg`` and ``high_mg`` (its bounds, see :func:`stockpile_client.core.quantities.bounds`), ``base_mg`` of a
rounded figure, and the reason of a withheld one (empty otherwise). ``high_mg - base_mg // 2`` is the rounded figure.

>>> columns_of(Rounded(mg=5_000_000, base=1_000_000))
('rounded', 4500000, 5500000, 1000000, '')
"""

from __future__ import annotations

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    KINDS,
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
    bounds,
)

QuantityColumns = tuple[str, int | None, int | None, int | None, str]

_KIND_OF = {kind: name for name, kind in KINDS.items()}


def columns_of(quantity: Quantity) -> QuantityColumns:
    """``(kind, low_mg, high_mg, base_mg, reason)`` of a quantity."""
    interval = bounds(quantity)
    low, high = (interval.low, interval.high) if interval else (None, None)
    base = quantity.base if isinstance(quantity, Rounded) else None
    reason = quantity.reason.value if isinstance(quantity, Withheld) else ""
    return _KIND_OF[type(quantity)], low, high, base, reason


def quantity_of(columns: QuantityColumns) -> Quantity:
    """The quantity that :func:`columns_of` took apart; columns that fit no kind are a bug (``E_QUANTITY_COLUMNS``)."""
    match columns:
        case ("exact", int(low), int(), None, ""):
            return Exact(low)
        case ("rounded", int(), int(high), int(base), ""):
            return Rounded(high - base // 2, base)
        case ("band", int(low), high, None, ""):
            return Band(low, high)
        case ("nil", 0, 0, None, ""):
            return Nil()
        case ("withheld", 0, None, None, str(reason)):
            return Withheld(WithheldReason(reason))
        case ("not_compiled", 0, None, None, ""):
            return NotCompiled()
        case ("not_applicable", None, None, None, ""):
            return NotApplicable()
    raise InternalError("E_QUANTITY_COLUMNS", phrase("The database holds a quantity that fits no kind."))
