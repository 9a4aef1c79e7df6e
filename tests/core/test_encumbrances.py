"""Claims are subtracted where they bind, and a joint total never counts a tonne twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, check_claims, usable
from stockpile_client.core.errors import InputError
from tests import strategies

DAY = date(2026, 6, 30)
SOLD, BOUGHT = EncumbranceKind.TICKET_SOLD, EncumbranceKind.TICKET_BOUGHT


def claim(
    kind: EncumbranceKind,
    mg: int,
    *,
    counted_by: CountedBy = CountedBy.BENEFICIARY,
    since: date = DAY,
    until: date | None = None,
) -> Encumbrance:
    lot = "" if kind is BOUGHT else "a" * 32
    return Encumbrance("1" * 32, kind, "W", lot, mg, since, until, counted_by)


@pytest.mark.parametrize("kind", [kind for kind in EncumbranceKind if kind is not BOUGHT])
def test_every_claim_on_our_metal_is_subtracted_from_what_we_can_use(kind: EncumbranceKind):
    assert usable(100, [claim(kind, 30)], DAY).ours == 70


def test_a_ticket_bought_is_added():
    assert usable(100, [claim(BOUGHT, 30)], DAY).ours == 130


@given(st.lists(st.tuples(st.booleans(), strategies.stock_masses, st.sampled_from(CountedBy))), st.data())
def test_two_agencies_with_tickets_between_them_count_every_tonne_once(tickets, data: st.DataObject):
    """The sum of both joint numbers is the metal that exists, less what was promised to third parties."""
    metal = [data.draw(strategies.stock_masses), data.draw(strategies.stock_masses)]
    claims: list[list[Encumbrance]] = [[], []]
    for first_sells, mg, counted_by in tickets:
        seller, buyer = (0, 1) if first_sells else (1, 0)
        claims[seller].append(claim(SOLD, mg, counted_by=counted_by))
        claims[buyer].append(claim(BOUGHT, mg, counted_by=counted_by))
    to_third_parties = 0
    for mine in claims:
        for mg in data.draw(st.lists(strategies.stock_masses, max_size=3)):
            kind = data.draw(st.sampled_from([SOLD, EncumbranceKind.PLEDGE, EncumbranceKind.HELD_FOR_ANOTHER]))
            mine.append(claim(kind, mg))
            to_third_parties += mg
    joint = sum(usable(stock, mine, DAY).joint for stock, mine in zip(metal, claims, strict=True))
    assert joint == sum(metal) - to_third_parties


@given(st.lists(st.tuples(st.booleans(), strategies.stock_masses, st.sampled_from(CountedBy))))
def test_tickets_between_two_agencies_move_usable_stock_and_make_none(tickets):
    ours = [0, 0]
    for first_sells, mg, counted_by in tickets:
        seller, buyer = (0, 1) if first_sells else (1, 0)
        ours[seller] += usable(0, [claim(SOLD, mg, counted_by=counted_by)], DAY).ours
        ours[buyer] += usable(0, [claim(BOUGHT, mg, counted_by=counted_by)], DAY).ours
    assert sum(ours) == 0


@pytest.mark.parametrize("kind", [EncumbranceKind.HOLD, EncumbranceKind.EARMARK])
@pytest.mark.parametrize("counted_by", CountedBy)
def test_what_nobody_else_can_count_leaves_the_joint_number_too(kind: EncumbranceKind, counted_by: CountedBy):
    assert usable(100, [claim(kind, 30, counted_by=counted_by)], DAY).joint == 70


@pytest.mark.parametrize(("day", "binds"), [(-1, False), (0, True), (5, True), (6, False)])
def test_a_claim_binds_from_its_first_day_to_its_last(day: int, binds: bool):
    ticket = claim(SOLD, 30, until=DAY + timedelta(days=5))
    assert ticket.in_force(DAY + timedelta(days=day)) is binds
    assert usable(100, [ticket], DAY + timedelta(days=day)).ours == (70 if binds else 100)


def test_an_open_claim_binds_for_good():
    assert claim(SOLD, 30).in_force(date(9999, 12, 31))


@given(st.lists(strategies.encumbrances()), strategies.stock_masses, strategies.days)
def test_a_lot_is_oversold_exactly_when_some_day_from_now_on_leaves_less_than_nothing(claims, stock: int, day: date):
    on_the_lot = [one for one in claims if one.lot]
    later = {day, *(one.since for one in on_the_lot if one.since >= day)}
    oversold = any(usable(stock, on_the_lot, on).ours < 0 for on in later)
    if oversold:
        with pytest.raises(InputError, match="More is promised"):
            check_claims(stock, claims, day)
    else:
        check_claims(stock, claims, day)


def test_a_ticket_bought_does_not_cover_a_lot_that_is_oversold():
    with pytest.raises(InputError) as refusal:
        check_claims(100, [claim(SOLD, 101), claim(BOUGHT, 500)], DAY)
    assert refusal.value.code == "E_OVERSOLD"


def test_two_tickets_that_begin_later_and_overlap_are_seen_today():
    march, may = DAY + timedelta(days=30), DAY + timedelta(days=90)
    check_claims(100, [claim(SOLD, 80, since=march, until=may), claim(SOLD, 80, since=may + timedelta(days=1))], DAY)
    with pytest.raises(InputError):
        check_claims(100, [claim(SOLD, 80, since=march, until=may), claim(SOLD, 80, since=may)], DAY)


@pytest.mark.parametrize(
    ("kind", "lot", "mg", "until"),
    [
        (SOLD, "", 1, None),
        (BOUGHT, "a" * 32, 1, None),
        (SOLD, "a" * 32, 0, None),
        (SOLD, "a" * 32, -1, None),
        (SOLD, "a" * 32, 10**18, None),
        (SOLD, "a" * 32, 1, DAY - timedelta(days=1)),
    ],
)
def test_a_claim_that_makes_no_sense_cannot_be_made(kind: EncumbranceKind, lot: str, mg: int, until: date | None):
    with pytest.raises(InputError) as refusal:
        Encumbrance("1" * 32, kind, "W", lot, mg, DAY, until)
    assert refusal.value.code == "E_ENCUMBRANCE"
