"""The head of the audit log that is kept beside the database."""

from datetime import UTC, datetime

import pytest

from stockpile_client.storage import audit, audit_mark
from stockpile_client.storage.connection import transaction

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def write(db, entries):
    for number in range(entries):
        audit.append(db, at=NOW, actor="a.rossi", event=f"event_{number}")


def test_without_a_mark_nothing_is_missing(db, tmp_path):
    assert audit_mark.first_missing(tmp_path, db) is None
    write(db, 2)
    assert audit_mark.first_missing(tmp_path, db) is None


def test_a_log_that_only_grew_holds_its_mark(db, tmp_path):
    audit_mark.leave(tmp_path, db)
    write(db, 3)
    assert audit_mark.first_missing(tmp_path, db) is None


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_log_that_was_cut_misses_an_entry_whatever_was_added_since(db, tmp_path, after):
    write(db, 4)
    audit_mark.leave(tmp_path, db)
    db.execute("DROP TRIGGER audit_no_delete")
    db.execute("DELETE FROM audit WHERE seq > 2")
    for _ in range(after):
        audit.append(db, at=NOW, actor="a.rossi", event="afterwards")
    missing = audit_mark.first_missing(tmp_path, db)
    assert missing == min(4, 3 + after)
    audit_mark.leave(tmp_path, db)
    assert audit_mark.first_missing(tmp_path, db) == missing, "the mark of what was there stays"


def test_what_may_still_be_undone_leaves_no_mark(db, tmp_path):
    write(db, 1)
    with transaction(db):
        write(db, 1)
        audit_mark.leave(tmp_path, db)
    assert list(tmp_path.glob("*.audit.json")) == []
