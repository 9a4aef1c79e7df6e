"""What is typed is kept while it is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from stockpile_client.core.errors import MachineError
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.services.drafts import Draft, keep_drafts, kept_drafts
from stockpile_client.ui import draft_keeper
from tests.services.agencies import START, Agencies, open_again
from tests.ui.driving import WAIT_MS, Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Drive = Callable[[Context], Driver]


class NewLotForm(QWidget):
    """A form with one field, as a workspace has them."""

    draft_key = "lot.new"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = QLineEdit(self)

    def draft(self) -> dict[str, str]:
        return {"form": self.form.text()} if self.form.text() else {}

    def restore(self, draft: dict[str, str]) -> None:
        self.form.setText(draft.get("form", ""))


@pytest.fixture
def us(agencies: Agencies, drive: Drive, monkeypatch: pytest.MonkeyPatch) -> Driver:
    monkeypatch.setattr(draft_keeper, "KEEP_MS", 20)
    return drive(agencies.us.ctx)


def press_a_key(us: Driver) -> None:
    """A key arrives at the window, where signs of life are looked for."""
    QTest.keyClick(us.window.windowHandle(), Qt.Key.Key_Shift)


def fields(us: Driver) -> list[dict[str, str]]:
    """What the profile holds now, read as the next start would read it."""
    assert us.window.session is not None
    with us.window.session.context.reader() as context:
        return [draft.fields for draft in kept_drafts(context)]


def wait_for(us: Driver, expected: list[dict[str, str]]) -> None:
    us.qtbot.waitUntil(lambda: fields(us) == expected, timeout=WAIT_MS)


def test_what_is_typed_is_in_the_profile_before_anything_is_saved_or_locked(us: Driver) -> None:
    form = NewLotForm(us.go("inventory"))
    form.form.setText("ammonium")
    press_a_key(us)
    wait_for(us, [{"form": "ammonium"}])
    form.form.setText("ammonium paratung")
    press_a_key(us)
    wait_for(us, [{"form": "ammonium paratung"}])
    form.form.clear()
    press_a_key(us)
    wait_for(us, [])


def test_somebody_who_types_on_and_on_is_kept_all_the_same(us: Driver) -> None:
    form = NewLotForm(us.go("inventory"))
    for length in range(1, 40):
        form.form.setText("x" * length)
        press_a_key(us)
        us.qtbot.wait(3)
        if fields(us):
            return
    pytest.fail("nothing was kept while keys went on to be pressed")


def test_with_nobody_at_the_keys_nothing_is_written(us: Driver) -> None:
    NewLotForm(us.go("inventory")).form.setText("ammonium")
    us.qtbot.wait(100)
    assert fields(us) == []


def test_the_same_text_is_written_once(us: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    def keep(ctx: Context, drafts: list[Draft]) -> None:
        written.append(len(drafts))
        keep_drafts(ctx, drafts)

    monkeypatch.setattr(draft_keeper, "keep_drafts", keep)
    NewLotForm(us.go("inventory")).form.setText("ammonium")
    for _ in range(4):
        press_a_key(us)
        us.qtbot.wait(50)
    assert written == [1]


def test_a_form_that_was_saved_is_forgotten_with_the_saving(us: Driver) -> None:
    form = NewLotForm(us.go("inventory"))
    form.form.setText("ammonium")
    press_a_key(us)
    wait_for(us, [{"form": "ammonium"}])
    us.window.frame.drafts.keeper.rest()  # the next keeping does not come to it
    assert us.window.session is not None
    us.window.session.mutate(lambda _ctx, _token: ChangeSet.nothing(), then=print, failed=print, initiator=form)
    us.settle()
    assert fields(us) == []


def test_what_goes_on_to_be_typed_after_a_saving_is_kept_anew(us: Driver) -> None:
    form = NewLotForm(us.go("inventory"))
    form.form.setText("ammonium")
    press_a_key(us)
    wait_for(us, [{"form": "ammonium"}])
    assert us.window.session is not None
    us.window.session.mutate(lambda _ctx, _token: ChangeSet.nothing(), then=print, failed=print, initiator=form)
    us.settle()
    wait_for(us, [{"form": "ammonium"}])


@pytest.mark.parametrize("how", ["lock", "close"])
def test_what_was_kept_and_not_yet_read_survives_a_window_that_goes_at_once(
    agencies: Agencies, drive: Drive, how: str
) -> None:
    folder = agencies.us.ctx.profile.folder.path
    keep_drafts(agencies.us.ctx, [Draft("inventory/lot.new", {"form": "of yesterday"}, START)])
    us = drive(agencies.jp.ctx)
    us.window.lock()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    us.window.start_page.opened.emit(agencies.us.ctx)  # and before anything could be read:
    getattr(us.window, how)()
    us.qtbot.waitUntil(lambda: us.window.session is None, timeout=WAIT_MS)
    context = open_again(folder, agencies.clock)
    assert [draft.fields for draft in kept_drafts(context)] == [{"form": "of yesterday"}]
    context.close()


def test_a_full_disk_is_said_once(us: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise MachineError("E_DISK_FULL", "The disk is full.")

    monkeypatch.setattr(draft_keeper, "keep_drafts", fail)
    form = NewLotForm(us.go("inventory"))
    form.form.setText("ammonium")
    press_a_key(us)
    us.qtbot.waitUntil(lambda: "disk is full" in us.said, timeout=WAIT_MS)
    us.window.messages.put_away()
    form.form.setText("ammonium para")
    press_a_key(us)
    us.qtbot.wait(100)
    assert us.said == ""
