"""Bringing a database to the schema of this version, and refusing one that is ahead of it.

Each migration runs in a transaction of its own together with the record that it ran, so a power cut leaves the
database at one version or the next. ``user_version`` counts the migrations for tools that look from outside.

>>> migrate(db)  # doctest: +SKIP
('m0001_audit_and_settings', 'm0002_stock', …)
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from stockpile_client.core.errors import MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.storage.failures import database_errors
from stockpile_client.storage.schema import (
    m0001_audit_and_settings,
    m0002_stock,
    m0003_exchange,
    m0004_imports_and_profiles,
    m0005_letters_and_revocations,
    m0006_groups_and_approvals,
    m0007_public_facts,
    m0008_saved_views,
    m0009_edits,
    m0010_drafts,
    m0011_source_index,
    m0012_second_people,
)

_ORDER = (
    m0001_audit_and_settings,
    m0002_stock,
    m0003_exchange,
    m0004_imports_and_profiles,
    m0005_letters_and_revocations,
    m0006_groups_and_approvals,
    m0007_public_facts,
    m0008_saved_views,
    m0009_edits,
    m0010_drafts,
    m0011_source_index,
    m0012_second_people,
)

NAMES = tuple(module.__name__.rpartition(".")[2] for module in _ORDER)
SCHEMA_VERSION = len(NAMES)


def migrate(db: Database) -> tuple[str, ...]:
    """Apply what is missing, in order, and return the names of what was applied.

    Raises :class:`MachineError` ``E_SCHEMA_NEWER`` if the database knows migrations that this version does not.
    """
    with database_errors():
        pending = _pending(db)
        if pending:
            _migrations().apply(db)
        if schema_version(db) != SCHEMA_VERSION:
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return pending


def require_current(db: Database) -> None:
    """Raise :class:`MachineError`: ``E_SCHEMA_NEWER``, or ``E_SCHEMA_OLDER`` if :func:`migrate` has yet to run."""
    with database_errors():
        pending = _pending(db)
    if pending:
        raise MachineError(
            "E_SCHEMA_OLDER",
            phrase("The database was written by an older version of this program."),
            hint=phrase("Open the profile once with write access: it is brought up to date then."),
        )


def refuse_newer(db: Database) -> None:
    """Raise :class:`MachineError` ``E_SCHEMA_NEWER`` for a database that this version cannot read."""
    with database_errors():
        _pending(db)


def schema_version(db: Database) -> int:
    """The number of migrations that a database has seen, 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _pending(db: Database) -> tuple[str, ...]:
    applied = tuple(record.name for record in _migrations().applied(db))
    if schema_version(db) > SCHEMA_VERSION or applied != NAMES[: len(applied)]:
        raise MachineError(
            "E_SCHEMA_NEWER",
            phrase("The database was written by a newer version of this program."),
            hint=phrase("Install the newer version; the data are not harmed."),
        )
    return NAMES[len(applied) :]


def _migrations() -> Migrations:
    migrations = Migrations("stockpile")
    for name, module in zip(NAMES, _ORDER, strict=True):
        migrations(name=name)(module.create)
    return migrations
