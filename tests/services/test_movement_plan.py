"""Movements shown before they are posted: what comes in, leaves, is counted, and is moved to another site."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from stockpile_client.core.encumbrances import EncumbranceKind
from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.sites import Site
from stockpile_client.services.claims import add_claim
from stockpile_client.services.holdings import Holding, list_holdings, lot_detail
from stockpile_client.services.ledger import reverse_movement
from stockpile_client.services.movement_plan import (
    MovementPlan,
    WantedMovement,
    apply_movement,
    plan_movement,
    plan_reversal,
)
from stockpile_client.services.sites import close_site, list_sites, save_site
from stockpile_client.services.undo import undo
from tests.services.agencies import START, Agencies, Desk

TODAY = START.date()


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def lot(desk: Desk, number: str = "CO-IT01") -> Holding:
    return next(row for row in list_holdings(desk.ctx).rows if row.number == number and not row.by_product)


def plan(desk: Desk, row: Holding, kind: MovementKind, amount: str, unit: str = "t", **fields: object) -> MovementPlan:
    values = {"effective": TODAY, "reason": "counted", **fields}
    return plan_movement(desk.ctx, WantedMovement(row.lot_id, kind, amount=Decimal(amount), unit=unit, **values))  # type: ignore[arg-type]


def new_site(desk: Desk, name: str = "Annex") -> str:
    save_site(desk.ctx, Site("", name, name, "", "IT"))
    return next(row.site.id for row in list_sites(desk.ctx) if row.site.name == name)


def code_of(call: object, *arguments: object, **fields: object) -> str:
    with pytest.raises(InputError) as error:
        call(*arguments, **fields)  # type: ignore[operator]
    return error.value.code


def test_a_plan_shows_before_and_after_and_writes_nothing(it: Desk) -> None:
    row, before = lot(it), it.dump()
    shown = plan(it, row, MovementKind.RELEASE, "2").parts[0]
    assert (shown.before.gross, shown.after.gross) == (row.gross, row.gross - 2 * MG_PER_TONNE)
    assert it.dump() == before


def test_what_leaves_takes_its_share_of_the_content_so_that_all_of_it_leaves_nothing(it: Desk) -> None:
    row = lot(it)
    tonnes = Decimal(row.gross) / MG_PER_TONNE
    apply_movement(it.ctx, plan(it, row, MovementKind.RELEASE, str(tonnes / 4)))
    quarter = lot(it)
    assert abs(quarter.contained * 4 - row.contained * 3) <= 4
    apply_movement(it.ctx, plan(it, row, MovementKind.RELEASE, str(tonnes - tonnes / 4)))
    assert (lot(it).gross, lot(it).contained) == (0, 0)


def test_units_of_trade_are_converted_and_a_bare_ton_is_asked_about(it: Desk) -> None:
    row = lot(it)
    pounds = plan(it, row, MovementKind.RECEIPT, "1000", "lb").parts[0].movement
    assert pounds.gross == 453_592_370
    assert code_of(plan, it, row, MovementKind.RECEIPT, "1", "ton") == "E_UNIT_AMBIGUOUS"


def test_a_count_says_what_is_there_and_the_movement_is_the_difference(it: Desk) -> None:
    row = lot(it)
    counted = plan(it, row, MovementKind.COUNT_ADJUSTMENT, str(Decimal(row.gross) / MG_PER_TONNE - 1))
    assert counted.parts[0].movement.gross == -MG_PER_TONNE
    apply_movement(it.ctx, counted)
    assert lot(it).gross == row.gross - MG_PER_TONNE
    same = str(Decimal(lot(it).gross) / MG_PER_TONNE)
    assert code_of(plan, it, row, MovementKind.COUNT_ADJUSTMENT, same) == "E_MOVEMENT_EMPTY"


def test_a_measured_content_replaces_the_computed_one(it: Desk) -> None:
    row = lot(it)
    shown = plan(it, row, MovementKind.RECEIPT, "1", contained=900_000_000)
    assert shown.parts[0].movement.contained == 900_000_000
    assert shown.factor == "content as measured"


def test_a_transfer_of_title_goes_either_way(it: Desk) -> None:
    row = lot(it)
    assert plan(it, row, MovementKind.TRANSFER_OF_TITLE, "1").parts[0].movement.gross == MG_PER_TONNE
    assert plan(it, row, MovementKind.TRANSFER_OF_TITLE, "1", outwards=True).parts[0].movement.gross == -MG_PER_TONNE


def test_a_move_makes_the_lot_at_the_other_site_and_the_next_one_finds_it(it: Desk) -> None:
    row, there = lot(it), new_site(it)
    first = plan(it, row, MovementKind.MOVED_OUT, "2", to_site=there)
    assert first.parts[1].is_new
    assert "new lot" in first.cautions[0]
    apply_movement(it.ctx, first)
    it.agencies.clock.advance(minutes=1)
    second = plan(it, row, MovementKind.MOVED_OUT, "1", to_site=there)
    assert not second.parts[1].is_new
    apply_movement(it.ctx, second)
    both = [one for one in list_holdings(it.ctx).rows if one.number == row.number]
    assert {one.site.name: one.gross for one in both} == {
        row.site.name: row.gross - 3 * MG_PER_TONNE, "Annex": 3 * MG_PER_TONNE
    }  # fmt: skip
    assert sum(one.contained for one in both) == row.contained


def test_a_move_is_reversed_at_both_ends(it: Desk) -> None:
    row, there = lot(it), new_site(it)
    apply_movement(it.ctx, plan(it, row, MovementKind.MOVED_OUT, "2", to_site=there))
    out = lot_detail(it.ctx, row.lot_id).movements[-1]
    assert len(plan_reversal(it.ctx, out.id, reason="wrong truck").parts) == 2
    apply_movement(it.ctx, plan_reversal(it.ctx, out.id, reason="wrong truck"))
    both = [one for one in list_holdings(it.ctx).rows if one.number == row.number]
    assert {one.site.name: one.gross for one in both} == {row.site.name: row.gross, "Annex": 0}


def test_undo_takes_a_move_back_by_reversing_both_ends(it: Desk) -> None:
    row, there = lot(it), new_site(it)
    apply_movement(it.ctx, plan(it, row, MovementKind.MOVED_OUT, "2", to_site=there))
    undo(it.ctx)
    assert lot(it) == row
    assert [one.kind for one in lot_detail(it.ctx, row.lot_id).movements][-2:] == ["moved_out", "reversal"]


def test_nothing_moves_to_where_it_lies_or_into_a_closed_site(it: Desk) -> None:
    row, there = lot(it), new_site(it)
    assert code_of(plan, it, row, MovementKind.MOVED_OUT, "1", to_site=row.site.id) == "E_NO_SITE"
    close_site(it.ctx, there)
    assert code_of(plan, it, row, MovementKind.MOVED_OUT, "1", to_site=there) == "E_SITE_CLOSED"


def test_a_plan_is_refused_once_the_ledger_has_grown(it: Desk) -> None:
    row = lot(it)
    first, second = (plan(it, row, MovementKind.RELEASE, "1") for _ in range(2))
    apply_movement(it.ctx, first)
    before = it.dump()
    assert code_of(apply_movement, it.ctx, second) == "E_PLAN_OUTDATED"
    assert it.dump() == before


def test_what_is_promised_does_not_leave_but_a_loss_is_booked_with_a_caution(it: Desk) -> None:
    row = lot(it)
    add_claim(it.ctx, kind=EncumbranceKind.PLEDGE, lot_id=row.lot_id, contained=row.contained, since=TODAY)
    assert code_of(plan, it, row, MovementKind.RELEASE, "1") == "E_OVERSOLD"
    lost = plan(it, row, MovementKind.LOSS, "0.5", reason="samples for the assay")
    assert lost.parts[0].after.free < 0
    assert "promised" in lost.cautions[0]
    apply_movement(it.ctx, lost)


def test_a_day_to_come_and_a_missing_reason_are_refused_before_anything_is_shown(it: Desk) -> None:
    row = lot(it)
    assert code_of(plan, it, row, MovementKind.RELEASE, "1", effective=TODAY + timedelta(days=1)) == "E_FUTURE"
    assert code_of(plan, it, row, MovementKind.LOSS, "1", reason=" ") == "E_REASON_MISSING"
    assert code_of(plan, it, row, MovementKind.RELEASE, "1", effective=date(1990, 1, 1)) == "E_BEFORE_OPENING"


def test_the_reversal_by_the_command_line_takes_both_ends_too(it: Desk) -> None:
    row, there = lot(it), new_site(it)
    apply_movement(it.ctx, plan(it, row, MovementKind.MOVED_OUT, "2", to_site=there))
    reverse_movement(it.ctx, lot_detail(it.ctx, row.lot_id).movements[-1].id, reason="wrong truck")
    assert lot(it) == row
