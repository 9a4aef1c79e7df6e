"""The figures behind the charts: what is not known is said, and never drawn as nothing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.analysis.cover import Reason
from stockpile_client.analysis.joint import Says
from stockpile_client.analysis.yardsticks import Yardstick
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE, Band, Interval, Withheld, WithheldReason
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.statements import Measure
from stockpile_client.services.charts.changes import list_pairs, statement_changes
from stockpile_client.services.charts.expiry import QUARTERS_AHEAD, When, expiry_ahead
from stockpile_client.services.charts.movements import movements_by_quarter
from stockpile_client.services.charts.quarters import Quarter, quarters
from stockpile_client.services.charts.stock import stock_against
from stockpile_client.services.holdings import list_holdings, stream_holdings
from stockpile_client.services.ledger import post_movement, reverse_movement
from stockpile_client.services.requirements import record_requirements
from stockpile_client.storage import movements
from stockpile_client.storage.channels import Direction
from tests.services.agencies import AS_OF, Agencies


def target(quantity, material="W", country="US") -> Requirement:
    basis = f"element:{material.title()}"
    return Requirement(material, country, 2026, RequirementKind.TARGET, quantity, basis=basis)


def of(picture, material):
    return next(row for row in picture.rows if row.material == material)


def test_a_target_that_is_a_band_gives_a_share_that_is_an_interval(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    held = next(one for one in list_holdings(ctx).totals if one.material == "W")
    record_requirements(ctx, [target(Band(held.usable, 2 * held.usable))])
    row = of(stock_against(ctx, Yardstick.TARGET), "W")
    assert (row.usable, row.contained) == (held.usable, held.contained)
    assert row.usable_share.whole() == (50, 100)


def test_a_withheld_target_and_none_at_all_are_reasons(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    record_requirements(ctx, [target(Withheld(WithheldReason.DEFENCE))])
    picture = stock_against(ctx, Yardstick.TARGET)
    assert of(picture, "W").against.reason is Reason.WITHHELD
    assert of(picture, "CO").against.reason is Reason.NOT_COMPILED
    assert of(picture, "CO").usable_share is None


def test_a_material_with_a_target_and_no_stock_stands_in_the_picture(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    record_requirements(ctx, [target(Band(5, 5), material="RU"), target(Band(5, 5), material="IR", country="JP")])
    picture = stock_against(ctx, Yardstick.TARGET)
    assert of(picture, "RU").usable_share.whole() == (0, 0)
    assert "IR" not in {row.material for row in picture.rows}


def test_without_a_choice_it_is_the_first_yardstick_with_a_number(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    assert stock_against(ctx).kind is Yardstick.TARGET
    imports = Requirement("W", "US", 2025, RequirementKind.NET_IMPORTS, Band(5, 5), basis="element:W")
    record_requirements(ctx, [imports])
    assert stock_against(ctx).kind is Yardstick.NET_IMPORTS
    record_requirements(ctx, [target(Band(5, 5))])
    assert stock_against(ctx).kind is Yardstick.TARGET


def test_expiry_counts_every_lot_with_stock_once(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    picture = expiry_ahead(ctx)
    counted = sum(step.contained.get("W", 0) for step in picture.steps)
    assert counted == sum(row.contained for row in stream_holdings(ctx, as_of=AS_OF, material="W"))
    assert [step.when for step in picture.steps] == [
        When.PAST, *[When.QUARTER] * QUARTERS_AHEAD, When.LATER, When.NEVER,
    ]  # fmt: skip
    assert picture.steps[1].quarter == Quarter(2026, 4)


def test_a_lot_past_its_day_is_named_as_past(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    dated = [row for row in stream_holdings(ctx, as_of=AS_OF) if row.rotate_by]
    agencies.clock.advance(days=(max(row.rotate_by for row in dated) - AS_OF).days + 2)
    steps = {step.when: step for step in expiry_ahead(ctx).steps}
    assert sum(steps[When.PAST].lots.values()) == len({row.lot_id for row in dated})
    assert not steps[When.LATER].lots


def test_the_running_stock_ends_at_what_is_held(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    lot = next(stream_holdings(ctx, as_of=AS_OF, material="W"))
    post_movement(ctx, lot.lot_id, kind=MovementKind.RELEASE, effective=AS_OF, gross=-50 * MG_PER_TONNE,
                  contained=-20 * MG_PER_TONNE)  # fmt: skip
    moves = movements_by_quarter(ctx)["W"]
    assert moves.steps[-2].taken_out == 20 * MG_PER_TONNE
    assert moves.steps[-1].stock == sum(row.contained for row in stream_holdings(ctx, as_of=ctx.today(), material="W")
                                        if row.material == "W")  # fmt: skip


def test_a_mistake_and_its_reversal_leave_no_flow(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    before = movements_by_quarter(ctx)["W"]
    lot = next(stream_holdings(ctx, as_of=AS_OF, material="W"))
    post_movement(ctx, lot.lot_id, kind=MovementKind.RELEASE, effective=AS_OF, gross=-50 * MG_PER_TONNE,
                  contained=-20 * MG_PER_TONNE)  # fmt: skip
    wrong = movements.ledger(ctx.db, lot.lot_id)[-1]
    reverse_movement(ctx, wrong.id, reason="typed twice")
    assert movements_by_quarter(ctx)["W"] == before


def test_the_first_statement_has_nothing_before_it(agencies: Agencies) -> None:
    agencies.jp.take(agencies.us.release("jp"))
    (pair,) = list_pairs(agencies.jp.ctx)
    assert (pair.direction, pair.partners, pair.previous_row) == (Direction.IN, ("US",), None)
    (row,) = statement_changes(agencies.jp.ctx, pair, Measure.USABLE).rows
    assert row.before is None
    assert row.is_change


def test_what_changed_is_the_same_for_sender_and_receiver(agencies: Agencies) -> None:
    agencies.jp.take(agencies.us.release("jp", scope=("W", "CO"), marking="TLP:GREEN"))
    second = agencies.us.release(
        "jp", scope=("W", "CO"), as_of=AS_OF + timedelta(days=1), withhold={"W": WithheldReason.MARKET_EFFECT}
    )
    agencies.jp.take(second)
    for desk in (agencies.us, agencies.jp):
        (pair,) = list_pairs(desk.ctx)
        assert pair.previous_as_of == AS_OF
        assert pair.marking == "TLP:AMBER"
        picture = statement_changes(desk.ctx, pair, Measure.USABLE)
        tungsten = of(picture, "W")
        assert tungsten.before.says is Says.GIVEN
        assert tungsten.after.says is Says.WITHHELD
        assert tungsten.after.interval == Interval(0, None)
        assert [row.material for row in picture.rows if row.is_change] == ["W"]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_quarters_follow_each_other_without_a_gap(day, steps):
    first = last = Quarter.of(day)
    assert first.first_day <= day <= first.last_day
    for _ in range(steps):
        last = last.next()
    found = quarters(first, last)
    assert len(found) == steps + 1
    assert all(one.last_day + timedelta(days=1) == other.first_day for one, other in pairwise(found))
    assert quarters(last.next(), first) == []


@pytest.mark.parametrize("kind", list(Yardstick))
def test_every_material_that_we_hold_is_there_whatever_it_is_measured_against(agencies: Agencies, kind) -> None:
    ctx = agencies.us.ctx
    assert {row.material for row in stock_against(ctx, kind).rows} == {
        one.material for one in list_holdings(ctx).totals
    }


def test_made_up_lots_are_known_as_such_in_every_picture(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    made_up = {row.material for row in stream_holdings(ctx, as_of=AS_OF) if row.illustrative and not row.by_product}
    assert {code for code, moves in movements_by_quarter(ctx).items() if moves.illustrative} == made_up
    assert any(step.illustrative for step in expiry_ahead(ctx).steps)
    assert {row.material for row in stock_against(ctx).rows if row.illustrative} >= made_up
