"""Releases on their way to being signed, as they are shown: what each one is, who did what with it, and how far it is.

>>> [case.state for case in list_cases(ctx, open_only=True)]
[<CaseState.REVIEWED: 'reviewed'>]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.disclosure.approval import CaseState, state_after
from stockpile_client.services.context import Context
from stockpile_client.storage import approvals
from stockpile_client.storage.approvals import StoredCase, StoredStep

_ENDS = frozenset({CaseState.RELEASED, CaseState.SENT_BACK})


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what a plan is made again: the profile as canonical JSON, and what else was asked of the plan."""

    profile: str
    as_of: date
    title: str
    nil: tuple[str, ...]
    not_compiled: tuple[str, ...]
    note: str
    reply_to: str | None


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """One release. ``digest`` is that of the plan as it was prepared; ``steps`` begin with its preparation."""

    id: str
    digest: str
    recipe: Recipe
    four_eyes: bool
    steps: tuple[StoredStep, ...]

    @property
    def state(self) -> CaseState:
        """How far it is."""
        return state_after(self.steps[-1].step)

    @property
    def is_approved(self) -> bool:
        """Whether it may be signed."""
        return self.state is CaseState.APPROVED

    @property
    def is_open(self) -> bool:
        """Whether anybody has still to do something."""
        return self.state not in _ENDS

    @property
    def prepared_by(self) -> str:
        """Who prepared it."""
        return self.steps[0].actor


def list_cases(ctx: Context, *, open_only: bool = False) -> list[ReleaseCase]:
    """The releases that were prepared, the last one first."""
    cases = [_case(ctx, stored) for stored in approvals.every(ctx.db)]
    return [case for case in cases if case.is_open or not open_only]


def get_case(ctx: Context, case_id: str) -> ReleaseCase:
    """One release; ``InputError`` (``E_NO_CASE``) if there is none of that id."""
    stored = approvals.get(ctx.db, case_id)
    if stored is None:
        raise InputError("E_NO_CASE", phrase("There is no such prepared release."))
    return _case(ctx, stored)


def _case(ctx: Context, stored: StoredCase) -> ReleaseCase:
    recipe = msgspec.json.decode(stored.recipe, type=Recipe)
    return ReleaseCase(stored.id, stored.digest, recipe, stored.four_eyes, tuple(approvals.steps(ctx.db, stored.id)))
