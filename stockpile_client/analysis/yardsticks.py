"""What a stock is held against: a target, a year's consumption, a year's net imports; and how much of it is there.

A target is the quantity that an agency is to hold. Where it is stated in days, it is that many days of the daily
standard domestic consumption (the Japanese definition of a day, see :mod:`stockpile_client.analysis.cover`), and the
result names both requirements that it was read from. Where there is no number there is a reason, and never a zero.

>>> target = yardstick(Yardstick.TARGET, requirements, basis="element:W", as_of=date(2026, 6, 30))
>>> per_cent(Interval(900, 900), target).whole()
(90, 90)
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from stockpile_client.analysis.cover import Denominator, Range, Reason, denominator, latest, of_one_kind, quotient
from stockpile_client.core.quantities import Interval, round_half_even
from stockpile_client.core.requirements import Requirement, RequirementKind


class Yardstick(StrEnum):
    """What a stock is measured against."""

    TARGET = "target"
    CONSUMPTION = "consumption"
    NET_IMPORTS = "net_imports"


def yardstick(kind: Yardstick, requirements: Iterable[Requirement], *, basis: str, as_of: date) -> Denominator:
    """The mass (mg of ``basis``) that ``kind`` stands for, of the latest year known on ``as_of``.

    ``requirements`` are of one material and one country; ``InputError`` (``E_COVER_MIXED``) where they are not.
    """
    known = of_one_kind(requirements)
    found = denominator(known, RequirementKind(kind.value), basis, as_of.year)
    if kind is Yardstick.TARGET and found.reason is Reason.NOT_COMPILED and not found.used:
        return _target_in_days(known, basis, as_of)
    return found


def per_cent(stock: Interval, against: Denominator) -> Range | None:
    """How much of the yardstick is there, as the interval of every quotient; none where the yardstick has no number."""
    return None if against.mass is None else quotient(stock, against.mass, 100)


def _target_in_days(known: list[Requirement], basis: str, as_of: date) -> Denominator:
    target = latest(known, RequirementKind.TARGET_DAYS, as_of.year)
    if target is None or target.days is None:
        return Denominator(None, Reason.NOT_COMPILED, ())
    year = denominator(known, RequirementKind.CONSUMPTION, basis, as_of.year)
    used = (target, *year.used)
    if year.mass is None:
        return Denominator(None, year.reason, used)
    days = 366 if calendar.isleap(year.used[0].year) else 365
    if year.mass.is_point:  # exact but for a part of a milligram
        mass = round_half_even(Fraction(year.mass.low * target.days, days))
        return Denominator(Interval(mass, mass), None, used)
    low = year.mass.low * target.days // days  # outward, to the milligram: nothing that is possible is left out
    high = None if year.mass.high is None else -(-year.mass.high * target.days // days)
    return Denominator(Interval(low, high), None, used)
