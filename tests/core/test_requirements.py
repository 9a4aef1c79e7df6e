"""A printed figure stays what its source printed: W, NA, E, < and > never become 0."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import (
    Band,
    Exact,
    NotApplicable,
    NotCompiled,
    Quantity,
    Withheld,
    WithheldReason,
    bounds,
)
from stockpile_client.core.requirements import Requirement, RequirementKind, printed_quantity
from tests import strategies

TONNE = Decimal(1000)
T = 10**9


@pytest.mark.parametrize(
    ("printed", "quantity"),
    [
        ("W", Withheld(WithheldReason.TRADE_SECRET)),
        ("NA", NotCompiled()),
        ("", NotCompiled()),
        ("E", NotApplicable()),
        ("<100000", Band(0, 100_000 * T)),
        ("> 50", Band(50 * T, None)),
        ("27800", Exact(27_800 * T)),
        (" 0.5 ", Exact(T // 2)),
        ("—", Exact(0)),
        ("--", Exact(0)),
    ],
)
def test_a_printed_figure_is_a_number_a_bound_or_a_reason(printed: str, quantity: Quantity):
    assert printed_quantity(printed, kg_per_unit=TONNE) == quantity


@pytest.mark.parametrize("printed", ["W", "NA", "E", "", ">0"])
def test_no_code_and_no_open_bound_is_ever_zero(printed: str):
    quantity = printed_quantity(printed, kg_per_unit=TONNE)
    assert quantity != Exact(0)
    interval = bounds(quantity)
    assert interval is None or interval.high is None


@pytest.mark.parametrize(
    "printed", [">50%", "50 %", ">50 percent", "<", ">", "<>5", "<-5", "(53)", "27,800", "w", "na"]
)
def test_a_per_cent_or_any_other_print_is_not_read_as_a_mass(printed: str):
    with pytest.raises(InputError):
        printed_quantity(printed, kg_per_unit=TONNE)


@given(strategies.requirements())
def test_days_belong_to_target_days_and_only_there(requirement: Requirement):
    assert (requirement.days is not None) == (requirement.kind is RequirementKind.TARGET_DAYS)


@pytest.mark.parametrize(
    ("kind", "year", "days"),
    [
        ("consumption", 2025, 60),
        ("target_days", 2025, None),
        ("target_days", 2025, 0),
        ("target_days", 2025, 3661),
        ("consumption", 25, None),
        ("consumption", 20_025, None),
    ],
)
def test_a_requirement_that_makes_no_sense_cannot_be_made(kind: str, year: int, days: int | None):
    with pytest.raises(InputError):
        Requirement("W", "IT", year, RequirementKind(kind), days=days)
