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
    """The application with its name, language, style, palette and font; it follows changes of the appearance."""
    app = bare_application(argv)
    Dress(app, preferences or PreferenceStore())
    return app


def bare_application(argv: Sequence[str]) -> QApplication:
    """The application with its name and style."""
    program, *arguments = argv
    app = QApplication([program, "-style", "fusion", *arguments])  # to ask for the style afterwards takes 10 ms
    app.setApplicationName("Stockpile Client")
    app.setDesktopFileName("stockpile-client")
    return app


class Dress(QObject):
    """Language, size of text and colours of the application.

    A change of the colours is put on at once. Language and size are put on by :meth:`renew` only, when a new window is
    about to be built: what is on the screen keeps its words and its measures, and what it adds must fit them.
    """

    def __init__(self, app: QApplication, preferences: PreferenceStore) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._text_percent = 100
        self.renew()
        preferences.changed.connect(self._on_preferences_changed)
        app.styleHints().colorSchemeChanged.connect(self._paint)

    def renew(self) -> None:
        """Put everything on as the preferences and the system have it now."""
        system = system_locale()
        wanted = self._preferences.current.language or language.suited(system)
        try:
            language.install(self._app, wanted)
        except StockpileError:  # the texts of that language are not there: English needs none
            wanted = "en"
            language.install(self._app, wanted)
        QLocale.setDefault(locale_for(wanted, system))
        self._text_percent = self._preferences.current.text_percent
        self._paint()

    @Slot()
    def _paint(self) -> None:
        theme.apply(self._app, self._preferences.current.appearance, self._text_percent)

    @Slot(object, object)
    def _on_preferences_changed(self, now: Preferences, before: Preferences) -> None:
        if now.appearance != before.appearance:
            self._paint()


class Program(QObject):
    """The one window of the program, and its successor when the language or the size of text changes.

    A new window takes the place of the old one: at once while no profile is open, otherwise when the profile is locked.
    """

    def __init__(self, preferences: PreferenceStore, dress: Dress, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._dress = dress
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
        self._dress.renew()
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
    app = bare_application(arguments)
    program = Program(preferences, Dress(app, preferences))
    for argument in app.arguments()[1:2]:
        open_argument(program.window, Path(argument))
    program.window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
