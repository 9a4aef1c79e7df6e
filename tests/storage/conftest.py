"""A real, encrypted database in a temporary folder, for every test that wants one."""

from contextlib import contextmanager

import pytest

from stockpile_client.storage.connection import open_database
from stockpile_client.storage.migrations import migrate

KEY = bytes(range(32))


@contextmanager
def example(db):
    """One example of a property: what it writes is undone, so that examples do not meet each other."""
    db.execute("SAVEPOINT example")
    try:
        yield db
    finally:
        db.execute("ROLLBACK TO example")
        db.execute("RELEASE example")


@pytest.fixture(scope="session")
def _template(tmp_path_factory):
    """A migrated database, made once: copying its bytes is quicker than migrating for every test."""
    path = tmp_path_factory.mktemp("template") / "stockpile.db"
    db = open_database(path, KEY, create=True)
    migrate(db)
    db.close()
    return path.read_bytes()


@pytest.fixture
def key():
    return KEY


@pytest.fixture
def empty_db(tmp_path, key):
    """An open database without any table."""
    db = open_database(tmp_path / "stockpile.db", key, create=True)
    yield db
    db.close()


@pytest.fixture
def db(tmp_path, key, _template):
    """An open database with every table, and nothing in them."""
    path = tmp_path / "stockpile.db"
    path.write_bytes(_template)
    opened = open_database(path, key)
    yield opened
    opened.close()


@pytest.fixture
def undone(db):
    """``with undone():`` undoes what one hypothesis example wrote."""
    return lambda: example(db)
