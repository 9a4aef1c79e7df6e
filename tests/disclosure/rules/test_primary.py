"""Cells in which one company could be read off are withheld, in every measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import Exact, Withheld, WithheldReason
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.preview import Rule
from stockpile_client.disclosure.rules.primary import Protection
from tests.disclosure.inventories import company, lot, profile, seen

SECRET = Withheld(WithheldReason.TRADE_SECRET)


@pytest.mark.parametrize(
    ("rule", "shares", "problem"),
    [
        (Protection(min_holders=3), [50, 50], "fewer than 3 holders"),
        (Protection(min_holders=3), [50, 50, 0], "fewer than 3 holders"),
        (Protection(min_holders=3), [50, 50, 1], ""),
        (Protection(largest=1, dominance=75), [75, 25], ""),
        (Protection(largest=1, dominance=75), [76, 24], "the largest 1 above 75 %"),
        (Protection(largest=2, dominance=90), [50, 41, 9], "the largest 2 above 90 %"),
        (Protection(p_percent=10), [100, 50, 9], "an estimate within 10 %"),
        (Protection(p_percent=10), [100, 50, 10], ""),
        (Protection(min_holders=3), [], ""),
        (Protection(), [1], ""),
    ],
)
def test_a_sum_is_unsafe_by_count_by_dominance_or_by_what_the_second_can_estimate(
    rule: Protection, shares: list[int], problem: str
) -> None:
    assert rule.problem({str(at): share for at, share in enumerate(shares)}) == problem


def test_an_unsafe_cell_is_withheld_in_every_measure_with_the_rule_in_words() -> None:
    rules = profile(protection=Protection(min_holders=3), measures=tuple(Measure))
    shown = seen(rules, company("Acme", 5, usable=0), company("Borealis", 9, usable=0))
    assert {p.key.measure: p.quantity for p in shown.positions} == dict.fromkeys(
        [Measure.CONTAINED, Measure.USABLE, Measure.GROSS], SECRET
    )
    assert {line.rule for line in shown.lines} == {Rule.SUPPRESSED}
    assert shown.lines[0].chain_words.endswith("withheld: fewer than 3 holders")
    assert all((p.days, p.max_rate) == (None, None) for p in shown.positions)


def test_stock_of_the_agency_itself_protects_no_company() -> None:
    rules = profile(protection=Protection(min_holders=2), measures=(Measure.CONTAINED,))
    assert seen(rules, lot(), company("Acme", 5)).positions[0].quantity == SECRET
    assert seen(rules, lot(contained=7)).positions[0].quantity == Exact(7)


def test_one_company_under_two_spellings_of_case_and_two_without_a_name_count_as_one() -> None:
    rules = profile(protection=Protection(min_holders=2), measures=(Measure.CONTAINED,))
    assert seen(rules, company("Acme", 5), company("ACME", 5)).positions[0].quantity == SECRET
    assert seen(rules, company("", 5), company("", 5)).positions[0].quantity == SECRET


def test_a_material_of_which_every_cell_is_unsafe_counts_as_withheld() -> None:
    rules = profile(protection=Protection(min_holders=2, reason=WithheldReason.THIRD_PARTY))
    assert seen(rules, company("Acme", 5)).suppressed == {"W": WithheldReason.THIRD_PARTY}
    assert seen(rules, company("Acme", 5), lot(group="metal")).suppressed == {}


@pytest.mark.parametrize(
    "changes", [{"min_holders": -1}, {"largest": 0}, {"dominance": 100}, {"p_percent": 101}, {"p_percent": -1}]
)
def test_a_measure_that_cannot_be_meant_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(InputError):
        Protection(**changes)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.integers(0, 100))
def test_what_the_p_percent_rule_calls_safe_the_second_company_cannot_estimate_so_closely(
    shares: list[int], percent: int
) -> None:
    problem = Protection(p_percent=percent).problem({str(at): share for at, share in enumerate(shares)})
    first, second, *_ = [*sorted(shares, reverse=True), 0]
    best_guess_is_too_high_by = sum(shares) - second - first
    assert bool(problem) == bool(percent and best_guess_is_too_high_by * 100 < percent * first)


def test_what_each_company_holds_stands_beside_a_withheld_value_in_its_measure_and_beside_nothing_else() -> None:
    rules = profile(protection=Protection(min_holders=3), measures=(Measure.CONTAINED, Measure.USABLE, Measure.GROSS))
    inside = company("Acme", 5, usable=1), company("Borealis", 9, usable=2)
    found = {line.position.key.measure: dict(line.companies) for line in seen(rules, *inside).lines}
    assert {(measure, name): mg for measure, parts in found.items() for name, mg in parts.items()} == {
        ("contained", "acme"): 5, ("contained", "borealis"): 9,
        ("usable", "acme"): 1, ("usable", "borealis"): 2,
        ("gross", "acme"): inside[0].gross, ("gross", "borealis"): inside[1].gross,
    }  # fmt: skip
    assert not any(line.companies for line in seen(profile(), *inside).lines)
