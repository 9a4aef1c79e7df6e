"""Before a profile is open: choose, unlock, create, and the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stockpile_client.services import backups, places, profiles
from stockpile_client.services.context import Context
from stockpile_client.ui import language
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.profile_jobs import DemoDesk
from tests.services.agencies import COST, PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation of the key, at a cost for tests: the window itself always takes the standard one."""
    of_backups = (backups.examine_backup, backups.restore, backups.resume_after_restore)
    for function in (profiles.create_profile, profiles.open_profile, *of_backups):
        for name in ("cost", "floor"):
            if name in (function.__kwdefaults__ or {}):
                monkeypatch.setitem(function.__kwdefaults__, name, COST)


def make_profile(folder: Path) -> Context:
    agency = profiles.AgencyDetails("Italia", "IT", "IT")
    return profiles.create_profile(folder, passphrase=PASSPHRASE, agency=agency, actor="a", cost=COST).context


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cheap_keys: None) -> Iterator[MainWindow]:
    monkeypatch.setattr(places, "profiles_folder", lambda: tmp_path / "profiles")
    made = MainWindow(Jobs(), Formats(QLocale("en_CA")))
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, made)
    yield made
    made.close()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not window._jobs.running, timeout=20_000)
    qtbot.wait(1)


def fill(window: MainWindow, **changes: str) -> None:
    """Fill the first two pages of the wizard, as far as they get without a problem."""
    run = window.start_page.first_run
    values = {"name": "経済産業省", "short_name": "METI", "actor": "desk 2"}
    secrets = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    for name, value in values.items():
        getattr(run.agency, name).setText(changes.get(name, value))
    run.agency.country.setCurrentIndex(run.agency.country.findData("JP"))
    run.wizard.next_button.click()
    if run.wizard.step is run.passphrase:
        for name, value in secrets.items():
            getattr(run.passphrase.new, name).setText(changes.get(name, value))
        run.wizard.next_button.click()


def create(qtbot: QtBot, window: MainWindow, stick: Path | None = None) -> None:
    """Come as far as the recovery sheet."""
    window.start_page.profiles.create_button.click()
    fill(window)
    run = window.start_page.first_run
    if stick is not None:
        run.places.backups.take(stick)
    run.wizard.next_button.click()
    settle(qtbot, window)


def finish(qtbot: QtBot, window: MainWindow) -> None:
    """From the recovery sheet into the profile."""
    run = window.start_page.first_run
    run.recovery.kept.click()
    run.wizard.next_button.click()
    run.wizard.next_button.click()
    settle(qtbot, window)


def test_without_profiles_it_says_what_one_is_and_offers_the_first_step(window):
    page = window.start_page
    assert page.step is page.profiles
    assert page.profiles._title.text() == "Welcome"
    assert page.profiles.create_button.isVisible()
    assert not page.profiles.open_button.isVisible()


def test_a_new_profile_opens_only_after_its_recovery_key_was_kept(qtbot, window):
    create(qtbot, window)
    run = window.start_page.first_run
    assert run.wizard.step is run.recovery
    assert "SX-RECOVERY-1" in run.recovery.sheet()
    assert not run.wizard.next_button.isEnabled()
    assert not run.wizard.back_button.isVisible()
    finish(qtbot, window)
    assert window.session is not None
    assert window.session.agency_name == "経済産業省"
    assert "SX-RECOVERY-1" not in run.recovery.sheet()
    assert run.passphrase.new.passphrase.text() == ""


def test_the_first_backup_is_made_before_the_profile_opens(qtbot, window, tmp_path):
    (tmp_path / "stick").mkdir()
    create(qtbot, window, tmp_path / "stick")
    finish(qtbot, window)
    standing = backups.backup_standing(window.session.context)
    assert standing.place == tmp_path / "stick"
    assert not standing.is_due
    assert [path.name[:12] for path in (tmp_path / "stick").iterdir()] == ["METI-backup-"]


def test_a_stick_that_was_pulled_out_is_said_and_the_profile_opens_without_a_backup(qtbot, window, tmp_path):
    (tmp_path / "stick").mkdir()
    create(qtbot, window, tmp_path / "stick")
    (tmp_path / "stick").rmdir()
    finish(qtbot, window)
    run = window.start_page.first_run
    assert "E_BACKUP_PLACE" in run.wizard.messages.words
    assert window.session is None
    run.wizard.next_button.click()
    settle(qtbot, window)
    assert window.session is not None


