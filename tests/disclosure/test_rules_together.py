"""All rules together, on random inventories under random profiles."""

from __future__ import annotations

from hypothesis import given

from stockpile_client.core.quantities import Exact, Nil, Withheld
from stockpile_client.core.statements import by_key
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.base import Rule
from tests.disclosure.inventories import interval, inventories, profiles, seen

ORDER = (
    Rule.EXCLUDED, Rule.COARSENED, Rule.AGGREGATED, Rule.WITHHELD, Rule.SUPPRESSED, Rule.COMPLEMENTED, Rule.ROUNDED,
    Rule.BANDED,
)  # fmt: skip


@given(profiles, inventories)
def test_every_released_interval_holds_the_truth(rules: Profile, inventory: list) -> None:
    for line in seen(rules, *inventory).lines:
        assert interval(line.position.quantity).contains(line.own)


@given(profiles, inventories)
def test_no_rule_makes_a_value_finer(rules: Profile, inventory: list) -> None:
    for line in seen(rules, *inventory).lines:
        before = interval(Exact(line.own))
        for effect in line.chain:
            if effect.quantity is not None:
                after = interval(effect.quantity)
                assert after.low <= before.low
                assert after.high is None or (before.high is not None and after.high >= before.high)
                before = after
        assert interval(line.position.quantity) == before or isinstance(line.position.quantity, Nil)


@given(profiles, inventories)
def test_the_rules_act_in_their_fixed_order_and_each_once(rules: Profile, inventory: list) -> None:
    for line in seen(rules, *inventory).lines:
        places = [ORDER.index(effect.rule) for effect in line.chain]
        assert places == sorted(set(places))


@given(profiles, inventories)
def test_a_cell_is_withheld_in_all_measures_or_in_none(rules: Profile, inventory: list) -> None:
    verdicts: dict[tuple[str, ...], set[bool]] = {}
    for position in seen(rules, *inventory).positions:
        key = position.key
        cell = (key.material, key.group, key.form, key.at, key.holder)
        verdicts.setdefault(cell, set()).add(isinstance(position.quantity, Withheld))
        if isinstance(position.quantity, Withheld):
            assert (position.days, position.max_rate, position.cross_border) == (None, None, None)
    assert all(len(one) == 1 for one in verdicts.values())


@given(profiles, inventories)
def test_names_of_lots_sites_and_companies_leave_only_as_places_that_the_profile_shows(
    rules: Profile, inventory: list
) -> None:
    shown = repr(seen(rules, *inventory).positions)
    assert not any(name in shown for name in ("Acme", "Borealis", "T-1", "a" * 32, "reserve", "trade'"))
    assert ("Deposito" in shown) <= (rules.level == "exact" and rules.places)


@given(profiles, inventories)
def test_positions_are_in_order_each_key_once_whatever_the_order_of_lots(rules: Profile, inventory: list) -> None:
    shown = seen(rules, *inventory)
    assert list(by_key(shown.positions)) == sorted(position.key for position in shown.positions)
    assert shown.positions == seen(rules, *reversed(inventory)).positions
