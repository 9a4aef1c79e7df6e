"""Requests for data: what partners asked us for, as tasks, and what we asked them for.

A request came as a bundle and was accepted. It is answered by a statement that names it (``reply_to``), or by a
reasoned refusal: a receipt with the outcome *rejected*, which says that the request was read and is not followed.

>>> [task.partner_name for task in list_requests(ctx, open_only=True)]
['KOMIR']
>>> plan = plan_answer(ctx, task.digest, profile=profile)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from stockpile_client.bundle.letters import Receipt, Request, decode_request
from stockpile_client.bundle.sealing import SealedBundle
from stockpile_client.core.checks import Check, Severity
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.answer import Answered, write_letter
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.inference import AuditDesk
from stockpile_client.services.keyring import short_names
from stockpile_client.services.release import ReleasePlan, plan_release
from stockpile_client.storage import bundles, letters
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import Direction


class RequestState(StrEnum):
    """What became of a request; an open one is overdue once its deadline has passed."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DataRequest:
    """One request. ``digest`` and ``bundle`` name its bundle; ``partner`` asked us, or was asked by us.

    ``answer`` is the MANIFEST digest of the statement that answers it, ``reason`` why it was refused.
    """

    digest: str
    bundle: str
    partner: str
    partner_name: str
    materials: tuple[str, ...]
    as_of: date
    purpose: str
    deadline: date
    at: datetime
    state: RequestState
    answer: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in (RequestState.OPEN, RequestState.OVERDUE)


def list_requests(ctx: Context, *, open_only: bool = False) -> list[DataRequest]:
    """What partners asked us for, by deadline."""
    return _requests(ctx, Direction.IN, open_only)


def list_own_requests(ctx: Context, *, open_only: bool = False) -> list[DataRequest]:
    """What we asked partners for, by deadline."""
    return _requests(ctx, Direction.OUT, open_only)


def get_request(ctx: Context, digest: str) -> DataRequest:
    """A request to us; ``InputError`` (``E_NO_REQUEST``) if there is none."""
    found = next((one for one in list_requests(ctx) if one.digest == digest), None)
    if found is None:
        raise InputError("E_NO_REQUEST", phrase("There is no such request of a partner."))
    return found


def plan_answer(
    ctx: Context,
    digest: str,
    *,
    profile: Profile,
    as_of: date | None = None,
    title: str = "",
    nil: Sequence[str] = (),
    not_compiled: Sequence[str] = (),
    note: str = "",
    desk: AuditDesk | None = None,
) -> ReleasePlan:
    """The statement that would answer an open request under ``profile``; released like any other.

    The whole scope of the profile is stated, for the partner takes the newest statement as what holds; what was asked
    and is not in scope is a warning. ``as_of``: another day than the one asked for; the rest as of
    ``plan_release``. ``InputError``: ``E_REQUEST_CLOSED``, or ``E_AUDIENCE`` if the profile is not for whoever asked.
    """
    asked = _open_request(ctx, digest)
    plan = plan_release(
        ctx, profile=profile, as_of=as_of or asked.as_of, title=title, nil=nil, not_compiled=not_compiled, note=note,
        reply_to=asked.bundle, desk=desk,
    )  # fmt: skip
    if asked.partner not in plan.agencies:
        raise InputError("E_AUDIENCE", phrase("This profile is not for the partner who asked."))
    unanswered = phrase("The partner asked for it; the profile does not cover it.")
    silent = [
        Check(Severity.WARNING, "W_NOT_ANSWERED", material, unanswered)
        for material in asked.materials
        if material not in profile.scope
    ]
    return replace(plan, checks=(*plan.checks, *silent))


def refuse_request(ctx: Context, digest: str, *, reason: str, folder: Path) -> Answered:
    """Write a receipt that refuses an open request, with the reason that the partner will read."""
    why = clean_text(reason, what=phrase("reason"))
    if not why:
        raise InputError("E_REASON_MISSING", phrase("Say why the request is refused: the partner will read it."))
    asked = _open_request(ctx, digest)
    stored = bundles.get(ctx.db, asked.digest)
    if stored is None:
        raise InputError("E_NO_REQUEST", phrase("There is no such request of a partner."))

    def settle(_sealed: SealedBundle) -> None:
        bundles.set_state(ctx.db, digest, BundleState.REJECTED, at=ctx.now(), reason=why)
        ctx.record("request_refused", digest, {"reason": why})

    receipt = Receipt(stored.channel, stored.seq, digest, "rejected", why, ctx.now().replace(microsecond=0))
    return write_letter(
        ctx, "receipt", receipt, audience=(asked.partner,), folder=folder, marking=stored.marking,
        reply_to=stored.id, settle=settle,
    )  # fmt: skip


def _open_request(ctx: Context, digest: str) -> DataRequest:
    asked = get_request(ctx, digest)
    if not asked.is_open:
        refused = asked.state is RequestState.REFUSED
        raise InputError(
            "E_REQUEST_CLOSED",
            phrase("The request is refused already.") if refused else phrase("The request is answered already."),
        )
    return asked


def _requests(ctx: Context, direction: Direction, open_only: bool) -> list[DataRequest]:
    stored = bundles.every(ctx.db)
    answers = {
        bundle.reply_to: bundle.digest
        for bundle in stored
        if bundle.kind == "statement" and bundle.reply_to and bundle.direction is not direction
        and bundle.state not in (BundleState.WITHDRAWN, BundleState.EVIDENCE, BundleState.REJECTED)
    }  # fmt: skip
    names = short_names(ctx)
    found = [
        _request(ctx, bundle, decode_request(content), names, answers)
        for bundle in stored
        if bundle.kind == "request"
        and bundle.direction is direction
        and bundle.state not in (BundleState.EVIDENCE, BundleState.WITHDRAWN)
        and (content := letters.get(ctx.db, bundle.digest))
    ]
    return sorted((one for one in found if one.is_open or not open_only), key=lambda one: (one.deadline, one.at))


def _request(
    ctx: Context, bundle: StoredBundle, asked: Request, names: dict[str, str], answers: dict[str, str]
) -> DataRequest:
    # a request of ours has one addressee
    partner = bundle.sender if bundle.direction is Direction.IN else audience_of(bundle, ctx.agency.id)[0]
    answer = answers.get(bundle.id, "")
    if answer:
        state = RequestState.ANSWERED
    elif bundle.state is BundleState.REJECTED:
        state = RequestState.REFUSED
    else:
        state = RequestState.OVERDUE if ctx.today() > asked.deadline else RequestState.OPEN
    return DataRequest(
        bundle.digest, bundle.id, partner, names.get(partner, ""), asked.materials, asked.as_of, asked.purpose,
        asked.deadline, bundle.recorded, state, answer, bundle.reason,
    )  # fmt: skip
