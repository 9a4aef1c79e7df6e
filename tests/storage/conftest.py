"""A real, encrypted database in a temporary folder, for every test that wants one."""

import pytest

from stockpile_client.storage.connection import open_database

KEY = bytes(range(32))


@pytest.fixture
def key():
    return KEY


@pytest.fixture
def empty_db(tmp_path, key):
    """An open database without any table."""
    db = open_database(tmp_path / "stockpile.db", key, create=True)
    yield db
    db.close()
