"""Other processes that the program starts: its own window, and programs of the desktop.

In the one-folder build there is no Python to call: the window is a program of its own beside this one, and its
libraries come before those of the system, which a program of the desktop must not get to see.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

WINDOW_PROGRAM = "stockpile-client.exe" if sys.platform == "win32" else "stockpile-client"

DRAW = "--draw"
"""First argument of the window's program: draw pictures instead, see :mod:`stockpile_client.ui.pictures`."""


def is_onefolder() -> bool:
    """Whether this process runs from the one-folder build."""
    return bool(getattr(sys, "frozen", False))


def window_command(*arguments: str) -> list[str]:
    """The command that starts the window, see :mod:`stockpile_client.launch`."""
    if is_onefolder():
        return [str(Path(sys.executable).with_name(WINDOW_PROGRAM)), *arguments]
    return [sys.executable, "-m", "stockpile_client.launch", *arguments]


def desktop_environment() -> dict[str, str]:
    """The environment for a program of the system: with the library path as it was before the one-folder build set it.

    Source: PyInstaller manual, "LD_LIBRARY_PATH / LIBPATH considerations".
    """
    environment = dict(os.environ)
    if is_onefolder():
        before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if before is not None:
            environment["LD_LIBRARY_PATH"] = before
    return environment
