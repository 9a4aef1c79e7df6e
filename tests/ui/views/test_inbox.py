"""The inbox opens anything, and says what it is even when it cannot be opened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from stockpile_client.services.answer import request_data, withdraw_statement
from stockpile_client.services.demo.data import load_agency
from stockpile_client.services.history import list_bundles
from stockpile_client.ui.dialogs.import_card import ImportCardDialog
from stockpile_client.ui.dialogs.reason import ReasonDialog
from tests.services.agencies import AS_OF, Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_an_empty_inbox_says_what_belongs_here(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("inbox")
    assert view.states.state == "Nothing has arrived yet"


def test_a_file_of_no_known_kind_is_refused_with_a_hint(agencies: Agencies, drive, tmp_path: Path) -> None:
    file = tmp_path / "letter.bin"
    file.write_bytes(b"Dear colleagues")
    page = drive(agencies.us.ctx).open(file).refused_page
    assert "letter.bin was not opened" in page.title.text()
    assert "Choose a .stockpile" in page.facts.text


def test_a_file_that_is_gone_is_refused_without_a_change(agencies: Agencies, drive, tmp_path: Path) -> None:
    page = drive(agencies.us.ctx).open(tmp_path / "gone.stockpile").refused_page
    assert page.isVisible()
    assert "Nothing was changed." in page.facts.text


def test_a_bundle_dropped_on_the_window_opens(agencies: Agencies, drive) -> None:
    statement = agencies.us.release("jp")
    jp = drive(agencies.jp.ctx)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(statement))])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    jp.window.dropEvent(drop)
    jp.settle()
    assert jp.window.view("inbox").bundle_page.isVisible()


def test_a_card_is_known_by_its_content_whatever_its_name(agencies: Agencies, drive, tmp_path: Path) -> None:
    renamed = tmp_path / "attachment.stockpile"
    renamed.write_bytes(agencies.cards["jp"].read_bytes())
    us = drive(agencies.us.ctx)
    us.open(renamed)
    assert "known already" in us.dialog(ImportCardDialog).notice.words


def test_a_gap_is_said_before_the_decision(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    page = drive(agencies.jp.ctx).open(agencies.us.release("jp")).bundle_page
    assert "did not come" in page.notice.words


def test_a_file_from_the_future_opens_only_with_a_reason(agencies: Agencies, drive) -> None:
    agencies.clock.advance(days=30)
    statement = agencies.us.release("jp")
    agencies.clock.time -= timedelta(days=30)
    jp = drive(agencies.jp.ctx)
    view = jp.open(statement)
    assert "E_CLOCK" in view.refused_page.facts.text
    jp.press(view.refused_page.override)
    dialog = jp.dialog(ReasonDialog)
    dialog.reason_line.setText("Our clock was set wrong")
    jp.press(dialog.primary)
    assert view.bundle_page.isVisible()
    assert "you set that aside" in view.bundle_page.notice.words


def test_requests_and_withdrawals_say_what_they_want(agencies: Agencies, drive) -> None:
    asked = request_data(
        agencies.us.ctx, agencies.jp.id, materials=["W"], as_of=AS_OF, purpose="winter outlook",
        deadline=AS_OF + timedelta(days=60), folder=agencies.post,
    ).file.path  # fmt: skip
    agencies.jp.take(agencies.us.release("jp"))
    sent = next(one for one in list_bundles(agencies.us.ctx) if one.kind == "statement")
    withdrawn = withdraw_statement(
        agencies.us.ctx, sent.digest, reason="Counted twice", folder=agencies.post
    ).file.path  # fmt: skip
    jp = drive(agencies.jp.ctx)
    assert "Purpose: winter outlook" in jp.open(asked).bundle_page.contents.text
    view = jp.open(withdrawn)
    assert "Reason: Counted twice" in view.bundle_page.contents.text
    jp.press(view.bundle_page.accept)
    columns = [column.key for column in view.desk_page.statements.columns]
    assert view.desk_page.statements.index(0, columns.index("standing")).data() == "withdrawn"


def test_opening_another_file_while_one_is_accepted_loses_neither(agencies: Agencies, drive) -> None:
    first, second = agencies.us.release("jp"), agencies.us.release("jp")
    jp = drive(agencies.jp.ctx)
    view = jp.open(first)
    view.bundle_page.accept.click()
    jp.window.open_file(second)
    jp.settle()
    assert view.bundle_page.title.text() == "Statement number 2 from US"
    assert view.bundle_page.accept.isEnabled()
    jp.press(view.bundle_page.accept)
    assert [one.seq for one in list_bundles(agencies.jp.ctx)] == [2, 1]
    assert view.desk_page.statements.row(0).positions == view.desk_page.statements.row(1).positions > 0


def test_a_statement_shows_what_its_stock_is_measured_against(agencies: Agencies, drive) -> None:
    load_agency(agencies.us.ctx, "us")
    agencies.jp.take(agencies.us.release("jp", scope=("W", "CO")))
    jp = drive(agencies.jp.ctx)
    view = jp.go("inbox")
    jp.press(view.desk_page.read)
    page = view.statement_page
    rows = [page.requirements.row(number) for number in range(page.requirements.rowCount())]
    assert rows
    assert {row.material for row in rows} <= {"W", "CO"}
    assert page._requirements_part.isVisible()
