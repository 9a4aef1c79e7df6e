"""Masses, dates and quantities as the user's locale writes them. Exact: a mass never passes through a float.

>>> Formats(QLocale("en_GB")).mass(1_204_500_000_000, "t")
'1,204.50'
>>> Formats(QLocale("it_IT")).mass(12_204_500_000_000, "t")
'12.204,50'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from stockpile_client.core.phrases import mark
from stockpile_client.ui.language import day_in, moment_in, tr, tr_count

if TYPE_CHECKING:  # the rules of quantities are loaded with the first one: the start page shows none
    from stockpile_client.core.quantities import Quantity
    from stockpile_client.tables.number_text import DecimalMark

KG_PER_UNIT = {"t": Decimal(1000), "kg": Decimal(1), "g": Decimal("0.001")}
_DECIMALS = {"t": 2, "kg": 1, "g": 0}
_REASONS = {
    "defence": mark("defence"),
    "national_security": mark("national security"),
    "trade_secret": mark("trade secret"),
    "market_effect": mark("market effect"),
    "third_party": mark("third party"),
}
_SMALL_MG = 10_000_000_000  # ten tonnes: a material whose stock is below reads better in kilograms


def unit_for(mg: int) -> str:
    """The unit in which a mass reads best when it stands alone."""
    return "kg" if abs(mg) < _SMALL_MG else "t"


@dataclass(frozen=True, slots=True)
class Formats:
    """Everything that becomes text does so here."""

    locale: QLocale

    def integer(self, value: int) -> str:
        """A count, with the locale's grouping."""
        return self.locale.toString(value)

    def decimal(self, value: Decimal) -> str:
        """A decimal number with exactly its own places."""
        sign = self.locale.negativeSign() if value < 0 else ""
        whole, _, places = f"{abs(value):f}".partition(".")
        text = f"{sign}{self.locale.toString(int(whole))}"
        return f"{text}{self.locale.decimalPoint()}{places}" if places else text

    def mass(self, mg: int, unit: str = "t") -> str:
        """A mass as a number in ``unit`` (t, kg, g); what is there but rounds to nothing is ``< 0.01``."""
        decimals = _DECIMALS[unit]
        from stockpile_client.core.quantities import in_unit  # noqa: PLC0415 - as above

        value = in_unit(mg, KG_PER_UNIT[unit], decimals=decimals)
        if mg and not value:
            return f"< {self.decimal(Decimal(1).scaleb(-decimals))}"
        return self.decimal(value)

    def mass_with_unit(self, mg: int, unit: str = "") -> str:
        """A mass alone in a sentence, in the unit in which it reads best unless one is given."""
        chosen = unit or unit_for(mg)
        return f"{self.mass(mg, chosen)} {chosen}"

    def quantity(self, quantity: Quantity, unit: str = "t") -> str:
        """What is known of a mass, in words where there is no number: never blank, never a made-up zero."""
        from stockpile_client.core import quantities  # noqa: PLC0415 - as above

        match quantity:
            case quantities.Exact(mg):
                return self.mass(mg, unit)
            case quantities.Rounded() | quantities.Band():
                interval = quantities.bounds(quantity)
                assert interval is not None
                low = self.mass(interval.low, unit)
                return f"≥ {low}" if interval.high is None else f"{low}–{self.mass(interval.high, unit)}"
            case quantities.Nil():
                return tr("nil")
            case quantities.Withheld(reason):
                return tr("withheld: {reason}", reason=tr(_REASONS[reason]))
            case quantities.NotCompiled():
                return tr("not compiled")
            case quantities.NotApplicable():
                return tr("not applicable")

    def day(self, value: date | None) -> str:
        """A day in the locale's short form; empty for none."""
        if value is None:
            return ""
        return day_in(self.locale, value)

    def moment(self, value: datetime | None) -> str:
        """A moment in the machine's time zone, short; empty for none."""
        if value is None:
            return ""
        return moment_in(self.locale, value)

    def days(self, count: int) -> str:
        """A number of days with its word."""
        return tr_count("{n} day", "{n} days", count, n=self.integer(count))


def decimal_mark(locale: QLocale) -> DecimalMark:
    """The sign that parts whole numbers from decimals, as :mod:`stockpile_client.services.typed` wants it."""
    return "," if locale.decimalPoint() == "," else "."


def system_locale() -> QLocale:
    """The user's locale. A system that names none (``C``) gets English with ISO days, as en_CA writes them."""
    system = QLocale.system()
    return QLocale("en_CA") if system.language() is QLocale.Language.C else system


def locale_for(language: str, system: QLocale | None = None) -> QLocale:
    """How ``language`` (a code) writes numbers and days: as the system does where it speaks that language too.

    English on another system follows its country if there is such an English, else it has ISO days (en_CA): month and
    day of the American form are mistaken for each other outside of America.
    """
    system = system or system_locale()
    if system.name().partition("_")[0] == language:
        return system
    chosen = QLocale(language)
    local = QLocale(chosen.language(), system.territory())
    if local.territory() is system.territory():
        return local
    return QLocale("en_CA") if language == "en" else chosen
