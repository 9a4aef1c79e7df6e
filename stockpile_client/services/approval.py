"""Approve a release: prepared, reviewed, approved and released are separate steps, each by a recorded person.

What is approved is bound to what is signed: every step makes the plan again from the inventory of that moment, and
goes on only if its digest is the one that was prepared. A profile may demand that whoever reviews or approves is not
the one who prepared (``four_eyes``); then nothing is released on any other way. Where two people sign
(:mod:`stockpile_client.services.second_person`), who approves is not who was typed, but who proved it by a passphrase.

>>> case = prepare_release(ctx, profile=profile, as_of=date(2026, 9, 30)).case
>>> review_release(colleague, case.id, note="compared with the ledger")
>>> approve_release(colleague, case.id)
>>> release_approved(ctx, case.id, folder=Path("/media/stick")).file.seq
1
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.people import check_person
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.approval import CaseState, Step, check_eyes, next_state
from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.services.approval_cases import Recipe, ReleaseCase, get_case
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import release_key
from stockpile_client.services.release import Released, ReleasePlan, apply_release, cannot_release, plan_release
from stockpile_client.storage import approvals, second_people
from stockpile_client.storage.approvals import StoredCase


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that waits for its review, and the plan as it was prepared."""

    change: ChangeSet
    case: ReleaseCase
    plan: ReleasePlan


def prepare_release(
    ctx: Context,
    *,
    profile: Profile,
    as_of: date,
    title: str = "",
    nil: Sequence[str] = (),
    not_compiled: Sequence[str] = (),
    note: str = "",
    reply_to: str | None = None,
) -> Prepared:
    """Put a release forward for review; arguments as of ``plan_release``. ``E_RELEASE`` while errors stand.

    ``E_PERSON_SCRIPTS`` where two people are asked for and the name at the desk could be anybody's.
    """
    if profile.four_eyes:
        check_person(ctx.actor)
    recipe = Recipe(profile.canonical().decode(), as_of, title, tuple(nil), tuple(not_compiled), note, reply_to)
    plan = _plan(ctx, recipe)
    if plan.errors:
        raise cannot_release(plan)
    stored = StoredCase(uuid.uuid4().hex, plan.digest, msgspec.json.encode(recipe).decode(), profile.four_eyes)
    with ctx.transaction():
        approvals.add(ctx.db, stored)
        _note_step(ctx, stored.id, Step.PREPARE, plan.digest, "")
    change = _change(phrase("Prepared {title}", title=plan.header.title), stored.id)
    return Prepared(change, get_case(ctx, stored.id), plan)


def plan_of_case(ctx: Context, case: ReleaseCase) -> ReleasePlan:
    """The plan of a prepared release, made again; ``E_APPROVAL_OUTDATED`` if it is not what was prepared."""
    plan = _plan(ctx, case.recipe)
    if plan.digest != case.digest:
        raise InputError(
            "E_APPROVAL_OUTDATED",
            phrase(
                "The inventory or the audience changed since this release was prepared: something else would leave now."
            ),
            unchanged=phrase("Nothing was released."),
            hint=phrase("Send it back and prepare it anew."),
        )
    return plan


def review_release(ctx: Context, case_id: str, *, note: str = "") -> ChangeSet:
    """Note that the person at the desk went through what would leave."""
    return _judge(ctx, case_id, Step.REVIEW, note)


def approve_release(ctx: Context, case_id: str, *, note: str = "") -> ChangeSet:
    """Approve what was reviewed."""
    return _judge(ctx, case_id, Step.APPROVE, note)


def send_back(ctx: Context, case_id: str, *, reason: str) -> ChangeSet:
    """End a release that shall not leave as it is; it is prepared anew after it was mended."""
    why = clean_text(reason, what=phrase("reason"))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the release is sent back: who prepared it will read it."))
    with ctx.transaction():
        case = get_case(ctx, case_id)
        next_state(case.state, Step.SEND_BACK)
        _note_step(ctx, case_id, Step.SEND_BACK, case.digest, why)
    return _change(phrase("Sent a release back"), case_id)


def release_approved(ctx: Context, case_id: str, *, folder: Path) -> Released:
    """Sign and write what was approved; ``E_APPROVAL_STEP`` before it is, ``E_APPROVAL_OUTDATED`` if it changed."""
    case = get_case(ctx, case_id)
    next_state(case.state, Step.RELEASE)
    check_eyes(Step.APPROVE, _proven(ctx), case.prepared_by, four_eyes=case.four_eyes and _two_sign(ctx))
    return apply_release(ctx, plan_of_case(ctx, case), folder=folder, case=case)


def _judge(ctx: Context, case_id: str, step: Step, note: str) -> ChangeSet:
    said = clean_text(note, what=phrase("note"))
    with ctx.transaction():
        case = get_case(ctx, case_id)
        state = next_state(case.state, step)
        judge = _proven(ctx) if step is Step.APPROVE and case.four_eyes else ctx.actor
        check_eyes(step, judge, case.prepared_by, four_eyes=case.four_eyes)
        plan = plan_of_case(ctx, case)
        if plan.errors:
            raise cannot_release(plan)
        _note_step(ctx, case_id, step, case.digest, said, actor=judge)
    title = plan.header.title
    approved = state is CaseState.APPROVED
    return _change(
        phrase("Approved {title}", title=title) if approved else phrase("Reviewed {title}", title=title), case_id
    )


def _plan(ctx: Context, recipe: Recipe) -> ReleasePlan:
    return plan_release(
        ctx, profile=profile_from_json(recipe.profile), as_of=recipe.as_of, title=recipe.title, nil=recipe.nil,
        not_compiled=recipe.not_compiled, note=recipe.note, reply_to=recipe.reply_to,
    )  # fmt: skip


def _two_sign(ctx: Context) -> bool:
    return bool(second_people.every(ctx.db))


def _proven(ctx: Context) -> str:
    """Who approves: where two people sign the second one, who has to be there (``E_SECOND_PERSON``)."""
    if not _two_sign(ctx):
        return ctx.actor
    release_key(ctx)
    return ctx.second.who(ctx.now())


def _note_step(ctx: Context, case_id: str, step: Step, digest: str, note: str, *, actor: str = "") -> None:
    approvals.add_step(ctx.db, case_id, step, actor=actor or ctx.actor, at=ctx.now(), note=note)
    ctx.record(f"release_{step.value}", case_id, {"plan": digest, "note": note})


def _change(summary: str, case_id: str) -> ChangeSet:
    return ChangeSet.of(Kind.APPROVALS, ids=frozenset({case_id}), summary=summary)
