"""Profiles to begin with, each with a sentence that says what it lets out.

A template fixes precision, not audience: name the partners, the group or the agreement and the materials, and change
what does not fit. None of them names a reason to withhold, for that is a decision about a material.

>>> TEMPLATES["summary_only"].profile("For KOMIR", scope=("W", "CO"), audience=("qjv…",)).rounding
100000000000
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.coarsen import DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.primary import Protection

COMPANIES = Protection(min_holders=3, largest=1, dominance=75, p_percent=10)
"""Three holders at least, none above 75 %, no estimate within 10 %: customary values in official statistics
(Hundepool et al., *Statistical Disclosure Control*, Wiley 2012, section 4.2); they are the agency's to set."""


@dataclass(frozen=True, slots=True)
class Template:
    """``code`` names it for programs, ``name`` and ``lets_out`` for people; ``years`` how many year ends it is for."""

    code: str
    name: str
    lets_out: str
    settings: Callable[[Profile], Profile]
    years: int = 1

    def profile(
        self, name: str, *, scope: tuple[str, ...], audience: tuple[str, ...] = (), group: str = "", agreement: str = ""
    ) -> Profile:
        """A profile by this template for an audience and materials."""
        return self.settings(Profile(name, audience, scope, group=group, agreement=agreement))

    def days(self, last: date) -> tuple[date, ...]:
        """The days that statements by this template are as of, up to ``last``: one, or ends of years, oldest first."""
        if self.years == 1:
            return (last,)
        newest = last.year if (last.month, last.day) == (12, 31) else last.year - 1
        return tuple(date(year, 12, 31) for year in range(newest - self.years + 1, newest + 1))


def _article_22(plain: Profile) -> Profile:
    return replace(
        plain, forms=FormDetail.FORM, purity=PurityDetail.CLASS, rounding=MG_PER_TONNE, measures=(Measure.CONTAINED,),
        availability=False, protection=COMPANIES,
    )  # fmt: skip


def _summary_only(plain: Profile) -> Profile:
    return replace(
        plain, level=Level.BLOC, forms=FormDetail.ALL, dates=DateStep.QUARTER, rounding=100 * MG_PER_TONNE,
        measures=(Measure.USABLE,), availability=False, requirements=False, protection=COMPANIES, delay_days=30,
    )  # fmt: skip


def _full_detail(plain: Profile) -> Profile:
    return replace(
        plain, level=Level.EXACT, forms=FormDetail.FORM, purity=PurityDetail.CLASS, holders=True,
        measures=tuple(Measure), protection=COMPANIES, four_eyes=True, marking="TLP:AMBER+STRICT",
    )  # fmt: skip


def _emergency(plain: Profile) -> Profile:
    return replace(
        plain, forms=FormDetail.FORM, rounding=MG_PER_TONNE, measures=(Measure.USABLE,), requirements=False,
        protection=COMPANIES, marking="TLP:AMBER+STRICT",
    )  # fmt: skip


TEMPLATES: dict[str, Template] = {
    one.code: one
    for one in (
        Template(
            "article_22",
            phrase("Article 22"),
            phrase(
                "Lets out whole tonnes by chemical form with purity classes and yearly consumption, from which the"
                " per cent of consumption follows; five year ends give the five-year change. Cells that would show a"
                " company are withheld; sites, days and rates stay here."
            ),
            _article_22,
            years=5,
        ),
        Template(
            "summary_only",
            phrase("Summary only"),
            phrase(
                "Lets out one usable figure for each material, to 100 t, by bloc, as of the end of a quarter and a"
                " month late; forms, purity, consumption, days and rates stay here."
            ),
            _summary_only,
        ),
        Template(
            "full_detail",
            phrase("Full detail for an allied operator"),
            phrase(
                "Lets out exact figures by site, form and holder class, with purity classes, days, rates and"
                " consumption; names of companies, suppliers and purposes stay here, and cells that would show a"
                " company are withheld. Two people must approve."
            ),
            _full_detail,
        ),
        Template(
            "emergency",
            phrase("Emergency"),
            phrase(
                "Lets out what is usable, in whole tonnes by form and country, with the days until it can leave, the"
                " daily rate and whether it may cross the border; sites, gross stock and consumption stay here."
            ),
            _emergency,
        ),
    )
}
"""By code. Article 22 is that of Regulation (EU) 2024/1252: stocks as tonnes and per cent of annual consumption, with
chemical form and purity, and the change over five years."""
