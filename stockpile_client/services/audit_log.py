"""The audit log: who did what and when, chained by hashes, to look at and to verify."""

from __future__ import annotations

from stockpile_client.services.context import Context
from stockpile_client.storage import audit
from stockpile_client.storage.audit import AuditEntry, AuditHead


def list_audit(ctx: Context, *, after: int = 0, limit: int = -1) -> list[AuditEntry]:
    """Entries in order, from number ``after + 1`` on."""
    return list(audit.entries(ctx.db, after=after, limit=limit))


def verify_audit(ctx: Context) -> int | None:
    """The number of the first entry that is not what was written, or ``None`` if the chain holds."""
    return audit.verify(ctx.db)


def audit_head(ctx: Context) -> AuditHead:
    """The last entry, which stands for the whole log: write it down to be able to prove later that none was cut off."""
    return audit.head(ctx.db)
