"""A profile is read back as it was, keeps the order of its rules, and names one audience."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.disclosure.audience import resolve
from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.disclosure.rules.coarsen import DateStep
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.disclosure.rules.secondary import CellMark
from tests.disclosure.inventories import profile, profiles

VERSION_1 = (
    '{"audience":["jp"],"availability":true,"level":"bloc","marking":"TLP:AMBER","measures":["usable"],"name":"old",'
    '"onward":"none","requirements":false,"rounding":500,"scope":["W"],"withhold":{"W":"defence"}}'
)


@given(profiles)
def test_a_profile_reads_back_as_it_was_with_the_same_digest(rules: Profile) -> None:
    again = profile_from_json(rules.canonical())
    assert (again, again.digest) == (rules, rules.digest)


@given(profiles, profiles)
def test_two_profiles_have_one_digest_only_if_they_are_the_same(one: Profile, other: Profile) -> None:
    assert (one.digest == other.digest) == (one == other)


def test_a_profile_of_the_first_version_is_still_read() -> None:
    old = profile_from_json(VERSION_1)
    assert (old.rounding, old.withhold) == (500, {"W": WithheldReason.DEFENCE})
    assert (old.exclude, old.protection, old.four_eyes) == (Exclusion(), Protection(), False)
    assert json.loads(old.canonical())["v"] == 2


@pytest.mark.parametrize(
    "changes",
    [{"v": 3}, {"v": "2"}, {"secret": 1}, {"rounding": "500"}, {"level": "galaxy"}, {"v": 1}, {"scope": None}],
)
def test_what_is_not_understood_is_refused_and_lets_nothing_out(changes: dict[str, object]) -> None:
    with pytest.raises(InputError) as refusal:
        profile_from_json(json.dumps(json.loads(profile().canonical()) | changes))
    assert refusal.value.code == "E_PROFILE"


def test_a_lacking_rule_is_not_taken_for_one_that_does_nothing() -> None:
    content = json.loads(profile().canonical())
    del content["exclude"]
    with pytest.raises(InputError):
        profile_from_json(json.dumps(content))


def test_the_rules_are_told_in_the_order_in_which_they_are_applied() -> None:
    rules = profile(
        exclude=Exclusion(purposes=("trade",)), dates=DateStep.QUARTER, withhold={"BE": WithheldReason.DEFENCE},
        protection=Protection(3, 1, 75, 10), further_cells=(CellMark("W", "ore", at="country:IT"),), holders=True,
        steps=((0, 2 * MG_PER_TONNE), (100 * MG_PER_TONNE, 20 * MG_PER_TONNE)), bases={"CO": 0}, delay_days=30,
    )  # fmt: skip
    assert rules.sentences() == (
        "Leave out purpose trade.",
        "Show places by country, forms by group and days by the end of the quarter.",
        "Add up lots by material, form, place and holder class.",
        "Withhold BE (defence).",
        "Withhold cells of industry stock with fewer than 3 holders, the largest 1 above 75 % or an estimate within"
        " 10 %.",
        "Withhold 1 further cell to protect others.",
        "Round CO exact; 0 t and more to 2 t; 100 t and more to 20 t.",
        "Release no earlier than 30 days after the statement's day.",
    )


agencies = st.lists(st.sampled_from(["us", "jp", "it", "kr"]), max_size=4)


@given(agencies, agencies, agencies)
def test_an_audience_is_whom_the_profile_names_and_never_ourselves(named, group, parties) -> None:
    known = {"groups": {"circle": group}, "parties": {"a1": parties}, "own": "us"}
    for rules, members in (
        (profile(audience=tuple(named)), named),
        (profile(audience=(), group="circle"), group),
        (profile(audience=(), agreement="a1"), parties),
    ):
        assert resolve(rules, **known) == tuple(sorted(set(members) - {"us"}))


@pytest.mark.parametrize("changes", [{}, {"group": "unknown"}, {"agreement": "unknown"}, {"audience": ("us",)}])
def test_an_empty_or_unknown_audience_is_nobody(changes: dict[str, object]) -> None:
    rules = profile(**({"audience": ()} | changes))
    assert resolve(rules, groups={"circle": ("jp",)}, parties={"a1": ("jp",)}, own="us") == ()
