"""Says when the machine goes to sleep or its session is locked, as far as the system tells without a network.

- Linux: ``PrepareForSleep`` and the session's ``Lock`` of logind on the system bus, ``ActiveChanged`` of the desktop's
  screen saver on the session bus (the interfaces are described in org.freedesktop.login1(5) and in the drafts of
  org.freedesktop.ScreenSaver). Buses are sockets of this machine; where there is none, nothing is said.
- Windows: ``WM_POWERBROADCAST`` and ``WM_WTSSESSION_CHANGE`` (WinUser.h, WtsApi32.h).
- macOS says it only to programs that speak Objective-C. There, as everywhere, the time that the machine slept counts
  for the idle lock (:mod:`stockpile_client.ui.lock_idle`).

>>> watch = SystemWatch(window.winId())  # doctest: +SKIP
>>> watch.leaving.connect(window.lock)  # doctest: +SKIP
"""

from __future__ import annotations

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

LOGIN = "org.freedesktop.login1"
_LOGIN_PATH = "/org/freedesktop/login1"
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.cinnamon.ScreenSaver",
)

WM_POWERBROADCAST = 0x0218
PBT_APMSUSPEND = 4
WM_WTSSESSION_CHANGE = 0x02B1
WTS_SESSION_LOCK = 7


class SystemWatch(QObject):
    """Watches from its making until :meth:`stop`."""

    leaving = Signal()

    def __init__(self, window_id: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window_id = window_id
        self._filter: WindowsMessages | None = None
        if sys.platform == "linux":
            self._listen_on_buses(listen=True)
        elif sys.platform == "win32":
            self._filter = WindowsMessages(self)
            self._listen_on_windows(self._filter)

    def stop(self) -> None:
        """Watch no longer."""
        if sys.platform == "linux":
            self._listen_on_buses(listen=False)
        app = QCoreApplication.instance()
        if self._filter is not None and app is not None:
            app.removeNativeEventFilter(self._filter)
            self._filter = None

    def _listen_on_buses(self, *, listen: bool) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only where there are buses
        except ImportError:  # a build of Qt without them
            return
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        flag: Any = SLOT("_on_flag(bool)")  # a str is what connect() takes, though its stub says bytes
        lock: Any = SLOT("_on_lock()")
        ours = session_path(os.environ.get("XDG_SESSION_ID", ""))
        asks = [
            (system, LOGIN, _LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", flag),
            (system, LOGIN, ours, f"{LOGIN}.Session", "Lock", lock),
            *((session, "", "", name, "ActiveChanged", flag) for name in _SCREEN_SAVERS),
        ]
        for bus, service, path, interface, name, slot in asks:
            if bus.isConnected():
                method = bus.connect if listen else bus.disconnect
                method(service, path, interface, name, self, slot)

    @Slot(bool)
    def _on_flag(self, begins: bool) -> None:
        if begins:
            self.leaving.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.leaving.emit()

    def _listen_on_windows(self, messages: WindowsMessages) -> None:
        app = QCoreApplication.instance()
        assert app is not None
        app.installNativeEventFilter(messages)
        if self._window_id:
            import ctypes  # noqa: PLC0415 - Windows only

            ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(self._window_id, 0)  # type: ignore[attr-defined]


class WindowsMessages(QAbstractNativeEventFilter):
    """Looks at what Windows sends to the program's windows."""

    def __init__(self, watch: SystemWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        if QByteArray(kind) == QByteArray(b"windows_generic_MSG") and message:
            from ctypes import wintypes  # noqa: PLC0415 - Windows only

            found = wintypes.MSG.from_address(int(message))
            if says_leaving(found.message, found.wParam):
                self._watch.leaving.emit()
        return False, 0


def says_leaving(message: int, parameter: int) -> bool:
    """Whether a message of Windows says that the machine goes to sleep or its session is locked."""
    return (message, parameter) in {
        (WM_POWERBROADCAST, PBT_APMSUSPEND),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK),
    }


def session_path(session: str) -> str:
    """The object of a login session on the system bus; every session's (empty) if ours is not known.

    Letters stand for themselves, digits too except in front, all else is ``_`` and two hex digits: the labels of
    ``sd_bus_path_encode(3)``.

    >>> session_path("2")
    '/org/freedesktop/login1/session/_32'
    """
    if not session:
        return ""
    label = "".join(
        sign if sign.isascii() and (sign.isalpha() or (sign.isdigit() and place)) else f"_{ord(sign):02x}"
        for place, sign in enumerate(session)
    )
    return f"{_LOGIN_PATH}/session/{label}"
