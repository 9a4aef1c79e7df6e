"""Cover is an interval on one stated definition, or a reason; definitions never mix."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.analysis.cover import (
    Cover,
    Definition,
    Range,
    Reason,
    consumption_share,
    cover,
    days_text,
    ranked,
    shortfall,
)
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Interval,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Withheld,
    WithheldReason,
    bounds,
)
from stockpile_client.core.requirements import Requirement, RequirementKind
from tests import strategies

BASIS = "element:W"
JUNE = date(2026, 6, 30)
T = 10**9


def requirement(kind: str, quantity: Quantity, year: int = 2025, **more: object) -> Requirement:
    return Requirement("W", "IT", year, RequirementKind(kind), quantity, basis=BASIS, **more)


def days(definition: Definition, stock: Interval | None, *requirements: Requirement) -> Cover:
    return cover(definition, stock, requirements, basis=BASIS, as_of=JUNE)


TARGET_DAYS = requirement("target_days", NotCompiled(), days=100)


def test_the_eu_counts_net_imports_of_the_previous_calendar_year():
    imports = requirement("net_imports", Exact(3650 * T))
    found = days(Definition.EU, Interval(340 * T, 510 * T), imports)
    assert (found.days, found.used) == (Range(Fraction(34), Fraction(51)), (imports,))
    assert days_text(found.days) == "34–51 days"


@pytest.mark.parametrize("year", [2024, 2026])
def test_net_imports_of_another_year_do_not_stand_in(year: int):
    imports = requirement("net_imports", Exact(3650 * T), year)
    assert days(Definition.EU, Interval(T, T), imports).reason is Reason.NOT_COMPILED


def test_a_leap_year_has_a_day_more():
    imports = requirement("net_imports", Exact(3660 * T), 2024)
    found = cover(Definition.EU, Interval(10 * T, 10 * T), [imports], basis=BASIS, as_of=date(2025, 1, 1))
    assert found.days == Range(Fraction(1), Fraction(1))


def test_japan_counts_domestic_consumption_of_the_latest_year_known():
    old, new, future = (
        requirement("consumption", Exact(n * T), year) for n, year in ((1, 2020), (730, 2025), (5, 2027))
    )
    found = days(Definition.JAPAN, Interval(120 * T, 120 * T), old, new, future)
    assert (found.days, found.used) == (Range(Fraction(60), Fraction(60)), (new,))


def test_korea_counts_inventory_by_target_times_target_days():
    found = days(Definition.KOREA, Interval(50 * T, 60 * T), requirement("target", Exact(200 * T)), TARGET_DAYS)
    assert found.days == Range(Fraction(25), Fraction(30))


def test_korea_without_target_days_is_not_compiled():
    assert days(Definition.KOREA, Interval(T, T), requirement("target", Exact(T))).reason is Reason.NOT_COMPILED


@pytest.mark.parametrize("definition", [Definition.US, Definition.ARTICLE_22])
def test_a_definition_without_days_gives_none(definition: Definition):
    with pytest.raises(InputError) as refusal:
        days(definition, Interval(T, T))
    assert refusal.value.code == "E_COVER_NO_DAYS"


def test_the_us_sees_a_requirement_and_a_shortfall():
    target = requirement("target", Exact(100 * T))
    found = shortfall(Interval(30 * T, 120 * T), [target], basis=BASIS, as_of=JUNE)
    assert (found.requirement, found.short) == (Interval(100 * T, 100 * T), Interval(0, 70 * T))
    open_stock = shortfall(Interval(30 * T, None), [target], basis=BASIS, as_of=JUNE)
    assert open_stock.short == Interval(0, 70 * T)


def test_article_22_gives_tonnes_and_per_cent_of_annual_consumption():
    found = consumption_share(
        Interval(30 * T, 60 * T), [requirement("consumption", Exact(120 * T))], basis=BASIS, as_of=JUNE
    )
    assert found.stock == Interval(30 * T, 60 * T)
    assert found.per_cent == Range(Fraction(25), Fraction(50))


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [
        (Withheld(WithheldReason.TRADE_SECRET), Reason.WITHHELD),
        (NotCompiled(), Reason.NOT_COMPILED),
        (NotApplicable(), Reason.NOT_APPLICABLE),
        (Nil(), Reason.NOT_APPLICABLE),
        (Exact(0), Reason.NOT_APPLICABLE),
        (Exact(-5), Reason.NOT_APPLICABLE),
    ],
)
def test_without_a_denominator_there_is_a_reason_and_no_number(quantity: Quantity, reason: Reason):
    known = [requirement(kind, quantity) for kind in ("net_imports", "consumption", "target")]
    stock = Interval(T, T)
    for definition in (Definition.EU, Definition.JAPAN, Definition.KOREA):
        found = days(definition, stock, *known, TARGET_DAYS)
        assert (found.days, found.reason) == (None, reason)
    assert shortfall(stock, known, basis=BASIS, as_of=JUNE).reason is reason
    share = consumption_share(stock, known, basis=BASIS, as_of=JUNE)
    assert (share.stock, share.per_cent, share.reason) == (stock, None, reason)


def test_a_denominator_of_gross_mass_does_not_divide_content():
    gross = replace(requirement("consumption", Exact(100 * T)), basis="gross")
    assert days(Definition.JAPAN, Interval(T, T), gross).reason is Reason.OTHER_BASIS


def test_a_stock_that_does_not_apply_has_no_cover():
    imports = requirement("net_imports", Exact(T))
    assert days(Definition.EU, None, imports).reason is Reason.NOT_APPLICABLE


def test_denominators_of_two_countries_are_not_one():
    two = [requirement("consumption", Exact(T)), replace(requirement("consumption", Exact(T)), country="DE")]
    with pytest.raises(InputError, match="one country"):
        days(Definition.JAPAN, Interval(T, T), *two)


@given(strategies.intervals(), strategies.bands(10**15), st.data())
def test_every_possible_stock_and_denominator_lie_within_the_days(stock: Interval, band: Band, data: st.DataObject):
    found = days(Definition.JAPAN, stock, requirement("consumption", band))
    if found.days is None:
        assert band.high == 0
        return
    consumption = bounds(band)
    assert consumption is not None

    def some(interval: Interval, least: int) -> int:
        low = max(least, interval.low)
        return data.draw(st.integers(low, low + 10**15 if interval.high is None else interval.high))

    true = Fraction(some(stock, 0) * 365, some(consumption, 1))
    low, high = found.days.whole()
    assert low <= found.days.low <= true
    assert found.days.high is None or true <= found.days.high <= (high or 0)


def test_covers_on_one_definition_are_ranked_shortest_first():
    imports = requirement("net_imports", Exact(365 * T))
    short, long = (days(Definition.EU, Interval(n * T, n * T), imports) for n in (5, 9))
    open_end = days(Definition.EU, Interval(5 * T, None), imports)
    nothing = days(Definition.EU, Interval(T, T))
    assert ranked([open_end, long, nothing, short]) == [short, open_end, long]


def test_covers_on_two_definitions_have_no_sum_and_no_order():
    eu = Cover(Definition.EU, Range(Fraction(1), Fraction(2)), None)
    japan = replace(eu, definition=Definition.JAPAN)
    with pytest.raises(InputError) as refusal:
        ranked([eu, japan])
    assert refusal.value.code == "E_COVER_MIXED"
    for operate in (lambda: eu + japan, lambda: eu < japan, lambda: sorted([eu, japan]), lambda: sum([eu, japan])):
        with pytest.raises(TypeError):
            operate()


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("34.9", "50.1", "34–51 days"),
        ("34", "34", "34 days"),
        ("1", "1", "1 day"),
        ("0", "0", "0 days"),
        ("0", "0.2", "0–1 days"),
        ("12.5", None, "12 days or more"),
        ("0", None, "unknown"),
    ],
)
def test_days_are_shown_rounded_outward(low: str, high: str | None, text: str):
    assert days_text(Range(Fraction(low), None if high is None else Fraction(high))) == text


def test_no_days_are_shown_as_unknown_and_not_as_zero():
    assert days_text(None) == "unknown"
