"""The audit log and the settings of a profile."""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only


def create(db: Database) -> None:
    """``setting`` (key, value) and the hash-chained ``audit``."""
    db.create_table("setting", {"key": str, "value": str}, pk="key", not_null={"key", "value"}, strict=True)
    db.create_table(
        "audit",
        {
            "seq": int,
            "at": str,
            "actor": str,
            "event": str,
            "subject": str,
            "detail": str,
            "prev_hash": str,
            "hash": str,
        },
        pk="seq",
        not_null={"at", "actor", "event", "subject", "detail", "prev_hash", "hash"},
        strict=True,
    )
    append_only(db, "audit")
