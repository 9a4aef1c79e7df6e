"""The registry: every action can be found, and no two want the same key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from stockpile_client.ui.actions import FRAME_ACTIONS, way_to, without_mnemonic
from stockpile_client.ui.dialogs.command_palette import NOT_OFFERED, CommandPalette
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.preferences import PreferenceStore
from stockpile_client.ui.theme import Appearance
from stockpile_client.ui.workspaces import WORKSPACES

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Jobs(), Formats(QLocale("en_CA")), PreferenceStore())
    qtbot.addWidget(made)
    yield made
    made.close()


def in_menus(window: MainWindow) -> list[QAction]:
    """Every action that some menu of the bar leads to."""
    found: list[QAction] = []
    menus = [action.menu() for action in window.menuBar().actions()]
    while menus:
        menu = menus.pop()
        assert isinstance(menu, QMenu)
        for action in menu.actions():
            if isinstance(action.menu(), QMenu):
                menus.append(action.menu())
            elif not action.isSeparator():
                found.append(action)
    return found


def test_no_two_actions_want_the_same_key(window: MainWindow) -> None:
    registry = window.actions_registry
    wanted = Counter(keys for key in registry.specs if (keys := registry.keys(key)))
    assert [keys for keys, times in wanted.items() if times > 1] == []


def test_every_action_is_in_exactly_one_menu(window: MainWindow) -> None:
    listed = Counter(id(action) for action in in_menus(window))
    registry = window.actions_registry
    assert [key for key in registry.specs if listed[id(registry[key])] != 1] == []
    assert len(listed) == len(registry.specs)


def test_every_action_is_in_the_palette(window: MainWindow) -> None:
    palette = CommandPalette(window.actions_registry, window)
    registry = window.actions_registry
    assert sorted(palette.titles) == sorted(registry.title(key) for key in registry.specs if key not in NOT_OFFERED)
    palette.deleteLater()


def test_every_workspace_is_a_way_and_the_first_ten_have_a_key(window: MainWindow) -> None:
    registry = window.actions_registry
    assert [key for key in registry.specs if key.startswith("go:")] == [f"go:{spec.key}" for spec in WORKSPACES]
    assert way_to("x", "X", "", 10).shortcut == "Ctrl+0"
    assert way_to("x", "X", "", 11).shortcut == ""


def test_an_action_that_needs_a_profile_says_so(window: MainWindow) -> None:
    registry = window.actions_registry
    assert registry.reason("import_inventory") == "Open a profile first."
    assert registry.reason("quit") == ""
    assert not registry["import_inventory"].isEnabled()


def test_every_action_of_the_frame_is_carried_out(window: MainWindow) -> None:
    for spec in FRAME_ACTIONS:
        if spec.key not in {"quit", "lock"}:
            window.actions_registry[spec.key].trigger()
    for child in window.children():
        if getattr(child, "isWindow", bool)() and child.isVisible():
            child.close()


def test_the_colours_that_are_in_force_are_ticked_and_kept(window: MainWindow) -> None:
    registry = window.actions_registry
    assert registry["appearance:system"].isChecked()
    registry["appearance:dark"].trigger()
    assert registry["appearance:dark"].isChecked()
    assert not registry["appearance:system"].isChecked()
    assert window._preferences.current.appearance is Appearance.DARK


def test_a_name_that_stands_alone_has_no_underlined_letter() -> None:
    assert without_mnemonic("Export &my card…") == "Export my card…"
    assert without_mnemonic("開く(&O)…") == "開く…"
    assert without_mnemonic("Beenden (&Q)") == "Beenden"
