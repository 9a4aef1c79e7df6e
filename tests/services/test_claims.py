"""Claims are corrected and ended; what they were stays in the record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stockpile_client.core.encumbrances import Encumbrance, EncumbranceKind
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.claims import ClaimState, add_claim, claim_rows, edit_claim, end_claim, list_claims
from stockpile_client.services.edits import history_of
from stockpile_client.services.holdings import list_holdings
from tests.services.agencies import START, Agencies, Desk

TODAY = START.date()


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def pledged(desk: Desk, **fields: object) -> Encumbrance:
    """A new claim of ten tonnes on a lot."""
    row = next(row for row in list_holdings(desk.ctx).rows if row.number == "CO-IT01")
    values = {"kind": EncumbranceKind.PLEDGE, "since": TODAY - timedelta(days=30), "contained": 10 * MG_PER_TONNE}
    known = {claim.id for claim in list_claims(desk.ctx)}
    add_claim(desk.ctx, lot_id=row.lot_id, **{**values, **fields})  # type: ignore[arg-type]
    return next(claim for claim in list_claims(desk.ctx) if claim.id not in known)


def usable(desk: Desk) -> int:
    return next(row.usable for row in list_holdings(desk.ctx).rows if row.number == "CO-IT01")


def refused(code: str, call: object, *arguments: object, **fields: object) -> None:
    with pytest.raises(InputError) as error:
        call(*arguments, **fields)  # type: ignore[operator]
    assert error.value.code == code


def test_an_ended_claim_frees_the_stock_from_the_next_day_on_and_stays(it: Desk) -> None:
    free = usable(it)
    claim = pledged(it)
    end_claim(it.ctx, claim.id, last_day=TODAY - timedelta(days=1), reason="the loan was repaid")
    assert usable(it) == free
    row = next(row for row in claim_rows(it.ctx) if row.claim.id == claim.id)
    assert (row.state, row.claim.until, row.lot_number) == (ClaimState.ENDED, TODAY - timedelta(days=1), "CO-IT01")
    assert [past.reason for past in history_of(it.ctx, "claim", claim.id)] == ["", "the loan was repaid"]


def test_ending_needs_a_reason_and_happens_once(it: Desk) -> None:
    claim = pledged(it)
    refused("E_REASON_MISSING", end_claim, it.ctx, claim.id, last_day=TODAY, reason=" ")
    end_claim(it.ctx, claim.id, last_day=TODAY, reason="repaid")
    refused("E_CLAIM_ENDED", end_claim, it.ctx, claim.id, last_day=TODAY, reason="again")
    refused("E_NO_CLAIM", end_claim, it.ctx, "0" * 32, last_day=TODAY, reason="none")


def test_a_claim_that_was_in_force_does_not_end_before_it_began(it: Desk) -> None:
    claim = pledged(it)
    before = it.dump()
    refused("E_ENCUMBRANCE", end_claim, it.ctx, claim.id, last_day=claim.since - timedelta(days=1), reason="x")
    assert it.dump() == before


def test_a_claim_that_never_came_into_force_is_taken_back_and_remembered(it: Desk) -> None:
    claim = pledged(it, since=TODAY + timedelta(days=20))
    end_claim(it.ctx, claim.id, last_day=TODAY, reason="the deal fell through")
    assert claim.id not in {one.id for one in list_claims(it.ctx)}
    assert len(history_of(it.ctx, "claim", claim.id)) == 2


def test_a_correction_keeps_to_what_the_lot_holds(it: Desk) -> None:
    claim = pledged(it)
    changed = replace(claim, contained=claim.contained // 2, until=date(2027, 1, 31), counterparty=" Bank  A ")
    edit_claim(it.ctx, changed)
    after = next(one for one in list_claims(it.ctx) if one.id == claim.id)
    assert (after.contained, after.until, after.counterparty) == (claim.contained // 2, date(2027, 1, 31), "Bank A")
    refused("E_OVERSOLD", edit_claim, it.ctx, replace(after, contained=10**6 * MG_PER_TONNE))
    before = it.dump()
    edit_claim(it.ctx, after)
    assert it.dump() == before


def test_the_list_shows_what_is_in_force_first(it: Desk) -> None:
    ended, to_come = pledged(it, until=TODAY - timedelta(days=3)), pledged(it, since=TODAY + timedelta(days=3))
    states = [row.state for row in claim_rows(it.ctx)]
    assert states == sorted(states, key=list(ClaimState).index)
    found = {row.claim.id: row.state for row in claim_rows(it.ctx)}
    assert (found[ended.id], found[to_come.id]) == (ClaimState.ENDED, ClaimState.TO_COME)
