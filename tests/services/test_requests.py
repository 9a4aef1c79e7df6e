"""A request is a task until a statement answers it or a reason refuses it, and the one who asked sees which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.services.answer import request_data
from stockpile_client.services.release import apply_release
from stockpile_client.services.requests import (
    RequestState,
    get_request,
    list_own_requests,
    list_requests,
    plan_answer,
    refuse_request,
)
from tests.services.agencies import AS_OF, Agencies

DEADLINE = date(2026, 10, 20)


@pytest.fixture
def asked(agencies: Agencies) -> str:
    """Japan asked the United States about tungsten and palladium; the digest of the request's bundle."""
    letter = request_data(
        agencies.jp.ctx, agencies.us.id, materials=("W", "PD"), as_of=AS_OF, purpose="winter outlook",
        deadline=DEADLINE, folder=agencies.post,
    )  # fmt: skip
    agencies.us.take(letter.file.path)
    return letter.file.digest


def refused(code: str):
    return pytest.raises(InputError, check=lambda error: error.code == code)


def test_an_accepted_request_is_a_task_with_a_deadline(agencies: Agencies, asked: str) -> None:
    (task,) = list_requests(agencies.us.ctx, open_only=True)
    assert (task.digest, task.partner_name, task.materials, task.purpose, task.deadline, task.state) == (
        asked, "JP", ("W", "PD"), "winter outlook", DEADLINE, RequestState.OPEN,
    )  # fmt: skip
    assert [one.state for one in list_own_requests(agencies.jp.ctx)] == [RequestState.OPEN]
    assert (list_requests(agencies.jp.ctx), list_own_requests(agencies.us.ctx)) == ([], [])


def test_a_request_is_overdue_after_its_deadline_and_open_on_it(agencies: Agencies, asked: str) -> None:
    agencies.clock.advance(days=(DEADLINE - agencies.clock.time.date()).days)
    assert get_request(agencies.us.ctx, asked).state is RequestState.OPEN
    agencies.clock.advance(days=1)
    assert get_request(agencies.us.ctx, asked).state is RequestState.OVERDUE
    assert get_request(agencies.us.ctx, asked).is_open


def test_a_statement_that_names_the_request_answers_it_on_both_sides(agencies: Agencies, asked: str) -> None:
    plan = plan_answer(agencies.us.ctx, asked, profile=agencies.us.profile("jp"))
    assert (plan.header.as_of, plan.errors) == (AS_OF, ())
    assert ("W_NOT_ANSWERED", "PD") in {(check.code, check.subject) for check in plan.warnings}
    released = apply_release(agencies.us.ctx, plan, folder=agencies.post)
    agencies.jp.take(released.file.path)
    ours, theirs = get_request(agencies.us.ctx, asked), list_own_requests(agencies.jp.ctx)[0]
    assert (ours.state, ours.answer) == (theirs.state, theirs.answer) == (RequestState.ANSWERED, released.file.digest)
    with refused("E_REQUEST_CLOSED"):
        plan_answer(agencies.us.ctx, asked, profile=agencies.us.profile("jp"))


@pytest.mark.parametrize("receipt_first", [False, True])
def test_a_refusal_reaches_the_one_who_asked_with_its_reason(
    agencies: Agencies, asked: str, receipt_first: bool
) -> None:
    if receipt_first:
        for path in agencies.us.answer():
            agencies.jp.take(path)
    answer = refuse_request(agencies.us.ctx, asked, reason="not covered by the agreement", folder=agencies.post)
    agencies.jp.take(answer.file.path)
    for task in (get_request(agencies.us.ctx, asked), list_own_requests(agencies.jp.ctx)[0]):
        assert (task.state, task.reason) == (RequestState.REFUSED, "not covered by the agreement")
    assert agencies.us.answer() == []
    with refused("E_REQUEST_CLOSED"):
        refuse_request(agencies.us.ctx, asked, reason="again", folder=agencies.post)


def test_a_refusal_has_a_reason_and_an_answer_goes_to_the_one_who_asked(agencies: Agencies, asked: str) -> None:
    with refused("E_REASON_MISSING"):
        refuse_request(agencies.us.ctx, asked, reason=" ", folder=agencies.post)
    with refused("E_AUDIENCE"):
        plan_answer(agencies.us.ctx, asked, profile=agencies.us.profile("it"))
    with refused("E_NO_REQUEST"):
        get_request(agencies.us.ctx, "0" * 64)
    assert get_request(agencies.us.ctx, asked).state is RequestState.OPEN


def test_two_plans_that_answer_one_request_leave_once(agencies: Agencies, asked: str) -> None:
    alone = agencies.us.profile("jp")
    both = replace(alone, name="both", audience=(*alone.audience, agencies.it.id))
    first, second, third = (plan_answer(agencies.us.ctx, asked, profile=one) for one in (alone, alone, both))
    apply_release(agencies.us.ctx, first, folder=agencies.post)
    with refused("E_PLAN_OUTDATED"):
        apply_release(agencies.us.ctx, second, folder=agencies.post)
    with refused("E_REQUEST_CLOSED"):
        apply_release(agencies.us.ctx, third, folder=agencies.post)


def test_an_answer_that_was_planned_does_not_leave_once_the_request_is_refused(agencies: Agencies, asked: str) -> None:
    plan = plan_answer(agencies.us.ctx, asked, profile=agencies.us.profile("jp"))
    refuse_request(agencies.us.ctx, asked, reason="not covered by the agreement", folder=agencies.post)
    before = sorted(agencies.post.iterdir())
    with refused("E_REQUEST_CLOSED"):
        apply_release(agencies.us.ctx, plan, folder=agencies.post)
    assert sorted(agencies.post.iterdir()) == before
    assert get_request(agencies.us.ctx, asked).state is RequestState.REFUSED