def test_the_keyboard_alone_makes_a_profile(qtbot, window):
    key = Qt.Key
    window.activateWindow()
    page = window.start_page
    page.profiles.create_button.setFocus()
    qtbot.keyClick(page.profiles.create_button, key.Key_Space)

    def press(*keys: int) -> None:
        for one in keys:
            qtbot.keyClick(window.focusWidget() or window, one)

    def tab_to(wanted: QWidget) -> None:
        for _stop in range(12):
            if window.focusWidget() is wanted:
                return
            press(key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {wanted.accessibleName()} but to {window.focusWidget()}")

    def write(text: str) -> None:
        qtbot.keyClicks(window.focusWidget(), text)

    run = page.first_run
    write("Italia scorte")
    press(key.Key_Tab)
    write("IT")
    press(key.Key_Tab)
    press(key.Key_Down)
    press(key.Key_Tab)
    write("desk 1")
    press(key.Key_Return)
    assert run.wizard.step is run.passphrase
    press(key.Key_Escape)
    assert run.wizard.step is run.agency
    press(key.Key_Return)
    write(PASSPHRASE)
    tab_to(run.passphrase.new.again)
    write(PASSPHRASE)
    press(key.Key_Return)
    assert run.wizard.step is run.places
    tab_to(run.wizard.next_button)
    press(key.Key_Space)
    settle(qtbot, window)
    assert run.wizard.step is run.recovery
    tab_to(run.recovery.kept)
    press(key.Key_Space, key.Key_Return)
    assert run.wizard.step is run.backup
    press(key.Key_Return)
    settle(qtbot, window)
    assert window.session is not None
    assert window.session.agency_short_name == "IT"


def test_what_a_passphrase_is_worth_is_said_in_words(qtbot, window):
    window.start_page.profiles.create_button.click()
    fill(window, passphrase="short", again="short")
    new = window.start_page.first_run.passphrase.new
    assert "Too short" in new.worth.words
    new.passphrase.setText("Password2026!")
    assert "Weak" in new.worth.words
    new.passphrase.setText("five unrelated words stand here")
    assert "Strong" in new.worth.words


def test_closing_before_the_recovery_key_was_kept_leaves_a_profile_that_opens(qtbot, window, tmp_path):
    create(qtbot, window)
    window.close()
    context = profiles.open_profile(tmp_path / "profiles" / "meti", passphrase=PASSPHRASE, floor=COST)
    assert context.agency.short_name == "METI"
    context.close()


def test_the_recovery_sheet_can_be_saved(qtbot, window, tmp_path):
    create(qtbot, window)
    page = window.start_page.first_run.recovery
    page.save_to(tmp_path / "sheet.txt")
    assert "SX-RECOVERY-1" in (tmp_path / "sheet.txt").read_text("utf-8")
    page.save_to(tmp_path / "sheet.pdf")
    settle(qtbot, window)
    assert "Saved." in page.messages.words
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    for name in ("sheet.txt", "sheet.pdf"):
        page.save_to(tmp_path / "nowhere" / name)
        settle(qtbot, window)
        assert "E_FILE" in page.messages.words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"short_name": ""}, "short_name"),
        ({"actor": ""}, "actor"),
        ({"passphrase": "short", "again": "short"}, "passphrase"),
        ({"again": "three agencies, two tables"}, "again"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(window, changes, field):
    window.start_page.profiles.create_button.click()
    fill(window, **changes)
    run = window.start_page.first_run
    fields = run.agency.fields | run.passphrase.new.fields
    assert [name for name, one in fields.items() if one.problem] == [field]
    assert run.wizard.step in (run.agency, run.passphrase)


def test_a_refused_name_is_said_and_can_be_mended_by_going_back(qtbot, window):
    window.start_page.profiles.create_button.click()
    fill(window, short_name="no spaces please")
    run = window.start_page.first_run
    run.wizard.next_button.click()
    settle(qtbot, window)
    assert "E_SHORT_NAME" in run.wizard.messages.words
    run.wizard.press_back()
    run.wizard.press_back()
    run.agency.short_name.setText("METI")
    for _page in range(3):
        run.wizard.next_button.click()
    settle(qtbot, window)
    assert run.wizard.step is run.recovery


def test_a_wrong_passphrase_is_said_where_it_was_typed_and_after_three_there_is_a_wait(qtbot, window, tmp_path):
    make_profile(tmp_path / "profiles" / "it").close()
    page = window.start_page
    page.show_profiles()
    settle(qtbot, window)
    page.profiles.open_button.click()
    assert page.step is page.unlock
    for _ in range(3):
        page.unlock.passphrase.setText("five green lorries wait")
        page.unlock.passphrase.returnPressed.emit()
        settle(qtbot, window)
        assert "E_PASSPHRASE" in page.unlock.refusal.words
        assert page.unlock.passphrase.text() == ""
    page.unlock.passphrase.setText(PASSPHRASE)
    page.unlock.passphrase.returnPressed.emit()
    settle(qtbot, window)
    assert "E_UNLOCK_WAIT" in page.unlock.refusal.words
    assert window.session is None


def test_a_file_given_at_the_start_waits_for_a_profile(qtbot, window, tmp_path):
    path = tmp_path / "stock.csv"
    path.write_text("Lot;Material;Form;Quantity (t);As of\nW-1;W;APT;12;2026-06-30\n", "utf-8")
    window.open_file(path)
    assert "stock.csv opens as soon as" in window.start_page.messages.words
    window.start_page.messages.put_away()
    context = make_profile(tmp_path / "p")
    window.start_page.opened.emit(context)
    settle(qtbot, window)
    from stockpile_client.ui.dialogs.import_inventory import ImportDialog

    dialog = window.findChild(ImportDialog)
    assert dialog.plan.new == 1
    dialog.reject()


def test_a_demonstration_that_is_there_is_one_click_away(qtbot, window, tmp_path):
    make_profile(tmp_path / "demo").close()
    page = window.start_page
    page.profiles.demo_button.click()
    settle(qtbot, window)
    assert page.step is page.demo
    assert page.demo.make_button.isVisible()
    page.demo.show_desks([DemoDesk("Italia", tmp_path / "demo", PASSPHRASE)])
    page.demo.desk_buttons[0].click()
    settle(qtbot, window)
    assert window.session is not None
    assert window.session.agency_short_name == "IT"


@pytest.mark.parametrize("code", list(language.LANGUAGES))
def test_the_foot_of_the_start_page_is_whole_in_every_language(qtbot: QtBot, window: MainWindow, code: str) -> None:
    app = QApplication.instance()
    assert app is not None
    language.install(app, code)
    try:
        made = MainWindow(Jobs(), Formats(QLocale("en_CA")))
        qtbot.addWidget(made)
        made.resize(1280, 800)
        made.show()
        settle(qtbot, made)
        page = made.start_page.profiles
        for control in (page.demo_button, page.restore_button, page.languages):
            assert control.width() >= control.sizeHint().width()
    finally:
        language.install(app, "en")
