"""Two people sign, in the window: who wants to send is asked for the second one, and goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stockpile_client.services import second_person
from stockpile_client.services.context import Context
from stockpile_client.services.own_keys import rotate_own_keys
from stockpile_client.services.second_person import begin, second_people_of, sign_out
from stockpile_client.storage import identity
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.dialogs.second_person import NewSecondPersonDialog, RemoveSecondPersonDialog, SignAlongDialog
from tests.services.agencies import COST, Agencies
from tests.ui.driving import Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Drive = Callable[[Context], Driver]
VERDI, NERI = "B. Verdi", "C. Neri"
WORDS = {VERDI: "four quiet ferries leave", NERI: "seven grey herons wait"}


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (second_person.begin, second_person.add_person, second_person.sign_in):
        for name in {"cost", "floor"} & function.__kwdefaults__.keys():
            monkeypatch.setitem(function.__kwdefaults__, name, COST)


@pytest.fixture
def two(agencies: Agencies, drive: Drive, tmp_path: Path) -> Driver:
    begin(agencies.us.ctx, name=VERDI, passphrase=WORDS[VERDI], folder=tmp_path)
    sign_out(agencies.us.ctx)
    return drive(agencies.us.ctx)


def renew(us: Driver, folder: Path, heard: list[object]) -> None:
    """Something that signs."""
    assert us.window.session is not None
    us.window.session.mutate(
        lambda ctx, _token: rotate_own_keys(ctx, folder=folder), then=heard.append, failed=heard.append
    )
    us.settle()


def sign_along(us: Driver, passphrase: str) -> None:
    dialog = us.dialog(SignAlongDialog)
    dialog.passphrase.setText(passphrase)
    us.press(dialog.primary)


def test_what_wants_a_second_person_goes_on_once_that_person_has_signed_along(two: Driver, tmp_path: Path) -> None:
    heard: list[object] = []
    renew(two, tmp_path, heard)
    assert heard == []
    sign_along(two, WORDS[VERDI])
    assert [type(one).__name__ for one in heard] == ["RotatedKeys"]
    assert two.no_dialog()


def test_a_wrong_passphrase_is_said_in_the_dialog_and_nothing_is_signed(two: Driver, tmp_path: Path) -> None:
    heard: list[object] = []
    renew(two, tmp_path, heard)
    sign_along(two, "five loud lorries arrive")
    dialog = two.dialog(SignAlongDialog)
    assert "not the passphrase" in dialog.messages.words
    two.press(dialog.cancel)
    assert [getattr(one, "code", "") for one in heard] == ["E_SECOND_PERSON"]
    assert two.window.session is not None
    assert len(identity.every(two.window.session.context.db)) == 2


def test_the_settings_begin_with_it_add_and_remove_people_and_end_it(
    agencies: Agencies, drive: Drive, tmp_path: Path
) -> None:
    us, ctx = drive(agencies.us.ctx), agencies.us.ctx
    section = us.go("settings").page("agency").second_people
    us.settle()
    assert "one person alone signs" in section.facts.text
    us.press(section.begin)
    first = us.dialog(NewSecondPersonDialog)
    first.name.setText(VERDI)
    first.new.passphrase.setText(WORDS[VERDI])
    first.new.again.setText(WORDS[VERDI])
    first.begin_into(tmp_path)
    us.settle()
    assert us.no_dialog()
    assert VERDI in section.facts.text

    us.press(section.add)
    other = us.dialog(NewSecondPersonDialog)
    other.name.setText(NERI)
    other.new.passphrase.setText(WORDS[NERI])
    other.new.again.setText(WORDS[NERI])
    us.press(other.primary)
    assert [person.name for person in second_people_of(ctx).people] == [VERDI, NERI]

    us.press(section.remove)
    leaving = us.dialog(RemoveSecondPersonDialog)
    leaving.name.setCurrentText(VERDI)
    us.press(leaving.primary)
    assert [person.name for person in second_people_of(ctx).people] == [NERI]

    us.press(section.end)
    us.press(us.dialog(DecisionDialog).primary)
    sign_along(us, WORDS[NERI])
    assert second_people_of(ctx).people == ()
    assert section.begin.isVisible()
