"""Behaviour of the repositories of what is held: sites, lots, movements, claims, requirements, settings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import IntegrityError

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Grade
from stockpile_client.core.encumbrances import Encumbrance, EncumbranceKind
from stockpile_client.core.errors import InternalError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Balance, Movement, MovementKind, balance, reversal_of
from stockpile_client.core.quantities import MAX_MG, Exact
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.sites import Site
from stockpile_client.storage import encumbrances as claims_of
from stockpile_client.storage import holdings, lots, movements, requirements, sites
from stockpile_client.storage import settings as settings_of
from stockpile_client.storage.quantity_columns import columns_of, quantity_of
from stockpile_client.storage.windows import Filter, Match, Window
from tests import strategies as values

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = date(2026, 6, 30)
SITE = Site("5" * 32, "Depot Nord", "Varese", "IT-25", "IT", "EU")
LOT = Lot("1" * 32, "T-17", "W", "W-APT", SITE.id)

many_examples = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def stocked(db):
    """A database with one site and one empty lot."""
    sites.put(db, SITE)
    lots.add(db, [LOT])
    return db


def opening(number, gross, contained, lot=LOT.id):
    return Movement(f"{number:032x}", lot, MovementKind.OPENING, DAY, NOON, gross, contained)


@given(values.quantities())
def test_every_quantity_survives_its_columns(quantity):
    assert quantity_of(columns_of(quantity)) == quantity


@pytest.mark.parametrize(
    "columns", [("exact", None, None, None, ""), ("heap", 1, 1, None, ""), ("nil", 1, 1, None, "")]
)
def test_columns_that_fit_no_kind_are_never_read_as_a_number(columns):
    with pytest.raises(InternalError):
        quantity_of(columns)


@many_examples
@given(values.sites())
def test_a_site_comes_back_as_it_went_in(db, undone, site):
    with undone():
        sites.put(db, site)
        assert sites.get(db, site.id) == site
        assert sites.every(db) == {site.id: site}


def test_a_corrected_site_keeps_its_lots(stocked):
    sites.put(stocked, Site(SITE.id, "Deposito Nord", "Varese", "IT-25", "IT", "EU"))
    assert sites.get(stocked, SITE.id).name == "Deposito Nord"
    assert lots.get(stocked, LOT.id).site == SITE.id


@many_examples
@given(values.lots(), st.dictionaries(st.sampled_from(["DY", "TB"]), st.just(Decimal("0.0250"))))
def test_a_lot_comes_back_as_it_went_in(db, undone, lot, by_products):
    with undone():
        sites.put(db, Site(lot.site, "Depot", "", "", "IT"))
        lot = Lot(
            lot.id, lot.number, lot.material, lot.form, lot.site, lot.holder_class, "A company", lot.grade,
            by_products, lot.rotate_by, lot.availability, "count sheet", True,
        )  # fmt: skip
        lots.add(db, [lot])
        assert lots.get(db, lot.id) == lot
        assert list(lots.every(db)) == lots.of_number(db, lot.number) == [lot]


def test_a_corrected_lot_replaces_what_was_known(stocked):
    better = Lot(LOT.id, "T-18", "W", "W-APT", SITE.id, grade=Grade(assay=Decimal("0.8850"), assay_of="WO3"))
    lots.correct(stocked, better)
    assert lots.get(stocked, LOT.id) == better
    with pytest.raises(InternalError):
        lots.correct(stocked, Lot("9" * 32, "T-19", "W", "W-APT", SITE.id))


def test_a_lot_lies_at_a_site_that_is_known(db):
    with pytest.raises(IntegrityError):
        lots.add(db, [LOT])


@many_examples
@given(values.ledgers(), values.days)
def test_balances_are_those_of_the_ledger_on_any_day_seen_from_any_moment(stocked, undone, ledger, day):
    lot = Lot(ledger[0].lot, "T-1", "W", "W-APT", SITE.id)
    with undone():
        lots.add(stocked, [lot])
        movements.post(stocked, ledger)
        assert sorted(movements.ledger(stocked, lot.id), key=lambda posted: posted.recorded) == ledger
        assert movements.get(stocked, ledger[-1].id) == ledger[-1]
        for known_at in (None, ledger[len(ledger) // 2].recorded):
            held = movements.balances(stocked, as_of=day, known_at=known_at).get(lot.id, Balance())
            assert held == balance(ledger, as_of=day, known_at=known_at)
        everything = balance(ledger, as_of=date.max)
        row = Window(stocked, lots.LOTS, filters=(Filter("id", Match.EQUALS, lot.id),)).rows(0, 1)[0]
        assert (row[7], row[8]) == (everything.gross, everything.contained)


def test_a_posted_movement_cannot_be_changed_removed_or_replaced(stocked):
    movements.post(stocked, [opening(1, 500, 300)])
    for statement in (
        "UPDATE movement SET gross_mg = 1",
        "DELETE FROM movement",
        "INSERT OR REPLACE INTO movement SELECT * FROM movement",
    ):
        with pytest.raises(IntegrityError, match="append-only"):
            stocked.execute(statement)
    assert movements.balances(stocked, as_of=DAY)[LOT.id] == Balance(500, 300)


def test_a_movement_is_reversed_once_at_most(stocked):
    movements.post(stocked, [opening(1, 500, 300)])
    original = movements.get(stocked, f"{1:032x}")
    first, second = (
        reversal_of(original, id=f"{number:032x}", recorded=NOON, reason="typed twice") for number in (2, 3)
    )
    movements.post(stocked, [first])
    with pytest.raises(IntegrityError):
        movements.post(stocked, [second])


def test_a_movement_belongs_to_a_lot_and_has_a_mass_that_can_be_meant(stocked):
    movements.post(stocked, [opening(1, MAX_MG, -MAX_MG)])
    for wrong in (opening(2, MAX_MG + 1, 0), opening(3, 1, 1, lot="9" * 32)):
        with pytest.raises(IntegrityError):
            movements.post(stocked, [wrong])


@many_examples
@given(st.lists(values.encumbrances(lot=LOT.id), max_size=6, unique_by=lambda claim: claim.id), values.days)
def test_claims_in_force_are_those_whose_days_include_the_day(stocked, undone, made, day):
    with undone():
        for claim in made:
            claims_of.put(stocked, claim)
        by_age = sorted(made, key=lambda claim: (claim.since, claim.id))
        assert claims_of.every(stocked) == by_age
        assert claims_of.in_force(stocked, day) == [claim for claim in by_age if claim.in_force(day)]
        assert claims_of.on_lot(stocked, LOT.id) == [claim for claim in by_age if claim.lot]


def test_a_claim_that_ends_keeps_what_it_is_on(stocked):
    claim = Encumbrance("7" * 32, EncumbranceKind.PLEDGE, "W", LOT.id, 100, DAY)
    claims_of.put(stocked, claim)
    ended = Encumbrance("7" * 32, EncumbranceKind.PLEDGE, "W", LOT.id, 100, DAY, DAY + timedelta(days=3))
    claims_of.put(stocked, ended)
    assert claims_of.every(stocked) == [ended]


@many_examples
@given(st.lists(values.requirements(), max_size=6))
def test_requirements_come_back_in_order_and_as_they_went_in(db, undone, made):
    def subject(one):
        return (one.material, one.country, one.year, one.kind.value, one.source)

    unique = {subject(one): one for one in made}
    with undone():
        requirements.record(db, unique.values(), at=NOON)
        assert requirements.current(db) == [unique[each] for each in sorted(unique)]


def test_a_corrected_requirement_is_a_new_vintage_and_the_old_one_can_be_asked_for(db):
    first = Requirement("W", "IT", 2025, RequirementKind.CONSUMPTION, Exact(10), source="survey")
    second = Requirement("W", "IT", 2025, RequirementKind.CONSUMPTION, Exact(12), source="survey")
    requirements.record(db, [first], at=NOON)
    requirements.record(db, [second], at=NOON + timedelta(days=1))
    assert requirements.current(db) == [second]
    assert requirements.current(db, known_at=NOON) == [first]
    assert requirements.current(db, known_at=NOON - timedelta(days=1)) == []


def test_lots_are_shown_in_every_order_on_offer_by_way_of_an_index(stocked):
    for column, order in lots.LOTS.orders.items():
        plan = stocked.execute(f"EXPLAIN QUERY PLAN SELECT rowid FROM lot ORDER BY {', '.join(order)}").fetchall()
        assert "USING COVERING INDEX" in plan[0][3], column
        assert len(plan) == 1, column


def test_a_setting_is_what_it_was_last_set_to(db):
    assert settings_of.get(db, "language", default="en") == "en"
    settings_of.put(db, "language", "it")
    settings_of.put(db, "language", "ja")
    assert settings_of.get(db, "language", default="en") == "ja"


@many_examples
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_the_stream_of_holdings_gives_texts_as_they_are(stocked, undone, holder, purpose):
    lot = replace(LOT, id="2" * 32, number=purpose, holder=holder, supplier=holder + purpose, purpose=purpose)
    with undone():
        lots.add(stocked, [lot])
        movements.post(stocked, [opening(1, MAX_MG, 5, lot.id)])
        (held,) = holdings.stream(stocked, as_of=DAY, lot_id=lot.id)
    facts = held.facts
    assert (held.id, held.number, held.gross, held.contained) == (lot.id, purpose, MAX_MG, 5)
    assert (facts.holder, facts.supplier, facts.purpose) == (holder, lot.supplier, purpose)
    assert (facts.material, facts.form, facts.site) == (lot.material, lot.form, lot.site)


@pytest.mark.parametrize(
    ("changes", "name", "kept"),
    [
        ({"rotate_by": DAY}, "rotate_by", "2026-06-30"),
        ({"grade": Grade(moisture=Decimal("0.10"), purity=Decimal("0.99950"))}, "purity", "0.99950"),
        ({"grade": Grade(moisture=Decimal("0.10"))}, "moisture", "0.10"),
        ({"availability": Availability(3, 4, 5, MAX_MG, True)}, "first_day", 12),
        ({"availability": Availability(3, 4, 5, MAX_MG, True)}, "max_rate", MAX_MG),
        ({"availability": Availability(3, 4, 5, MAX_MG, True)}, "cross_border", True),
        ({"illustrative": True}, "illustrative", True),
        ({"by_products": {"DY": Decimal("0.0250")}}, "by_products", '{"DY":"0.0250"}'),
        ({"source": "USGS"}, "source", "USGS"),
        ({}, "rotate_by", None),
        ({}, "purity", None),
        ({}, "moisture", "0"),
        ({}, "by_products", "{}"),
        ({}, "max_rate", None),
    ],
)
def test_the_stream_of_holdings_gives_every_fact_of_a_lot(stocked, changes, name, kept):
    lot = replace(LOT, id="2" * 32, **changes)
    lots.add(stocked, [lot])
    (held,) = holdings.stream(stocked, as_of=DAY, lot_id=lot.id)
    assert getattr(held.facts, name) == kept
