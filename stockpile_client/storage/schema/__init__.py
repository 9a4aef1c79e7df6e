"""The tables, one migration a module: each has a ``create(db)`` that is never edited once it was released.

Conventions
- Every table is STRICT. Shared things are keyed by UUIDs as 32 hex digits; a local row number never leaves the machine.
- Times are ISO text in UTC, days ISO dates, masses INTEGER milligrams (at most 18 digits: they fit 63 bits).
- What must never change is guarded by triggers (:func:`append_only`), not by good manners.
"""

from __future__ import annotations

from sqlite_utils import Database


def append_only(db: Database, table: str) -> None:
    """Refuse UPDATE and DELETE on ``table`` (a name of ours); REPLACE too, as recursive triggers are on."""
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
