"""What the foot of the window says: the last good backup, and what was last heard of a statement of ours.

>>> standing(ctx)  # doctest: +SKIP
Standing(backup=…, answer=Answer(partners=('JP',), seq=14, accepted=True, at=…))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stockpile_client.services.backups import BackupStanding, backup_standing
from stockpile_client.services.context import Context
from stockpile_client.services.dispatch import audience_of
from stockpile_client.services.keyring import short_names
from stockpile_client.storage import bundles
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction

_ANSWERED = (BundleState.ACKNOWLEDGED, BundleState.REJECTED)


@dataclass(frozen=True, slots=True)
class Answer:
    """``partners`` (short names) accepted or rejected our bundle of that number; ``at``: when we learned it."""

    partners: tuple[str, ...]
    seq: int
    accepted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The last verified backup and whether another is due, and the last answer if there is one."""

    backup: BackupStanding
    answer: Answer | None


def standing(ctx: Context) -> Standing:
    """How the profile stands now."""
    found = bundles.latest(ctx.db, Direction.OUT, _ANSWERED)
    if found is None:
        return Standing(backup_standing(ctx), None)
    names = short_names(ctx)
    others = tuple(names.get(one, one) for one in audience_of(found, ctx.agency.id))
    accepted = found.state is BundleState.ACKNOWLEDGED
    return Standing(backup_standing(ctx), Answer(others, found.seq, accepted, found.state_at))
