"""What a stock is measured against, and how much of it is there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.analysis.cover import Reason
from stockpile_client.analysis.yardsticks import Yardstick, per_cent, yardstick
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import Band, Exact, Interval, Withheld, WithheldReason
from stockpile_client.core.requirements import Requirement, RequirementKind

DAY = date(2026, 9, 30)
BASIS = "element:W"


def of(kind, quantity=None, *, days=None, year=2025, basis=BASIS, country="JP"):
    given_quantity = {} if quantity is None else {"quantity": quantity}
    return Requirement("W", country, year, RequirementKind(kind), days=days, basis=basis, **given_quantity)


def test_a_target_quantity_is_taken_as_it_is_stated():
    found = yardstick(Yardstick.TARGET, [of("target", Exact(1000))], basis=BASIS, as_of=DAY)
    assert found.mass == Interval(1000, 1000)
    assert per_cent(Interval(250, 250), found).whole() == (25, 25)


def test_a_target_in_days_is_that_many_days_of_consumption():
    known = [of("target_days", days=60), of("consumption", Exact(365_000))]
    found = yardstick(Yardstick.TARGET, known, basis=BASIS, as_of=DAY)
    assert found.mass == Interval(60_000, 60_000)
    assert [one.kind for one in found.used] == ["target_days", "consumption"]


def test_the_quantity_goes_before_the_days():
    known = [of("target_days", days=60), of("consumption", Exact(365_000)), of("target", Exact(7))]
    assert yardstick(Yardstick.TARGET, known, basis=BASIS, as_of=DAY).mass == Interval(7, 7)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ([], Reason.NOT_COMPILED),
        ([of("target_days", days=60)], Reason.NOT_COMPILED),
        ([of("target", Withheld(WithheldReason.DEFENCE))], Reason.WITHHELD),
        ([of("target_days", days=60), of("consumption", Withheld(WithheldReason.DEFENCE))], Reason.WITHHELD),
        ([of("target", Exact(5), basis="oxide:WO3")], Reason.OTHER_BASIS),
    ],
)
def test_without_a_number_there_is_a_reason_and_no_zero(known, reason):
    found = yardstick(Yardstick.TARGET, known, basis=BASIS, as_of=DAY)
    assert (found.mass, found.reason) == (None, reason)
    assert per_cent(Interval(5, 5), found) is None


def test_a_yardstick_is_of_one_country():
    with pytest.raises(InputError) as caught:
        yardstick(
            Yardstick.CONSUMPTION, [of("consumption", Exact(1)), of("consumption", Exact(1), country="IT")],
            basis=BASIS, as_of=DAY,
        )  # fmt: skip
    assert caught.value.code == "E_COVER_MIXED"


@given(st.integers(1, 10**15), st.integers(0, 10**15), st.integers(1, 3660), st.data())
def test_the_interval_holds_every_target_that_the_consumption_allows(low, spread, days, data):
    consumption = data.draw(st.integers(low, low + spread))
    known = [of("target_days", days=days), of("consumption", Band(low, low + spread))]
    found = yardstick(Yardstick.TARGET, known, basis=BASIS, as_of=DAY).mass
    assert (found.low - 1) * 365 < consumption * days < (found.high + 1) * 365
    if spread:
        assert found.low * 365 <= consumption * days <= found.high * 365
