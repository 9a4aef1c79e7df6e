"""The way of a release has no short cuts, and two eyes are not four."""

from __future__ import annotations

from contextlib import suppress
from itertools import product

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.disclosure.approval import CaseState, Step, check_eyes, next_state, state_after


def test_a_release_is_prepared_reviewed_approved_and_released_in_this_order_alone() -> None:
    allowed = {}
    for state, step in product(CaseState, Step):
        with suppress(InputError):
            allowed[state, step] = next_state(state, step)
    assert allowed == {
        (CaseState.PREPARED, Step.REVIEW): CaseState.REVIEWED,
        (CaseState.REVIEWED, Step.APPROVE): CaseState.APPROVED,
        (CaseState.APPROVED, Step.RELEASE): CaseState.RELEASED,
        **{(state, Step.SEND_BACK): CaseState.SENT_BACK for state in list(CaseState)[:3]},
    }


def test_a_step_that_does_not_follow_is_refused_with_the_order_of_the_steps() -> None:
    with pytest.raises(InputError) as refusal:
        next_state(CaseState.PREPARED, Step.APPROVE)
    assert (refusal.value.code, refusal.value.hint[:24]) == ("E_APPROVAL_STEP", "A release is prepared, r")


@pytest.mark.parametrize("step", Step)
def test_the_last_step_says_how_far_a_release_is(step: Step) -> None:
    names = {"prepare": "prepared", "review": "reviewed", "approve": "approved", "release": "released"}
    assert state_after(step) == names.get(step, "sent_back")


@pytest.mark.parametrize("step", [Step.REVIEW, Step.APPROVE])
@pytest.mark.parametrize("name", ["A. Rossi", "a. rossi ", "A.  ROSSI", "A.Rossi", "a rossi", "\uff21\uff0e\uff32ossi"])
def test_with_four_eyes_nobody_judges_the_own_work_under_any_spelling(step: Step, name: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_eyes(step, name, "A. Rossi", four_eyes=True)
    assert refusal.value.code == "E_FOUR_EYES"
    check_eyes(step, name, "B. Bianchi", four_eyes=True)
    check_eyes(step, name, "A. Rossi", four_eyes=False)


def test_who_prepared_may_send_the_own_work_back_and_write_what_others_approved() -> None:
    check_eyes(Step.SEND_BACK, "A. Rossi", "A. Rossi", four_eyes=True)
    check_eyes(Step.RELEASE, "A. Rossi", "A. Rossi", four_eyes=True)


@pytest.mark.parametrize("name", ["A. Ross\u00ed", "A. Ro\u0301ssi", "\uff21. Ross\u0131\u0307", "A. Rossi\u00a0"])
def test_an_accent_makes_nobody_else(name: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_eyes(Step.REVIEW, name, "A. Rossi", four_eyes=True)
    assert refusal.value.code == "E_FOUR_EYES"


@pytest.mark.parametrize("name", ["\u0410. Rossi", "A. R\u043essi", "A. R\u03bfssi", "A. Ros\u0455i"])
def test_a_name_of_mixed_scripts_is_no_name_of_one_who_judges_or_prepared(name: str) -> None:
    for actor, prepared_by in ((name, "A. Rossi"), ("A. Rossi", name)):
        with pytest.raises(InputError) as refusal:
            check_eyes(Step.APPROVE, actor, prepared_by, four_eyes=True)
        assert refusal.value.code == "E_PERSON_SCRIPTS"
    check_eyes(Step.APPROVE, name, "A. Rossi", four_eyes=False)
