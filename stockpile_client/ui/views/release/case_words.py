"""How a prepared release stands, and what became of it step by step, in words."""

from __future__ import annotations

from stockpile_client.core.phrases import mark
from stockpile_client.disclosure.approval import CaseState, Step
from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.services.approval_cases import ReleaseCase
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status

_STATES = {
    CaseState.PREPARED: (Status.CAUTION, mark("waits for review")),
    CaseState.REVIEWED: (Status.CAUTION, mark("waits for approval")),
    CaseState.APPROVED: (Status.INFO, mark("approved, not yet released")),
    CaseState.SENT_BACK: (Status.DANGER, mark("sent back")),
    CaseState.RELEASED: (Status.DONE, mark("released")),
}
_STEPS = {
    Step.PREPARE: mark("prepared"),
    Step.REVIEW: mark("reviewed"),
    Step.APPROVE: mark("approved"),
    Step.SEND_BACK: mark("sent back"),
    Step.RELEASE: mark("released"),
}


def case_state(case: ReleaseCase) -> tuple[Status, str]:
    """How far it is."""
    status, words = _STATES[case.state]
    return status, tr(words)


def profile_of(case: ReleaseCase) -> Profile:
    """The rules that it was prepared under."""
    return profile_from_json(case.recipe.profile)


def step_lines(case: ReleaseCase, formats: Formats) -> str:
    """Who did what and when, line by line; the digest of a bundle is no note for a person."""
    lines = []
    for one in case.steps:
        said = tr("{when}: {step} by {who}", when=formats.moment(one.at), step=tr(_STEPS[one.step]), who=one.actor)
        noted = one.note and one.step is not Step.RELEASE
        lines.append(tr("{line} – “{note}”", line=said, note=one.note) if noted else said)
    return "\n".join(lines)
