"""Drives a real window as a person does: go somewhere, choose, type, press, wait until no job runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from stockpile_client.services.context import Context
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.widgets.button import Button

A = TypeVar("A", bound=QWidget)
WAIT_MS = 10_000


class Driver:
    """One window over one open profile, which it closes with itself."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.qtbot = qtbot
        self.jobs = Jobs()
        self.window = MainWindow(self.jobs, Formats(QLocale("en_CA")))
        self.window.resize(1280, 800)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.start_page.opened.emit(context)
        self.settle()

    def settle(self) -> None:
        """Wait until no job runs and what jobs said has arrived."""
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.jobs.running, timeout=WAIT_MS)
        self.qtbot.wait(1)

    def go(self, workspace: str) -> Any:
        """Show a workspace and return its view."""
        self.window.go(workspace)
        self.settle()
        return self.window.view(workspace)

    def open(self, path: Path) -> Any:
        """Open a file, as by a program argument; returns the inbox."""
        self.window.open_file(path)
        self.settle()
        return self.window.view("inbox")

    def press(self, button: Button) -> None:
        """Press a button that can be pressed, and wait for what it starts."""
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def dialog(self, kind: type[A]) -> A:
        """The open dialog of that kind."""
        found = [one for one in self.window.findChildren(kind) if one.isVisible()]
        assert found, f"no {kind.__name__} is open"
        return found[-1]

    def no_dialog(self) -> bool:
        """Whether no dialog is open."""
        return not [one for one in self.window.findChildren(QDialog) if one.isVisible()]

    def choose_folder(self, folder: Path) -> None:
        """Answer the open folder dialog."""
        picker = self.dialog(QFileDialog)
        picker.setDirectory(str(folder))
        picker.fileSelected.emit(str(folder))
        picker.close()
        self.settle()

    @property
    def said(self) -> str:
        """What the message bar says; nothing while it is away."""
        return self.window.messages.words if self.window.messages.isVisible() else ""
