"""How fast a stock can be used: days until the first tonne leaves, the rate per day, and whether it may cross borders.

>>> Availability(decision_days=5, preparation_days=7, transport_days=2).first_day
14
"""

from __future__ import annotations

from dataclasses import dataclass

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase


@dataclass(frozen=True, slots=True)
class Availability:
    """``first_day = decision + preparation + transport`` (days); ``max_rate`` in mg a day, ``None`` if unlimited."""

    decision_days: int = 0
    preparation_days: int = 0
    transport_days: int = 0
    max_rate: int | None = None
    cross_border: bool = False

    def __post_init__(self) -> None:
        days = (self.decision_days, self.preparation_days, self.transport_days)
        if any(not 0 <= day <= 3660 for day in days):  # ten years: anything longer is not a stock to release
            raise InputError(
                "E_AVAILABILITY", phrase("Days of decision, preparation and transport lie between 0 and 3660.")
            )
        if self.max_rate is not None and self.max_rate <= 0:
            raise InputError("E_AVAILABILITY", phrase("A maximum rate of release is more than nothing a day."))

    @property
    def first_day(self) -> int:
        """Days from the request until the first quantity can be used."""
        return self.decision_days + self.preparation_days + self.transport_days

    def released_by(self, day: int, stock: int) -> int:
        """Milligrams of ``stock`` that can have been released by the end of ``day`` (day 0: the request)."""
        if day < self.first_day or stock < 0:  # an oversold stock has nothing to release
            return 0
        if self.max_rate is None:
            return stock
        return min(stock, (day - self.first_day + 1) * self.max_rate)
