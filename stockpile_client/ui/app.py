"""``stockpile-client [profile or file]``: everything is built here, once, and handed down.

>>> main(["stockpile-client"])  # doctest: +SKIP
0
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtWidgets import QApplication

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import language, theme
from stockpile_client.ui.formats import Formats, locale_for, system_locale
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.preferences import Preferences, PreferenceStore, preferences_folder


def build_application(argv: Sequence[str], preferences: PreferenceStore | None = None) -> QApplication:
    """The application with its name, language, style, palette and font; it follows changes of the preferences."""
    program, *arguments = argv
    app = QApplication([program, "-style", "fusion", *arguments])  # to ask for the style afterwards takes 10 ms
    app.setApplicationName("Stockpile Client")
    app.setDesktopFileName("stockpile-client")
    store = preferences or PreferenceStore()
    Dress(app, store)
    return app


class Dress(QObject):
    """Keeps language, colours and size of text of the application as the preferences and the system have them."""

    def __init__(self, app: QApplication, preferences: PreferenceStore) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._speak()
        self._paint()
        preferences.changed.connect(self._on_preferences_changed)
        app.styleHints().colorSchemeChanged.connect(self._paint)

    def _speak(self) -> None:
        system = system_locale()
        wanted = self._preferences.current.language or language.suited(system)
        try:
            language.install(self._app, wanted)
        except StockpileError:  # the texts of that language are not there: English needs none
            wanted = "en"
            language.install(self._app, wanted)
        QLocale.setDefault(locale_for(wanted, system))

    @Slot()
    def _paint(self) -> None:
        theme.apply(self._app, self._preferences.current.appearance, self._preferences.current.text_percent)

    @Slot(object, object)
    def _on_preferences_changed(self, now: Preferences, before: Preferences) -> None:
        if now.language != before.language:
            self._speak()
        if (now.appearance, now.text_percent) != (before.appearance, before.text_percent):
            self._paint()


class Program(QObject):
    """The one window of the program, and its successor when the language or the size of text changes.

    What is on screen keeps its language and its measures, so a new window takes the place of the old one: at once while
    no profile is open, otherwise when the profile is locked.
    """

    def __init__(self, preferences: PreferenceStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._outdated = False
        self.window = self._build()
        preferences.changed.connect(self._on_preferences_changed)

    def _build(self) -> MainWindow:
        window = build_window(self._preferences)
        window.locked.connect(self._renew)
        return window

    @Slot(object, object)
    def _on_preferences_changed(self, now: Preferences, before: Preferences) -> None:
        if (now.language, now.text_percent) != (before.language, before.text_percent):
            self._outdated = True
            self._renew()

    @Slot()
    def _renew(self) -> None:
        if not self._outdated or self.window.session is not None:
            return
        self._outdated = False
        old, self.window = self.window, self._build()
        self.window.take_place_of(old)
        old.close()
        old.deleteLater()


def build_window(preferences: PreferenceStore | None = None) -> MainWindow:
    """The main window with what it needs, not yet shown."""
    return MainWindow(Jobs(), Formats(QLocale()), preferences)


def open_argument(window: MainWindow, path: Path) -> None:
    """What stands on the command line: the folder of a profile or a backup, or a file for when a profile is open."""
    if path.is_dir():
        if not window.start_page.open_place(path):
            window.start_page.open_profile(path)
    else:
        window.open_file(path)


def main(argv: Sequence[str] | None = None) -> int:
    """Start the program; the exit code is that of the event loop. An argument names a profile or a file."""
    arguments = list(sys.argv if argv is None else argv)
    preferences = PreferenceStore(preferences_folder())
    app = build_application(arguments, preferences)
    program = Program(preferences)
    for argument in app.arguments()[1:2]:
        open_argument(program.window, Path(argument))
    program.window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
