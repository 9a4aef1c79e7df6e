"""Behaviour of an open database: what is refused at the door, what is on the disk, what a transaction promises."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path

import pytest

import stockpile_client
from stockpile_client.core.errors import InternalError, MachineError
from stockpile_client.storage.connection import check_integrity, open_database, transaction
from stockpile_client.storage.failures import CancelledError, database_errors

CANARY = "canary-tungsten-4711"


@pytest.fixture
def db(empty_db):
    empty_db["note"].create({"id": int, "text": str}, pk="id", strict=True)
    return empty_db


@pytest.fixture
def db_path(tmp_path):
    return tmp_path / "stockpile.db"


def code_of(action, *arguments, **options):
    with pytest.raises((MachineError, InternalError)) as refusal:
        action(*arguments, **options)
    return refusal.value.code


def test_what_was_written_is_there_after_reopening(db, db_path, key):
    db["note"].insert({"id": 1, "text": "kept"})
    db.close()
    again = open_database(db_path, key)
    assert list(again["note"].rows) == [{"id": 1, "text": "kept"}]
    again.close()


def test_another_key_is_told_from_a_foreign_file(db, db_path, tmp_path):
    db.close()
    assert code_of(open_database, db_path, bytes(32)) == "E_DATABASE_KEY"
    plain = tmp_path / "plain.db"
    with sqlite3.connect(plain) as connection:
        connection.execute("CREATE TABLE lot (id)")
    connection.close()
    assert code_of(open_database, plain, bytes(32)) == "E_FOREIGN_FILE"
    (tmp_path / "photo.db").write_bytes(os.urandom(5000))
    assert code_of(open_database, tmp_path / "photo.db", bytes(32)) == "E_FOREIGN_FILE"
    (tmp_path / "noise.db").write_bytes(os.urandom(8192))
    assert code_of(open_database, tmp_path / "noise.db", bytes(32)) == "E_DATABASE_KEY"


def test_an_encrypted_database_of_another_program_is_foreign(db, db_path, key):
    db.execute("PRAGMA application_id = 1")
    db.close()
    assert code_of(open_database, db_path, key) == "E_FOREIGN_FILE"


def test_a_missing_or_emptied_file_is_never_replaced_by_a_new_one(tmp_path, key):
    path = tmp_path / "stockpile.db"
    assert code_of(open_database, path, key) == "E_DATABASE_MISSING"
    assert not path.exists()
    path.touch()
    assert code_of(open_database, path, key) == "E_DATABASE_DAMAGED"


def test_creating_over_a_database_is_refused(db, db_path, key):
    assert code_of(open_database, db_path, key, create=True) == "E_DATABASE_EXISTS"


def test_a_short_key_is_a_bug_and_not_a_passphrase(tmp_path):
    assert code_of(open_database, tmp_path / "x.db", b"short", create=True) == "E_KEY_LENGTH"


def test_names_with_signs_of_a_url_are_only_names(tmp_path, key):
    path = tmp_path / "100% sure?mode=ro&x#y ü.db"
    open_database(path, key, create=True).close()
    open_database(path, key).close()
    assert path.is_file()


def test_one_flipped_bit_anywhere_is_found(db, db_path, key):
    with transaction(db):
        db["note"].insert_all({"id": number, "text": "x" * 200} for number in range(200))
    check_integrity(db)
    db.close()
    sound = db_path.read_bytes()
    for position in range(4096 + 100, len(sound), 4096):
        db_path.write_bytes(sound[:position] + bytes([sound[position] ^ 1]) + sound[position + 1 :])
        damaged = open_database(db_path, key)
        assert code_of(check_integrity, damaged) == "E_DATABASE_DAMAGED"
        damaged.close()


def test_a_damaged_first_page_is_refused_at_the_door(db, db_path, key):
    db.close()
    content = bytearray(db_path.read_bytes())
    content[200] ^= 1
    db_path.write_bytes(content)
    assert code_of(open_database, db_path, key) == "E_DATABASE_KEY"


def test_nothing_readable_reaches_the_disk_even_after_a_kill(tmp_path, key):
    """A process writes, sorts and spills, then dies without closing; no file holds the text or the key."""
    spill = tmp_path / "temp"
    spill.mkdir()
    script = textwrap.dedent(f"""
        import os, pathlib
        from stockpile_client.storage.connection import open_database, transaction
        db = open_database(pathlib.Path({str(tmp_path / "stockpile.db")!r}), bytes(range(32)), create=True)
        db["note"].create({{"id": int, "text": str}}, pk="id", strict=True)
        with transaction(db):
            db["note"].insert_all({{"id": n, "text": f"{CANARY} {{n * 7919 % 10007}}"}} for n in range(20000))
        db.execute("CREATE INDEX by_text ON note (text)")
        db.execute("SELECT * FROM note a ORDER BY text || id LIMIT 10 OFFSET 19000").fetchall()
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE note SET text = text || '!'")
        os.kill(os.getpid(), 9)
    """)
    environment = os.environ | {"TMPDIR": str(spill), "SQLITE_TMPDIR": str(spill)}
    died = subprocess.run([sys.executable, "-c", script], env=environment, check=False, capture_output=True)
    assert died.returncode not in (0, 1), died.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"stockpile.db", "stockpile.db-wal"} <= {path.name for path in written}
    for path in written:
        content = path.read_bytes()
        for secret in (CANARY.encode(), CANARY.encode("utf-16-le"), b"CREATE TABLE", key, key.hex().encode()):
            assert secret not in content, path.name
    survivor = open_database(tmp_path / "stockpile.db", key)
    check_integrity(survivor)
    assert survivor.execute("SELECT count(*), sum(text LIKE '%!') FROM note").fetchone() == (20000, 0)
    survivor.close()
    assert tempfile.gettempdir() != str(spill)


def test_a_transaction_is_all_or_nothing(db):
    def write_and_fail():
        with transaction(db):
            db["note"].insert({"id": 1, "text": "gone"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert db["note"].count == 0
    with transaction(db):
        db["note"].insert({"id": 2, "text": "kept"})
    assert not db.conn.in_transaction
    assert db["note"].count == 1


def test_a_transaction_inside_another_is_refused_and_undoes_both(db):
    def nest():
        with transaction(db):
            db["note"].insert({"id": 1, "text": "gone"})
            with transaction(db):
                pass

    assert code_of(nest) == "E_NESTED_TRANSACTION"
    assert db["note"].count == 0


def test_a_broken_rule_of_the_schema_leaves_as_an_error_of_ours(db):
    def insert_twice():
        with transaction(db):
            db["note"].insert({"id": 1, "text": "a"})
            db["note"].insert({"id": 1, "text": "b"})

    assert code_of(insert_twice) == "E_CONSTRAINT"
    assert db["note"].count == 0


def test_a_full_disk_is_named_and_undoes_the_transaction(db):
    db["note"].insert({"id": 1, "text": "kept"})
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")

    def fill():
        with transaction(db):
            db["note"].insert_all({"id": number, "text": "x" * 500} for number in range(2, 2000))

    assert code_of(fill) == "E_DISK_FULL"
    assert list(db["note"].rows) == [{"id": 1, "text": "kept"}]


def test_a_second_writer_is_told_that_the_database_is_busy(db, db_path, key):
    other = open_database(db_path, key)
    other.execute("PRAGMA busy_timeout = 1")
    with transaction(db):

        def write():
            with transaction(other):
                pass

        assert code_of(write) == "E_DATABASE_BUSY"
    other.close()


def test_a_reader_sees_the_last_commit_and_cannot_write(db, db_path, key):
    reader = open_database(db_path, key, read_only=True)
    with transaction(db):
        db["note"].insert({"id": 1, "text": "pending"})
        assert reader["note"].count == 0
    assert reader["note"].count == 1

    def write():
        with transaction(reader):
            reader["note"].insert({"id": 2, "text": "no"})

    assert code_of(write) == "E_DATABASE_READONLY"
    reader.close()


def test_a_long_query_can_be_cancelled_from_another_thread(db):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    timer = threading.Timer(0.05, db.conn.interrupt)
    timer.start()
    with pytest.raises(CancelledError), database_errors():
        db.execute(endless).fetchone()
    timer.join()


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE '{folder}/copy.db' AS copy KEY ''",
        "VACUUM INTO '{folder}/copy.db'",
        "SELECT load_extension('{folder}/x.so')",
    ],
)
def test_no_statement_reaches_another_file(db, tmp_path, statement):
    with pytest.raises(InternalError), database_errors():
        db.execute(statement.format(folder=tmp_path))
    assert not (tmp_path / "copy.db").exists()


def test_every_connection_has_the_settings_it_needs(db):
    expected = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "synchronous": 2,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 5000,
    }
    assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected


@pytest.mark.parametrize(
    "module", ["storage.connection", "storage.migrations", "services.context", "services.profiles"]
)
def test_whatever_is_imported_first_sqlite_utils_raises_the_error_classes_of_sqlcipher(module):
    script = f"""
