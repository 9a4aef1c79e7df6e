"""The system libraries that Qt's wheels expect from a Linux system, and which of them are not there.

Qt does not start without them: the import of its modules fails, or its platform plugin ends the process with a message
that only a terminal shows. Asking the loader beforehand lets the program say in words what to install. On Windows and
macOS Qt brings everything along. Loads no Qt; the set-up script asks here as well.

The tables were found by starting from a bare Debian 12 and adding what the loader missed in QtCore, QtGui, QtWidgets,
QtSvg, QtPrintSupport, QtTest and the platform plugins "offscreen", "xcb" and "wayland". Keys are shared objects, values
the packages of Debian and Ubuntu that carry them.

>>> missing({"libc.so.6": "libc6", "libnowhere.so.1": "nowhere"})  # doctest: +SKIP
{'libnowhere.so.1': 'nowhere'}
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping

ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What every use of Qt needs, also one without a window."""

X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a window on an X server needs besides."""

WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""What a window on a Wayland compositor needs besides; without them Qt takes the X server that comes with it."""


def missing(wanted: Mapping[str, str]) -> dict[str, str]:
    """Those of ``wanted`` that the loader does not find."""
    return {name: package for name, package in wanted.items() if not _is_there(name)}


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether the session names a display; Windows and macOS always have one."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_for_window(environment: Mapping[str, str], platform: str = sys.platform) -> dict[str, str]:
    """What stands between this system and a window, by the display that ``environment`` names; empty if nothing."""
    if not platform.startswith("linux"):
        return {}
    lacking = missing(ALWAYS)
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen and not chosen.startswith(("xcb", "wayland")):
        return lacking
    on_wayland = chosen.startswith("wayland") or (not chosen and bool(environment.get("WAYLAND_DISPLAY")))
    if on_wayland and not missing(WAYLAND):
        return lacking
    return lacking | missing(X11)


def _is_there(shared_object: str) -> bool:
    try:
        ctypes.CDLL(shared_object)
    except OSError:
        return False
    return True
