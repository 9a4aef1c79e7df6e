"""The one registry of actions: menus, shortcuts, buttons, tips and the command palette all come from it.

An action that belongs to a workspace is carried out by that workspace (``perform``); the main window shows the
workspace first. The way to a workspace is an action too (:func:`way_to`). An action is enabled while a profile is open,
unless it is ``always`` there; :meth:`Actions.reason` says why one is not.

>>> actions.button("import_inventory", Look.PRIMARY)  # doctest: +SKIP
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from stockpile_client.ui import icons
from stockpile_client.ui.theme import Appearance
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import plain_tip

WAY, APPEARANCE = "go:", "appearance:"
"""What the keys of the ways to workspaces, and of the choices of appearance, begin with."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. ``menu`` is the menu that lists it (empty: none), ``label`` its shorter name on a button."""

    key: str
    text: str
    menu: str = ""
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    label: str = ""
    workspace: str = ""
    always: bool = False


FRAME_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "lock", "&Lock the profile", "file", "Ctrl+L", "lock", "Close the profile; it opens with its passphrase"
    ),
    ActionSpec(
        "documents",
        "Write a &document…",
        "file",
        "Ctrl+P",
        "print",
        "Write a holding list, statement, record, safety-number sheet or the joint picture as PDF",
    ),
    ActionSpec("quit", "&Quit", "file", "Ctrl+Q", always=True),
    ActionSpec(
        "command_palette", "Find an &action…", "view", "Ctrl+K", "search", "Type what you want to do", always=True
    ),
    ActionSpec("jobs", "Show &jobs", "view", "Ctrl+J", "history", "What runs, and what has run"),
    ActionSpec(
        f"{APPEARANCE}{Appearance.SYSTEM}", "&As the system", "appearance", tip="Colours as the system", always=True
    ),
    ActionSpec(f"{APPEARANCE}{Appearance.LIGHT}", "&Light", "appearance", tip="Light colours", always=True),
    ActionSpec(f"{APPEARANCE}{Appearance.DARK}", "&Dark", "appearance", tip="Dark colours", always=True),
    ActionSpec(
        f"{APPEARANCE}{Appearance.HIGH_CONTRAST}", "&High contrast", "appearance", tip="High contrast", always=True
    ),
    ActionSpec("help", "&Help for this page", "help", "F1", "info", "Open the page for where you are", always=True),
    ActionSpec("about", "&About Stockpile Client", "help", always=True),
)


def way_to(workspace: str, title: str, icon: str, number: int) -> ActionSpec:
    """The action that shows a workspace; the first ten have a key."""
    keys = f"Ctrl+{number % 10}" if number <= 10 else ""
    return ActionSpec(f"{WAY}{workspace}", title, "workspaces", keys, icon, workspace=workspace)


class Actions(QObject):
    """Builds every :class:`QAction` once; ``triggered`` says which one was chosen."""

    triggered = Signal(str)

    def __init__(self, specs: Iterable[ActionSpec], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.specs: dict[str, ActionSpec] = {}
        self._actions: dict[str, QAction] = {}
        self._is_open = False
        for spec in specs:
            self.specs[spec.key] = spec
            self._actions[spec.key] = self._build(spec)
        self.set_profile_open(False)

    def _build(self, spec: ActionSpec) -> QAction:
        action = QAction(_tr(spec.text), self)
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        if spec.key == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        if spec.key == "about":
            action.setMenuRole(QAction.MenuRole.AboutRole)
        action.setToolTip(plain_tip(_tip(spec, action)))
        action.triggered.connect(lambda _checked=False, key=spec.key: self.triggered.emit(key))
        return action

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of one menu, in order."""
        return [self._actions[key] for key, spec in self.specs.items() if spec.menu == menu]

    def set_profile_open(self, is_open: bool) -> None:
        """Enable what needs an open profile, or disable it."""
        self._is_open = is_open
        for key, spec in self.specs.items():
            self._actions[key].setEnabled(spec.always or is_open)

    def title(self, key: str) -> str:
        """What the action is called when it stands alone, without the sign that underlines a letter."""
        text = _tr(self.specs[key].tip) if key.startswith(APPEARANCE) else self._actions[key].text()
        return without_mnemonic(text)

    def tip(self, key: str) -> str:
        """What the action does, in a few words; empty if its name says it all."""
        return _tr(self.specs[key].tip)

    def keys(self, key: str) -> str:
        """Its keyboard shortcut as this system writes it; empty for none."""
        return self._actions[key].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def reason(self, key: str) -> str:
        """Why the action cannot be chosen now; empty if it can."""
        if self._actions[key].isEnabled():
            return ""
        return self.tr("Not possible now.") if self._is_open else self.tr("Open a profile first.")

    def button(self, key: str, look: Look = Look.PLAIN) -> Button:
        """A button that carries the action out and follows whether it is enabled."""
        spec, action = self.specs[key], self._actions[key]
        button = Button(without_mnemonic(_tr(spec.label or spec.text)), icon=spec.icon, look=look)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(without_mnemonic(_tr(spec.text)))
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        return button


def without_mnemonic(text: str) -> str:
    """``text`` without the sign that underlines a letter.

    >>> without_mnemonic("E&xport…"), without_mnemonic("開く(&O)…"), without_mnemonic("Beenden (&Q)")
    ('Export…', '開く…', 'Beenden')
    """
    return re.sub(r" ?\(&.\)|&", "", text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text) if text else ""


def _tip(spec: ActionSpec, action: QAction) -> str:
    words = without_mnemonic(_tr(spec.tip or spec.text)).rstrip("…")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words} ({keys})" if keys else words
