"""The history: what became of every bundle, and what can still be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QFileDialog

from stockpile_client.core.quantities import WithheldReason
from stockpile_client.services.history import list_bundles, list_channels
from stockpile_client.storage.bundles import BundleState
from stockpile_client.ui.dialogs.reason import ReasonDialog
from tests.services.agencies import AS_OF, Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def cell(view, row: int, key: str) -> str:
    columns = [column.key for column in view.bundles.columns]
    return str(view.bundles.index(row, columns.index(key)).data())


def test_before_anything_was_sent_it_says_what_will_stand_here(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("history")
    assert view.states.state == "Nothing has gone out or come in yet"


def test_a_receipt_is_awaited_and_after_two_weeks_overdue(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    view = us.go("history")
    assert cell(view, 0, "receipt") == "awaited"
    agencies.clock.advance(days=15)
    view.refresh()
    us.settle()
    assert cell(view, 0, "receipt") == "overdue"


def test_a_rejection_shows_its_reason(agencies: Agencies, drive) -> None:
    from stockpile_client.services.accept import plan_accept, reject

    plan = plan_accept(agencies.jp.ctx, agencies.us.release("jp"))
    reject(agencies.jp.ctx, plan, reason="The unit is unclear")
    agencies.us.take(agencies.jp.answer()[0])
    view = drive(agencies.us.ctx).go("history")
    assert cell(view, 1, "state") == "rejected"
    view.bundles_table.selectRow(1)
    assert view.reason.text() == "The unit is unclear"


def test_withdrawing_needs_a_reason_and_a_word_and_writes_a_bundle(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    view = us.go("history")
    us.press(view.withdraw)
    dialog = us.dialog(ReasonDialog)
    dialog.reason_line.setText("Counted twice")
    assert not dialog.primary.isEnabled()
    dialog.word_line.setText("WITHDRAW")
    us.press(dialog.primary)
    us.choose_folder(agencies.post)
    assert "The withdrawal was written" in us.said
    assert {one.kind: one.state for one in list_bundles(agencies.us.ctx)}["statement"] is BundleState.WITHDRAWN
    view.bundles_table.selectRow(1)
    assert not view.withdraw.isEnabled()


def test_a_new_channel_closes_the_old_one(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    view = us.go("history")
    us.press(view.new_channel)
    dialog = us.dialog(ReasonDialog)
    dialog.reason_line.setText("The partner restored a backup")
    dialog.word_line.setText("CLOSE")
    us.press(dialog.primary)
    assert "closed" in {channel.state for channel in list_channels(agencies.us.ctx)}


def test_a_missing_number_shows_in_the_channel(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    agencies.jp.take(agencies.us.release("jp"))
    view = drive(agencies.jp.ctx).go("history")
    columns = [column.key for column in view.channels.columns]
    texts = {key: view.channels.index(0, columns.index(key)).data() for key in ("partner", "missing")}
    assert texts == {"partner": "from US", "missing": "1"}


def test_a_receipt_that_is_due_is_written_from_here(agencies: Agencies, drive) -> None:
    agencies.jp.take(agencies.us.release("jp"))
    jp = drive(agencies.jp.ctx)
    view = jp.go("history")
    assert cell(view, 0, "receipt") == "due"
    jp.press(view.receipt)
    assert jp.dialog(QFileDialog)
    jp.choose_folder(agencies.post)
    assert "The receipt was written" in jp.said
    assert not view.receipt.isEnabled()


def marks_of(view) -> dict[str, list[str]]:
    figure = view.changes.panel.chart.figure
    return {
        name: [mark.words for one in figure.panes[0].series for mark in one.marks if mark.place == place]
        for place, name in enumerate(figure.categories)
    }


def test_what_a_statement_changed_stands_before_and_now_under_its_marking(agencies: Agencies, drive) -> None:
    agencies.jp.take(agencies.us.release("jp", scope=("W", "CO"), marking="TLP:GREEN"))
    second = agencies.us.release(
        "jp", scope=("W", "CO"), as_of=AS_OF + timedelta(days=1), withhold={"W": WithheldReason.DEFENCE}
    )
    agencies.jp.take(second)
    jp = drive(agencies.jp.ctx)
    view = jp.go("history")
    view.tabs.choose("changes")
    jp.settle()
    assert jp.window.banner.words.startswith("TLP:AMBER")
    words = marks_of(view)["Tungsten (W)"]
    assert words[0].endswith(" t")
    assert words[1] == "withheld: Defence"
    assert list(marks_of(view)) == ["Tungsten (W)"]
    view.changes.only_changed.setChecked(False)
    assert len(marks_of(view)) == 2
    assert view.changes.panel.table.rows_model.rowCount() == 2
    view.tabs.choose("exchange")
    assert jp.window.banner.words.startswith("NO MARKING")


def test_without_a_change_it_says_so_and_without_a_statement_what_belongs_here(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("history")
    view.tabs.choose("changes")
    us.settle()
    assert view.changes.states.state == "No statement yet"
    us.window.close()
    agencies.us.reopen()
    agencies.us.release("jp")
    agencies.us.release("jp", as_of=AS_OF + timedelta(days=1))
    again = drive(agencies.us.ctx)
    view = again.go("history")
    view.tabs.choose("changes")
    again.settle()
    assert view.changes.result.state == "Nothing changed"
