"""What is set on this machine: kept, read back, and never a reason not to start."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stockpile_client.core.errors import MachineError
from stockpile_client.ui import language, theme
from stockpile_client.ui.app import Dress, Program
from stockpile_client.ui.formats import locale_for
from stockpile_client.ui.preferences import FILE_NAME, IDLE_MINUTES, Preferences, PreferenceStore
from stockpile_client.ui.theme import Appearance
from tests.services.agencies import Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def written(folder: Path, text: str) -> PreferenceStore:
    (folder / FILE_NAME).write_text(text)
    return PreferenceStore(folder)


def test_a_first_start_has_the_usual_values_and_writes_nothing(tmp_path: Path) -> None:
    store = PreferenceStore(tmp_path / "none")
    assert store.current == Preferences()
    assert store.problem == ""
    assert not (tmp_path / "none").exists()


def test_what_is_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    store = PreferenceStore(tmp_path / "config")
    store.change(language="it", appearance=Appearance.DARK, idle_minutes=5)
    again = PreferenceStore(tmp_path / "config")
    assert again.current == Preferences("it", Appearance.DARK, 5)
    assert [path.name for path in (tmp_path / "config").iterdir()] == [FILE_NAME]


def test_a_change_is_told_once_with_what_was_before(qtbot: QtBot) -> None:
    store = PreferenceStore()
    told = []
    store.changed.connect(lambda now, before: told.append((now.idle_minutes, before.idle_minutes)))
    store.change(idle_minutes=30)
    store.change(idle_minutes=30)
    assert told == [(30, 10)]


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "\x00", '"it"', "[" * 50_000])
def test_a_damaged_file_gives_the_usual_values_with_a_word(tmp_path: Path, damage: str) -> None:
    store = written(tmp_path, damage)
    assert store.current == Preferences()
    assert "could not be read" in store.problem
    assert (tmp_path / FILE_NAME).read_text() == damage


def test_a_value_that_is_not_offered_is_named_and_the_others_hold(tmp_path: Path) -> None:
    store = written(tmp_path, json.dumps({"language": "it", "idle_minutes": 10**9, "of a later version": True}))
    assert store.current == Preferences("it")
    assert "idle_minutes" in store.problem
    assert "later" not in store.problem


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists)


@given(st.dictionaries(st.sampled_from(["language", "appearance", "idle_minutes", "text_percent"]), JSON))
def test_whatever_the_file_says_the_values_are_such_as_are_offered(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    found = written(tmp_path_factory.getbasetemp(), json.dumps(stored)).current
    assert found.language in ("", *language.LANGUAGES)
    assert isinstance(found.appearance, Appearance)
    assert type(found.idle_minutes) is int
    assert found.idle_minutes in IDLE_MINUTES


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    store = PreferenceStore(tmp_path / "config")
    with pytest.raises(MachineError, match="preferences"):
        store.change(idle_minutes=5)
    assert store.current.idle_minutes == 5


@pytest.mark.parametrize(
    ("chosen", "system", "expected"),
    [
        ("en", "en_GB", "en_GB"),  # the system's own English
        ("it", "it_CH", "it_CH"),
        ("it", "ja_JP", "it_IT"),
        ("ja", "en_US", "ja_JP"),
        ("fr", "de_CH", "fr_CH"),  # a country that speaks both
        ("en", "ko_KR", "en_CA"),  # no English of its own: ISO days
    ],
)
def test_numbers_and_days_follow_the_language_and_then_the_country(chosen: str, system: str, expected: str) -> None:
    assert locale_for(chosen, QLocale(system)).name() == expected


class Shouting(gettext.NullTranslations):
    """A language of which a test knows every text."""

    def gettext(self, message: str) -> str:
        return re.sub(r"[^{}]+(?![^{}]*\})", lambda words: words.group().upper(), message)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[QApplication]:
    """The application, given back with the language, the colours and the letters it had."""
    yield qapp
    language.install(qapp, "en")
    QLocale.setDefault(QLocale.system())
    theme.apply(qapp)


@pytest.fixture
def program(
    qtbot: QtBot, english: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[Program, PreferenceStore]]:
    monkeypatch.setattr(language, "load_catalogue", lambda _code: Shouting())
    store = PreferenceStore(tmp_path)
    dress = Dress(english, store)
    program = Program(store, dress)
    program.window.show()
    yield program, store
    program.window.close()
    program.deleteLater()
    dress.deleteLater()
    qtbot.wait(1)


def settle(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: not program.window._jobs.running, timeout=10_000)


def test_a_language_chosen_on_the_start_page_is_spoken_at_once(
    qtbot: QtBot, program: tuple[Program, PreferenceStore]
) -> None:
    running, store = program
    settle(qtbot, running)
    first = running.window
    first.resize(760, 620)
    first.start_page.language_chosen.emit("it")
    settle(qtbot, running)
    assert running.window is not first
    assert running.window.isVisible()
    assert running.window.size() == QSize(760, 620)
    assert running.window.start_page.profiles.create_button.text() == "CREATE A PROFILE…"
    assert store.current.language == "it"
    assert QLocale().name().startswith("it")


def test_colours_change_without_another_window(qtbot: QtBot, program: tuple[Program, PreferenceStore]) -> None:
    running, store = program
    first = running.window
    store.change(appearance=Appearance.HIGH_CONTRAST)
    assert running.window is first
    assert theme.colours() is theme.HIGH_CONTRAST
    settle(qtbot, running)


def test_larger_letters_are_taken_from_the_systems_size(qtbot: QtBot, program: tuple[Program, PreferenceStore]) -> None:
    running, store = program
    usual = QApplication.font().pointSizeF()
    store.change(text_percent=200)
    store.change(text_percent=150)
    assert QApplication.font().pointSizeF() == pytest.approx(usual * 1.5)
    settle(qtbot, running)


def test_while_a_profile_is_open_the_window_keeps_its_language_until_it_is_locked(
    qtbot: QtBot, program: tuple[Program, PreferenceStore], agencies: Agencies
) -> None:
    running, store = program
    first = running.window
    first.start_page.opened.emit(agencies.us.ctx)
    settle(qtbot, running)
    before = language.current()
    store.change(language="it" if before != "it" else "fr", text_percent=150)
    assert running.window is first
    assert language.current() == before
    first.lock()
    qtbot.waitUntil(lambda: running.window is not first, timeout=10_000)
    settle(qtbot, running)
    assert language.current() == store.current.language
    assert running.window.start_page.step is running.window.start_page.unlock
    assert running.window.start_page.unlock.unlock_button.text() == "UNLOCK"


def test_a_language_whose_texts_are_missing_is_english(english: QApplication) -> None:
    store = PreferenceStore(usual=Preferences("it"))
    if "it" in language.offered():
        pytest.skip("the texts are there")
    dress = Dress(english, store)
    assert language.current() == "en"
    dress.deleteLater()
