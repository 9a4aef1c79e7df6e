"""The audit log for people: words for every entry, filters, a verdict, and a copy whose hashes anybody can check."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

import stockpile_client
from stockpile_client.core.errors import InputError
from stockpile_client.core.partners import PartnerEvent
from stockpile_client.disclosure.approval import Step
from stockpile_client.services.audit_log import (
    AuditQuery,
    audit_choices,
    audit_table,
    check_audit,
    export_audit,
    verify_audit,
)
from stockpile_client.services.audit_words import EVENTS, AuditKind, event_words, facts, kind_of
from stockpile_client.storage import audit, audit_mark
from tests.services.agencies import START, Agencies


def forge(agencies: Agencies, statement: str) -> None:
    """What somebody with the passphrase and another program could do."""
    for guard in ("audit_no_update", "audit_no_delete"):
        agencies.us.db.execute(f"DROP TRIGGER IF EXISTS {guard}")
    agencies.us.db.execute(statement)


def test_the_latest_entry_comes_first_and_names_its_subject(agencies: Agencies) -> None:
    agencies.us.release("jp")
    latest = audit_table(agencies.us.ctx).rows(0, 1)[0]
    assert (latest.what, latest.about) == ("Statement released", "statement 1 to JP")
    assert latest.at == START


def test_a_partner_and_a_file_are_named_and_not_their_ids(agencies: Agencies) -> None:
    rows = audit_table(agencies.us.ctx).rows(0, 100)
    about = {row.sealed.event: row.about for row in rows}
    assert about["partner_safety_number_compared"] in ("JP", "IT")
    assert about["inventory_imported"] == "inventory.csv"


def test_entries_are_filtered_by_event_person_and_time(agencies: Agencies) -> None:
    ctx = agencies.us.ctx
    agencies.clock.advance(days=3)
    ctx.actor = "a second officer"
    agencies.us.release("jp")
    everything = audit_table(ctx).count()
    mine = audit_table(ctx, AuditQuery(actor="a second officer"))
    assert 0 < mine.count() < everything
    assert {row.sealed.actor for row in mine.rows(0, 50)} == {"a second officer"}
    cards = audit_table(ctx, AuditQuery(events=("card_imported",)))
    assert [row.what for row in cards.rows(0, 9)] == ["Card of a partner imported"] * 2
    since = audit_table(ctx, AuditQuery(since=START + timedelta(days=1)))
    until = audit_table(ctx, AuditQuery(until=START + timedelta(days=1)))
    assert since.count() + until.count() == everything
    assert audit_choices(ctx).actors == ("a second officer", "tester")
    assert "card_imported" in audit_choices(ctx).events


def test_a_log_as_it_was_written_holds(agencies: Agencies) -> None:
    done: list[tuple[int, int]] = []
    verdict = check_audit(agencies.us.ctx, lambda now, total: done.append((now, total)))
    assert verdict.holds
    assert f"each of its {verdict.entries} entries" in verdict.words
    assert verdict.head == audit.head(agencies.us.db)
    assert verify_audit(agencies.us.ctx) is None


def test_a_changed_entry_is_named(agencies: Agencies) -> None:
    forge(agencies, "UPDATE audit SET actor = 'nobody' WHERE seq = 3")
    verdict = check_audit(agencies.us.ctx)
    assert (verdict.changed, verdict.missing, verdict.holds) == (3, None, False)
    assert "Entry 3" in verdict.words
    assert "security officer" in verdict.advice


def test_a_log_that_was_cut_is_found_by_the_mark_beside_the_database(agencies: Agencies) -> None:
    head = audit.head(agencies.us.db).seq
    audit_mark.leave(agencies.us.ctx.profile.folder.path, agencies.us.db)
    forge(agencies, f"DELETE FROM audit WHERE seq = {head}")
    verdict = check_audit(agencies.us.ctx)
    assert (verdict.changed, verdict.missing) == (None, head)
    assert "ends too early" in verdict.words


def test_what_somebody_scribbled_over_is_shown_and_breaks_nothing(agencies: Agencies) -> None:
    forge(agencies, "UPDATE audit SET at = 'noon', detail = '{' WHERE seq = 3")
    rows = audit_table(agencies.us.ctx).rows(0, 100)
    row = next(one for one in rows if one.sealed.seq == 3)
    assert (row.at, row.detail) == (None, {})


def test_the_exported_json_can_be_checked_without_this_program(agencies: Agencies, tmp_path: Path) -> None:
    written = export_audit(agencies.us.ctx, AuditQuery(), tmp_path / "audit.json")
    exported = json.loads(written.path.read_text("utf-8"))
    assert list(exported) == ["marking", "entries"]
    assert exported["marking"] == agencies.us.ctx.scheme.most_restrictive.code
    entries = exported["entries"]
    assert written.rows == len(entries) == audit.head(agencies.us.db).seq
    for entry in entries:
        sealed = entry.pop("hash")
        text = json.dumps(list(entry.values()), ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == sealed


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_of_the_log_holds_words_and_what_was_sealed(agencies: Agencies, tmp_path: Path, ending: str) -> None:
    query = AuditQuery(events=("card_imported",))
    written = export_audit(agencies.us.ctx, query, tmp_path / f"audit.{ending}")
    assert written.rows == 2
    if ending == "csv":
        marking, *table = written.path.read_text("utf-8-sig").splitlines()
        assert marking == agencies.us.ctx.scheme.most_restrictive.code
        lines = list(csv.DictReader(table))
        assert {line["What"] for line in lines} == {"Card of a partner imported"}
        assert {line["About"] for line in lines} == {"JP", "IT"}


def test_another_ending_is_refused(agencies: Agencies, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv"):
        export_audit(agencies.us.ctx, AuditQuery(), tmp_path / "audit.doc")
    assert not list(tmp_path.glob("audit*"))


def test_details_are_names_and_values_in_a_fixed_order() -> None:
    found = facts({"reason": "late", "seq": 1204, "as_of": "2026-06-30", "kind": "keynotice", "new_word": 12000})
    assert [str(name) for name, _value in found] == ["As of", "Number", "Kind", "Reason", "New word"]
    assert [str(value) for _name, value in found] == ["2026-06-30", "1204", "key notice", "late", "12000"]


def test_an_event_of_a_newer_version_still_shows() -> None:
    assert event_words("lot_weighed_again") == "Lot weighed again"
    assert kind_of("lot_weighed_again") is AuditKind.OTHER


def test_every_event_that_the_services_record_has_its_words() -> None:
    made = {f"partner_{event.value}" for event in PartnerEvent if not event.value.startswith("replaced")}
    made |= {f"release_{step.value}" for step in Step}
    folder = Path(str(stockpile_client.__file__)).parent
    for path in sorted((folder / "services").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                made |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert made - EVENTS.keys() == set()
