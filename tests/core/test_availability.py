"""How fast a stock can be used: first day, rate, and never more than there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.availability import Availability
from stockpile_client.core.errors import InputError
from tests import strategies


def test_the_first_day_is_decision_and_preparation_and_transport():
    assert Availability(5, 7, 2).first_day == 14


def test_nothing_is_released_before_the_first_day_and_a_day_s_rate_on_it():
    slow = Availability(5, 7, 2, max_rate=10)
    assert [slow.released_by(day, 25) for day in (13, 14, 15, 16, 17)] == [0, 10, 20, 25, 25]


def test_without_a_rate_all_of_it_is_released_on_the_first_day():
    assert Availability(1).released_by(1, 25) == 25


@given(strategies.availabilities, strategies.stock_masses, st.integers(0, 20_000))
def test_what_is_released_never_shrinks_and_is_never_more_than_the_stock(pace: Availability, stock: int, day: int):
    assert 0 <= pace.released_by(day, stock) <= pace.released_by(day + 1, stock) <= stock


@given(strategies.availabilities, st.integers(0, 20_000))
def test_an_oversold_stock_releases_nothing(pace: Availability, day: int):
    assert pace.released_by(day, -5) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"decision_days": -1}, {"transport_days": 3661}, {"max_rate": 0}, {"max_rate": -1}],
)
def test_an_availability_that_makes_no_sense_cannot_be_made(wrong: dict[str, int]):
    with pytest.raises(InputError) as refusal:
        Availability(**wrong)
    assert refusal.value.code == "E_AVAILABILITY"
