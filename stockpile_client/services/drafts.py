"""Keep what was typed and not yet submitted, in the encrypted database, until the profile is unlocked again.

Drafts are nobody's record: they are not audited, they leave in no bundle, and the next keeping replaces them all. They
are kept while somebody types, so that a crash costs some seconds, and once more when the profile locks.

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

__all__ = ["MOST_CHARACTERS", "Draft", "forget_draft", "keep_drafts", "kept_drafts"]

MOST_CHARACTERS = 200_000
"""Of one draft, names and texts together. A longer one is left out: nobody types that much into a form."""


def keep_drafts(ctx: Context, found: Sequence[Draft], *, beside_others: bool = False) -> ChangeSet:
    """Keep these drafts; those without a field and those that are too long are left out.

    They take the place of all former ones, or with ``beside_others`` of those about the same form only: nobody has seen
    yet what else is kept.
    """
    kept = [draft for draft in found if draft.fields and _characters(draft) <= MOST_CHARACTERS]
    with ctx.transaction():
        (drafts.put if beside_others else drafts.replace_all)(ctx.db, kept)
    return ChangeSet.nothing(phrase("Kept what was being typed"))


def forget_draft(ctx: Context, form: str) -> None:
    """Forget what was typed into the form of that key: it was saved, and is not to be offered again."""
    with ctx.transaction():
        drafts.remove(ctx.db, form)


def kept_drafts(ctx: Context) -> list[Draft]:
    """What was being typed when the profile was last locked, by key."""
    return drafts.every(ctx.db)


def _characters(draft: Draft) -> int:
    return sum(len(name) + len(text) for name, text in draft.fields.items())
