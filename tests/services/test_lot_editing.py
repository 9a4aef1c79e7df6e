"""New lots with their first movement, and corrections of what is known of a lot."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from stockpile_client.core.content import Grade
from stockpile_client.core.encumbrances import EncumbranceKind
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.sites import Site
from stockpile_client.services.claims import add_claim
from stockpile_client.services.holdings import Holding, list_holdings, lot_detail
from stockpile_client.services.lot_editing import NewLot, add_lot, edit_lot, get_lot, plan_lot_edit, plan_new_lot
from stockpile_client.services.movement_plan import WantedMovement, apply_movement, plan_movement
from stockpile_client.services.sites import close_site, list_sites, open_sites, save_site
from stockpile_client.services.undo import undo
from tests.services.agencies import START, Agencies, Desk

TODAY = START.date()


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def new(desk: Desk, number: str = "W-NEW", **fields: object) -> NewLot:
    site = next(site for site in open_sites(desk.ctx))
    lot = Lot("", number, "W", "W-APT", site.id, HolderClass.GOVERNMENT, **fields)  # type: ignore[arg-type]
    return NewLot(lot, MovementKind.OPENING, TODAY, Decimal(10), "t")


def held(desk: Desk, number: str) -> Holding:
    return next(row for row in list_holdings(desk.ctx).rows if row.number == number and not row.by_product)


def refused(code: str, call: object, *arguments: object) -> None:
    with pytest.raises(InputError) as error:
        call(*arguments)  # type: ignore[operator]
    assert error.value.code == code


def test_a_new_lot_comes_with_its_first_movement(it: Desk) -> None:
    before = it.dump()
    plan = plan_new_lot(it.ctx, new(it, " W-NEW ", source="survey"))
    assert it.dump() == before
    add_lot(it.ctx, plan)
    row = held(it, "W-NEW")
    assert (row.gross, row.contained, row.source) == (10 * MG_PER_TONNE, plan.content.contained, "survey")
    assert [one.kind for one in lot_detail(it.ctx, row.lot_id).movements] == ["opening"]


def test_nothing_is_brought_into_a_site_that_was_closed_since_the_plan_was_shown(it: Desk) -> None:
    save_site(it.ctx, Site("", "Annex", "Novara", "", "IT"))
    annex = next(site for site in open_sites(it.ctx) if site.name == "Annex")
    wanted = new(it)
    plan = plan_new_lot(it.ctx, replace(wanted, lot=replace(wanted.lot, site=annex.id)))
    lot = next(row for row in list_holdings(it.ctx).rows if row.usable and not row.by_product)
    wish = WantedMovement(lot.lot_id, MovementKind.MOVED_OUT, TODAY, Decimal(1), "kg", to_site=annex.id)
    move = plan_movement(it.ctx, wish)
    close_site(it.ctx, annex.id)
    before = it.dump()
    refused("E_SITE_CLOSED", add_lot, it.ctx, plan)
    refused("E_SITE_CLOSED", apply_movement, it.ctx, move)
    assert it.dump() == before


def test_units_of_content_give_the_gross_mass(it: Desk) -> None:
    wanted = replace(new(it), amount=Decimal(100), unit="mtu WO3")
    assert plan_new_lot(it.ctx, wanted).content.contained == 792_971_000


def test_what_a_lot_needs_is_named(it: Desk) -> None:
    wanted = new(it)
    refused("E_LOT_NUMBER", plan_new_lot, it.ctx, new(it, "  "))
    refused("E_FORM", plan_new_lot, it.ctx, replace(wanted, lot=replace(wanted.lot, material="CO")))
    refused("E_NO_SITE", plan_new_lot, it.ctx, replace(wanted, lot=replace(wanted.lot, site="")))
    refused("E_FUTURE", plan_new_lot, it.ctx, replace(wanted, effective=TODAY + timedelta(days=1)))
    refused("E_MOISTURE_MISSING", plan_new_lot, it.ctx, replace(wanted, unit="wmt"))
    empty = next((row for row in list_sites(it.ctx) if not row.lots), None)
    if empty is not None:
        close_site(it.ctx, empty.site.id)
        refused("E_SITE_CLOSED", plan_new_lot, it.ctx, replace(wanted, lot=replace(wanted.lot, site=empty.site.id)))


def test_a_number_in_use_and_a_past_rotation_are_worth_a_second_look(it: Desk) -> None:
    plan = plan_new_lot(it.ctx, new(it, "CO-IT01", rotate_by=date(2020, 1, 1)))
    assert len(plan.cautions) == 2


def test_undoing_a_new_lot_leaves_it_empty_for_the_ledger_erases_nothing(it: Desk) -> None:
    add_lot(it.ctx, plan_new_lot(it.ctx, new(it)))
    undo(it.ctx)
    assert held(it, "W-NEW").gross == 0


def test_what_is_known_of_a_lot_is_corrected_and_what_it_is_stays(it: Desk) -> None:
    lot = get_lot(it.ctx, held(it, "CO-IT01").lot_id)
    plan = plan_lot_edit(it.ctx, replace(lot, number="CO-1", supplier="Mine A", material="W", site="nowhere"))
    assert plan.fields == ("number", "supplier")
    assert plan.movement is None
    edit_lot(it.ctx, plan)
    after = get_lot(it.ctx, lot.id)
    assert after == replace(lot, number="CO-1", supplier="Mine A")
    undo(it.ctx)
    assert get_lot(it.ctx, lot.id) == lot


def test_a_corrected_grade_brings_the_count_adjustment_that_agrees_with_it(it: Desk) -> None:
    add_lot(it.ctx, plan_new_lot(it.ctx, new(it)))
    row = held(it, "W-NEW")
    lot = get_lot(it.ctx, row.lot_id)
    plan = plan_lot_edit(it.ctx, replace(lot, grade=Grade(assay=Decimal("0.6"))))
    assert plan.movement is not None
    assert (plan.movement.gross, plan.movement.contained) == (0, 6 * MG_PER_TONNE - row.contained)
    edit_lot(it.ctx, plan)
    assert held(it, "W-NEW").contained == 6 * MG_PER_TONNE
    undo(it.ctx)
    assert held(it, "W-NEW").contained == row.contained


def test_a_form_that_was_open_too_long_does_not_overwrite_what_somebody_else_saved(it: Desk) -> None:
    lot = get_lot(it.ctx, held(it, "CO-IT01").lot_id)
    mine, theirs = (plan_lot_edit(it.ctx, replace(lot, supplier=name)) for name in ("A", "B"))
    edit_lot(it.ctx, theirs)
    refused("E_PLAN_OUTDATED", edit_lot, it.ctx, mine)
    assert get_lot(it.ctx, lot.id).supplier == "B"


def test_a_correction_that_leaves_more_promised_than_there_is_says_so_and_is_booked(it: Desk) -> None:
    add_lot(it.ctx, plan_new_lot(it.ctx, new(it)))
    row = held(it, "W-NEW")
    add_claim(it.ctx, kind=EncumbranceKind.PLEDGE, lot_id=row.lot_id, contained=row.contained, since=TODAY)
    plan = plan_lot_edit(it.ctx, replace(get_lot(it.ctx, row.lot_id), grade=Grade(assay=Decimal("0.6"))))
    assert "promised" in plan.cautions[0]
    edit_lot(it.ctx, plan)
    assert held(it, "W-NEW").usable < 0
