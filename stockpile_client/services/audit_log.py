"""The audit log: who did what and when, chained by hashes, to look at and to verify."""

from __future__ import annotations

from stockpile_client.services.context import Context
from stockpile_client.storage import audit, audit_mark
from stockpile_client.storage.audit import AuditEntry, AuditHead


def list_audit(ctx: Context, *, after: int = 0, limit: int = -1) -> list[AuditEntry]:
    """Entries in order, from number ``after + 1`` on."""
    return list(audit.entries(ctx.db, after=after, limit=limit))


def verify_audit(ctx: Context) -> int | None:
    """The number of the first entry that is not what was written, or is missing at the end; ``None`` if none is."""
    broken = audit.verify(ctx.db)
    return audit_mark.first_missing(ctx.profile.folder.path, ctx.db) if broken is None else broken


def audit_head(ctx: Context) -> AuditHead:
    """The last entry, which stands for the whole log: write it down to be able to prove later that none was cut off."""
    return audit.head(ctx.db)
