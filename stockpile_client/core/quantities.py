"""Mass in exact integers, and the four kinds of "no number".

Mass is an ``int`` of milligrams; decimal text comes in, decimal text goes out, and no binary float is ever made.
What is known of a mass is a :data:`Quantity`: a number, an interval, an explicit nil, or the reason why there is none.
Zero, withheld, not compiled and not applicable are four different things and never turn into each other.

All are structs and not dataclasses: a statement of a million positions makes a million, and a struct takes a tenth of
the time; the garbage collector need not visit it, since it refers to nothing that could refer back.

>>> parse_mass("1204.5", kg_per_unit=Decimal(1000))
1204500000000
>>> bounds(Rounded(mg=5_000_000, base=1_000_000))
Interval(low=4500000, high=5500000)
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

MG_PER_KG = 1_000_000
KG_DECIMALS = 6
"""Decimals of a kilogram on the wire: the last one is a milligram."""
MG_PER_TONNE = 1_000 * MG_PER_KG
MAX_SIGNIFICANT_DIGITS = 18
"""BUNDLE.md section 7. 18 digits of milligrams are a million million tonnes and fit a signed 64-bit integer."""
MAX_MG = 10**MAX_SIGNIFICANT_DIGITS - 1

EXACT = Context(prec=120, traps=[Inexact, InvalidOperation])
"""Decimal context that refuses to round: 120 digits hold any product of two accepted numbers and a unit factor."""

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)


class WithheldReason(StrEnum):
    """Why a value is deliberately not given (PRODUCT.md, "Rules of the domain")."""

    DEFENCE = "defence"
    NATIONAL_SECURITY = "national_security"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a reason code, not a password
    MARKET_EFFECT = "market_effect"
    THIRD_PARTY = "third_party"


class Interval(msgspec.Struct, frozen=True, gc=False):
    """Closed interval of milligrams; ``high`` is ``None`` where there is no upper bound."""

    low: int
    high: int | None

    def __add__(self, other: Interval) -> Interval:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    @property
    def is_point(self) -> bool:
        """Whether the interval is one number."""
        return self.low == self.high

    def contains(self, mg: int) -> bool:
        """Whether ``mg`` lies in the interval, its ends included."""
        return self.low <= mg and (self.high is None or mg <= self.high)


class Exact(msgspec.Struct, frozen=True, gc=False):
    """A mass known to the milligram."""

    mg: int


class Rounded(msgspec.Struct, frozen=True, gc=False):
    """A mass rounded to a multiple of ``base`` (mg): the true value lies within half a base of ``mg``."""

    mg: int
    base: int

    def __post_init__(self) -> None:
        if self.base <= 0:
            raise InputError("E_QUANTITY", phrase("A rounded mass has a rounding base above zero."))


class Band(msgspec.Struct, frozen=True, gc=False):
    """A mass between ``low`` and ``high`` (mg); ``high`` ``None`` means "or more"."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise InputError("E_QUANTITY", phrase("A band does not end below its beginning."))


class Nil(msgspec.Struct, frozen=True, gc=False):
    """We hold none, and say so."""


class Withheld(msgspec.Struct, frozen=True, gc=False):
    """There is a value and it is deliberately not given."""

    reason: WithheldReason


class NotCompiled(msgspec.Struct, frozen=True, gc=False):
    """Nobody has put the figure together."""


class NotApplicable(msgspec.Struct, frozen=True, gc=False):
    """The question does not arise."""


Quantity = Exact | Rounded | Band | Nil | Withheld | NotCompiled | NotApplicable

KINDS: dict[str, type[Quantity]] = {
    "exact": Exact,
    "rounded": Rounded,
    "band": Band,
    "nil": Nil,
    "withheld": Withheld,
    "not_compiled": NotCompiled,
    "not_applicable": NotApplicable,
}
"""The names of the kinds on the wire and in the database (docs/statement-schema.md)."""


def bounds(quantity: Quantity) -> Interval | None:
    """What is certain about a mass: its interval in mg, or ``None`` where none is meant (not applicable).

    A withheld or uncompiled stock is anything from nothing upwards: it never counts as zero.
    """
    match quantity:
        case Exact(mg):
            return Interval(mg, mg)
        case Rounded(mg, base):
            half = base // 2  # of an odd base too: no whole milligram lies between base // 2 and base / 2
            # A stock is never below zero; net imports can be.
            return Interval(mg - half if mg < 0 else max(0, mg - half), mg + half)
        case Band(low, high):
            return Interval(low, high)
        case Nil():
            return Interval(0, 0)
        case Withheld() | NotCompiled():
            return Interval(0, None)
        case NotApplicable():
            return None


