"""Profiles in versions, groups, and a preview that is what leaves, byte for byte."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from stockpile_client.bundle.age import decrypt
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.partner_view import News
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.coarsen import DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.templates import TEMPLATES
from stockpile_client.services.disclosure import (
    get_profile,
    list_groups,
    list_templates,
    preview_as,
    profile_versions,
    retire_profile,
    save_group,
)
from stockpile_client.services.disclosure_record import list_disclosed, list_profiles, save_agreement, save_profile
from stockpile_client.services.keyring import own_keys
from stockpile_client.services.release import apply_release, audience_of, encode_preview, plan_release
from stockpile_client.storage.partners import Agreement
from tests.services.agencies import AS_OF, Agencies, Desk

SCOPE = ("W", "CO", "DY", "ND", "GA", "LI")
PACT = "00000000-0000-4000-8000-000000000007"
EDGES = (50 * MG_PER_TONNE, 500 * MG_PER_TONNE)


def positions_in(desk: Desk, path: Path) -> bytes:
    """``positions.ndjson`` of a written bundle, taken out by hand: decrypt, find the member, unpack."""
    opened = desk.ctx.quarantine.parent / "opened.tar"
    with path.open("rb") as source, opened.open("wb") as target:
        decrypt(source, target, [own_keys(desk.ctx).identity])
    data = opened.read_bytes()
    header = data.index(b"positions.ndjson.gz\0", data.index(b"MANIFEST.mldsa65"))
    size = int(data[header + 124 : header + 135], 8)  # the size field of a ustar header
    return gzip.decompress(data[header + 512 : header + 512 + size])


def held(desk: Desk) -> tuple[str, ...]:
    return tuple(row[0] for row in desk.db.execute("SELECT DISTINCT material FROM lot ORDER BY material"))


@pytest.mark.parametrize(
    "rules",
    [
        {"rounding": 0, "measures": tuple(Measure)},
        {"level": Level.EXACT, "forms": FormDetail.FORM, "holders": True, "rounding": 2 * MG_PER_TONNE},
        {"level": Level.BLOC, "forms": FormDetail.ALL, "edges": EDGES, "places": False},
        {"steps": ((0, MG_PER_TONNE), (100 * MG_PER_TONNE, 10 * MG_PER_TONNE)), "exclude": Exclusion(lots=("W-US01",))},
    ],
    ids=["exact", "fine", "coarse", "steps"],
)
def test_the_preview_is_what_the_bundle_holds_byte_for_byte(agencies: Agencies, rules: dict[str, object]) -> None:
    scope = held(agencies.us)
    profile = agencies.us.profile("jp", scope=scope, withhold={scope[0]: WithheldReason.DEFENCE}, **rules)
    plan = plan_release(agencies.us.ctx, profile=profile, as_of=AS_OF)
    assert plan.errors == ()
    shown = b"".join(encode_preview(plan))
    file = apply_release(agencies.us.ctx, plan, folder=agencies.post).file
    assert positions_in(agencies.us, file.path) == shown
    assert positions_in(agencies.jp, file.path) == shown


def test_a_partner_accepts_a_statement_of_every_template(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    scope = held(us)
    agencies.clock.advance(days=40)
    for template in list_templates():
        profile = replace(template.profile(template.name, scope=scope, audience=(jp.id,)), four_eyes=False)
        plan = plan_release(us.ctx, profile=profile, as_of=AS_OF)
        assert [check.code for check in plan.errors] == []
        jp.take(apply_release(us.ctx, plan, folder=agencies.post).file.path)
    assert TEMPLATES.keys() == {one.code for one in list_templates()}


def test_a_statement_by_quarter_is_as_of_the_last_end_of_one_and_says_so(agencies: Agencies) -> None:
    profile = agencies.us.profile("jp", dates=DateStep.QUARTER, purity=PurityDetail.CLASS)
    plan = plan_release(agencies.us.ctx, profile=profile, as_of=date(2026, 11, 20), note="Hello.")
    assert plan.header.as_of == date(2026, 9, 30)
    assert plan.header.note.startswith("Hello.")


def test_before_its_delay_is_over_a_statement_does_not_leave(agencies: Agencies) -> None:
    profile = agencies.us.profile("jp", delay_days=30)
    early = plan_release(agencies.us.ctx, profile=profile, as_of=AS_OF)
    assert [check.code for check in early.errors] == ["E_DELAY"]
    assert early.open_from == AS_OF + timedelta(days=30)
    agencies.clock.advance(days=29)
    assert plan_release(agencies.us.ctx, profile=profile, as_of=AS_OF).errors == ()


def test_a_profile_for_a_group_or_an_agreement_goes_to_whom_it_holds_today(agencies: Agencies) -> None:
    us = agencies.us
    save_group(us.ctx, "circle", [agencies.ids["jp"]])
    save_agreement(us.ctx, Agreement(PACT, "Pact", tuple(agencies.ids.values()), "stock", "TLP:AMBER", ("W", "CO")))
    by_group, by_pact = us.profile(group="circle"), us.profile(agreement=PACT, scope=("W", "CO"))
    assert audience_of(us.ctx, by_group) == (agencies.ids["jp"],)
    assert audience_of(us.ctx, by_pact) == tuple(sorted((agencies.ids["jp"], agencies.ids["it"])))
    before = plan_release(us.ctx, profile=by_group, as_of=AS_OF)
    save_group(us.ctx, "circle", [agencies.ids["it"]])
    after = plan_release(us.ctx, profile=by_group, as_of=AS_OF)
    assert (list_groups(us.ctx), before.digest == after.digest) == ({"circle": (agencies.ids["it"],)}, False)
    path = apply_release(us.ctx, after, folder=agencies.post).file.path
    agencies.it.take(path)
    assert {one.partner for one in list_disclosed(us.ctx)} == {"IT"}


@pytest.mark.parametrize("rules", [{}, {"group": "nobody"}, {"agreement": "a0"}])
def test_nothing_leaves_for_an_empty_audience(agencies: Agencies, rules: dict[str, str]) -> None:
    plan = plan_release(agencies.us.ctx, profile=agencies.us.profile(**rules), as_of=AS_OF)
    assert [check.code for check in plan.errors] == ["E_AUDIENCE"]
    with pytest.raises(InputError):
        apply_release(agencies.us.ctx, plan, folder=agencies.post)
    assert list(agencies.post.iterdir()) == []


def test_a_material_of_the_agreement_that_the_profile_is_silent_about_stops_the_release(agencies: Agencies) -> None:
    us = agencies.us
    save_agreement(us.ctx, Agreement(PACT, "Pact", tuple(agencies.ids.values()), "stock", "TLP:AMBER", ("W", "GA")))
    plan = plan_release(us.ctx, profile=us.profile(agreement=PACT), as_of=AS_OF)
    assert [(check.code, check.subject) for check in plan.errors] == [("E_UNREPORTED", "GA")]


def test_an_unknown_marking_is_above_every_agreement(agencies: Agencies) -> None:
    us = agencies.us
    save_agreement(us.ctx, Agreement(PACT, "Pact", tuple(agencies.ids.values()), "stock", "TLP:AMBER"))
    plan = plan_release(us.ctx, profile=us.profile("jp", marking="RESERVED"), as_of=AS_OF)
    assert [check.code for check in plan.errors] == ["E_MARKING"]
    assert plan.marking == us.ctx.scheme.most_restrictive


def test_a_material_said_to_be_nil_while_lots_of_it_are_left_out_is_a_warning(agencies: Agencies) -> None:
    us = agencies.us
    sites = tuple(row[0] for row in us.db.execute("SELECT name FROM site"))
    plan = plan_release(us.ctx, profile=us.profile("jp", exclude=Exclusion(sites=sites)), as_of=AS_OF, nil=("W",))
    assert (plan.errors, plan.preview.lines) == ((), ())
    assert "W_NIL_LEFT_OUT" in {check.code for check in plan.warnings}


def test_a_preview_as_a_partner_says_what_is_new_to_it_and_to_nobody_else(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp", scope=("W",), edges=(1, 10**17))
    plan = plan_release(us.ctx, profile=us.profile("jp", "it", scope=("W", "CO")), as_of=AS_OF)
    japan, italy = preview_as(us.ctx, plan, agencies.ids["jp"]), preview_as(us.ctx, plan, agencies.ids["it"])
    news = {(one.line.position.key.material, one.news) for one in japan.lines}
    assert news == {("W", News.FINER), ("CO", News.NEW)}
    assert {one.news for one in italy.lines} == {News.NEW}
    assert {check.message.split(":")[0] for check in plan.warnings if check.code == "W_FINER"} == {"JP"}
    assert [one.line.position for one in japan.lines] == plan.preview.positions


def test_a_partner_outside_the_audience_sees_nothing(agencies: Agencies) -> None:
    plan = plan_release(agencies.us.ctx, profile=agencies.us.profile("jp"), as_of=AS_OF)
    with pytest.raises(InputError) as refusal:
        preview_as(agencies.us.ctx, plan, agencies.ids["it"])
    assert refusal.value.code == "E_AUDIENCE"


def test_a_profile_has_versions_is_retired_and_can_come_back(agencies: Agencies) -> None:
    us = agencies.us
    first: Profile = us.profile("jp", name="For Japan")
    second = replace(first, rounding=0)
    for profile in (first, first, second):
        save_profile(us.ctx, profile)
    assert [(one.version, one.profile) for one in profile_versions(us.ctx, "For Japan")] == [(1, first), (2, second)]
    assert get_profile(us.ctx, "For Japan") == second
    assert get_profile(us.ctx, "For Japan", version=1) == first
    retire_profile(us.ctx, "For Japan")
    assert list_profiles(us.ctx) == []
    with pytest.raises(InputError) as refusal:
        get_profile(us.ctx, "For Japan")
    assert refusal.value.code == "E_NO_PROFILE"
    save_profile(us.ctx, second)
    assert [one.version for one in profile_versions(us.ctx, "For Japan")] == [1, 2, 3, 4]
    assert list_profiles(us.ctx) == [second]


def test_a_release_under_a_retired_profile_does_not_bring_it_back(agencies: Agencies) -> None:
    us = agencies.us
    profile = us.profile("jp", name="For Japan")
    save_profile(us.ctx, profile)
    retire_profile(us.ctx, "For Japan")
    apply_release(us.ctx, plan_release(us.ctx, profile=profile, as_of=AS_OF), folder=agencies.post)
    assert list_profiles(us.ctx) == []


def test_a_group_has_a_name_and_known_partners(agencies: Agencies) -> None:
    for name, members in (("", [agencies.ids["jp"]]), ("circle", ["q" * 26])):
        with pytest.raises(InputError):
            save_group(agencies.us.ctx, name, members)
