"""Figures, days and codes as words on paper: exact, in a stated unit, and never a blank where a value is missing.

Masses of one material share a unit and a number of decimals, so that they can be compared down a column. Thousands
are set apart by a narrow space that never breaks.

>>> scale = Scale.of([1_204_500_000_000, 34_000_000_000])
>>> scale.mass(1_204_500_000_000)
'1 204.5 t'
>>> scale.quantity(Rounded(1_500 * MG_PER_TONNE, 500 * MG_PER_TONNE)), scale.precision(...)
('1 500.0 t', '± 250 t')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Self

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    MG_PER_KG,
    MG_PER_TONNE,
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
    in_unit,
)
from stockpile_client.core.terms import Terms

NARROW_SPACE = "\u202f"
"""U+202F NARROW NO-BREAK SPACE, between thousands (ISO 80000-1 sets digits apart by a small space)."""
NO_BREAK_SPACE = "\u00a0"
_SMALL_MG = 10 * MG_PER_TONNE
"""A material whose stock is below ten tonnes reads better in kilograms."""
_ALIGNED_DECIMALS = 3
_EXACT_DECIMALS = {"t": 9, "kg": 6}
_UNIT_MG = {"t": MG_PER_TONNE, "kg": MG_PER_KG}
_REASONS = {
    WithheldReason.DEFENCE: phrase("defence"),
    WithheldReason.NATIONAL_SECURITY: phrase("national security"),
    WithheldReason.TRADE_SECRET: phrase("trade secret"),
    WithheldReason.MARKET_EFFECT: phrase("market effect"),
    WithheldReason.THIRD_PARTY: phrase("third party"),
}
_LEVELS = {
    "exact": phrase("site"),
    "town": phrase("town"),
    "region": phrase("region"),
    "country": phrase("country"),
    "bloc": phrase("bloc"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit (``t`` or ``kg``) of a material's masses, and how many decimals they have.

    ``least``: decimals that all of them have, so that they stand below each other; an exact mass has as many more as it
    needs. ``most``: decimals to which they are rounded.
    """

    unit: str
    least: int
    most: int

    @classmethod
    def of(cls, masses: Iterable[int], *, at_most: int | None = None) -> Self:
        """The scale that shows all ``masses`` (mg) exactly, or with ``at_most`` decimals."""
        amounts = [abs(mg) for mg in masses if mg]
        unit = "kg" if amounts and max(amounts) < _SMALL_MG else "t"
        finest = _EXACT_DECIMALS[unit]
        most = finest if at_most is None else min(finest, at_most)
        needed = max((finest - _trailing_zeros(mg, finest) for mg in amounts), default=0)
        return cls(unit, min(needed, most, _ALIGNED_DECIMALS), most)

    @classmethod
    def of_quantities(cls, quantities: Iterable[Quantity]) -> Self:
        """The scale that shows all ``quantities`` and the ends of their intervals exactly."""
        return cls.of(mg for quantity in quantities for mg in _masses(quantity))

    def number(self, mg: int) -> str:
        """A mass without its unit; what is there but rounds to nothing is ``< 0.001``."""
        finest = _EXACT_DECIMALS[self.unit]
        decimals = min(self.most, max(self.least, finest - _trailing_zeros(mg, finest)))
        value = in_unit(mg, Decimal(_UNIT_MG[self.unit]) / MG_PER_KG, decimals=decimals)
        if mg and not value:
            return f"<{NO_BREAK_SPACE}{Decimal(1).scaleb(-decimals):f}"
        sign = "−" if value < 0 else ""
        return sign + f"{abs(value):,f}".replace(",", NARROW_SPACE)

    def mass(self, mg: int) -> str:
        """A mass with its unit."""
        return f"{self.number(mg)}{NO_BREAK_SPACE}{self.unit}"

    def quantity(self, quantity: Quantity) -> str:
        """What was stated: a number, a band, or in words why there is no number."""
        match quantity:
            case Exact(mg) | Rounded(mg, _):
                return self.mass(mg)
            case Band(low, None):
                return or_more(self.mass(low))
            case Band(low, int() as high):
                return f"{self.number(low)}–{self.mass(high)}"
            case _:
                return no_number(quantity)

    def precision(self, quantity: Quantity) -> str:
        """How exactly it was stated."""
        match quantity:
            case Exact():
                return phrase("exact")
            case Rounded(_, base):
                return f"±{NO_BREAK_SPACE}{Scale(self.unit, 0, self.most).mass(base // 2)}"
            case Band():
                return phrase("band")
            case _:
                return ""

    def interval(self, quantity: Quantity) -> str:
        """Between which masses the true value certainly lies."""
        found = bounds(quantity)
        if found is None or isinstance(quantity, Nil | Withheld | NotCompiled):
            return ""
        if found.high is None:
            return or_more(self.mass(found.low))
        return self.mass(found.low) if found.is_point else f"{self.number(found.low)}–{self.mass(found.high)}"


def no_number(quantity: Quantity) -> str:
    """Why there is no number; empty where there is one."""
    match quantity:
        case Nil():
            return phrase("nil")
        case Withheld(reason):
            return phrase("withheld: {reason}", reason=reason_words(reason))
        case NotCompiled():
            return phrase("not compiled")
        case NotApplicable():
            return phrase("not applicable")
    return ""


def reason_words(reason: WithheldReason) -> str:
    """A reason for withholding: ``market effect``."""
    return _REASONS[reason]


def or_more(least: str) -> str:
    """What is without an upper bound."""
    return phrase("{mass} or more", mass=least)


def marking_words(marking: Marking) -> str:
    """A marking with what it means."""
    return phrase("{marking}. {meaning}", marking=marking.code, meaning=marking.meaning)


def day(value: date | None) -> str:
    """A day, ISO 8601, the same in every country; empty for none."""
    return value.isoformat() if value else ""


def moment(value: datetime) -> str:
    """A moment in UTC, to the minute."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def number(value: int) -> str:
    """A count: ``12 500``."""
    return f"{value:,}".replace(",", NARROW_SPACE)


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called; a code that a newer partner knows and we do not stands for itself."""

    catalogue: Catalogue
    terms: Terms
    language: str = "en"

    def material(self, code: str) -> str:
        """``Tungsten (W)``."""
        known = self.catalogue.materials.get(code)
        return f"{known.name(self.language)} ({code})" if known else code

    def form(self, group: str, form: str) -> str:
        """The form where it is stated, otherwise its group."""
        if not form:
            return self.term("form_group", group)
        known = self.catalogue.forms.get(form)
        return known.name if known else form

    def term(self, kind: str, code: str) -> str:
        """The name of a code word."""
        return self.terms.name(kind, code, self.language)


def place(at: str) -> str:
    """A location with its level: ``IT (country)``."""
    level, sign, value = at.partition(":")
    return phrase("{place} ({level})", place=value, level=_LEVELS.get(level, level)) if sign else at


def basis(text: str) -> str:
    """What the kilograms are of: ``W``, ``WO3``, ``gross``."""
    kind, sign, value = text.partition(":")
    return value if sign else kind


def _masses(quantity: Quantity) -> Iterator[int]:
    match quantity:
        case Exact(mg):
            yield mg
        case Rounded(mg, base):
            yield mg
            yield base // 2
        case Band(low, high):
            yield low
            yield high or 0


def _trailing_zeros(number: int, most: int) -> int:
    zeros = 0
    while zeros < most and number % 10 == 0:
        number //= 10
        zeros += 1
    return zeros
