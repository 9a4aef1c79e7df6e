"""Primary suppression: which cells give a company away, by each rule's definition in exact integers.

*Handbook* in what follows: A. Hundepool and others, *Handbook on Statistical Disclosure Control*, second edition,
Center of Excellence SDC, August 2024, chapter 4 (https://sdctools.github.io/HandbookSDC/04-magnitude-tabular-data.html).
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.disclosure.suppression import (
    Dominance,
    PPercent,
    Threshold,
    needed_protection,
    sensitive,
)

contributions = st.lists(st.integers(0, 10**15), max_size=8)


@pytest.mark.parametrize(("count", "hit"), [(0, False), (1, True), (2, True), (3, False)])
def test_fewer_contributors_than_the_threshold_are_sensitive_but_none_is_not(count, hit):
    assert bool(sensitive([5] * count, [Threshold(3)])) is hit


def test_a_company_without_stock_is_no_contributor():
    assert sensitive([5, 5, 0, 0], [Threshold(3)]) == (Threshold(3),)


@pytest.mark.parametrize(("masses", "hit"), [([75, 25], False), ([76, 24], True), ([50, 30, 20], False)])
def test_dominance_begins_above_its_percentage(masses, hit):
    assert bool(sensitive(masses, [Dominance(1, 75)])) is hit


def test_two_may_dominate_together():
    assert sensitive([45, 45, 10], [Dominance(1, 75), Dominance(2, 85)]) == (Dominance(2, 85),)


@pytest.mark.parametrize(("rest", "hit"), [(9, True), (10, False), (0, True)])
def test_the_second_largest_must_not_come_within_p_percent_of_the_largest(rest, hit):
    assert bool(sensitive([100, 60, rest], [PPercent(10)])) is hit


@given(contributions, st.integers(1, 100))
def test_p_percent_is_what_the_second_largest_can_estimate(masses, percent):
    """It knows the total and its own mass; what is left over is its best estimate from above of the largest."""
    ranked = sorted((mass for mass in masses if mass), reverse=True)
    if not ranked:
        return
    estimate = sum(ranked) - (ranked[1] if len(ranked) > 1 else 0)
    within = Fraction(estimate - ranked[0], ranked[0]) < Fraction(percent, 100)
    assert bool(sensitive(masses, [PPercent(percent)])) is within


@given(contributions, st.integers(1, 3), st.integers(1, 99))
def test_the_margin_of_dominance_is_the_least_that_others_would_have_to_add(masses, n, percent):
    largest = sum(sorted(masses, reverse=True)[:n])
    margin = needed_protection(masses, [Dominance(n, percent)])
    assert 100 * largest <= percent * (sum(masses) + margin)
    assert margin == 0 or 100 * largest > percent * (sum(masses) + margin - 1)


@given(contributions, st.integers(1, 100))
def test_the_margin_of_p_percent_is_the_least_that_others_would_have_to_add(masses, percent):
    first, others = max(masses, default=0), sum(sorted(masses, reverse=True)[2:])
    margin = needed_protection(masses, [PPercent(percent)])
    assert 100 * (others + margin) >= percent * first
    assert margin == 0 or 100 * (others + margin - 1) < percent * first


def test_a_threshold_alone_asks_for_no_more_than_that_the_total_is_not_known_exactly():
    """*Handbook*, section 4.2.2: protection levels of zero where only a minimum frequency is asked for."""
    assert needed_protection([7, 5], [Threshold(3)]) == 1


def test_a_safe_cell_by_the_1_90_rule_still_lets_the_second_estimate_the_largest_to_two_per_cent():
    """*Handbook*, section 4.2.1, example 1: 100 000 in all, of which 50 000 and 49 000."""
    masses = [50_000, 49_000, 1_000]
    assert sensitive(masses, [Dominance(1, 90), PPercent(10)]) == (PPercent(10),)
    assert sensitive(masses, [PPercent(2)]) == ()


def test_the_p_percent_rule_lets_pass_what_the_corresponding_2_k_rule_does_not():
    """*Handbook*, section 4.2.1, example 2: 110 000 in all, 52 000 and 50 000; k = 100 · 100 / 110, here 91."""
    masses = [52_000, 50_000, 8_000]
    assert sensitive(masses, [PPercent(10), Dominance(2, 91)]) == (Dominance(2, 91),)
    assert sensitive(masses, [PPercent(15)]) == ()  # the second overestimates the largest by 15.4 %
    assert sensitive(masses, [PPercent(16)]) == (PPercent(16),)


def test_a_total_under_the_1_85_rule_must_stay_open_up_to_352_94():
    """*Handbook*, section 4.2.2, example 4: contributions of 300, 20 and 10, in hundredths."""
    masses = [300_00, 20_00, 10_00]
    assert sensitive(masses, [Dominance(1, 85)])
    assert sum(masses) + needed_protection(masses, [Dominance(1, 85)]) == 352_95  # 352.941… as a whole number above


def test_the_upper_protection_level_of_the_p_percent_rule_is_the_published_formula():
    """*Handbook*, section 4.2.2, example 5: p/100 · x₁ − (X − x₁ − x₂)."""
    assert needed_protection([50_000, 49_000, 1_000], [PPercent(10)]) == 5_000 - 1_000


@pytest.mark.parametrize("make", [lambda: Threshold(0), lambda: Dominance(0, 75), lambda: Dominance(1, 100)])
def test_rules_that_mean_nothing_are_refused(make):
    with pytest.raises(InputError):
        make()


def test_a_negative_contribution_is_refused():
    with pytest.raises(InputError, match="less than nothing"):
        sensitive([5, -1], [Threshold(3)])
