"""From a backup back to work: what it is, what it lacks, a new folder, and the profile opens."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stockpile_client.services.backups import back_up
from stockpile_client.services.places import folder_of, looks_like_backup
from tests.services.agencies import PASSPHRASE
from tests.ui.views.test_start_page import cheap_keys, make_profile, settle, window

__all__ = ["cheap_keys", "window"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a profile of this machine, in which work went on since."""
    context = make_profile(tmp_path / "profiles" / "it")
    (tmp_path / "stick").mkdir()
    path = back_up(context, tmp_path / "stick")[0].path
    with context.transaction():
        context.record("movement_posted", "x")
    context.close()
    return path


def look(qtbot, window, backup: Path):
    window.open_file(backup)
    restore = window.start_page.restore
    restore.choose.passphrase.setText(PASSPHRASE)
    restore.wizard.next_button.click()
    settle(qtbot, window)
    return restore


def test_a_backup_that_is_opened_or_dropped_leads_to_the_wizard(window, backup):
    for path in (backup, backup / "stockpile.db", backup / "stockpile.key.json"):
        window.start_page.show_profiles()
        window.open_file(path)
        assert window.start_page.step is window.start_page.restore
        assert window.start_page.restore.choose.source.folder == backup


def test_a_profile_that_is_opened_asks_for_its_passphrase(window, backup, tmp_path):
    window.open_file(tmp_path / "profiles" / "it" / "stockpile.db")
    assert window.start_page.step is window.start_page.unlock


def test_a_backup_becomes_a_profile_that_opens(qtbot, window, backup, tmp_path):
    restore = look(qtbot, window, backup)
    assert restore.wizard.step is restore.found
    assert "Agency: Italia (IT)" in restore.found.facts.text
    assert "1 entry of its audit log is not in the backup" in restore.found.missing.words
    assert "Movements posted since: 1." in restore.found.missing.words
    target = restore.found.target.folder
    restore.wizard.next_button.click()
    assert restore.wizard.step is restore.found  # it asks who is at the desk
    restore.found.actor.setText("desk 3")
    restore.wizard.next_button.click()
    settle(qtbot, window)
    assert restore.wizard.step is restore.restored
    assert restore.choose.passphrase.text() == ""
    restore.wizard.next_button.click()
    settle(qtbot, window)
    assert window.session is not None
    assert window.session.context.profile.folder.path == target
    assert window.session.context.actor == "desk 3"
    assert sorted(path.name for path in backup.iterdir()) == ["stockpile.db", "stockpile.key.json"]


def test_a_wrong_passphrase_and_a_damaged_file_are_said_on_the_page(qtbot, window, backup):
    window.open_file(backup)
    restore = window.start_page.restore
    restore.choose.passphrase.setText("another passphrase")
    restore.wizard.next_button.click()
    settle(qtbot, window)
    assert "E_PASSPHRASE" in restore.wizard.messages.words
    content = bytearray((backup / "stockpile.db").read_bytes())
    content[4096 * 3 + 17] ^= 1
    (backup / "stockpile.db").write_bytes(content)
    restore = look(qtbot, window, backup)
    assert "E_DATABASE_DAMAGED" in restore.wizard.messages.words
    assert restore.wizard.step is restore.choose


def test_a_folder_that_is_in_use_is_not_overwritten(qtbot, window, backup, tmp_path):
    restore = look(qtbot, window, backup)
    restore.found.actor.setText("desk 3")
    restore.found.target.set_folder(tmp_path / "profiles" / "it")
    before = (tmp_path / "profiles" / "it" / "stockpile.db").read_bytes()
    restore.wizard.next_button.click()
    settle(qtbot, window)
    assert "E_TARGET_EXISTS" in restore.wizard.messages.words
    assert (tmp_path / "profiles" / "it" / "stockpile.db").read_bytes() == before


def test_a_chosen_folder_with_other_things_gets_a_new_one_inside(qtbot, window, backup, tmp_path):
    restore = look(qtbot, window, backup)
    name = restore.found.target.folder.name
    restore.found.target.take(tmp_path)
    assert restore.found.target.folder == tmp_path / name


def test_escape_leads_back_to_the_list_and_forgets_the_passphrase(qtbot, window, backup):
    window.start_page.profiles.restore_button.click()
    restore = window.start_page.restore
    restore.choose.passphrase.setText(PASSPHRASE)
    restore.wizard.press_back()
    assert window.start_page.step is window.start_page.profiles
    assert restore.choose.passphrase.text() == ""


def test_a_folder_that_is_neither_says_so(window, tmp_path):
    window.start_page.profiles.browsed.emit(tmp_path)
    assert "holds no profile and no backup" in window.start_page.messages.words


def test_closing_the_program_closes_a_profile_that_was_restored_and_not_opened(qtbot, window, backup):
    restore = look(qtbot, window, backup)
    restore.found.actor.setText("desk 3")
    restore.wizard.next_button.click()
    settle(qtbot, window)
    window.close()
    assert restore._context is None


def test_a_backup_is_told_from_a_profile_by_never_having_been_open(backup, tmp_path):
    profile = tmp_path / "profiles" / "it"
    assert looks_like_backup(backup)
    assert not looks_like_backup(profile)
    assert folder_of(profile / "stockpile.attempts.json") is None
    shutil.rmtree(backup)
    assert folder_of(backup) is None
