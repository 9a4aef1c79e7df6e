"""The overview names what needs attention and leads there."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from stockpile_client.services.answer import request_data
from stockpile_client.services.backup_rule import BackupRule
from stockpile_client.services.backups import back_up, set_backup_rule
from stockpile_client.services.cards import export_card, import_card, plan_card
from stockpile_client.services.holdings import stream_holdings
from stockpile_client.services.partners import resume_partner, suspend_partner
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.views.overview.standing import read_standing
from stockpile_client.ui.widgets.button import Button
from tests.services.agencies import Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_without_a_concern_it_says_that_nothing_needs_attention(agencies: Agencies, drive) -> None:
    view = drive(agencies.it.ctx).go("overview")
    assert view.concerns == []
    assert view.backup.words == "There is no backup yet"


def test_a_receipt_that_is_due_is_named_and_leads_to_the_inbox(agencies: Agencies, drive) -> None:
    agencies.jp.take(agencies.us.release("jp"))
    jp = drive(agencies.jp.ctx)
    view = jp.go("overview")
    assert view.concerns == ["Receipts due: 1"]
    way = next(one for one in view.findChildren(Button) if one.accessibleName() == "Go there: Receipts due: 1")
    jp.press(way)
    assert jp.window.view("inbox").isVisible()


def test_an_unverified_partner_and_an_overdue_receipt_are_concerns(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    suspend_partner(agencies.us.ctx, agencies.it.id, reason="pause")
    resume_partner(agencies.us.ctx, agencies.it.id, reason="over")
    agencies.clock.advance(days=15)
    view = drive(agencies.us.ctx).go("overview")
    assert view.concerns[-2:] == ["IT is not verified", "Receipts that did not come back: 1"]


def test_a_backup_is_written_and_shown(agencies: Agencies, drive, tmp_path: Path) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("overview")
    place = tmp_path / "backups"
    place.mkdir()
    us.press(view.backup.button)
    us.choose_folder(place)
    us.settle()
    assert "opened and compared" in us.said
    assert view.backup.words.startswith("Last good backup")
    assert len(list(place.iterdir())) == 1


def test_the_audit_log_is_verified_on_demand(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("overview")
    us.press(view.audit.button)
    assert view.audit.words.startswith("The audit log holds")


def test_a_card_that_expires_soon_is_a_concern(agencies: Agencies, drive, tmp_path: Path) -> None:
    card = plan_card(agencies.us.ctx, export_card(agencies.jp.ctx, tmp_path).path)
    import_card(agencies.us.ctx, card)
    agencies.clock.time = card.card.expires
    agencies.clock.advance(days=-30)
    view = drive(agencies.us.ctx).go("overview")
    assert "The card of JP expires" in view.concerns


def test_lots_to_be_rotated_are_named_with_their_days(agencies: Agencies, drive) -> None:
    ctx = agencies.us.ctx
    dated = sorted((row.rotate_by, row.number) for row in stream_holdings(ctx, as_of=ctx.today()) if row.rotate_by)
    first, last = dated[0], dated[-1]
    agencies.clock.advance(days=(first[0] - ctx.today()).days - 30)
    us = drive(ctx)
    view = us.go("overview")
    assert any("must be rotated by" in words for words in view.concerns)
    agencies.clock.advance(days=(last[0] - ctx.today()).days + 1)
    view.refresh()
    us.settle()
    assert view.concerns[0].endswith("are past their rotate-by dates and no longer count as usable")


def test_a_request_waits_and_is_late_after_its_deadline(agencies: Agencies, drive) -> None:
    today = agencies.us.ctx.today()
    letter = request_data(
        agencies.us.ctx, agencies.jp.id, materials=("W",), as_of=today, purpose="table top",
        deadline=today + timedelta(days=10), folder=agencies.post,
    )  # fmt: skip
    agencies.jp.take(letter.file.path)
    jp = drive(agencies.jp.ctx)
    view = jp.go("overview")
    assert "1 request to answer" in view.concerns
    agencies.clock.advance(days=11)
    view.refresh()
    jp.settle()
    assert view.concerns[0] == "1 request is past its deadline"


def test_a_backup_is_old_by_the_rhythm_that_was_chosen(agencies: Agencies, drive, tmp_path: Path) -> None:
    ctx = agencies.us.ctx
    back_up(ctx, tmp_path)
    agencies.clock.advance(days=8)
    assert read_standing(ctx, Formats(QLocale("en_CA"))).backup.is_due
    set_backup_rule(ctx, BackupRule(days=14))
    assert not read_standing(ctx, Formats(QLocale("en_CA"))).backup.is_due


def test_a_backup_goes_to_the_place_of_the_settings_and_asks_where_it_is_missing(
    agencies: Agencies, drive, tmp_path: Path
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    set_backup_rule(agencies.us.ctx, BackupRule(str(place)))
    us = drive(agencies.us.ctx)
    view = us.go("overview")
    us.press(view.backup.button)
    assert len(list(place.iterdir())) == 1
    assert us.no_dialog()
    shutil.rmtree(place)
    us.press(view.backup.button)
    us.choose_folder(tmp_path)
    assert len(list(tmp_path.glob("US-backup-*"))) == 1
