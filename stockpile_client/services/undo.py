"""Undo: take back the last edit, by its name, if nothing has changed what it changed since.

Rules (docs/decisions/0012-undo-from-the-record-of-edits.md)
- One's own last step comes first; nobody undoes by a key press what somebody else did, or what was done long ago.
- Undo survives a restart: steps are in the profile, with the state before and after each.
- What changed since is not overwritten: the step is refused, and both people's work stays.
- An undo is an edit itself: written down, audited, and not undone in turn. What the ledger holds is reversed.

>>> next_undo(ctx).name
'Close site Novara'
>>> undo(ctx).change.summary
'Undone: Close site Novara'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import Phrase, phrase
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.edits import note_edit, read_step
from stockpile_client.services.undo_subjects import SUBJECTS
from stockpile_client.storage import edits

UNDO_DAYS = 1
"""How long a step is offered: what is older was relied upon by now, and is edited instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """The step that Undo would take back; ``name`` is what was done. ``final``: this step cannot be taken back."""

    row: int
    name: Phrase
    final: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    change: ChangeSet
    step: Step


def next_undo(ctx: Context) -> Step | None:
    """The last step of whoever is at the desk, or None if there is none of late."""
    found = edits.last_open(ctx.db, actor=ctx.actor, since=ctx.now() - timedelta(days=UNDO_DAYS))
    return None if found is None else Step(found.row, read_step(found.step), not found.changes)


def undo(ctx: Context, expected: int | None = None) -> Undone:
    """Take the last step back; ``expected`` is the row of the step that a person was shown.

    Raises ``InputError``: ``E_NOTHING_TO_UNDO``; ``E_UNDO_FINAL`` for a step that has no way back; ``E_UNDO_CONFLICT``
    if what the step changed was changed again since, or if another step than the expected one is the last by now;
    or the rule that what stood before would break today.
    """
    with ctx.transaction():
        found = edits.last_open(ctx.db, actor=ctx.actor, since=ctx.now() - timedelta(days=UNDO_DAYS))
        if found is None:
            raise InputError("E_NOTHING_TO_UNDO", phrase("There is nothing of yours to undo since yesterday."))
        name = read_step(found.step)
        if expected is not None and found.row != expected:
            raise InputError("E_UNDO_CONFLICT", phrase("Another step was done since: {step}.", step=name))
        if not found.changes:
            raise InputError(
                "E_UNDO_FINAL", phrase("This step cannot be undone: {step}.", step=name),
                hint=phrase("Enter the opposite, or post the movement anew."),
            )  # fmt: skip
        for change in found.changes:
            if SUBJECTS[change.subject].read(ctx, change.id) != change.after:
                raise InputError(
                    "E_UNDO_CONFLICT",
                    phrase("It was changed again since, so this step cannot be undone: {step}.", step=name),
                    hint=phrase("Look at it as it is now, and edit it."),
                )
        result = ChangeSet.nothing()
        for change in reversed(found.changes):
            result = result | SUBJECTS[change.subject].write(ctx, change.id, change.before)
        summary = phrase("Undone: {step}", step=name)
        note_edit(ctx, summary, [edits.Change(one.subject, one.id, one.after, one.before) for one in found.changes],
                  undoes=found.row)  # fmt: skip
        ctx.record("edit_undone", detail={"edit": found.row, "step": str(name)})
    return Undone(ChangeSet(result.kinds, result.ids, summary), Step(found.row, name, False))
