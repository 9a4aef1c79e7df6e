"""The overview names what needs attention and leads there."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpile_client.services.cards import export_card, import_card, plan_card
from stockpile_client.services.partners import resume_partner, suspend_partner
from stockpile_client.ui.widgets.button import Button
from tests.services.agencies import Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_without_a_concern_it_says_that_nothing_needs_attention(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("overview")
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
    assert view.concerns == ["IT is not verified", "Receipts that did not come back: 1"]


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
