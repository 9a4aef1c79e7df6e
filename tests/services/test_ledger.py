"""Posting and reversing movements, and claims that stand in the way."""

from datetime import date, timedelta

import pytest

from stockpile_client.core.encumbrances import CountedBy, EncumbranceKind
from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.claims import add_claim, list_claims
from stockpile_client.services.demo.data import load_agency
from stockpile_client.services.holdings import Holding, list_holdings, lot_detail
from stockpile_client.services.ledger import post_movement, reverse_movement
from stockpile_client.services.release import plan_release
from tests.services.agencies import START, Agencies, Desk

TODAY = START.date()


def holding(desk: Desk, number: str, material: str = "", **when: object) -> Holding:
    """The stock of a lot of the demonstration inventory."""
    rows = [row for row in list_holdings(desk.ctx, **when).rows if row.number == number]  # type: ignore[arg-type]
    return next(row for row in rows if not material or row.material == material)


def take_out(
    desk: Desk, row: Holding, tenths: int, kind: MovementKind = MovementKind.RELEASE, **fields: object
) -> None:
    """Post that so many tenths of a lot left."""
    post_movement(
        desk.ctx, row.lot_id, kind=kind, effective=fields.pop("effective", TODAY),  # type: ignore[arg-type]
        gross=-row.gross * tenths // 10, contained=-row.contained * tenths // 10, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def refused(desk: Desk, code: str, *arguments: object, **fields: object) -> None:
    """The movement is refused with that code, and nothing at all changes."""
    before = desk.dump()
    with pytest.raises((InputError, MachineError)) as error:
        take_out(desk, *arguments, **fields)  # type: ignore[arg-type]
    assert error.value.code == code
    assert desk.dump() == before


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    """The Italian agency with claims, by-products and movements beside its imported inventory."""
    return agencies.it


def claim(desk: Desk, row: Holding, tonnes: int, **fields: object) -> None:
    """Pledge so many tonnes of a lot's content."""
    values = {"kind": EncumbranceKind.PLEDGE, "since": TODAY, "contained": tonnes * MG_PER_TONNE, "lot_id": row.lot_id}
    add_claim(desk.ctx, **{**values, **fields})  # type: ignore[arg-type]


# Movements


def test_a_movement_counts_from_its_day_on_and_from_the_moment_it_was_recorded(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    before = it.ctx.now()
    it.agencies.clock.advance(hours=1)
    take_out(it, row, 5, effective=date(2026, 9, 15))
    assert holding(it, "CO-IT01", as_of=date(2026, 9, 14)).gross == row.gross
    assert holding(it, "CO-IT01", as_of=date(2026, 9, 15)).gross == row.gross - row.gross * 5 // 10
    assert holding(it, "CO-IT01", known_at=before).gross == row.gross


def test_a_reversal_restores_the_balance_and_leaves_both_entries(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    take_out(it, row, 5)
    wrong = lot_detail(it.ctx, row.lot_id).movements[-1]
    reverse_movement(it.ctx, wrong.id, reason="another lot was meant")
    assert holding(it, "CO-IT01") == row
    assert [one.kind for one in lot_detail(it.ctx, row.lot_id).movements][-2:] == ["release", "reversal"]
    with pytest.raises(InputError) as error:
        reverse_movement(it.ctx, wrong.id, reason="once more")
    assert error.value.code == "E_REVERSAL"
    with pytest.raises(InputError) as error:
        reverse_movement(it.ctx, "0" * 32, reason="none")
    assert error.value.code == "E_NO_MOVEMENT"


def test_a_reversal_needs_a_reason(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    take_out(it, row, 5)
    with pytest.raises(InputError) as error:
        reverse_movement(it.ctx, lot_detail(it.ctx, row.lot_id).movements[-1].id, reason="  ")
    assert error.value.code == "E_REASON_MISSING"


def test_what_breaks_a_rule_of_the_ledger_is_refused_and_changes_nothing(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    refused(it, "E_NEGATIVE_STOCK", row, 11)
    refused(it, "E_FUTURE", row, 1, effective=TODAY + timedelta(days=1))
    refused(it, "E_REASON_MISSING", row, 1, MovementKind.LOSS)
    refused(it, "E_MOVEMENT_SIGN", row, 1, MovementKind.RECEIPT)
    refused(it, "E_TEXT", row, 1, reason="turned\u202earound")
    it.agencies.clock.advance(days=-400)
    refused(it, "E_RECORDED_EARLIER", row, 1, effective=date(2025, 1, 1))
    with pytest.raises(InputError) as error:
        post_movement(it.ctx, "0" * 32, kind=MovementKind.RECEIPT, effective=date(2025, 1, 1), gross=1, contained=1)
    assert error.value.code == "E_NO_LOT"


def test_a_release_in_the_past_is_refused_where_a_later_day_would_lack_it(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    take_out(it, row, 9, effective=date(2026, 9, 20))
    refused(it, "E_NEGATIVE_STOCK", row, 2, effective=date(2026, 9, 10))


# Claims


def test_a_claim_leaves_the_stock_and_takes_from_what_is_usable(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    claim(it, row, 10)
    after = holding(it, "CO-IT01")
    assert (after.contained, after.usable, after.joint) == (
        row.contained, row.usable - 10 * MG_PER_TONNE, row.joint - 10 * MG_PER_TONNE,
    )  # fmt: skip


def test_a_claim_that_the_holder_counts_stays_in_the_joint_total_once(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    claim(it, row, 10, kind=EncumbranceKind.TICKET_SOLD, counted_by=CountedBy.HOLDER)
    after = holding(it, "CO-IT01")
    assert (after.usable, after.joint) == (row.usable - 10 * MG_PER_TONNE, row.joint)


def test_a_claim_holds_from_its_first_to_its_last_day(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    claim(it, row, 10, since=TODAY + timedelta(days=5), until=TODAY + timedelta(days=9))
    claimed = [row.usable - holding(it, "CO-IT01", as_of=TODAY + timedelta(days=day)).usable for day in (4, 5, 9, 10)]
    assert claimed == [0, 10 * MG_PER_TONNE, 10 * MG_PER_TONNE, 0]


def test_nobody_promises_more_than_is_there_on_any_day_to_come(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    tonnes = row.contained // MG_PER_TONNE
    claim(it, row, tonnes - 10, since=TODAY + timedelta(days=30))
    for since in (TODAY - timedelta(days=30), TODAY, TODAY + timedelta(days=60)):
        with pytest.raises(InputError) as error:
            claim(it, row, 20, since=since)
        assert error.value.code == "E_OVERSOLD"
    claim(it, row, 20, until=TODAY + timedelta(days=29))
    assert len(list_claims(it.ctx)) == 2


def test_what_is_promised_is_not_given_away_but_a_loss_is_booked_and_stops_the_release(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    claim(it, row, row.contained // MG_PER_TONNE - 10)
    refused(it, "E_OVERSOLD", row, 5)
    take_out(it, row, 5, MovementKind.LOSS, reason="fire in the depot")
    oversold = holding(it, "CO-IT01", as_of=TODAY)
    assert oversold.usable < 0
    post_movement(
        it.ctx, row.lot_id, kind=MovementKind.RECEIPT, effective=TODAY, gross=MG_PER_TONNE, contained=MG_PER_TONNE
    )
    plan = plan_release(it.ctx, profile=it.profile("us", scope=("CO",)), as_of=TODAY)
    assert "E_OVERSOLD" in [check.code for check in plan.errors]


def test_a_ticket_bought_is_on_no_lot_of_ours_and_every_other_claim_is(it: Desk) -> None:
    row = holding(it, "CO-IT01")
    wrong: list[dict[str, object]] = [
        {"kind": EncumbranceKind.TICKET_BOUGHT},
        {"lot_id": "", "material": "CO"},
        {"contained": 0},
        {"until": TODAY - timedelta(days=1)},
    ]
    for fields in wrong:
        with pytest.raises(InputError) as error:
            claim(it, row, 10, **fields)
        assert error.value.code == "E_ENCUMBRANCE"
    with pytest.raises(InputError) as error:
        claim(it, row, 10, lot_id="0" * 32)
    assert error.value.code == "E_NO_LOT"
    with pytest.raises(InputError):
        claim(it, row, 10, kind=EncumbranceKind.TICKET_BOUGHT, lot_id="", material="XX")
    assert list_claims(it.ctx) == []


def test_a_ticket_bought_is_usable_for_us_and_no_stock(it: Desk) -> None:
    before = {total.material: total for total in list_holdings(it.ctx).totals}["CO"]
    add_claim(it.ctx, kind=EncumbranceKind.TICKET_BOUGHT, material="CO", contained=7 * MG_PER_TONNE, since=TODAY)
    after = {total.material: total for total in list_holdings(it.ctx).totals}["CO"]
    assert (after.contained, after.usable, after.tickets_bought) == (
        before.contained, before.usable + 7 * MG_PER_TONNE, 7 * MG_PER_TONNE,
    )  # fmt: skip


# By-products


def test_each_element_of_a_magnet_is_a_holding_and_the_mass_counts_once(it: Desk) -> None:
    load_agency(it.ctx, "it")
    rows = [row for row in list_holdings(it.ctx).rows if row.number == "ND-IT02" and row.material != "ND"]
    assert {row.material for row in rows} == {"DY", "PR", "B"}
    assert all(row.by_product and row.gross == 0 and row.contained > 0 for row in rows)
    magnet = lot_detail(it.ctx, rows[0].lot_id).holdings
    assert sum(row.contained for row in magnet) < sum(row.gross for row in magnet) == magnet[0].gross


def test_a_claim_on_a_by_product_is_held_against_that_by_product(it: Desk) -> None:
    load_agency(it.ctx, "it")
    dysprosium = holding(it, "ND-IT02", "DY")
    magnet = lot_detail(it.ctx, dysprosium.lot_id).holdings[0]
    with pytest.raises(InputError) as error:
        claim(it, dysprosium, 0, material="DY", contained=dysprosium.usable + 1)
    assert error.value.code == "E_OVERSOLD"
    with pytest.raises(InputError) as error:
        claim(it, dysprosium, 1, material="CO")
    assert error.value.code == "E_CLAIM_MATERIAL"
    claim(it, dysprosium, 0, material="DY", contained=dysprosium.usable)
    claim(it, dysprosium, 0, contained=magnet.usable)
    after = {row.material: row.usable for row in lot_detail(it.ctx, dysprosium.lot_id).holdings}
    assert (after["ND"], after["DY"]) == (0, 0)
    assert after["PR"] > 0
    refused(it, "E_OVERSOLD", magnet, 1)
