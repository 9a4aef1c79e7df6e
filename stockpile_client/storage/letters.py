"""The small documents of bundles that are no statements: receipts, withdrawals, requests, key notices.

>>> add(db, digest, content)
>>> get(db, digest) == content
True
"""

from __future__ import annotations

from sqlite_utils import Database


def add(db: Database, bundle: str, content: bytes) -> None:
    """Keep the document of the bundle whose MANIFEST has that digest (hex)."""
    db.table("letter").insert({"bundle": bundle, "content": content})


def get(db: Database, bundle: str) -> bytes | None:
    """The document, as it was received or sent."""
    row = db.execute("SELECT content FROM letter WHERE bundle = ?", (bundle,)).fetchone()
    return row[0] if row else None
