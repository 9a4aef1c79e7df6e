"""Errors stop, warnings inform, and each check finds what it is for and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from stockpile_client.core.checks import (
    Check,
    Severity,
    check_age,
    check_balance,
    check_change,
    check_contributors,
    check_denominators,
    check_marking,
    check_partner,
    check_position,
    check_rotation,
    check_scope,
    check_stock,
    check_tickets,
    check_unit,
    stops,
)
from stockpile_client.core.encumbrances import Encumbrance, EncumbranceKind
from stockpile_client.core.lots import Lot
from stockpile_client.core.markings import scheme_from_json
from stockpile_client.core.movements import Balance, balance
from stockpile_client.core.partners import PartnerState
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
)
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.statements import Position, PositionKey, StatementHeader
from stockpile_client.core.units import StatedUnit
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.resources import resource_text
from tests import strategies

DAY = date(2026, 6, 30)
UNITS = load_catalogue().units
TLP = scheme_from_json(resource_text("markings", "tlp-2.0.json"))


def codes(checks) -> list[str]:
    return [check.code for check in checks]


def position(quantity: Quantity, basis: str = "element:W") -> Position:
    return Position(PositionKey("W", "all", "", "country:IT", "", "contained"), basis, quantity)


def test_only_an_error_stops():
    warning = Check(Severity.WARNING, "W_OLD", "IT", "old")
    assert not stops([warning])
    assert stops([warning, Check(Severity.ERROR, "E_BALANCE", "lot 7", "off")])


def test_a_unit_of_content_without_a_basis_is_an_error():
    assert codes(check_unit("row 3", StatedUnit(UNITS["mtu"]))) == ["E_UNIT_BASIS"]
    assert codes(check_unit("row 3", StatedUnit(UNITS["mtu"], "WO3"))) == []
    assert codes(check_unit("row 3", StatedUnit(UNITS["t"]))) == []


def test_kilograms_of_nothing_in_particular_are_an_error():
    assert codes(check_position(position(Exact(5), basis=""))) == ["E_UNIT_BASIS"]
    assert codes(check_position(position(NotApplicable(), basis=""))) == []


@pytest.mark.parametrize("quantity", [Exact(-1), Band(-1, 5), Rounded(-10, 2)])
def test_a_negative_position_is_an_error(quantity: Quantity):
    assert codes(check_position(position(quantity))) == ["E_NEGATIVE_STOCK"]


@given(strategies.ledgers(), strategies.days)
def test_a_ledger_balances_with_itself_and_not_with_a_milligram_more(ledger, day: date):
    opening = balance(ledger, as_of=day)
    after = [movement for movement in ledger if movement.effective > day]
    closing = balance(ledger, as_of=strategies.LAST_DAY)
    assert codes(check_balance("lot", opening, after, closing)) == []
    off = replace(closing, contained=closing.contained + 1)
    assert codes(check_balance("lot", opening, after, off)) == ["E_BALANCE"]


def test_negative_stock_is_an_error():
    assert codes(check_stock("lot", Balance(-1, 0))) == ["E_NEGATIVE_STOCK"]
    assert codes(check_stock("lot", Balance(0, 0))) == []


def test_all_elements_of_a_magnet_together_are_no_more_than_its_mass():
    assert codes(check_stock("lot", Balance(100, 70), [30])) == []
    assert codes(check_stock("lot", Balance(100, 70), [20, 11])) == ["E_CONTENT_OVER_GROSS"]


def test_tickets_and_claims_above_the_stock_are_an_error():
    ticket = Encumbrance("1" * 32, EncumbranceKind.TICKET_SOLD, "W", "a" * 32, 60, DAY)
    pledge = replace(ticket, kind=EncumbranceKind.PLEDGE)
    assert codes(check_tickets("lot", 60, [ticket], DAY)) == []
    [sold] = check_tickets("lot", 59, [ticket], DAY)
    assert "sold in tickets" in sold.message
    [promised] = check_tickets("lot", 119, [ticket, pledge], DAY)
    assert "promised" in promised.message
    later = replace(ticket, since=DAY + timedelta(days=9))
    assert codes(check_tickets("lot", 100, [ticket, later], DAY)) == ["E_OVERSOLD"]


def test_a_lot_past_its_rotation_does_not_count_as_usable():
    lot = Lot("a" * 32, "7", "W", "W-APT", "b" * 32, rotate_by=DAY)
    assert codes(check_rotation(lot, 5, DAY)) == []
    assert codes(check_rotation(lot, 5, DAY + timedelta(days=1))) == ["E_ROTATE_BY"]
    assert codes(check_rotation(lot, 0, DAY + timedelta(days=1))) == []


def test_a_marking_above_the_agreement_is_an_error_and_an_unknown_one_too():
    assert codes(check_marking(TLP, "TLP:AMBER", "TLP:AMBER")) == []
    assert codes(check_marking(TLP, "TLP:AMBER+STRICT", "TLP:AMBER")) == ["E_MARKING"]
    assert codes(check_marking(TLP, "TLP:WHITE", "TLP:AMBER")) == ["E_MARKING"]


@pytest.mark.parametrize("state", PartnerState)
def test_only_a_verified_or_confirmed_partner_gets_anything(state: PartnerState):
    trusted = state in (PartnerState.VERIFIED, PartnerState.CONFIRMED)
    assert codes(check_partner("Italy", state)) == ([] if trusted else ["E_PARTNER_NOT_VERIFIED"])


@given(strategies.statements())
def test_a_statement_that_says_something_of_every_material_passes(statement):
    header, lines = statement
    assert codes(check_scope(header, {line.key.material for line in lines})) == []


def test_a_material_in_scope_that_is_not_mentioned_is_an_error():
    header = StatementHeader(DAY, "June", ("W", "CO", "GA"), nil=("GA",))
    [finding] = check_scope(header, ["W"])
    assert (finding.code, finding.subject) == ("E_UNREPORTED", "CO")


def test_nil_and_a_position_exclude_each_other():
    header = StatementHeader(DAY, "June", ("W", "BE"), nil=("W",), withheld={"BE": WithheldReason.DEFENCE})
    assert codes(check_scope(header, ["W"])) == ["E_SAID_TWICE"]
    twice = replace(header, not_compiled=("BE",))
    assert codes(check_scope(twice, [])) == ["E_SAID_TWICE"]


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [
        (Exact(100), Exact(125), False),
        (Exact(100), Exact(126), True),
        (Exact(100), Exact(75), False),
        (Exact(100), Exact(74), True),
        (Nil(), Exact(1), True),
        (Exact(1), Nil(), True),
        (Nil(), Nil(), False),
        (Rounded(100, 20), Rounded(140, 20), False),  # 110 → 130 is possible
        (Rounded(100, 20), Rounded(160, 20), True),
        (Exact(100), Withheld(WithheldReason.DEFENCE), False),
        (NotCompiled(), Exact(100), False),
        (NotApplicable(), Exact(100), True),
        (NotApplicable(), NotApplicable(), False),
    ],
)
def test_a_change_of_more_than_a_quarter_warns_where_it_is_certain(before: Quantity, after: Quantity, warned: bool):
    found = list(check_change("W", before, after))
    assert codes(found) == (["W_CHANGE"] if warned else [])
    assert not stops(found)


def test_a_denominator_that_changed_warns():
    was = Requirement("W", "IT", 2025, RequirementKind.CONSUMPTION, Exact(100))
    assert codes(check_denominators([was], [replace(was, quantity=Exact(101))])) == ["W_DENOMINATOR"]
    assert codes(check_denominators([was], [was, replace(was, year=2024, quantity=Exact(9))])) == []


def test_a_figure_that_rests_on_one_contributor_warns():
    found = list(check_contributors({"W": ["Acme", "Acme"], "CO": ["Acme", "Other"], "GA": []}))
    assert [(check.code, check.subject) for check in found] == [("W_SINGLE_CONTRIBUTOR", "W")]


def test_a_statement_older_than_the_agreed_cadence_warns():
    assert codes(check_age("Italy", DAY, DAY + timedelta(days=90), 90)) == []
    assert codes(check_age("Italy", DAY, DAY + timedelta(days=91), 90)) == ["W_OLD"]
