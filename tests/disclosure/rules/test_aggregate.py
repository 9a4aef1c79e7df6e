"""Lots become cells; which dimensions stay is the profile's choice."""

from __future__ import annotations

from stockpile_client.core.lots import HolderClass
from stockpile_client.core.quantities import Exact
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.holdings import LotHolding
from stockpile_client.disclosure.rules.coarsen import FormDetail
from tests.disclosure.inventories import SITES, company, lot, profile, seen

TICKET = LotHolding("W", "all", "IT", "EU", 0, 0, 7, None, "", None, None, None, False)


def keys(shown) -> list[tuple[str, str, str, str]]:
    return [(p.key.group, p.key.form, p.key.at, p.key.holder) for p in shown.positions]


def test_holder_classes_stay_apart_where_the_profile_keeps_them() -> None:
    rules = profile(holders=True, measures=(Measure.CONTAINED,))
    assert keys(seen(rules, lot(), company("Acme", 5))) == [
        ("oxide", "", "country:IT", "government"),
        ("oxide", "", "country:IT", "mandated_industry"),
    ]


def test_without_places_everything_stands_at_home() -> None:
    shown = seen(
        profile(places=False, measures=(Measure.CONTAINED,)), lot(contained=3), lot(contained=4, site=SITES[2])
    )
    assert keys(shown) == [("oxide", "", "country:IT", "")]
    assert shown.lines[0].position.quantity == Exact(7)


def test_a_ticket_among_lots_of_all_forms_adds_to_what_is_usable_alone() -> None:
    shown = seen(profile(forms=FormDetail.ALL), lot(contained=3), TICKET)
    assert [(p.key.measure, p.quantity) for p in shown.positions] == [("contained", Exact(3)), ("usable", Exact(10))]


def test_a_ticket_is_ours_where_holder_classes_stay_apart() -> None:
    """Without a class it would stand for all classes together, and the others would count as part of it."""
    shown = seen(profile(forms=FormDetail.ALL, holders=True, measures=(Measure.USABLE,)), lot(contained=3), TICKET)
    assert [(p.key.holder, p.quantity) for p in shown.positions] == [(HolderClass.GOVERNMENT, Exact(10))]


def test_the_chain_says_how_many_lots_were_added_up() -> None:
    assert "sum of 2 lots" in seen(profile(), lot(), lot()).lines[0].chain_words
    assert "sum of" not in seen(profile(), lot()).lines[0].chain_words
