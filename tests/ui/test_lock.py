"""Locking: at once behind a curtain; nothing typed is lost, what runs comes to its end, only the passphrase opens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.drafts import Draft, keep_drafts, kept_drafts
from stockpile_client.ui import lock as lock_module
from stockpile_client.ui.drafts import gather
from stockpile_client.ui.jobs import Outcome, Token
from stockpile_client.ui.main_window import MainWindow
from tests.services.agencies import START, Agencies, open_again
from tests.ui.driving import WAIT_MS, Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Drive = Callable[[Context], Driver]


class NewLotForm(QWidget):
    """A form with one field, as a workspace has them."""

    draft_key = "lot.new"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = QLineEdit(self)

    def draft(self) -> dict[str, str]:
        return {"form": self.form.text()} if self.form.text() else {}

    def restore(self, draft: dict[str, str]) -> None:
        self.form.setText(draft.get("form", ""))


class BrokenForm(NewLotForm):
    draft_key = "lot.broken"

    def draft(self) -> dict[str, str]:
        raise ValueError


@pytest.fixture
def us(agencies: Agencies, drive: Drive) -> Driver:
    return drive(agencies.us.ctx)


@pytest.fixture
def again(agencies: Agencies, us: Driver) -> Iterator[Callable[[], Context]]:
    """Unlocks the profile of the window again, as its passphrase does."""
    folder = agencies.us.ctx.profile.folder.path

    def unlock() -> Context:
        context = open_again(folder, agencies.clock)
        us.window.start_page.opened.emit(context)
        us.settle()
        return context

    return unlock


def locked(us: Driver) -> MainWindow:
    us.window.lock()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    us.settle()
    return us.window


def type_into_new_form(us: Driver, text: str, parent: QWidget | None = None) -> NewLotForm:
    form = NewLotForm(parent or us.go("inventory"))
    form.form.setText(text)
    return form


def test_the_curtain_hides_everything_before_the_lock_returns(us: Driver) -> None:
    us.go("inventory")
    about = us.window.actions_registry["about"]
    about.trigger()
    us.window.lock()
    assert us.window.frame.curtain.isVisible()
    assert not us.window.workbench.isVisible()
    assert not us.window.statusBar().isVisible()
    assert us.window.windowTitle() == "Stockpile Client"
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert shown == [us.window]
    assert not us.window.actions_registry["import_inventory"].isEnabled()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    assert us.window.start_page.step is us.window.start_page.unlock


def test_what_was_typed_is_offered_after_unlocking_and_put_back(us: Driver, again: Callable[[], Context]) -> None:
    type_into_new_form(us, "ammonium paratung")
    locked(us)
    again()
    assert "Inventory" in us.window.workbench.offer.words
    put_back: list[tuple[str, dict[str, str]]] = []
    view = us.go("inventory")
    view.resume_draft = lambda key, draft: put_back.append((key, draft)) or True
    us.press(us.window.workbench.offer.go_on)
    assert put_back == [("lot.new", {"form": "ammonium paratung"})]
    assert us.window.workbench.offer.words == ""


def test_what_nobody_took_back_is_kept_at_the_next_lock_too(us: Driver, again: Callable[[], Context]) -> None:
    type_into_new_form(us, "half a word")
    for _ in range(2):
        locked(us)
        context = again()
    assert [draft.fields for draft in kept_drafts(context)] == [{"form": "half a word"}]


def test_what_was_discarded_is_gone_after_the_next_lock(us: Driver, again: Callable[[], Context]) -> None:
    type_into_new_form(us, "half a word")
    locked(us)
    again()
    us.press(us.window.workbench.offer.discard)
    locked(us)
    assert kept_drafts(again()) == []


def test_a_form_that_nobody_can_open_any_more_says_what_was_kept(us: Driver, again: Callable[[], Context]) -> None:
    locked(us)
    again()
    keep_drafts(us.window.session.context, [Draft("overview/gone.form", {"a": "seven words"}, START)])
    us.window.frame.drafts.offer_kept(us.window.session)
    us.settle()
    us.press(us.window.workbench.offer.go_on)
    assert "cannot be opened again" in us.said
    assert "seven words" in us.said


def test_quitting_keeps_what_was_typed(agencies: Agencies, us: Driver) -> None:
    folder = agencies.us.ctx.profile.folder.path
    type_into_new_form(us, "typed before the end")
    us.window.close()
    context = open_again(folder, agencies.clock)
    assert [draft.fields for draft in kept_drafts(context)] == [{"form": "typed before the end"}]
    context.close()


def test_a_form_in_a_dialog_counts_until_it_is_closed(us: Driver) -> None:
    view = us.go("inventory")
    dialog = QDialog(view)
    type_into_new_form(us, "in a dialog", dialog)
    QVBoxLayout(dialog).addWidget(dialog.findChild(NewLotForm))
    dialog.open()
    views = {"inventory": view}
    assert [draft.key for draft in gather(views, START)] == ["inventory/lot.new"]
    dialog.reject()
    assert gather(views, START) == []


def test_a_form_that_fails_keeps_neither_the_profile_open_nor_the_others_from_being_kept(
    us: Driver, again: Callable[[], Context]
) -> None:
    BrokenForm(us.go("inventory"))
    type_into_new_form(us, "kept all the same")
    locked(us)
    assert [draft.key for draft in kept_drafts(again())] == ["inventory/lot.new"]


def test_a_running_change_comes_to_its_end_behind_the_curtain_and_nobody_is_told(us: Driver) -> None:
    going, finish, told = threading.Event(), threading.Event(), []

    def change(_context: Context, _token: Token) -> ChangeSet:
        going.set()
        finish.wait(10)
        return ChangeSet.nothing()

    assert us.window.session is not None
    job = us.window.session.mutate(change, then=told.append, failed=told.append, title="Importing lots.csv")
    us.qtbot.waitUntil(going.is_set, timeout=WAIT_MS)
    us.window.lock()
    us.qtbot.wait(50)
    assert us.window.frame.curtain.isVisible()
    assert "still being written" in us.window.frame.curtain.words
    assert "lots.csv" not in us.window.frame.curtain.words
    assert us.window.session is not None
    outcomes: list[Outcome | None] = []
    job.ended.connect(lambda: outcomes.append(job.outcome))
    finish.set()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    assert outcomes == [Outcome.DONE]
    assert told == []


def test_a_running_change_can_be_stopped_from_the_curtain(us: Driver) -> None:
    going = threading.Event()

    def change(_context: Context, token: Token) -> ChangeSet:
        going.set()
        while True:
            token.check()

    assert us.window.session is not None
    us.window.session.mutate(change, then=print, failed=print, title="Importing lots.csv")
    us.qtbot.waitUntil(going.is_set, timeout=WAIT_MS)
    us.window.lock()
    us.qtbot.wait(10)
    assert us.window.frame.curtain.stop.isVisible()
    us.window.frame.curtain.stop.click()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)


def test_reading_stops_and_never_opens_a_dialog_behind_the_curtain(us: Driver) -> None:
    going, told = threading.Event(), []

    def read(_context: Context, token: Token) -> None:
        going.set()
        while True:
            token.check()

    assert us.window.session is not None
    us.window.session.read(read, then=told.append, failed=told.append)
    us.qtbot.waitUntil(going.is_set, timeout=WAIT_MS)
    locked(us)
    assert told == []


def test_quitting_while_a_change_still_runs_keeps_what_was_typed(agencies: Agencies, us: Driver) -> None:
    folder, going = agencies.us.ctx.profile.folder.path, threading.Event()

    def change(_context: Context, token: Token) -> ChangeSet:
        going.set()
        while True:
            token.check()

    type_into_new_form(us, "typed before both")
    assert us.window.session is not None
    us.window.session.mutate(change, then=print, failed=print, title="Importing lots.csv")
    us.qtbot.waitUntil(going.is_set, timeout=WAIT_MS)
    us.window.lock()
    us.window.close()
    context = open_again(folder, agencies.clock)
    assert [draft.fields for draft in kept_drafts(context)] == [{"form": "typed before both"}]
    context.close()


def test_after_unlocking_one_is_where_one_was(us: Driver, again: Callable[[], Context]) -> None:
    us.go("partners")
    locked(us)
    again()
    assert us.window.view("partners").isVisible()


def test_an_absent_person_finds_the_window_locked(
    agencies: Agencies, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "_SECONDS", 0.02)  # ten of these "minutes" are a fifth of a second
    us = drive(agencies.us.ctx)
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    assert us.window.start_page.isVisible()


def test_a_file_that_arrives_while_the_curtain_is_down_waits(us: Driver, again: Callable[[], Context]) -> None:
    from stockpile_client.services.resources import resource_path

    us.window.lock()
    us.window.open_file(resource_path("demo", "guest", "us_nds_inventory.csv"))
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    again()
    us.settle()
    dialogs = [one for one in us.window.findChildren(QDialog) if one.isVisible()]
    assert dialogs
    dialogs[0].reject()


def test_a_second_lock_while_the_first_is_at_it_changes_nothing(us: Driver, qtbot: QtBot) -> None:
    us.window.lock()
    us.window.lock()
    qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    assert us.window.start_page.isVisible()
