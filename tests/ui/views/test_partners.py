"""Partners in the window: nothing is trusted by a tick, and a changed key cannot be overlooked."""

from __future__ import annotations

import pytest

from stockpile_client.core.errors import MachineError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.backups import back_up
from stockpile_client.services.cards import export_card
from stockpile_client.services.own_keys import revoke_own_keys, rotate_own_keys
from stockpile_client.services.partners import partner_row, partner_safety_number
from stockpile_client.services.profiles import AgencyDetails, create_profile
from stockpile_client.ui.dialogs.check_backup import CheckBackupDialog
from stockpile_client.ui.dialogs.import_card import ImportCardDialog
from stockpile_client.ui.dialogs.import_notice import ImportNoticeDialog
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.dialogs.verify_partner import VerifyPartnerDialog
from tests.services.agencies import COST, Agencies, TestClock

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def newcomer(tmp_path):
    """A profile that knows nobody and has nothing."""
    details = AgencyDetails("独立行政法人エネルギー・金属鉱物資源機構", "NEW", "JP")
    made = create_profile(
        tmp_path / "new",
        passphrase="five unrelated words here",
        agency=details,
        actor="tester",
        clock=TestClock(),
        cost=COST,
    )
    yield made.context
    made.context.close()


def select(view, agency: str) -> None:
    ids = [view.model.row(number).row.agency_id for number in range(view.model.rowCount())]
    view.table.selectRow(ids.index(agency))


def state(agencies: Agencies, agency: str) -> PartnerState:
    return partner_row(agencies.us.ctx, agency).state


def test_without_partners_the_page_says_what_the_first_step_is(newcomer, drive):
    view = drive(newcomer).go("partners")
    assert view.states.state == "No partners yet"


def test_a_failure_to_read_is_shown_in_place_with_a_way_to_try_again(agencies, drive):
    view = drive(agencies.us.ctx).go("partners")
    view._on_failed(MachineError("E_DATABASE", "The database cannot be read."))
    assert view.states.state == "The database cannot be read."


def test_a_card_becomes_a_partner_that_is_not_verified(newcomer, agencies, drive, tmp_path):
    card = export_card(newcomer, tmp_path).path
    us = drive(agencies.us.ctx)
    us.window.open_file(card)
    us.settle()
    dialog = us.dialog(ImportCardDialog)
    assert "A new partner" in dialog.notice.words
    us.press(dialog.primary)
    assert state(agencies, newcomer.agency.id) is PartnerState.IMPORTED
    view = us.go("partners")
    select(view, newcomer.agency.id)
    assert view.pane.state.words == "not verified"
    assert view.pane.verify.isVisible()
    assert "Nothing is exchanged" in view.pane.notice.words


def test_digits_that_differ_verify_nobody_and_say_so_loudly(newcomer, agencies, drive, tmp_path):
    us = drive(agencies.us.ctx)
    us.window.open_file(export_card(newcomer, tmp_path).path)
    us.settle()
    us.press(us.dialog(ImportCardDialog).primary)
    view = us.go("partners")
    select(view, newcomer.agency.id)
    us.press(view.pane.verify)
    dialog = us.dialog(VerifyPartnerDialog)
    number = partner_safety_number(agencies.us.ctx, newcomer.agency.id)
    dialog.who.setText("tester")
    for place, field in dialog.fields.items():
        field.setText(number.groups[place - 1])
    last = dialog.fields[number.to_type[-1]]
    last.setText("00000" if last.text() != "00000" else "11111")
    us.press(dialog.primary)
    assert "The numbers differ" in dialog.mismatch.words
    assert dialog.isVisible()
    assert state(agencies, newcomer.agency.id) is PartnerState.IMPORTED

    last.setText(number.groups[number.to_type[-1] - 1])
    us.press(dialog.primary)
    assert us.no_dialog()
    row = partner_row(agencies.us.ctx, newcomer.agency.id)
    assert (row.state, row.verified_by, row.verified_how) == (PartnerState.VERIFIED, "tester", "Telephone")
    assert view.pane.state.words == "verified"


