"""The main job, in two windows: release in one, open and accept in the other, and the receipt back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stockpile_client.core.partners import PartnerState
from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.services.context import Context
from stockpile_client.services.history import list_bundles
from stockpile_client.services.partners import list_partners
from stockpile_client.storage.bundles import BundleState
from stockpile_client.ui.dialogs.confirm_release import ConfirmReleaseDialog
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.views.release.terms import REPORT, Said, Says
from tests.services.agencies import Agencies
from tests.ui.driving import Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Drive = Callable[[Context], Driver]
WITHHELD = Said(Says.WITHHELD, WithheldReason.MARKET_EFFECT)


def fill_form(us: Driver, partner: str) -> None:
    """Report tungsten and cobalt rounded to 50 t, withhold gallium."""
    release = us.go("release").prepare
    release.form.partners[partner].click()
    release.form.materials.say(["W", "CO"], REPORT)
    release.form.materials.say(["GA"], WITHHELD)
    release.form.rounding.choose(50 * MG_PER_TONNE)
    release.plan()
    us.settle()


def release_to(us: Driver, agencies: Agencies) -> None:
    """Press the button, confirm, choose the folder."""
    us.press(us.go("release").prepare.preview.release)
    us.press(us.dialog(ConfirmReleaseDialog).primary)
    us.choose_folder(agencies.post)


def test_a_statement_goes_out_is_accepted_and_its_receipt_comes_back(agencies: Agencies, drive: Drive) -> None:
    us, jp = drive(agencies.us.ctx), drive(agencies.jp.ctx)

    fill_form(us, agencies.jp.id)
    preview = us.window.view("release").prepare.preview
    rows = [preview.model.row(number) for number in range(preview.model.rowCount())]
    assert {row.key.material for row in rows} == {"W", "CO", "GA"}
    assert {row.rule for row in rows} >= {"withheld", "rounded to 50 t"}
    release_to(us, agencies)
    result = us.window.view("release").result
    assert result.isVisible()
    (statement,) = agencies.post.glob("*.stockpile")
    assert statement.name in result.facts.text
    assert "Number in the channel: 1" in result.facts.text

    inbox = jp.open(statement)
    assert inbox.bundle_page.title.text() == "Statement number 1 from US"
    assert jp.window.banner.words.startswith("TLP:AMBER")
    assert f"{len(rows)} new" in inbox.bundle_page.summary.text()
    shown = [inbox.bundle_page.changes.row(number) for number in range(inbox.bundle_page.changes.rowCount())]
    assert [row.key for row in shown] == sorted(row.key for row in rows)
    assert list_bundles(agencies.jp.ctx) == []
    jp.press(inbox.bundle_page.accept)
    assert "Accepted: Statement number 1 from US" in jp.said

    jp.press(inbox.desk_page.write)
    jp.choose_folder(agencies.post)
    (receipt,) = set(agencies.post.glob("*.stockpile")) - {statement}
    assert receipt.name in jp.said
    assert inbox.desk_page.due.rowCount() == 0

    inbox = us.open(receipt)
    assert "The partner has: accepted" in inbox.bundle_page.contents.text
    us.press(inbox.bundle_page.accept)
    states = {bundle.kind: bundle.state for bundle in list_bundles(agencies.us.ctx)}
    assert states == {"statement": BundleState.ACKNOWLEDGED, "receipt": BundleState.ACCEPTED}
    partner = next(row for row in list_partners(agencies.us.ctx) if row.agency_id == agencies.jp.id)
    assert partner.state is PartnerState.CONFIRMED
    history = us.go("history")
    cells = [history.bundles.index(1, column).data() for column in range(history.bundles.columnCount())]
    assert cells[1:6] == ["to JP", "Statement", "1", "acknowledged", "came back"]


def test_a_received_statement_is_read_with_its_intervals_and_what_is_withheld(agencies: Agencies, drive: Drive) -> None:
    agencies.jp.take(
        agencies.us.release("jp", scope=("W", "GA"), withhold={"GA": WithheldReason.MARKET_EFFECT})
    )  # fmt: skip
    jp = drive(agencies.jp.ctx)
    inbox = jp.go("inbox")
    jp.press(inbox.desk_page.read)
    page = inbox.statement_page
    columns = [column.key for column in page.model.columns]
    texts = [page.model.index(row, columns.index("quantity")).data() for row in range(page.model.rowCount())]
    assert "withheld: market effect" in texts
    assert any("–" in text for text in texts)
    assert "Gallium (GA): Effect on the market" in page.facts.text
    jp.press(page.back)
    assert inbox.desk_page.isVisible()


def test_a_rejection_needs_a_reason_and_leaves_nothing_of_the_statement(agencies: Agencies, drive: Drive) -> None:
    statement = agencies.us.release("jp")
    jp = drive(agencies.jp.ctx)
    inbox = jp.open(statement)
    jp.press(inbox.bundle_page.reject)
    dialog = jp.dialog(ReasonDialog)
    assert not dialog.primary.isEnabled()
    dialog.reason_line.setText("The unit is unclear")
    jp.press(dialog.primary)
    assert "Rejected" in jp.said
    assert inbox.desk_page.statements.rowCount() == 0
    assert inbox.desk_page.due.rowCount() == 1
    assert [(one.state, one.reason) for one in list_bundles(agencies.jp.ctx)] == [
        (BundleState.REJECTED, "The unit is unclear")
    ]


def test_setting_aside_leaves_no_trace_and_the_file_opens_again(agencies: Agencies, drive: Drive) -> None:
    statement = agencies.us.release("jp")
    before = agencies.jp.dump()
    jp = drive(agencies.jp.ctx)
    jp.press(jp.open(statement).bundle_page.set_aside)
    assert agencies.jp.dump() == before
    assert jp.open(statement).bundle_page.accept.isVisible()


def test_a_damaged_file_is_refused_with_what_happened_and_what_to_do(agencies: Agencies, drive: Drive) -> None:
    statement = agencies.us.release("jp")
    data = bytearray(statement.read_bytes())
    data[len(data) // 2] ^= 1
    damaged = statement.with_name("sx-00000000.stockpile")
    damaged.write_bytes(data)
    before = agencies.jp.dump()
    jp = drive(agencies.jp.ctx)
    inbox = jp.open(damaged)
    page = inbox.refused_page
    assert page.isVisible()
    assert "cannot be opened" in page.notice.words
    assert "Nothing was changed." in page.facts.text
    assert "E_CANNOT_OPEN" in page.facts.text
    assert agencies.jp.dump() == before


def test_what_was_imported_before_offers_no_decision(agencies: Agencies, drive: Drive) -> None:
    statement = agencies.us.release("jp")
    agencies.jp.take(statement)
    page = drive(agencies.jp.ctx).open(statement).bundle_page
    assert "Imported before" in page.notice.words
    assert not page.accept.isVisible()
    assert not page.reject.isVisible()
