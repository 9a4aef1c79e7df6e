"""What is held, as of a day and as known at a moment; and what of it may be counted on."""

from datetime import date

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import MovementKind
from stockpile_client.services.holdings import list_holdings, lot_detail
from stockpile_client.services.ledger import post_movement
from stockpile_client.services.release import plan_release
from tests.services.agencies import AS_OF, Agencies, Desk


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    """The agency whose stock is looked at."""
    return agencies.it


def test_a_lot_past_its_rotation_is_held_and_not_usable(it: Desk) -> None:
    late = date(2040, 1, 1)
    rows = [row for row in list_holdings(it.ctx, as_of=late).rows if row.rotate_by]
    assert rows
    assert all(row.past_rotation and row.usable == row.joint == 0 < row.contained for row in rows)
    last_day = rows[0].rotate_by
    assert last_day is not None
    assert next(row for row in list_holdings(it.ctx, as_of=last_day).rows if row.lot_id == rows[0].lot_id).usable > 0


def test_holdings_as_of_a_day_before_the_first_lot_are_none(it: Desk) -> None:
    early = list_holdings(it.ctx, as_of=date(1990, 1, 1))
    assert not any(row.gross or row.contained or row.usable for row in early.rows)
    assert not any(total.gross or total.contained or total.usable for total in early.totals)
    assert list_holdings(it.ctx, as_of=AS_OF).rows
    with pytest.raises(InputError) as error:
        lot_detail(it.ctx, "0" * 32)
    assert error.value.code == "E_NO_LOT"


def test_totals_are_the_sums_of_the_rows(it: Desk) -> None:
    found = list_holdings(it.ctx, as_of=AS_OF)
    for total in found.totals:
        rows = [row for row in found.rows if row.material == total.material]
        assert (total.lots, total.gross, total.contained, total.usable) == (
            len(rows), sum(row.gross for row in rows), sum(row.contained for row in rows),
            sum(row.usable for row in rows),
        )  # fmt: skip


def test_an_empty_lot_does_not_make_the_rest_seem_to_come_sooner(agencies: Agencies) -> None:
    us = agencies.us
    rows = [row for row in list_holdings(us.ctx).rows if (row.material, row.group) == ("W", "ore")]
    soonest = min(rows, key=lambda row: row.first_day)
    others = [row for row in rows if row.first_day > soonest.first_day]
    assert others
    for row in rows:
        if row.first_day == soonest.first_day:
            post_movement(
                us.ctx, row.lot_id, kind=MovementKind.SALE, effective=AS_OF, gross=-row.gross, contained=-row.contained
            )
    plan = plan_release(us.ctx, profile=us.profile("jp", rounding=0), as_of=AS_OF)
    (line,) = [
        line
        for line in plan.preview.lines
        if line.position.key.group == "ore" and line.position.key.measure == "usable"
    ]
    assert line.position.days == min(row.first_day for row in others)
    rates = [row.max_rate for row in others]
    assert None not in rates
    assert line.position.max_rate == sum(rate for rate in rates if rate)
