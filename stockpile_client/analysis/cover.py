"""How far a stock goes, on the definition of one capital at a time.

Four capitals measure cover in four ways, and a sum or a ranking across them is meaningless. Every result therefore
carries its :class:`Definition`, has no order and no sum of its own, and :func:`ranked` refuses a mixture.

- EU: days of average daily net imports of the *previous calendar year* (365 or 366 days).
- Japan: days of daily standard domestic consumption, of the latest year known.
- Korea: inventory ÷ target quantity × target days.
- US: no days; a requirement and what is short of it.
- Article 22 of Regulation (EU) 2024/1252: tonnes and per cent of annual consumption.

A stock is an interval of milligrams and so is a denominator: the result is the exact interval of every quotient that
they allow. Where there is no number there is a :class:`Reason`, and never a zero.

>>> days_text(cover(Definition.JAPAN, stock, requirements, basis="element:W", as_of=date(2026, 6, 30)).days)
'34–51 days'
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, phrase
from stockpile_client.core.quantities import Interval, NotApplicable, NotCompiled, Withheld, bounds
from stockpile_client.core.requirements import Requirement, RequirementKind


class Definition(StrEnum):
    """Which definition a result stands on."""

    EU = "eu_net_imports"
    JAPAN = "japan_domestic_consumption"
    KOREA = "korea_target_days"
    US = "us_requirement"
    ARTICLE_22 = "eu_article_22"


class Reason(StrEnum):
    """Why there is no number."""

    WITHHELD = "denominator withheld"
    NOT_COMPILED = "not compiled"
    NOT_APPLICABLE = "not applicable"
    OTHER_BASIS = "denominator on another basis"


@dataclass(frozen=True, slots=True)
class Range:
    """Exact interval of a quotient, in days or per cent; ``high`` is ``None`` where there is no upper bound."""

    low: Fraction
    high: Fraction | None

    def whole(self) -> tuple[int, int | None]:
        """The ends as whole numbers, rounded outward: nothing that is possible is left out."""
        return floor(self.low), None if self.high is None else ceil(self.high)


@dataclass(frozen=True, slots=True)
class Cover:
    """Days of cover on one definition, or the reason why there are none; ``used`` are the denominators behind it."""

    definition: Definition
    days: Range | None
    reason: Reason | None
    used: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The US picture: ``requirement`` and what is ``short`` of it, both in milligrams; there are no days."""

    definition: Definition
    requirement: Interval | None
    short: Interval | None
    reason: Reason | None
    used: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsumptionShare:
    """The Article 22 picture: the ``stock`` in milligrams and in ``per_cent`` of annual consumption."""

    definition: Definition
    stock: Interval | None
    per_cent: Range | None
    reason: Reason | None
    used: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Denominator:
    """A mass (mg) to divide by, or the reason why there is none; ``used`` is what it was read from."""

    mass: Interval | None
    reason: Reason | None
    used: tuple[Requirement, ...]


def cover(
    definition: Definition, stock: Interval | None, requirements: Iterable[Requirement], *, basis: str, as_of: date
) -> Cover:
    """Days of cover of ``stock`` (mg of ``basis``, ``None``: not applicable) on a definition that knows days.

    ``requirements`` are of one material and one country (or bloc). Raises ``InputError``: ``E_COVER_MIXED`` where they
    are not, ``E_COVER_NO_DAYS`` for a definition without days.
    """
    known = of_one_kind(requirements)
    match definition:
        case Definition.EU:
            last_year = as_of.year - 1
            divisor = denominator(known, RequirementKind.NET_IMPORTS, basis, last_year, exactly=True)
        case Definition.JAPAN:
            divisor = denominator(known, RequirementKind.CONSUMPTION, basis, as_of.year)
        case Definition.KOREA:
            divisor = denominator(known, RequirementKind.TARGET, basis, as_of.year)
        case _:
            raise InputError(
                "E_COVER_NO_DAYS",
                phrase("This definition knows no days of cover."),
                hint=phrase("Use its own requirement or share."),
            )
    if stock is None:
        return Cover(definition, None, Reason.NOT_APPLICABLE)
    if divisor.mass is None:
        return Cover(definition, None, divisor.reason, divisor.used)
    used = divisor.used
    if definition is Definition.KOREA:
        target_days = latest(known, RequirementKind.TARGET_DAYS, used[0].year)
        if target_days is None or target_days.days is None:
            return Cover(definition, None, Reason.NOT_COMPILED, used)
        factor, used = target_days.days, (*used, target_days)
    else:
        factor = 366 if calendar.isleap(used[0].year) else 365
    return Cover(definition, quotient(stock, divisor.mass, factor), None, used)


