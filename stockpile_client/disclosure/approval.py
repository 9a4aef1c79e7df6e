"""The way of a release: prepared, reviewed, approved, released; or sent back, which ends it.

Rules
- Each step follows the one before it; none is skipped, none happens twice.
- What is approved is a digest: of the profile, the audience, every value that leaves, and our own value beside it.
- With four eyes, whoever reviews or approves is not the one who prepared.

>>> next_state(CaseState.REVIEWED, Step.APPROVE)
<CaseState.APPROVED: 'approved'>
"""

from __future__ import annotations

from enum import StrEnum

from stockpile_client.core.errors import InputError
from stockpile_client.core.people import check_person, same_person
from stockpile_client.core.phrases import Phrase, phrase


class Step(StrEnum):
    """What a person does with a release."""

    PREPARE = "prepare"
    REVIEW = "review"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RELEASE = "release"


class CaseState(StrEnum):
    """How far a release is."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    RELEASED = "released"


_NEXT: dict[tuple[CaseState, Step], CaseState] = {
    (CaseState.PREPARED, Step.REVIEW): CaseState.REVIEWED,
    (CaseState.REVIEWED, Step.APPROVE): CaseState.APPROVED,
    (CaseState.APPROVED, Step.RELEASE): CaseState.RELEASED,
    (CaseState.PREPARED, Step.SEND_BACK): CaseState.SENT_BACK,
    (CaseState.REVIEWED, Step.SEND_BACK): CaseState.SENT_BACK,
    (CaseState.APPROVED, Step.SEND_BACK): CaseState.SENT_BACK,
}

_AFTER: dict[Step, CaseState] = {step: state for (_, step), state in _NEXT.items()} | {Step.PREPARE: CaseState.PREPARED}


_STATES: dict[CaseState, Phrase] = {
    CaseState.PREPARED: phrase("prepared"),
    CaseState.REVIEWED: phrase("reviewed"),
    CaseState.APPROVED: phrase("approved"),
    CaseState.SENT_BACK: phrase("sent back"),
    CaseState.RELEASED: phrase("released"),
}
_STEPS: dict[Step, Phrase] = {
    Step.PREPARE: phrase("prepare"),
    Step.REVIEW: phrase("review"),
    Step.APPROVE: phrase("approve"),
    Step.SEND_BACK: phrase("send back"),
    Step.RELEASE: phrase("release"),
}


def state_after(step: Step) -> CaseState:
    """The state that a release is in when ``step`` was its last one."""
    return _AFTER[step]


def next_state(state: CaseState, step: Step) -> CaseState:
    """The state after ``step``; ``InputError`` (``E_APPROVAL_STEP``) where it does not follow."""
    try:
        return _NEXT[state, step]
    except KeyError:
        raise InputError(
            "E_APPROVAL_STEP",
            phrase("A release that is {state} cannot take the step '{step}'.", state=_STATES[state], step=_STEPS[step]),
            hint=phrase("A release is prepared, reviewed, approved and released, in this order."),
        ) from None


def check_eyes(step: Step, actor: str, prepared_by: str, *, four_eyes: bool) -> None:
    """``InputError`` (``E_FOUR_EYES``) where the one who prepared would judge the own work, under any spelling.

    ``E_PERSON_SCRIPTS`` where one of the two names could be the other in look-alike letters.
    """
    if not four_eyes or step not in (Step.REVIEW, Step.APPROVE):
        return
    check_person(actor)
    check_person(prepared_by)
    if same_person(actor, prepared_by):
        raise InputError(
            "E_FOUR_EYES",
            phrase("{actor} prepared this release: by its profile somebody else reviews and approves it.", actor=actor),
            hint=phrase("Let a colleague open the profile under another name."),
        )
