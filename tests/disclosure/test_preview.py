"""What a profile lets out: only what is in scope, only as coarsely as it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, Exact, Nil, Rounded, Withheld, WithheldReason, bounds
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.holdings import LotHolding, aggregate
from stockpile_client.disclosure.preview import Preview, Rule, preview
from stockpile_client.disclosure.profile import Profile, profile_from_json

BASES = {"W": "element:W", "CO": "element:Co", "BE": "element:Be"}


def holding(
    material: str = "W", *, contained: int = 1_204_500 * 10**6, country: str = "IT", **changes: object
) -> LotHolding:
    lot = LotHolding(
        material, "oxide", country, "EU" if country == "IT" else "", contained * 2, contained, contained, None, "",
        14, 5 * MG_PER_TONNE, True, False,
    )  # fmt: skip
    return structs.replace(lot, **changes)


def profile(**changes: object) -> Profile:
    settings: dict[str, object] = {"name": "For Japan", "audience": ("jp",), "scope": ("W", "CO", "BE")}
    return Profile(**(settings | changes))  # type: ignore[arg-type]


def seen(rules: Profile, *lots: LotHolding) -> Preview:
    return preview(rules, aggregate(lots, by_bloc=rules.level is Level.BLOC), BASES, "country:IT")


def test_lots_of_one_material_group_and_country_leave_as_one_sum() -> None:
    lines = seen(profile(measures=(Measure.CONTAINED,)), holding(contained=3), holding(contained=4)).lines
    assert [(line.position.quantity, line.lots) for line in lines] == [(Exact(7), 2)]


def test_a_material_out_of_scope_does_not_leave_and_is_named_to_us() -> None:
    result = seen(profile(scope=("CO",)), holding("W"))
    assert (result.lines, result.out_of_scope) == ((), ("W",))


def test_a_withheld_material_shows_its_reason_once_and_at_home_wherever_it_lies() -> None:
    rules = profile(withhold={"W": WithheldReason.DEFENCE})
    lines = seen(rules, holding(country="IT"), holding(country="DE", contained=5)).lines
    assert [(line.position.quantity, line.position.key.at) for line in lines] == [
        (Withheld(WithheldReason.DEFENCE), "country:IT")
    ]
    assert lines[0].words == "withheld: defence"


def test_a_withheld_material_leaves_no_number_in_any_measure() -> None:
    rules = profile(withhold={"W": WithheldReason.MARKET_EFFECT}, measures=tuple(Measure))
    assert all(isinstance(p.quantity, Withheld) for p in seen(rules, holding()).positions)


def test_rounded_figures_name_their_base_and_contain_the_true_value() -> None:
    line = seen(profile(rounding=500 * MG_PER_TONNE, measures=(Measure.CONTAINED,)), holding()).lines[0]
    assert line.position.quantity == Rounded(1000 * MG_PER_TONNE, 500 * MG_PER_TONNE)
    assert line.words == "rounded to 500 t"


def test_an_empty_cell_is_an_explicit_nil_and_never_a_rounded_zero() -> None:
    lines = seen(profile(rounding=2), holding(contained=0)).lines
    assert {type(line.position.quantity) for line in lines} == {Nil}
    assert {line.rule for line in lines} == {Rule.NIL}


def test_by_bloc_the_country_does_not_leave() -> None:
    result = seen(profile(level=Level.BLOC), holding(country="IT"), holding(country="US"))
    assert {position.key.at for position in result.positions} == {"bloc:EU", "country:US"}


def test_availability_leaves_only_where_the_profile_says_so() -> None:
    silent = seen(profile(availability=False), holding()).positions
    assert all((p.days, p.max_rate, p.cross_border) == (None, None, None) for p in silent)
    usable = next(p for p in seen(profile(), holding()).positions if p.key.measure == Measure.USABLE)
    assert (usable.days, usable.max_rate, usable.cross_border) == (14, 5 * MG_PER_TONNE, True)


def test_a_rate_leaves_no_finer_than_the_stock() -> None:
    rules = profile(rounding=4 * MG_PER_TONNE)
    usable = next(p for p in seen(rules, holding()).positions if p.key.measure == Measure.USABLE)
    assert usable.max_rate == 4 * MG_PER_TONNE


def test_a_ticket_bought_leaves_as_usable_alone_and_claims_no_stock_of_ours() -> None:
    ticket = LotHolding("W", "all", "IT", "EU", 0, 0, 7, None, "", None, None, None, False)
    assert [(p.key.group, p.key.measure, p.quantity) for p in seen(profile(), ticket).positions] == [
        ("all", Measure.USABLE, Exact(7))
    ]


def test_one_illustrative_lot_makes_its_cell_illustrative() -> None:
    result = seen(profile(), holding(), holding(illustrative=True))
    assert all(position.illustrative for position in result.positions)


@pytest.mark.parametrize(
    "changes",
    [
        {"rounding": 3},
        {"rounding": -2},
        {"measures": ()},
        {"onward": "everyone"},
        {"scope": ("W", "W")},
        {"group": "circle"},
        {"agreement": "a1"},
        {"delay_days": -1},
        {"edges": (5, 5)},
        {"edges": (0, 5)},
        {"steps": ((2, 2),)},
        {"steps": ((0, 4), (10, 2))},
        {"bases": {"W": 3}},
        {"edges_of": {"W": (4, 2)}},
    ],
)
def test_a_profile_that_cannot_be_kept_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError) as refusal:
        profile(**changes)
    assert refusal.value.code == "E_PROFILE"


def test_a_profile_reads_back_as_it_was_stored_and_keeps_its_digest() -> None:
    rules = profile(withhold={"BE": WithheldReason.DEFENCE}, rounding=2, level=Level.BLOC)
    assert profile_from_json(rules.canonical()) == rules
    assert profile_from_json(rules.canonical()).digest == rules.digest


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"name":1}', b"\xff"])
def test_anything_else_is_not_a_profile(text: str | bytes) -> None:
    with pytest.raises(InputError):
        profile_from_json(text)


masses = st.integers(0, 10**15)
lots = st.builds(
    holding, material=st.sampled_from(["W", "CO", "BE"]), contained=masses, country=st.sampled_from(["IT", "DE", "US"])
)


@given(st.lists(lots, max_size=12), st.sampled_from([0, 2, 10**6, 500 * MG_PER_TONNE]))
def test_every_released_interval_holds_the_true_sum(inventory: list[LotHolding], rounding: int) -> None:
    for line in seen(profile(rounding=rounding), *inventory).lines:
        interval = bounds(line.position.quantity)
        assert interval is not None
        assert interval.contains(line.own)


@given(st.lists(lots, max_size=12))
def test_nothing_is_counted_twice_and_nothing_is_lost(inventory: list[LotHolding]) -> None:
    lines = seen(profile(measures=(Measure.CONTAINED,)), *inventory).lines
    assert sum(line.own for line in lines) == sum(lot.contained for lot in inventory)


@given(st.lists(lots, max_size=12))
def test_the_order_of_lots_does_not_change_what_leaves(inventory: list[LotHolding]) -> None:
    assert seen(profile(), *inventory) == seen(profile(), *reversed(inventory))
