"""Pictures of the window, drawn by the window itself on the demonstration's figures.

Used by ``stockpile demo --headless`` and for the pictures of the README: real views over a real profile, so that a
picture never shows what the program does not.

    python -m stockpile_client.ui.pictures PROFILE_FOLDER PICTURES_FOLDER [--dark | --high-contrast] [--language it]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QApplication

from stockpile_client.services.demo.story import PASSPHRASE
from stockpile_client.services.profiles import open_profile
from stockpile_client.ui.app import build_application
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.language import LANGUAGES
from stockpile_client.ui.main_window import MainWindow
from stockpile_client.ui.preferences import Preferences, PreferenceStore
from stockpile_client.ui.theme import Appearance
from stockpile_client.ui.workspaces import WORKSPACES

SIZE = QSize(1280, 800)
_LONGEST_WAIT_SECONDS = 20
_REST_SECONDS = 0.3
_BUSY_SECONDS = 0.1  # events that take so long have others in their train


def draw(profile: Path, target: Path) -> list[Path]:
    """One PNG of each workspace of a demonstration profile, in the running application's appearance."""
    target.mkdir(parents=True, exist_ok=True)
    jobs = Jobs()
    window = MainWindow(jobs, Formats(QLocale()))
    window.resize(SIZE)
    window.show()
    window.start_page.opened.emit(open_profile(profile, passphrase=PASSPHRASE, actor="demonstration"))
    pictures = []
    for number, spec in enumerate(WORKSPACES, start=1):
        window.go(spec.key)
        _settle(lambda: not jobs.running)
        pictures.append(target / f"{number}-{spec.key}.png")
        window.grab().save(str(pictures[-1]))
    window.close()
    return pictures


def _settle(is_idle: Callable[[], bool]) -> None:
    """Let the event loop run until neither a job nor the window itself has had much to do for a moment."""
    end = time.monotonic() + _LONGEST_WAIT_SECONDS
    rest_from = time.monotonic()
    while time.monotonic() < end:
        began = time.monotonic()
        QApplication.processEvents()
        time.sleep(0.01)
        if not is_idle() or time.monotonic() - began > _BUSY_SECONDS:
            rest_from = time.monotonic()
        elif time.monotonic() - rest_from > _REST_SECONDS:
            return


def main(argv: Sequence[str] | None = None) -> int:
    """Draw the pictures and print where they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("profile", type=Path, help="a profile of the demonstration")
    parser.add_argument("target", type=Path, help="the folder for the pictures")
    look = parser.add_mutually_exclusive_group()
    look.add_argument("--dark", action="store_const", dest="look", const=Appearance.DARK)
    look.add_argument("--high-contrast", action="store_const", dest="look", const=Appearance.HIGH_CONTRAST)
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    options = parser.parse_args(argv)
    wanted = Preferences(language=options.language, appearance=options.look or Appearance.LIGHT)
    application = build_application([sys.argv[0]], PreferenceStore(usual=wanted))
    for picture in draw(options.profile, options.target):
        sys.stdout.write(f"{picture}\n")
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
