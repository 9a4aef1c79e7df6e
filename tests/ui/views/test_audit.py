"""The audit workspace: entries in words, filters, the verdict, the export; and the watch when a profile opens."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate

from stockpile_client.core.errors import MachineError
from stockpile_client.services.audit_words import AuditKind
from stockpile_client.services.partners import suspend_partner
from stockpile_client.storage import audit
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.audit.filters import Span, days_of, moments
from stockpile_client.ui.views.audit.watch import AuditWatch
from tests.services.agencies import START, Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def scribble(agencies: Agencies, statement: str) -> None:
    for guard in ("audit_no_update", "audit_no_delete"):
        agencies.us.db.execute(f"DROP TRIGGER {guard}")
    agencies.us.db.execute(statement)


def cells(view, row: int) -> list[str]:
    return [column.text(view.model.row(row)) for column in view.model.columns]


def test_the_latest_entry_is_shown_in_words_with_its_details(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    view = drive(agencies.us.ctx).go("audit")
    assert cells(view, 0)[2:] == ["tester", "Statement released", "statement 1 to JP"]
    view.table.selectRow(1)
    assert "About: statement 1 to JP" in view.pane.facts.text
    assert "Kind: statement" in view.pane.facts.text
    assert "Hash before: " in view.pane.chain.text
    assert view.filters.count.text() == f"{audit.head(agencies.us.db).seq} entries"


def test_choosing_a_kind_and_a_person_narrows_the_table(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("audit")
    view.filters.kind.setCurrentIndex(view.filters.kind.findData(AuditKind.PARTNERS))
    us.settle()
    assert {cells(view, row)[3] for row in range(view.model.rowCount())} == {
        "Card of a partner imported",
        "Safety number compared: partner verified",
    }
    view.filters.span.setCurrentIndex(view.filters.span.findData(Span.TODAY))
    us.settle()
    assert view.states.state == "Nothing of that kind was recorded"
    view.filters.clear()
    us.settle()
    assert view.states.state == "full"
    assert not view.filters.narrows


def test_two_days_can_be_named_in_either_order(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    bar = us.go("audit").filters
    bar.span.setCurrentIndex(bar.span.findData(Span.CHOSEN))
    assert bar.first.isVisible()
    bar.first.setDate(QDate(2026, 9, 30))
    bar.last.setDate(QDate(2026, 9, 1))
    query = bar.query()
    assert query.since is not None
    assert query.until is not None
    assert query.until - query.since == timedelta(days=30) - timedelta(microseconds=1)


def test_a_span_ends_today_and_reaches_back_whole_days() -> None:
    today = date(2026, 3, 1)
    assert [days_of(span, today)[0] for span in (Span.EVER, Span.TODAY, Span.WEEK, Span.YEAR)] == [
        None,
        today,
        date(2026, 2, 23),
        date(2026, 1, 1),
    ]
    since, until = moments(today, today)
    assert since is not None
    assert until is not None
    assert since <= datetime(2026, 3, 1, 12, tzinfo=UTC) <= until + timedelta(hours=12)


def test_verifying_says_in_words_that_the_log_is_whole(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("audit")
    assert "not verified in this session" in view.verdict.words
    us.press(view.verify)
    assert "The audit log is whole" in view.verdict.words
    assert view.verify.isEnabled()


def test_verifying_names_the_entry_that_was_changed(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    scribble(agencies, "UPDATE audit SET subject = 'x' WHERE seq = 4")
    view = us.go("audit")
    us.press(view.verify)
    assert "Entry 4" in view.verdict.words
    assert "security officer" in view.verdict.words


def test_what_is_done_meanwhile_is_read_when_somebody_looks(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("audit")
    jp = agencies.ids["jp"]
    us.window.session.mutate(
        lambda ctx, _token: suspend_partner(ctx, jp, reason="a drill"), then=lambda _change: None, failed=pytest.fail
    )
    us.settle()
    us.settle()
    assert cells(view, 0)[3:] == ["Partner suspended", "JP"]


def test_the_shown_entries_are_written_to_a_file(agencies: Agencies, drive, tmp_path: Path) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("audit")
    view.filters.kind.setCurrentIndex(view.filters.kind.findData(AuditKind.PARTNERS))
    us.settle()
    view.export_to(tmp_path / "audit.json")
    us.settle()
    assert "Wrote 4 entries to audit.json." in us.said
    assert len(json.loads((tmp_path / "audit.json").read_text("utf-8"))["entries"]) == 4


def test_a_failure_to_read_is_shown_in_place(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("audit")
    view._on_failed(MachineError("E_DATABASE", "The database cannot be read."))
    assert view.states.state == "The database cannot be read."


def test_the_watch_says_nothing_of_a_whole_log_and_shouts_about_a_broken_one(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    watch = us.window.session.findChildren(AuditWatch)[0]
    watch.check()
    us.settle()
    assert us.said == ""
    scribble(agencies, "DELETE FROM audit WHERE seq = 2")
    watch.check()
    us.settle()
    assert "Entry 2 of the audit log is not what was written." in us.said
    us.window.messages._on_action()
    us.settle()
    assert us.window.navigation.currentRow() == list(us.window._workspaces).index("audit")


def test_the_colour_of_the_verdict_follows_its_words(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    us.window.session.findChildren(AuditWatch)[0]._timer.stop()
    view = us.go("audit")
    assert view.verdict._status is Status.NEUTRAL
    us.press(view.verify)
    assert view.verdict._status is Status.DONE
    assert agencies.us.ctx.now() + timedelta(days=1) > START


def test_what_the_watch_found_stands_on_the_overview_and_in_the_audit_workspace(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    us.window.session.findChildren(AuditWatch)[0].check()
    us.settle()
    assert us.go("overview").audit.words.startswith("The audit log holds")
    assert us.go("audit").verdict._status is Status.DONE