def round_half_even(value: Fraction | Decimal | int) -> int:
    """The nearest integer, ties to even: how a computed mass becomes milligrams.

    ``Fraction.__round__`` rounds exactly and to even; a Decimal becomes a Fraction first.
    """
    return round(Fraction(value))


def round_to(mg: int, base: int) -> int:
    """``mg`` rounded to a multiple of ``base`` (both mg, base even and positive), ties to even."""
    if base <= 0 or base % 2:
        raise InputError("E_ROUNDING_BASE", phrase("A rounding base is a positive, even number of milligrams."))
    return round(Fraction(mg, base)) * base


def parse_decimal(text: str, *, what: str = "number") -> Decimal:
    """Exact decimal from canonical text: optional minus, digits, optional point and digits; 18 significant digits.

    No exponent, no thousands separator, no decimal comma, no ``NaN``: what agencies' spreadsheets write is turned
    into this form by :mod:`stockpile_client.tables`.
    """
    if len(text) > 40 or not _DECIMAL.fullmatch(text):  # 40: far beyond 18 digits, far below slow
        raise InputError(
            "E_NUMBER",
            phrase("The {what} is not a plain decimal number.", what=what),
            hint=phrase("Write it like 1204.5."),
        )
    value = Decimal(text)
    if len(value.as_tuple().digits) > MAX_SIGNIFICANT_DIGITS:
        raise InputError(
            "E_NUMBER",
            phrase(
                "The {what} has more than {limit} significant digits.",
                what=what,
                limit=MAX_SIGNIFICANT_DIGITS,
            ),
        )
    return value


def mass_from(value: Decimal, *, kg_per_unit: Decimal, what: str = "quantity") -> int:
    """Milligrams of ``value`` units of ``kg_per_unit`` kilograms: an exact product, rounded half to even.

    A unit factor may have more digits than a milligram resolves (one avoirdupois pound is 453592.37 mg).
    """
    mg = round_half_even(Fraction(value) * Fraction(kg_per_unit) * MG_PER_KG)
    if abs(mg) > MAX_MG:
        raise InputError("E_QUANTITY_RANGE", phrase("The {what} is larger than anything that can be meant.", what=what))
    return mg


def parse_mass(text: str, *, kg_per_unit: Decimal, what: str = "quantity") -> int:
    """Milligrams of a decimal text in a unit of ``kg_per_unit`` kilograms."""
    return mass_from(parse_decimal(text, what=what), kg_per_unit=kg_per_unit, what=what)


def kg_text(mg: int) -> str:
    """Canonical decimal text in kilograms: no exponent, no trailing zeros; the exact inverse of :func:`mg_from_kg`."""
    sign, whole = ("-", -mg) if mg < 0 else ("", mg)
    kilograms, rest = divmod(whole, MG_PER_KG)
    if not rest:
        return f"{sign}{kilograms}"
    return f"{sign}{kilograms}.{rest:06d}".rstrip("0")


def mg_from_kg(text: str, *, what: str = "mass") -> int:
    """Milligrams of a decimal text in kilograms with at most six decimals."""
    value = parse_decimal(text, what=what)
    milligrams = Fraction(value) * MG_PER_KG
    if len(text.partition(".")[2]) > KG_DECIMALS:
        raise InputError("E_NUMBER", phrase("The {what} is finer than one milligram.", what=what))
    if abs(milligrams.numerator) > MAX_MG:
        raise InputError("E_QUANTITY_RANGE", phrase("The {what} is larger than anything that can be meant.", what=what))
    return milligrams.numerator


def in_unit(mg: int, kg_per_unit: Decimal, *, decimals: int) -> Decimal:
    """``mg`` in a unit, rounded half to even to ``decimals`` places: for showing only, never for computing on."""
    scaled = Fraction(mg, MG_PER_KG) / Fraction(kg_per_unit) * 10**decimals
    return Decimal(round(scaled)).scaleb(-decimals, EXACT)