def shortfall(stock: Interval | None, requirements: Iterable[Requirement], *, basis: str, as_of: date) -> Shortfall:
    """The latest US requirement (a target) and what ``stock`` is short of it; never below zero."""
    target = denominator(of_one_kind(requirements), RequirementKind.TARGET, basis, as_of.year)
    if stock is None:
        return Shortfall(Definition.US, target.mass, None, Reason.NOT_APPLICABLE, target.used)
    if target.mass is None:
        return Shortfall(Definition.US, None, None, target.reason, target.used)
    least = 0 if stock.high is None else max(0, target.mass.low - stock.high)
    most = None if target.mass.high is None else max(0, target.mass.high - stock.low)
    return Shortfall(Definition.US, target.mass, Interval(least, most), None, target.used)


def consumption_share(
    stock: Interval | None, requirements: Iterable[Requirement], *, basis: str, as_of: date
) -> ConsumptionShare:
    """Article 22: ``stock`` beside its per cent of annual consumption, of the latest year known."""
    year = denominator(of_one_kind(requirements), RequirementKind.CONSUMPTION, basis, as_of.year)
    if stock is None:
        return ConsumptionShare(Definition.ARTICLE_22, None, None, Reason.NOT_APPLICABLE, year.used)
    if year.mass is None:
        return ConsumptionShare(Definition.ARTICLE_22, stock, None, year.reason, year.used)
    return ConsumptionShare(Definition.ARTICLE_22, stock, quotient(stock, year.mass, 100), None, year.used)


def ranked(covers: Sequence[Cover]) -> list[Cover]:
    """The covers with a number, shortest first; ``InputError`` (``E_COVER_MIXED``) across definitions."""
    if len({each.definition for each in covers}) > 1:
        raise InputError(
            "E_COVER_MIXED",
            phrase("Days of cover on different definitions cannot be ranked."),
            hint=phrase("Choose one definition for all."),
        )
    with_days = [(each.days.low, each.days.high, each) for each in covers if each.days]
    with_days.sort(key=lambda found: (found[0], found[1] is None, found[1] or 0))
    return [each for _, _, each in with_days]


def days_text(days: Range | None) -> str:
    """``34–51 days``, ``34 days``, ``34 days or more``; nothing known at all: ``unknown``."""
    if days is None:
        return phrase("unknown")
    low, high = days.whole()
    if high is None:
        return phrase("{n} days or more", n=low) if low else phrase("unknown")
    if low != high:
        return phrase("{low}–{high} days", low=low, high=high)
    return counted("{n} day", "{n} days", low)


def of_one_kind(requirements: Iterable[Requirement]) -> list[Requirement]:
    """The requirements as a list; ``InputError`` (``E_COVER_MIXED``) for several materials or countries."""
    known = list(requirements)
    if len({(each.material, each.country) for each in known}) > 1:
        raise InputError("E_COVER_MIXED", phrase("A denominator is of one material and one country or bloc."))
    return known


def latest(known: list[Requirement], kind: RequirementKind, year: int, *, exactly: bool = False) -> Requirement | None:
    """The requirement of that kind of the latest year up to ``year``, or of ``year`` ``exactly``."""
    fit = [each for each in known if each.kind is kind and (each.year == year if exactly else each.year <= year)]
    return max(fit, key=lambda each: each.year, default=None)


def denominator(
    known: list[Requirement], kind: RequirementKind, basis: str, year: int, *, exactly: bool = False
) -> Denominator:
    """The latest mass of that kind on that basis: nothing to divide by is a reason, and never a zero."""
    found = latest(known, kind, year, exactly=exactly)
    if found is None:
        return Denominator(None, Reason.NOT_COMPILED, ())
    match found.quantity:
        case Withheld():
            return Denominator(None, Reason.WITHHELD, (found,))
        case NotCompiled():
            return Denominator(None, Reason.NOT_COMPILED, (found,))
        case NotApplicable():
            return Denominator(None, Reason.NOT_APPLICABLE, (found,))
    mass = bounds(found.quantity)
    if mass is None or (mass.high is not None and mass.high <= 0):
        # Nothing is consumed, or more is exported than imported: there is nothing that a stock would cover.
        return Denominator(None, Reason.NOT_APPLICABLE, (found,))
    if found.basis != basis:
        return Denominator(None, Reason.OTHER_BASIS, (found,))
    return Denominator(mass, None, (found,))


def quotient(stock: Interval, divisor: Interval, factor: int) -> Range:
    """Every value of ``stock ÷ divisor × factor`` for a divisor above zero within its interval."""
    low = Fraction(0) if divisor.high is None else Fraction(stock.low * factor, divisor.high)
    high = None if stock.high is None or divisor.low <= 0 else Fraction(stock.high * factor, divisor.low)
    return Range(low, Fraction(0) if stock.high == 0 else high)
