"""Last rule: a statement's day must be some days ago when it leaves.

>>> Delay(30).open_from(date(2026, 6, 30))
datetime.date(2026, 7, 30)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, phrase

MOST_DAYS = 3660
"""Ten years."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How many days lie between a statement's day and the first on which it may leave."""

    days: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.days <= MOST_DAYS:
            raise InputError("E_PROFILE", phrase("A delay lies between 0 and {most} days.", most=MOST_DAYS))

    @property
    def sentence(self) -> str:
        """Names the days."""
        if not self.days:
            return ""
        return counted(
            "Release no earlier than {n} day after the statement's day.",
            "Release no earlier than {n} days after the statement's day.",
            self.days,
        )

    def open_from(self, as_of: date) -> date:
        """The first day on which a statement as of ``as_of`` may leave."""
        return as_of + timedelta(days=self.days)
