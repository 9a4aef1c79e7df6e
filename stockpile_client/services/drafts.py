"""Keep what was typed and not yet submitted, in the encrypted database, until the profile is unlocked again.

Drafts are nobody's record: they are not audited, they leave in no bundle, and the next keeping replaces them all.

>>> keep_drafts(ctx, [Draft("inventory/new_lot", {"form": "APT"}, ctx.now())])
>>> [draft.key for draft in kept_drafts(ctx)]
['inventory/new_lot']
"""

from __future__ import annotations

from collections.abc import Sequence

from stockpile_client.core.phrases import phrase
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.storage import drafts
from stockpile_client.storage.drafts import StoredDraft as Draft

__all__ = ["MOST_CHARACTERS", "Draft", "keep_drafts", "kept_drafts"]

MOST_CHARACTERS = 200_000
"""Of one draft, names and texts together. A longer one is left out: nobody types that much into a form."""


def keep_drafts(ctx: Context, found: Sequence[Draft]) -> ChangeSet:
    """Keep these drafts in place of all former ones; those without a field and those that are too long are left out."""
    kept = [draft for draft in found if draft.fields and _characters(draft) <= MOST_CHARACTERS]
    with ctx.transaction():
        drafts.replace_all(ctx.db, kept)
    return ChangeSet.nothing(phrase("Kept what was being typed"))


def kept_drafts(ctx: Context) -> list[Draft]:
    """What was being typed when the profile was last locked, by key."""
    return drafts.every(ctx.db)


def _characters(draft: Draft) -> int:
    return sum(len(name) + len(text) for name, text in draft.fields.items())
