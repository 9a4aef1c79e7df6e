"""Every edit leaves its step, with what stood before and after: for the history of a thing, and for Undo.

A service that edits calls :func:`note_edit` inside its transaction, beside the audit entry. A step is a phrase that
names what was done, as it stands in the menu after "Undo": short, in the imperative. An edit that Undo cannot take back
is noted without changes, so that Undo stops there and says so instead of reaching past it.

>>> note_edit(ctx, phrase("Close site {name}", name="Novara"), [Change("site", site.id, before, after)])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from stockpile_client.core.phrases import Phrase, Value, phrase
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.storage import edits
from stockpile_client.storage.edits import Change

__all__ = [
    "POSTED",
    "Change",
    "PastEdit",
    "history_of",
    "note_edit",
    "posted",
    "profile_change",
    "read_step",
    "state_of",
]

POSTED = '"posted"'
"""The state of a movement that stands; one that was reversed counts as not being there."""


@dataclass(frozen=True, slots=True)
class PastEdit:
    """One line of the history of a thing."""

    at: datetime
    actor: str
    step: str
    reason: str
    undone: bool


def state_of(value: object) -> str:
    """The canonical JSON of a frozen value: two states are equal exactly if their texts are."""
    return msgspec.json.encode(value, order="deterministic").decode("utf-8")


def posted(*movements: str) -> list[Change]:
    """The changes of an edit that posted movements, by their ids; they are undone by reversing them."""
    return [Change("movement", id, None, POSTED) for id in movements]


def profile_change(before: Profile | None, after: Profile | None) -> list[Change]:
    """The change of a disclosure profile, known by its name; None where it was not in use."""
    profile = after or before
    assert profile is not None  # one of the two is there
    old, new = (None if one is None else one.canonical().decode("utf-8") for one in (before, after))
    return [Change("profile", profile.name, old, new)]


def note_edit(
    ctx: Context, step: Phrase, changes: Sequence[Change] = (), *, reason: str = "", undoes: int | None = None
) -> int:
    """Write down an edit and return its number; call it inside the transaction of what it edits."""
    said = msgspec.json.encode(_parts(step)).decode("utf-8")
    return edits.add(
        ctx.db, at=ctx.now(), actor=ctx.actor, step=said, changes=changes, reason=reason, undoes=undoes
    )  # fmt: skip


def history_of(ctx: Context, subject: str, id: str) -> list[PastEdit]:
    """What was done to one thing, the first step first."""
    found = edits.of_thing(ctx.db, subject, id)
    undone = {edit.undoes for edit in found}
    return [PastEdit(edit.at, edit.actor, read_step(edit.step), edit.reason, edit.row in undone) for edit in found]


def read_step(said: str) -> Phrase:
    """The phrase that :func:`note_edit` wrote."""
    return _phrase(msgspec.json.decode(said))


def _parts(value: Value) -> Any:
    if not isinstance(value, Phrase):
        return value
    return {"template": value.template, "values": {name: _parts(part) for name, part in value.values.items()}}


def _phrase(parts: dict[str, Any]) -> Phrase:
    values = {name: _phrase(part) if isinstance(part, dict) else part for name, part in parts["values"].items()}
    return phrase(parts["template"], **values)
