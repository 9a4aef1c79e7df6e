"""The Qt application that fonts need: the window's own, or one without a screen when there is no window.

The command line draws on machines without a display, where Qt would abort the whole process when it looks for one: so
the application that is made here always takes Qt's ``offscreen`` platform.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

_made: list[QGuiApplication] = []  # Qt deletes the application with its last Python reference


def ensure_application() -> None:
    """Make a :class:`QGuiApplication` without a screen unless there is one; call it from the main thread."""
    if QGuiApplication.instance() is None:
        _made.append(QGuiApplication(["stockpile", "-platform", "offscreen"]))
