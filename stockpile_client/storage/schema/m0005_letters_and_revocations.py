"""What receipts, withdrawals, requests and key notices said; and which keys of partners were taken back."""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only


def create(db: Database) -> None:
    """``letter``: the one small document of a bundle that is no statement. ``revocation``: one row per notice."""
    db.create_table(
        "letter",
        {"bundle": str, "content": bytes},
        pk="bundle",
        not_null={"content"},
        foreign_keys=[("bundle", "bundle", "digest")],
        strict=True,
    )
    db.create_table(
        "revocation",
        {"card": str, "agency": str, "reject_from": str, "notice": bytes, "reason": str, "at": str},
        pk="card",
        not_null={"agency", "reject_from", "notice", "reason", "at"},
        foreign_keys=[("card", "card", "digest")],
        strict=True,
    )
    append_only(db, "letter")
    append_only(db, "revocation")
