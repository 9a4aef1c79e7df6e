"""Lots that are left out influence nothing that leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec import structs

from stockpile_client.core.quantities import Exact
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.exclude import Exclusion
from tests.disclosure.inventories import SITES, inventories, lot, lots, profile, profiles, seen

NAMED = lot(number="T-7", lot="b" * 32, holder="Acme", supplier="Borealis", purpose="defence reserve")


@pytest.mark.parametrize(
    ("exclusion", "reason"),
    [
        (Exclusion(sites=("DEPOSITO NORD",)), "site Deposito Nord"),
        (Exclusion(sites=(SITES[0].id,)), "site Deposito Nord"),
        (Exclusion(lots=("t-7",)), "lot T-7"),
        (Exclusion(lots=("b" * 32,)), "lot T-7"),
        (Exclusion(holders=("acme",)), "holder Acme"),
        (Exclusion(suppliers=("Borealis",)), "supplier Borealis"),
        (Exclusion(purposes=("Defence Reserve",)), "purpose defence reserve"),
    ],
)
def test_a_lot_is_left_out_by_whatever_names_it(exclusion: Exclusion, reason: str) -> None:
    assert exclusion.reason(NAMED) == reason
    assert exclusion.sentence.startswith("Leave out ")


def test_an_empty_name_leaves_nothing_out() -> None:
    assert Exclusion(suppliers=("",)).reason(lot()) == ""
    assert Exclusion().reason(NAMED) == ""


def test_we_see_what_was_left_out_and_why() -> None:
    shown = seen(profile(exclude=Exclusion(purposes=("trade",))), lot(contained=5), lot(contained=3, purpose="trade"))
    assert [(one.material, one.reason, one.lots, one.contained) for one in shown.left_out] == [
        ("W", "purpose trade", 1, 3)
    ]
    contained = next(line for line in shown.lines if line.position.key.measure == Measure.CONTAINED)
    assert contained.position.quantity == Exact(5)
    assert contained.chain_words == "1 lot left out; site → country, form → form group"


def test_a_material_of_which_every_lot_is_left_out_does_not_leave_at_all() -> None:
    shown = seen(profile(exclude=Exclusion(sites=("Deposito Nord",))), lot())
    assert (shown.lines, shown.note) == ((), "")


@given(profiles, inventories, lots)
def test_a_lot_that_is_left_out_influences_nothing(rules: Profile, inventory: list, secret) -> None:
    if not rules.exclude.reason(secret):
        secret = structs.replace(secret, purpose="reserve")
        rules = profile(exclude=Exclusion(purposes=("reserve",)))
    with_it, without = seen(rules, *inventory, secret), seen(rules, *inventory)
    assert (with_it.positions, with_it.note, with_it.suppressed) == (
        without.positions,
        without.note,
        without.suppressed,
    )