import importlib.util
if importlib.util.find_spec("stockpile_client.{module}"):
    importlib.import_module("stockpile_client.{module}")
    import sqlcipher3, sqlite_utils.utils
    assert sqlite_utils.utils.OperationalError is sqlcipher3.OperationalError
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_only_storage_imports_sqlite_utils():
    package = Path(stockpile_client.__file__).parent
    elsewhere = [path for path in package.rglob("*.py") if package / "storage" not in path.parents]
    assert len(elsewhere) > 10
    for path in elsewhere:
        assert "sqlite_utils import" not in path.read_text("utf-8"), path.name
        assert "import sqlite_utils" not in path.read_text("utf-8"), path.name


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are bits on POSIX only")
def test_only_the_owner_may_read_the_files(db, tmp_path):
    db["note"].insert({"id": 1, "text": "x"})
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("stockpile.db*")}
    assert modes == {0o600}


def test_a_refusal_prints_nothing_on_stderr(db, db_path, capfd):
    db.close()
    code_of(open_database, db_path, bytes(32))
    assert capfd.readouterr() == ("", "")


def test_the_sqlite_inside_can_do_what_is_never_tried_out(db):
    version = tuple(map(int, db.execute("SELECT sqlite_version()").fetchone()[0].split(".")))
    assert version >= (3, 37)
    assert db.supports_on_conflict
    assert db.supports_strict


def test_a_row_that_finds_the_disk_full_is_an_error_then_and_is_written_later(db):
    used = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {used}")
    with pytest.raises(MachineError, match="full"), transaction(db):
        db.table("setting").upsert({"key": "note", "value": "x" * 10_000}, pk="key")
    db.execute("PRAGMA max_page_count = 1000000")
    db.table("setting").upsert({"key": "note", "value": "y"}, pk="key")
    assert list(db.execute("SELECT key, value FROM setting WHERE key = 'note'")) == [("note", "y")]
