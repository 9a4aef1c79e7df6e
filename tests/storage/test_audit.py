"""Behaviour of the hash-chained audit log: a change anywhere shows, and a lost end shows against a known head."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlcipher3 import IntegrityError

from stockpile_client.core.errors import InternalError
from stockpile_client.storage import audit
from stockpile_client.storage.migrations import migrate

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def db(empty_db):
    migrate(empty_db)
    for minute in range(5):
        audit.append(
            empty_db,
            at=NOON + timedelta(minutes=minute),
            actor="officer",
            event="lot_created",
            subject=f"{minute:032x}",
            detail={"b": minute, "a": "Wolfram – ü"},
        )
    return empty_db


def force(db, statement):
    """Do what someone with the key and another program could do: remove the guard, then write."""
    for name in ("audit_no_update", "audit_no_delete"):
        db.execute(f"DROP TRIGGER {name}")
    db.execute(statement)


def test_an_untouched_log_verifies_and_reads_back_in_order(db):
    assert audit.verify(db) is None
    assert [entry.seq for entry in audit.entries(db)] == [1, 2, 3, 4, 5]
    assert [entry.seq for entry in audit.entries(db, after=2, limit=2)] == [3, 4]
    assert next(audit.entries(db)).detail == '{"a":"Wolfram – ü","b":0}'
    assert audit.head(db).seq == 5


@pytest.mark.parametrize("column", ["at", "actor", "event", "subject", "detail", "prev_hash", "hash"])
def test_an_edited_entry_is_found_at_its_place(db, column):
    force(db, f"UPDATE audit SET {column} = 'x' WHERE seq = 3")
    assert audit.verify(db) == 3


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_removed_entry_is_found_at_its_place(db, seq):
    force(db, f"DELETE FROM audit WHERE seq = {seq}")
    assert audit.verify(db) == seq


def test_two_exchanged_entries_are_found(db):
    force(db, "UPDATE audit SET seq = CASE seq WHEN 2 THEN -2 WHEN 3 THEN -3 ELSE seq END")
    db.execute("UPDATE audit SET seq = CASE seq WHEN -2 THEN 3 WHEN -3 THEN 2 ELSE seq END")
    assert audit.verify(db) == 2


def test_a_log_that_lost_its_end_no_longer_contains_the_head_that_was_seen(db):
    seen = audit.head(db)
    assert audit.contains(db, seen)
    force(db, "DELETE FROM audit WHERE seq > 3")
    assert audit.verify(db) is None
    assert not audit.contains(db, seen)


def test_the_head_of_an_empty_log_is_part_of_every_log(empty_db):
    migrate(empty_db)
    beginning = audit.head(empty_db)
    assert beginning.seq == 0
    audit.append(empty_db, at=NOON, actor="officer", event="opened")
    assert audit.contains(empty_db, beginning)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT seq, at, 'x', event, subject, detail, prev_hash, hash FROM audit",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(db, statement):
    with pytest.raises(IntegrityError, match="append-only"):
        db.execute(statement)
    assert audit.verify(db) is None


def test_a_time_without_a_zone_is_a_bug(db):
    with pytest.raises(InternalError):
        audit.append(db, at=NOON.replace(tzinfo=None), actor="officer", event="opened")
