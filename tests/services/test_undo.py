"""Undo names its step, takes back only one's own, refuses what was changed since, and survives a restart."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpile_client.core.encumbrances import EncumbranceKind
from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import MovementKind, balance
from stockpile_client.core.quantities import MG_PER_TONNE, Exact
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.sites import Site
from stockpile_client.services.audit_log import list_audit, verify_audit
from stockpile_client.services.claims import add_claim, check_lot_claims, end_claim, list_claims
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure import get_profile, retire_profile
from stockpile_client.services.disclosure_record import list_profiles, save_profile
from stockpile_client.services.holdings import list_holdings, lot_detail
from stockpile_client.services.ledger import post_movement, reverse_movement
from stockpile_client.services.lot_editing import edit_lot, get_lot, plan_lot_edit
from stockpile_client.services.profiles import open_profile
from stockpile_client.services.requirements import end_requirement, list_requirements, save_requirement
from stockpile_client.services.sites import close_site, list_sites, reopen_site, save_site
from stockpile_client.services.undo import next_undo, undo
from stockpile_client.storage import encumbrances, lots, movements, sites
from tests.services.agencies import COST, PASSPHRASE, START, Agencies, Desk

TODAY = START.date()

Move = tuple[str, str, int, str]


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def annex(desk: Desk) -> Site:
    """A new, empty site."""
    save_site(desk.ctx, Site("", "Annex", "Novara", "", "IT"))
    return next(row.site for row in list_sites(desk.ctx) if row.site.name == "Annex")


def refused(desk: Desk, code: str) -> None:
    before = desk.dump()
    with pytest.raises(InputError) as error:
        undo(desk.ctx)
    assert error.value.code == code
    assert desk.dump() == before


def test_steps_are_undone_one_after_the_other_each_by_its_name(it: Desk) -> None:
    site = annex(it)
    close_site(it.ctx, site.id)
    assert next_undo(it.ctx).name == "Close site Annex"
    assert undo(it.ctx).change.summary == "Undone: Close site Annex"
    assert next(row.site for row in list_sites(it.ctx) if row.site.id == site.id) == site
    assert next_undo(it.ctx).name == "New site Annex"
    undo(it.ctx)
    assert site.id not in {row.site.id for row in list_sites(it.ctx)}
    assert next_undo(it.ctx).final  # the import that came before has no way back
    refused(it, "E_UNDO_FINAL")
    it.agencies.clock.advance(days=2)
    refused(it, "E_NOTHING_TO_UNDO")


def test_what_was_changed_since_is_not_overwritten(it: Desk) -> None:
    site = annex(it)
    other = replace(it.ctx, actor="somebody.else")
    save_site(other, replace(site, name="Annex two"))
    refused(it, "E_UNDO_CONFLICT")
    assert next_undo(other).name == "Change of site Annex"


def test_nobody_undoes_what_somebody_else_did_or_what_was_done_long_ago(it: Desk) -> None:
    annex(it)
    assert next_undo(replace(it.ctx, actor="somebody.else")) is None
    it.agencies.clock.advance(days=2)
    assert next_undo(it.ctx) is None


def test_a_step_that_has_no_way_back_stops_undo_instead_of_being_passed_over(it: Desk) -> None:
    annex(it)
    row = next(row for row in list_holdings(it.ctx).rows if row.number == "CO-IT01")
    post_movement(
        it.ctx, row.lot_id, kind=MovementKind.RELEASE, effective=TODAY, gross=-MG_PER_TONNE, contained=-MG_PER_TONNE
    )  # fmt: skip
    reverse_movement(it.ctx, lot_detail(it.ctx, row.lot_id).movements[-1].id, reason="typed twice")
    assert next_undo(it.ctx).final
    refused(it, "E_UNDO_FINAL")


def test_a_movement_is_undone_by_its_reversal(it: Desk) -> None:
    row = next(row for row in list_holdings(it.ctx).rows if row.number == "CO-IT01")
    post_movement(
        it.ctx, row.lot_id, kind=MovementKind.RELEASE, effective=TODAY, gross=-MG_PER_TONNE, contained=-MG_PER_TONNE
    )  # fmt: skip
    undo(it.ctx)
    ledger = lot_detail(it.ctx, row.lot_id).movements
    assert ledger[-1].reverses == ledger[-2].id
    assert next_undo(it.ctx).final


def test_claims_come_back_only_if_they_still_fit(it: Desk) -> None:
    row = next(row for row in list_holdings(it.ctx).rows if row.number == "CO-IT01")
    add_claim(it.ctx, kind=EncumbranceKind.PLEDGE, lot_id=row.lot_id, contained=row.contained, since=TODAY)
    claim = list_claims(it.ctx)[-1]
    undo(it.ctx)
    assert claim.id not in {one.id for one in list_claims(it.ctx)}
    add_claim(it.ctx, kind=EncumbranceKind.PLEDGE, lot_id=row.lot_id, contained=row.contained,
              since=TODAY - timedelta(days=9))  # fmt: skip
    claim = next(one for one in list_claims(it.ctx) if one.contained == row.contained)
    end_claim(it.ctx, claim.id, last_day=TODAY - timedelta(days=1), reason="repaid")
    other = replace(it.ctx, actor="somebody.else")
    add_claim(other, kind=EncumbranceKind.HOLD, lot_id=row.lot_id, contained=MG_PER_TONNE, since=TODAY)
    refused(it, "E_OVERSOLD")


def test_requirements_come_back_as_a_further_version(it: Desk) -> None:
    target = Requirement("W", "IT", 2027, RequirementKind.TARGET, Exact(MG_PER_TONNE), source="Decree 12")
    save_requirement(it.ctx, target)
    end_requirement(it.ctx, target, reason="repealed")
    undo(it.ctx)
    assert target in list_requirements(it.ctx)
    undo(it.ctx)
    assert target not in list_requirements(it.ctx)


def test_undo_survives_a_restart_and_stands_in_the_audit_log(it: Desk) -> None:
    site = annex(it)
    close_site(it.ctx, site.id)
    folder, actor = it.ctx.profile.folder.path, it.ctx.actor
    it.ctx.close()
    again = open_profile(folder, passphrase=PASSPHRASE, actor=actor, clock=it.agencies.clock, floor=COST)
    try:
        step = next_undo(again)
        undo(again, step.row)
        entry = list_audit(again)[-1]
        assert entry.event == "edit_undone"
        assert "Close site Annex" in entry.detail
        assert verify_audit(again) is None
    finally:
        again.close()


def test_another_step_than_the_one_that_was_shown_is_not_undone(it: Desk) -> None:
    site = annex(it)
    shown = next_undo(it.ctx)
    close_site(it.ctx, site.id)
    with pytest.raises(InputError) as error:
        undo(it.ctx, shown.row)
    assert error.value.code == "E_UNDO_CONFLICT"


def test_a_saved_profile_goes_back_to_what_it_was_and_a_retired_one_comes_back(it: Desk) -> None:
    first = it.profile("us", rounding=10 * MG_PER_TONNE)
    save_profile(it.ctx, first)
    save_profile(it.ctx, it.profile("us", rounding=20 * MG_PER_TONNE))
    assert undo(it.ctx).change.summary == "Undone: Change of profile test"
    assert get_profile(it.ctx, "test") == first
    retire_profile(it.ctx, "test")
    undo(it.ctx)
    assert get_profile(it.ctx, "test") == first
    undo(it.ctx)
    assert "test" not in {one.name for one in list_profiles(it.ctx)}


def test_a_site_into_which_stock_came_since_it_was_reopened_stays_open(it: Desk) -> None:
    site = next(row.site for row in list_sites(it.ctx) if row.lots)
    sites.put(it.ctx.db, replace(site, closed=TODAY))
    reopen_site(it.ctx, site.id)  # whatever came in since, by another person or a spreadsheet, leaves the site as it is
    refused(it, "E_SITE_FULL")


def test_a_name_that_another_site_took_meanwhile_stays_with_that_site(it: Desk) -> None:
    site = annex(it)
    save_site(it.ctx, replace(site, name="Depot"))
    save_site(replace(it.ctx, actor="somebody.else"), Site("", "annex", "Novara", "", "IT"))
    refused(it, "E_SITE_TWICE")


def test_what_a_lot_was_does_not_come_back_under_promises_that_it_could_not_keep(it: Desk) -> None:
    row = next(row for row in list_holdings(it.ctx).rows if row.number == "CO-IT01")
    edit_lot(it.ctx, plan_lot_edit(it.ctx, replace(get_lot(it.ctx, row.lot_id), by_products={"NI": Decimal("0.1")})))
    other = replace(it.ctx, actor="somebody.else")
    add_claim(other, kind=EncumbranceKind.PLEDGE, lot_id=row.lot_id, material="NI", contained=MG_PER_TONNE, since=TODAY)
    refused(it, "E_OVERSOLD")


def test_a_correction_of_a_lot_is_undone_also_where_more_is_promised_than_there_is_before_and_after(it: Desk) -> None:
    row = next(row for row in list_holdings(it.ctx).rows if row.number == "CO-IT01")
    add_claim(it.ctx, kind=EncumbranceKind.PLEDGE, lot_id=row.lot_id, contained=row.contained, since=TODAY)
    post_movement(
        it.ctx, row.lot_id, kind=MovementKind.LOSS, effective=TODAY, gross=-MG_PER_TONNE, contained=-MG_PER_TONNE,
        reason="stolen",
    )  # fmt: skip
    before = get_lot(it.ctx, row.lot_id)
    edit_lot(it.ctx, plan_lot_edit(it.ctx, replace(before, supplier="Umicore")))
    undo(it.ctx)
    assert get_lot(it.ctx, row.lot_id) == before


NAMES = st.sampled_from(["Annex", "ANNEX", "Depot"])
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["new", "name", "close", "open", "claim", "end", "lot", "out", "undo", "undo"]),
        st.sampled_from(["tester", "somebody.else"]), st.integers(0, 3), NAMES,
    ),
    min_size=10,
    max_size=30,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_two_people_do_and_undo_the_inventory_keeps_its_rules(it: Desk, moves: list[Move]) -> None:
    # One inventory lives through all examples: each begins with what the ones before it left.
    for name, actor, which, site_name in moves:
        before = it.dump()
        try:
            one_move(replace(it.ctx, actor=actor), name, which, site_name)
        except InputError:
            assert it.dump() == before
        places = [(row.site.name.casefold(), row.site.town, row.site.country) for row in list_sites(it.ctx)]
        assert len(places) == len(set(places))
        assert not [row for row in list_sites(it.ctx) if row.site.closed is not None and row.lots]
        for lot in lots.every(it.ctx.db):
            check_lot_claims(lot, balance(movements.ledger(it.ctx.db, lot.id), as_of=TODAY),
                             encumbrances.on_lot(it.ctx.db, lot.id), TODAY)  # fmt: skip
    assert it.ctx.db.execute("PRAGMA foreign_key_check").fetchall() == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["new", "name", "close", "open", "claim", "end", "lot"]), which=st.integers(0, 3))
def test_an_undo_of_the_latest_step_restores_exactly_what_was_there(it: Desk, name: str, which: int) -> None:
    before, step = stock_of(it), next_undo(it.ctx)
    try:
        one_move(it.ctx, name, which, "Hall")
    except InputError:
        return
    if next_undo(it.ctx) == step:
        return  # nothing was changed
    undo(it.ctx)
    assert stock_of(it) == before


def stock_of(desk: Desk) -> tuple[object, ...]:
    return {row.site.id: row for row in list_sites(desk.ctx)}, list(lots.every(desk.ctx.db)), list_claims(desk.ctx)


def one_move(ctx: Context, name: str, which: int, site_name: str) -> None:
    """One edit of a person, of the things that are there now."""
    lot = list(lots.every(ctx.db))[which]
    rows = sorted(list_sites(ctx), key=lambda row: (row.lots, row.site.name))
    site = rows[which % len(rows)].site
    claims = list_claims(ctx)
    if name == "undo":
        undo(ctx)
    elif name == "new":
        save_site(ctx, Site("", site_name, "Novara", "", "IT"))
    elif name == "name":
        save_site(ctx, replace(site, name=site_name, town="Novara"))
    elif name == "close":
        close_site(ctx, site.id)
    elif name == "open":
        reopen_site(ctx, site.id)
    elif name == "claim":
        held = balance(movements.ledger(ctx.db, lot.id), as_of=TODAY).contained
        add_claim(ctx, kind=EncumbranceKind.PLEDGE, lot_id=lot.id, contained=held // 2 + 1, since=TODAY)
    elif name == "end" and claims:
        end_claim(ctx, claims[which % len(claims)].id, last_day=TODAY, reason="repaid")
    elif name == "lot":
        edit_lot(ctx, plan_lot_edit(ctx, replace(lot, supplier=f"{lot.supplier} {which}"[-9:])))
    elif name == "out":
        post_movement(ctx, lot.id, kind=MovementKind.RELEASE, effective=TODAY, gross=-1000, contained=-1000)
