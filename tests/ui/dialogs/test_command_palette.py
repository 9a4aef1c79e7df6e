"""The palette: typed letters, arrows and Enter are enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from stockpile_client.services.context import Context
from stockpile_client.ui.dialogs.command_palette import CommandPalette, distance, folded
from tests.services.agencies import Agencies
from tests.ui.driving import Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def us(agencies: Agencies, drive: Callable[[Context], Driver]) -> Driver:
    return drive(agencies.us.ctx)


def opened(us: Driver) -> CommandPalette:
    us.window.activateWindow()
    us.qtbot.waitUntil(us.window.isActiveWindow)
    us.qtbot.keyClick(us.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return us.dialog(CommandPalette)


def test_the_keyboard_alone_goes_to_a_workspace(us: Driver) -> None:
    palette = opened(us)
    us.qtbot.keyClicks(palette.line, "partn")
    assert palette.titles[0] == "Partners"
    us.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    us.settle()
    assert us.window.view("partners").isVisible()
    assert us.no_dialog()


def test_arrows_in_the_line_move_through_the_list(us: Driver) -> None:
    palette = opened(us)
    us.qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    us.qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    us.qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 1
    palette.reject()


def test_each_line_says_its_key(us: Driver) -> None:
    palette = opened(us)
    us.qtbot.keyClicks(palette.line, "import inv")
    item = palette.list.item(0)
    assert item.text() == "Import inventory…"
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Import inventory…, Ctrl+I"
    palette.reject()


def test_what_cannot_be_chosen_stands_below_and_says_why(us: Driver) -> None:
    us.window.actions_registry["import_inventory"].setEnabled(False)
    palette = opened(us)
    us.qtbot.keyClicks(palette.line, "import")
    last = palette.list.item(palette.list.count() - 1)
    assert last.data(Qt.ItemDataRole.AccessibleTextRole) == "Import inventory…, Ctrl+I, Not possible now."
    palette.list.setCurrentItem(last)
    us.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.reject()


def test_what_an_action_does_finds_it_too(us: Driver) -> None:
    palette = opened(us)
    us.qtbot.keyClicks(palette.line, "encrypted copy")
    assert "Back up now…" in palette.titles
    palette.reject()


def test_an_action_that_says_what_it_would_do_says_it_here_too(us: Driver) -> None:
    us.window.actions_registry["undo"].setText("&Undo: correct the lot")
    palette = opened(us)
    us.qtbot.keyClicks(palette.line, "undo correct")
    assert palette.titles[0] == "Undo: correct the lot"
    palette.reject()


def test_nothing_found_is_said(us: Driver) -> None:
    palette = opened(us)
    us.qtbot.keyClicks(palette.line, "qqqq")
    assert palette.nothing.isVisible()
    assert palette.titles == []
    us.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    palette.reject()


def test_the_beginning_of_words_goes_before_their_middle() -> None:
    assert distance("exp inv", "Export inventory…") == 0
    assert distance("port", "Export inventory…") == 2
    assert distance("exinv", "Export inventory…") == 5
    assert distance("zinc", "Export inventory…") is None


def test_accents_and_case_do_not_matter() -> None:
    assert distance("EPARGNE", "L'épargne") == 2
    assert distance("etat", "État") == 0


@given(st.text(max_size=20), st.text(max_size=40))
def test_what_is_found_holds_every_letter_that_was_typed(typed: str, title: str) -> None:
    if distance(typed, title) is not None:
        assert set("".join(folded(typed).split())) <= set(folded(title))


@given(st.text(min_size=1, max_size=30))
def test_a_title_finds_itself(title: str) -> None:
    assert distance(title, title) is not None
