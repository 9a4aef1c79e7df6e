"""Before a profile is open: choose, unlock, create, and the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from stockpile_client.services import places, profiles
from stockpile_client.services.context import Context
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.profile_jobs import DemoDesk
from tests.services.agencies import COST, PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation of the key, at a cost for tests: the window itself always takes the standard one."""
    for function in (profiles.create_profile, profiles.open_profile):
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
    form = window.start_page.create_form
    values = {
        "name": "経済産業省",
        "short_name": "METI",
        "actor": "desk 2",
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
    }
    for name, value in (values | changes).items():
        getattr(form, name).setText(value)
    form.country.setCurrentIndex(form.country.findData("JP"))


def create(qtbot: QtBot, window: MainWindow) -> None:
    window.start_page.profiles.create_button.click()
    fill(window)
    window.start_page.create_form.create_button.click()
    settle(qtbot, window)


def test_without_profiles_it_says_what_one_is_and_offers_the_first_step(window):
    page = window.start_page
    assert page.step is page.profiles
    assert page.profiles._title.text() == "Welcome"
    assert page.profiles.create_button.isVisible()
    assert not page.profiles.open_button.isVisible()


def test_a_new_profile_opens_only_after_its_recovery_key_was_kept(qtbot, window):
    create(qtbot, window)
    page = window.start_page
    assert page.step is page.recovery
    assert "SX-RECOVERY-1" in page.recovery.sheet()
    assert not page.recovery.continue_button.isEnabled()
    page.recovery.kept.click()
    page.recovery.continue_button.click()
    settle(qtbot, window)
    assert window.session is not None
    assert window.session.agency_name == "経済産業省"
    assert "SX-RECOVERY-1" not in page.recovery.sheet()


def test_closing_before_the_recovery_key_was_kept_leaves_a_profile_that_opens(qtbot, window, tmp_path):
    create(qtbot, window)
    window.close()
    context = profiles.open_profile(tmp_path / "profiles" / "meti", passphrase=PASSPHRASE, floor=COST)
    assert context.agency.short_name == "METI"
    context.close()


def test_the_recovery_sheet_can_be_saved(qtbot, window, tmp_path):
    create(qtbot, window)
    page = window.start_page.recovery
    page._on_save_chosen(tmp_path / "sheet.txt")
    assert "SX-RECOVERY-1" in (tmp_path / "sheet.txt").read_text("utf-8")
    page._on_save_chosen(tmp_path / "nowhere" / "sheet.txt")
    assert "could not be written" in page.messages.words
    page.messages.put_away()


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
    form = window.start_page.create_form
    form.create_button.click()
    assert [name for name, one in form._fields.items() if one.problem] == [field]
    assert window.start_page.step is form


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
