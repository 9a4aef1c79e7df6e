"""``stockpile-client [profile or file]``: everything is built here, once, and handed down.

>>> main(["stockpile-client"])  # doctest: +SKIP
0
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from stockpile_client.ui import theme
from stockpile_client.ui.formats import Formats, system_locale
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.theme import Appearance


def build_application(argv: Sequence[str], appearance: Appearance = Appearance.SYSTEM) -> QApplication:
    """The application with its name, style, palette and font."""
    app = QApplication(list(argv))
    app.setApplicationName("Stockpile Client")
    app.setDesktopFileName("stockpile-client")
    QLocale.setDefault(system_locale())
    theme.apply(app, appearance)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.apply(app, appearance))
    return app


def build_window() -> MainWindow:
    """The main window with what it needs, not yet shown."""
    return MainWindow(Jobs(), Formats(QLocale()))


def open_argument(window: MainWindow, path: Path) -> None:
    """What stands on the command line: the folder of a profile, or a file to look at once a profile is open."""
    if path.is_dir():
        window.start_page.open_profile(path)
    else:
        window.open_file(path)


def main(argv: Sequence[str] | None = None) -> int:
    """Start the program; the exit code is that of the event loop. An argument names a profile or a file."""
    arguments = list(sys.argv if argv is None else argv)
    app = build_application(arguments)
    window = build_window()
    for argument in app.arguments()[1:2]:
        open_argument(window, Path(argument))
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
