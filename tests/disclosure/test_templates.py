"""Each template lets out what its sentence says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from stockpile_client.core.quantities import MG_PER_TONNE, Exact, Rounded, Withheld
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.preview import Preview
from stockpile_client.disclosure.templates import TEMPLATES
from tests.disclosure.inventories import SITES, company, lot, seen

LOTS = (
    lot(purity=Decimal("0.9995")), lot(contained=76 * MG_PER_TONNE, group="metal", site=SITES[2]),
    company("Acme", 70 * MG_PER_TONNE, group="ore"),
)  # fmt: skip


def shown(code: str) -> Preview:
    return seen(TEMPLATES[code].profile("X", scope=("W",), audience=("jp",)), *LOTS)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_template_protects_companies_names_nobody_and_says_what_it_lets_out(template) -> None:
    empty = template.profile("X", scope=("W",))
    assert (empty.audience, empty.protection.min_holders) == ((), 3)
    assert template.lets_out.startswith("Lets out ")
    assert template.profile("X", scope=(), group="circle").group == "circle"


def test_article_22_gives_tonnes_by_form_with_purity_and_consumption() -> None:
    article = TEMPLATES["article_22"]
    assert article.profile("X", scope=("W",)).requirements
    result = shown("article_22")
    assert [(p.key.form, type(p.quantity)) for p in result.positions] == [
        ("W-PWD", Rounded), ("W-CONC65", Withheld), ("W-WO3", Rounded),
    ]  # fmt: skip
    assert result.note == "Purity: W-WO3 99.9–99.99 %."
    assert {p.days for p in result.positions} == {None}


def test_article_22_is_for_five_year_ends() -> None:
    years = TEMPLATES["article_22"].days(date(2026, 9, 30))
    assert years == tuple(date(year, 12, 31) for year in range(2021, 2026))
    assert TEMPLATES["article_22"].days(date(2026, 12, 31))[-1] == date(2026, 12, 31)
    assert TEMPLATES["emergency"].days(date(2026, 9, 30)) == (date(2026, 9, 30),)


def test_a_summary_gives_one_usable_figure_for_each_material_and_bloc() -> None:
    rules = TEMPLATES["summary_only"].profile("X", scope=("W",))
    safe = seen(rules, *LOTS[:2]).positions
    assert [(p.key.group, p.key.at, p.key.measure, p.quantity) for p in safe] == [
        ("all", "bloc:EU", "usable", Rounded(1300 * MG_PER_TONNE, 100 * MG_PER_TONNE))
    ]
    assert (rules.requirements, rules.delay_days, rules.coarsening.day(date(2026, 9, 29))) == (
        False, 30, date(2026, 6, 30),
    )  # fmt: skip


def test_full_detail_gives_exact_figures_by_site_and_asks_for_two_people() -> None:
    first = shown("full_detail").positions[0]
    assert (first.key.at, first.key.holder, first.quantity) == (
        "exact:Lager", "government", Exact(76 * MG_PER_TONNE),
    )  # fmt: skip
    assert TEMPLATES["full_detail"].profile("X", scope=("W",)).four_eyes


def test_an_emergency_gives_what_is_usable_how_fast_and_across_which_border() -> None:
    positions = [p for p in shown("emergency").positions if not isinstance(p.quantity, Withheld)]
    assert {p.key.measure for p in positions} == {Measure.USABLE}
    assert {(p.days, p.max_rate, p.cross_border) for p in positions} == {(14, 5 * MG_PER_TONNE, True)}