def test_the_groups_to_type_are_nowhere_on_the_screen(agencies, drive):
    us = drive(agencies.us.ctx)
    view = us.go("partners")
    select(view, agencies.jp.id)
    us.press(view.pane.verify_again)
    dialog = us.dialog(VerifyPartnerDialog)
    number = partner_safety_number(agencies.us.ctx, agencies.jp.id)
    assert set(dialog.fields) == set(number.to_type)
    assert {place: label.text() for place, label in dialog.groups.items()} == {
        place: digits for place, digits in enumerate(number.groups, start=1) if place not in number.to_type
    }
    assert not dialog.primary.isEnabled()


def test_revoking_needs_a_reason_and_the_name_typed(agencies, drive):
    us = drive(agencies.us.ctx)
    view = us.go("partners")
    select(view, agencies.jp.id)
    us.press(view.pane.revoke)
    dialog = us.dialog(ReasonDialog)
    dialog.reason_line.setText("Their keys were stolen")
    assert not dialog.primary.isEnabled()
    dialog.word_line.setText("JP")
    us.press(dialog.primary)
    assert state(agencies, agencies.jp.id) is PartnerState.REVOKED
    assert view.pane.state.words == "revoked"
    assert not view.pane.revoke.isVisible()


def test_a_resumed_partner_is_verified_anew(agencies, drive):
    us = drive(agencies.us.ctx)
    view = us.go("partners")
    select(view, agencies.jp.id)
    for button, words in ((view.pane.suspend, "suspended"), (view.pane.resume, "not verified")):
        us.press(button)
        dialog = us.dialog(ReasonDialog)
        dialog.reason_line.setText("A reason")
        us.press(dialog.primary)
        assert view.pane.state.words == words


def test_a_changed_key_is_loud_and_needs_the_name_typed(agencies, drive, tmp_path):
    rotate_own_keys(agencies.jp.ctx, folder=tmp_path)
    card = export_card(agencies.jp.ctx, tmp_path).path
    us = drive(agencies.us.ctx)
    us.window.open_file(card)
    us.settle()
    dialog = us.dialog(ImportCardDialog)
    assert "The keys of this partner have changed" in dialog.notice.words
    assert not dialog.primary.isEnabled()
    dialog.word_line.setText("JP")
    us.press(dialog.primary)
    assert state(agencies, agencies.jp.id) is PartnerState.IMPORTED
    view = us.go("partners")
    select(view, agencies.jp.id)
    assert "The keys of this partner have changed" in view.pane.notice.words


def test_a_notice_by_which_a_partner_takes_its_keys_back_is_imported_in_the_window(agencies, drive):
    notice = revoke_own_keys(agencies.jp.ctx, reason="The laptop was stolen", folder=agencies.post)
    us = drive(agencies.us.ctx)
    us.window.open_file(notice)  # through the inbox, which knows it by its content
    us.settle()
    dialog = us.dialog(ImportNoticeDialog)
    assert "Nothing is sent to this partner" in dialog.consequences.words
    assert "Reason: The laptop was stolen" in dialog.facts.text
    assert "Signed by: the keys themselves" in dialog.facts.text
    assert not dialog.primary.isEnabled()
    dialog.word_line.setText("JP")
    us.press(dialog.primary)
    assert state(agencies, agencies.jp.id) is PartnerState.REVOKED
    assert "no longer trusted" in us.said

    view = us.go("partners")
    view.open_path(notice)
    us.settle()
    again = us.dialog(ImportNoticeDialog)
    assert "imported before" in again.consequences.words
    assert not again.primary.isVisible()
    again.reject()


def test_a_notice_about_no_card_that_we_have_is_refused_in_words(newcomer, agencies, drive, tmp_path):
    notice = revoke_own_keys(newcomer, reason="a test", folder=tmp_path)
    us = drive(agencies.us.ctx)
    view = us.go("partners")
    view.open_path(notice)
    us.settle()
    assert us.no_dialog()
    assert "no card that is in force here" in us.said


def test_a_backup_that_is_opened_while_a_profile_is_open_can_be_checked(agencies, drive, tmp_path):
    backup = back_up(agencies.us.ctx, tmp_path)[0].path
    us = drive(agencies.us.ctx)
    us.window.open_file(backup / "stockpile.db")
    us.settle()
    dialog = us.dialog(CheckBackupDialog)
    assert dialog.passphrase.isVisible()
    dialog.reject()
