"""Second rule: how coarse place, form, day and purity become.

A day is not blurred but moved back to the last end of a month or quarter: the figures of the statement are those of
that day, and so it stays true. Purity leaves in no figure of its own: a class, if any, stands in the statement's note.

>>> Coarsening(dates=DateStep.QUARTER).day(date(2026, 8, 20))
datetime.date(2026, 6, 30)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import Quantity
from stockpile_client.core.sites import Level, location
from stockpile_client.disclosure.holdings import ALL_GROUPS, Cell, LotHolding
from stockpile_client.disclosure.rules.base import Effect, Rule, listed


class FormDetail(StrEnum):
    """How much of a form leaves: the form itself, its group, or only that there is some."""

    FORM = "form"
    GROUP = "group"
    ALL = "all"


class DateStep(StrEnum):
    """On which days a statement may be as of."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"


class PurityDetail(StrEnum):
    """Whether a purity class leaves with the form."""

    NONE = "none"
    CLASS = "class"


_MONTHS = {DateStep.MONTH: 1, DateStep.QUARTER: 3}
_PLACES_BY = {
    Level.EXACT: phrase("places by site"),
    Level.TOWN: phrase("places by town"),
    Level.REGION: phrase("places by region"),
    Level.COUNTRY: phrase("places by country"),
    Level.BLOC: phrase("places by bloc"),
}
_FORMS_BY = {
    FormDetail.FORM: phrase("forms as they are"),
    FormDetail.GROUP: phrase("forms by group"),
    FormDetail.ALL: phrase("no forms"),
}
_DAYS_BY = {
    DateStep.MONTH: phrase("days by the end of the month"),
    DateStep.QUARTER: phrase("days by the end of the quarter"),
}
_SITE_TO = {
    Level.TOWN: phrase("site → town"),
    Level.REGION: phrase("site → region"),
    Level.COUNTRY: phrase("site → country"),
    Level.BLOC: phrase("site → bloc"),
}
_MOST_NINES = 8
"""Classes end at 99.999999 % (8N): no traded metal is sold purer."""


@dataclass(frozen=True, slots=True)
class Coarsening:
    """``level`` of places, detail of forms, step of days, detail of purity."""

    level: Level = Level.COUNTRY
    forms: FormDetail = FormDetail.GROUP
    dates: DateStep = DateStep.DAY
    purity: PurityDetail = PurityDetail.NONE

    @property
    def sentence(self) -> str:
        """Names what place, form, day and purity become."""
        parts = [_PLACES_BY[self.level], _FORMS_BY[self.forms]]
        if self.dates is not DateStep.DAY:
            parts.append(_DAYS_BY[self.dates])
        if self.purity is PurityDetail.CLASS:
            parts.append(phrase("purity by class"))
        return phrase("Show {what}.", what=listed(parts))

    def place(self, lot: LotHolding) -> str:
        """Where the lot is said to lie (``country:IT``)."""
        if lot.site is not None:
            return location(lot.site, self.level)
        return f"bloc:{lot.bloc}" if self.level is Level.BLOC and lot.bloc else f"country:{lot.country}"

    def form(self, lot: LotHolding) -> tuple[str, str]:
        """Form group and form that the lot is said to be of; an empty form is not stated."""
        if self.forms is FormDetail.ALL:
            return ALL_GROUPS, ""
        return lot.group, lot.form if self.forms is FormDetail.FORM else ""

    def day(self, as_of: date) -> date:
        """The last day on or before ``as_of`` that a statement may be as of."""
        months = _MONTHS.get(self.dates)
        if months is None:
            return as_of
        after = as_of + timedelta(days=1)  # the end of a period is the day before the next one begins
        month = (after.month - 1) // months * months + 1
        return date(after.year, month, 1) - timedelta(days=1)

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:  # noqa: ARG002 - the same for every value
        """How place and form became coarser than what we know."""
        return _coarsened(cell.at.partition(":")[0], bool(cell.form) or cell.only_claims, cell.group == ALL_GROUPS)

    def purity_words(self, cell: Cell) -> str:
        """The purity class that all of the cell lies in; empty where the profile or the lots say nothing."""
        if self.purity is PurityDetail.NONE or cell.purest is None or cell.least_pure is None:
            return ""
        low, high = _class_of(cell.least_pure)[0], _class_of(cell.purest)[1]
        if high is None:
            return f"{low:f} % or more"
        return f"{low:f}–{high:f} %" if low else f"below {high:f} %"


def _class_of(purity: Decimal) -> tuple[Decimal, Decimal | None]:
    """Edges in per cent of the class by nines (90, 99, 99.9 …) that a mass fraction lies in."""
    low = Decimal(0)
    for nines in range(1, _MOST_NINES + 1):
        edge = 100 - Decimal(100).scaleb(-nines)
        if purity * 100 < edge:
            return low, edge.normalize()
        low = edge.normalize()
    return low, None


@lru_cache
def _coarsened(level: str, form_kept: bool, all_groups: bool) -> Effect | None:
    parts = [] if level == Level.EXACT else [_SITE_TO[Level(level)]]
    if not form_kept:
        parts.append(phrase("form → all forms") if all_groups else phrase("form → form group"))
    return Effect(Rule.COARSENED, joined(parts, ", ")) if parts else None
