"""The settings workspace: keys with their consequences, backups, this machine, markings, the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpile_client.services import backups, own_agency
from stockpile_client.services.backups import back_up, backup_standing
from stockpile_client.services.marking_schemes import as_json
from stockpile_client.services.own_agency import own_standing
from stockpile_client.services.profiles import open_profile
from stockpile_client.ui.dialogs.check_backup import CheckBackupDialog
from stockpile_client.ui.dialogs.key_changes import RenewKeysDialog, TakeKeysBackDialog
from stockpile_client.ui.dialogs.passphrase import ChangePassphraseDialog
from stockpile_client.ui.dialogs.recovery_key import RecoveryKeyDialog
from stockpile_client.ui.theme import Appearance
from tests.services.agencies import COST, PASSPHRASE, Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NEW = "five unrelated words here"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (own_agency.change_passphrase, backups.check_backup):
        for name in {"cost", "floor"} & function.__kwdefaults__.keys():
            monkeypatch.setitem(function.__kwdefaults__, name, COST)


def test_the_first_page_says_who_we_are_and_keeps_the_contact(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("agency")
    us.settle()
    assert "Agency: United States stockpile" in page.facts.text
    assert "number 1" in page.key_facts.text
    assert not page.missing.isVisible()
    page.contact.setText("Office 3")
    us.press(page.save_contact)
    assert own_standing(agencies.us.ctx).contact == "Office 3"


def test_renewing_the_keys_says_what_follows_and_writes_a_notice_for_each_partner(
    agencies: Agencies, drive, tmp_path: Path
) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("agency")
    us.settle()
    us.press(page.renew)
    dialog = us.dialog(RenewKeysDialog)
    assert "Until it has accepted" in dialog.consequences.words
    dialog.name.setText("US Stockpile Agency")
    dialog.renew_into(agencies.post)
    us.settle()
    assert us.no_dialog()
    assert "2 notices were written" in us.said
    assert "Agency: US Stockpile Agency" in page.facts.text
    assert "number 2" in page.key_facts.text
    assert len(list(agencies.post.glob("*.stockpile"))) == 2


def test_taking_the_keys_back_needs_a_reason_and_the_name_typed(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("agency")
    us.settle()
    us.press(page.take_back)
    dialog = us.dialog(TakeKeysBackDialog)
    dialog.reason_line.setText("The laptop was stolen")
    assert not dialog.primary.isEnabled()
    dialog.word_line.setText("US")
    assert dialog.primary.isEnabled()
    dialog.by_recovery.setChecked(True)
    assert not dialog.primary.isEnabled()
    dialog.recovery_line.setText(agencies.recovery["jp"])
    dialog.take_back_into(agencies.post)
    us.settle()
    assert "E_RECOVERY_KEY" in dialog.messages.words
    dialog.recovery_line.setText(agencies.recovery["us"])
    dialog.take_back_into(agencies.post)
    us.settle()
    assert us.no_dialog()
    assert [path.name for path in agencies.post.iterdir()] == ["US-epoch1.keynotice.json"]
    assert "number 2" in page.key_facts.text


def test_the_passphrase_is_changed_after_both_new_ones_agree(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("agency")
    us.press(page.passphrase)
    dialog = us.dialog(ChangePassphraseDialog)
    dialog.old.setText(PASSPHRASE)
    dialog.new.passphrase.setText(NEW)
    dialog.new.again.setText("something else here")
    us.press(dialog.primary)
    assert dialog.new.fields["again"].problem
    dialog.new.again.setText(NEW)
    us.press(dialog.primary)
    assert us.no_dialog()
    assert "The passphrase is changed." in us.said
    folder = agencies.us.ctx.profile.folder.path
    us.window.close()
    agencies.us.ctx = open_profile(folder, passphrase=NEW, clock=agencies.clock, floor=COST)


def test_the_recovery_sheet_is_checked_and_written_again(agencies: Agencies, drive, tmp_path: Path) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("agency")
    us.press(page.recovery)
    dialog = us.dialog(RecoveryKeyDialog)
    dialog.key.setText(agencies.recovery["it"])
    us.press(dialog.primary)
    assert "another agency" in dialog.messages.words
    assert not dialog.sheet.isVisible()
    dialog.key.setText(agencies.recovery["us"])
    us.press(dialog.primary)
    assert "This is our recovery key" in dialog.outcome.words
    dialog.write_to(tmp_path / "sheet.pdf")
    us.settle()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_place_and_rhythm_of_backups_are_kept_and_one_is_checked(agencies: Agencies, drive, tmp_path: Path) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("backups")
    us.settle()
    assert "There is no backup yet" in page.standing.words
    page.place.take(tmp_path)
    page.rhythm.set_days(14)
    us.press(page.save)
    assert backup_standing(agencies.us.ctx).rule.days == 14
    assert backup_standing(agencies.us.ctx).place == tmp_path
    path = back_up(agencies.us.ctx, tmp_path)[0].path
    page.refresh()
    us.settle()
    assert "of today" in page.standing.words
    page.check_folder(path)
    dialog = us.dialog(CheckBackupDialog)
    dialog.passphrase.setText("a wrong passphrase")
    us.press(dialog.primary)
    assert "E_PASSPHRASE" in dialog.messages.words
    dialog.passphrase.setText(PASSPHRASE)
    us.press(dialog.primary)
    assert "every page of it is whole" in dialog.outcome.words
    assert "Nothing was done in the profile" in dialog.outcome.words
    assert "Agency: United States stockpile (US)" in dialog.facts.text
    dialog.reject()


def test_what_is_chosen_for_this_machine_holds_at_once(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("machine")
    for box, value in ((page.idle, 30), (page.text, 150)):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    now = us.window._preferences.current
    assert (now.idle_minutes, now.text_percent, now.appearance) == (30, 150, Appearance.SYSTEM)


def test_a_scheme_with_a_caveat_more_is_put_in_force_and_shown(agencies: Agencies, drive, tmp_path: Path) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("markings")
    text = as_json(agencies.us.ctx.scheme).replace('"TLP:RED"', '"EYES ONLY"')
    (tmp_path / "own.json").write_text(text, "utf-8")
    page.take(tmp_path / "own.json")
    us.settle()
    assert page.model.row(page.model.rowCount() - 1).code == "EYES ONLY"
    (tmp_path / "bad.json").write_text("{}", "utf-8")
    page.take(tmp_path / "bad.json")
    us.settle()
    assert "E_MARKING_SCHEME" in us.said
    page.take(None)
    us.settle()
    assert page.model.row(page.model.rowCount() - 1).code == "TLP:RED"


def test_the_self_test_and_the_versions_are_shown(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("program")
    us.settle()
    assert page.components.row(0).name == "Stockpile Client"
    us.press(page.run)
    assert "checks passed" in page.outcome.words
    assert all(page.checks.row(number).passed for number in range(page.checks.rowCount()))
