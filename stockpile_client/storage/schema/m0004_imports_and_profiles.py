"""What was imported from files, how their columns were read, and the versions of the disclosure profiles."""

from __future__ import annotations

from sqlite_utils import Database

from stockpile_client.storage.schema import append_only


def create(db: Database) -> None:
    """``import_batch``, ``import_row``, ``column_mapping`` and ``disclosure_profile``."""
    db.create_table(
        "import_batch",
        {"digest": str, "kind": str, "file_name": str, "at": str, "added": int, "skipped": int, "rejected": int},
        pk="digest",
        not_null={"kind", "file_name", "at", "added", "skipped", "rejected"},
        strict=True,
    )
    db.create_table(
        "import_row",
        {"digest": bytes, "batch": str},
        pk="digest",
        not_null={"digest", "batch"},
        foreign_keys=[("batch", "import_batch", "digest")],
        strict=True,
    )
    db.create_table(
        "column_mapping",
        {"columns": str, "mapping": str, "at": str},
        pk="columns",
        not_null={"columns", "mapping", "at"},
        strict=True,
    )
    db.create_table(
        "disclosure_profile",
        {"name": str, "version": int, "digest": str, "content": str, "at": str},
        pk=("name", "version"),
        not_null={"name", "version", "digest", "content", "at"},
        strict=True,
    )
    db.table("disclosure_profile").create_index(
        ["name", "version"], unique=True, index_name="disclosure_profile_by_name"
    )
    for table in ("import_batch", "import_row", "disclosure_profile"):
        append_only(db, table)
