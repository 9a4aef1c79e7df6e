"""The menu bar, from the registry of actions: File, Edit, View with the ways to workspaces and the colours, Help.

>>> fill_menu_bar(window.menuBar(), registry, Appearance.SYSTEM)  # doctest: +SKIP
"""

from __future__ import annotations

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from stockpile_client.ui.actions import APPEARANCE, Actions
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Appearance


def fill_menu_bar(bar: QMenuBar, actions: Actions, appearance: Appearance) -> None:
    """Build the menus; ``appearance`` is the one that is in force."""
    _menu(bar, tr("&File")).addActions(actions.in_menu("file"))
    _menu(bar, tr("&Edit")).addActions(actions.in_menu("edit"))
    view = _menu(bar, tr("&View"))
    view.addActions(actions.in_menu("workspaces"))
    view.addSeparator()
    view.addActions(actions.in_menu("view"))
    view.addSeparator()
    view.addMenu(_appearances(bar, actions, appearance))
    _menu(bar, tr("&Help")).addActions(actions.in_menu("help"))


def _menu(bar: QMenuBar, title: str) -> QMenu:
    menu = bar.addMenu(title)
    menu.setToolTipsVisible(False)
    return menu


def _appearances(bar: QMenuBar, actions: Actions, current: Appearance) -> QMenu:
    menu = QMenu(tr("&Appearance"), bar)
    group = QActionGroup(menu)
    for action in actions.in_menu("appearance"):
        action.setCheckable(True)
        group.addAction(action)
        menu.addAction(action)
    actions[f"{APPEARANCE}{current}"].setChecked(True)
    return menu
