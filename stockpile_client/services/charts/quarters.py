"""Calendar quarters: the steps of charts over time.

>>> Quarter.of(date(2026, 11, 24)).next().first_day
datetime.date(2027, 1, 1)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """``number`` 1 to 4 of ``year``."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.next().first_day - timedelta(days=1)

    def next(self) -> Quarter:
        """The one after."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


def quarters(first: Quarter, last: Quarter) -> list[Quarter]:
    """All from ``first`` to ``last``, both included; none if ``last`` comes before."""
    found = []
    step = first
    while step <= last:
        found.append(step)
        step = step.next()
    return found
