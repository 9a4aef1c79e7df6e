"""What is approved is what is signed, and the right people said so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import MovementKind
from stockpile_client.disclosure.approval import CaseState
from stockpile_client.services.approval import (
    approve_release,
    plan_of_case,
    prepare_release,
    release_approved,
    review_release,
    send_back,
)
from stockpile_client.services.approval_cases import get_case, list_cases
from stockpile_client.services.audit_log import list_audit, verify_audit
from stockpile_client.services.disclosure import save_group
from stockpile_client.services.holdings import stream_holdings
from stockpile_client.services.ledger import post_movement
from stockpile_client.services.release import apply_release, plan_release
from tests.services.agencies import AS_OF, Agencies, Desk


def prepared(desk: Desk, **rules: object) -> str:
    profile = desk.profile("jp", four_eyes=True, **rules)
    return prepare_release(desk.ctx, profile=profile, as_of=AS_OF, title="Autumn").case.id


def colleague(desk: Desk) -> object:
    return replace(desk.ctx, actor="a colleague")


def refused(code: str):
    return pytest.raises(InputError, check=lambda error: error.code == code)


def test_a_release_goes_its_way_through_two_people_and_arrives(agencies: Agencies) -> None:
    us = agencies.us
    case = prepared(us)
    review_release(colleague(us), case, note="compared with the ledger")
    approve_release(colleague(us), case)
    released = release_approved(us.ctx, case, folder=agencies.post)
    assert agencies.jp.take(released.file.path).header.title == "Autumn"
    done = get_case(us.ctx, case)
    assert [(one.step, one.actor) for one in done.steps] == [
        ("prepare", "tester"), ("review", "a colleague"), ("approve", "a colleague"), ("release", "tester"),
    ]  # fmt: skip
    assert (done.state, done.steps[1].note, list_cases(us.ctx, open_only=True)) == (
        CaseState.RELEASED, "compared with the ledger", [],
    )  # fmt: skip


def test_every_step_stands_in_the_audit_log_with_the_digest_of_the_plan(agencies: Agencies) -> None:
    us = agencies.us
    case = get_case(us.ctx, prepared(us))
    review_release(colleague(us), case.id)
    send_back(us.ctx, case.id, reason="a lot is missing")
    entries = [one for one in list_audit(us.ctx) if one.subject == case.id]
    assert [one.event for one in entries] == ["release_prepare", "release_review", "release_send_back"]
    assert all(case.digest in one.detail for one in entries)
    assert verify_audit(us.ctx) is None


def test_who_prepared_neither_reviews_nor_approves_where_the_profile_demands_two(agencies: Agencies) -> None:
    us = agencies.us
    case = prepared(us)
    with refused("E_FOUR_EYES"):
        review_release(us.ctx, case)
    review_release(colleague(us), case)
    with refused("E_FOUR_EYES"):
        approve_release(us.ctx, case)
    assert get_case(us.ctx, case).state is CaseState.REVIEWED


def test_without_that_demand_one_person_may_take_every_step(agencies: Agencies) -> None:
    us = agencies.us
    case = prepare_release(us.ctx, profile=us.profile("jp"), as_of=AS_OF).case.id
    review_release(us.ctx, case)
    approve_release(us.ctx, case)
    assert release_approved(us.ctx, case, folder=agencies.post).file.seq == 1


def test_a_profile_that_demands_two_people_has_no_way_around_them(agencies: Agencies) -> None:
    us = agencies.us
    plan = plan_release(us.ctx, profile=us.profile("jp", four_eyes=True), as_of=AS_OF)
    with refused("E_APPROVAL"):
        apply_release(us.ctx, plan, folder=agencies.post)
    case = get_case(us.ctx, prepared(us))
    with refused("E_APPROVAL"):
        apply_release(us.ctx, plan_of_case(us.ctx, case), folder=agencies.post, case=case)
    with refused("E_APPROVAL_STEP"):
        release_approved(us.ctx, case.id, folder=agencies.post)
    assert list(agencies.post.iterdir()) == []


def test_the_approval_of_one_release_signs_no_other(agencies: Agencies) -> None:
    us = agencies.us
    case = prepared(us)
    review_release(colleague(us), case)
    approve_release(colleague(us), case)
    other = plan_release(us.ctx, profile=us.profile("jp", four_eyes=True, rounding=0), as_of=AS_OF)
    with refused("E_APPROVAL"):
        apply_release(us.ctx, other, folder=agencies.post, case=get_case(us.ctx, case))


def _sell_some(us: Desk) -> None:
    lot = next(row for row in stream_holdings(us.ctx, as_of=AS_OF, material="W") if row.contained)
    post_movement(
        us.ctx, lot.lot_id, kind=MovementKind.SALE, effective=AS_OF, gross=-2, contained=-1, reason="a sale",
        counterparty="somebody",
    )  # fmt: skip


@pytest.mark.parametrize("after", ["prepared", "reviewed", "approved"])
def test_an_inventory_that_changed_since_is_refused_at_every_step_though_the_rounded_figure_is_the_same(
    agencies: Agencies, after: str
) -> None:
    us = agencies.us
    case = prepared(us)
    if after != "prepared":
        review_release(colleague(us), case)
    if after == "approved":
        approve_release(colleague(us), case)
    _sell_some(us)
    step = {
        "prepared": lambda: review_release(colleague(us), case),
        "reviewed": lambda: approve_release(colleague(us), case),
        "approved": lambda: release_approved(us.ctx, case, folder=agencies.post),
    }[after]
    with refused("E_APPROVAL_OUTDATED"):
        step()
    assert (get_case(us.ctx, case).state, list(agencies.post.iterdir())) == (after, [])


def test_a_group_that_changed_since_is_refused(agencies: Agencies) -> None:
    us = agencies.us
    save_group(us.ctx, "circle", [agencies.ids["jp"]])
    case = prepare_release(us.ctx, profile=us.profile(group="circle"), as_of=AS_OF).case.id
    save_group(us.ctx, "circle", [agencies.ids["jp"], agencies.ids["it"]])
    with refused("E_APPROVAL_OUTDATED"):
        review_release(us.ctx, case)


def test_what_was_sent_back_with_a_reason_ends_there(agencies: Agencies) -> None:
    us = agencies.us
    case = prepared(us)
    with refused("E_REASON_MISSING"):
        send_back(colleague(us), case, reason="  ")
    send_back(colleague(us), case, reason="wrong day")
    with refused("E_APPROVAL_STEP"):
        review_release(colleague(us), case)
    assert get_case(us.ctx, case).steps[-1].note == "wrong day"


def test_what_has_errors_is_not_put_forward_and_an_unknown_case_is_refused(agencies: Agencies) -> None:
    us = agencies.us
    with refused("E_RELEASE"):
        prepare_release(us.ctx, profile=us.profile(), as_of=AS_OF)
    assert list_cases(us.ctx) == []
    with refused("E_NO_CASE"):
        review_release(us.ctx, "0" * 32)
