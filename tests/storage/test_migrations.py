"""Behaviour of the schema's versions."""

import pytest

from stockpile_client.core.errors import MachineError
from stockpile_client.storage.migrations import NAMES, SCHEMA_VERSION, migrate, require_current, schema_version


def test_a_new_database_gets_every_migration_once(empty_db):
    assert migrate(empty_db) == NAMES
    assert migrate(empty_db) == ()
    assert schema_version(empty_db) == SCHEMA_VERSION
    require_current(empty_db)


def test_every_table_of_ours_is_strict_and_every_reference_holds(empty_db):
    migrate(empty_db)
    loose = {table.name for table in empty_db.tables if not table.strict and not table.name.startswith("_")}
    virtual = {name for name in loose if name.startswith(("search", "sqlite_"))}
    assert loose == virtual
    assert empty_db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_database_that_is_ahead_is_refused_and_left_as_it_is(empty_db):
    migrate(empty_db)
    empty_db["_sqlite_migrations"].insert({"migration_set": "stockpile", "name": "m9999_tomorrow", "applied_at": "x"})
    before = empty_db.execute("SELECT * FROM _sqlite_migrations").fetchall()
    for action in (migrate, require_current):
        with pytest.raises(MachineError) as refusal:
            action(empty_db)
        assert refusal.value.code == "E_SCHEMA_NEWER"
    assert empty_db.execute("SELECT * FROM _sqlite_migrations").fetchall() == before


def test_a_higher_user_version_alone_is_refused_too(empty_db):
    migrate(empty_db)
    empty_db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(MachineError) as refusal:
        migrate(empty_db)
    assert refusal.value.code == "E_SCHEMA_NEWER"


def test_a_database_that_is_behind_is_named_so(empty_db):
    with pytest.raises(MachineError) as refusal:
        require_current(empty_db)
    assert refusal.value.code == "E_SCHEMA_OLDER"
