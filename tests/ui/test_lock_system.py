"""What the system says about sleep and locked sessions, heard on a bus of the test's own."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from ctypes import wintypes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from stockpile_client.ui.lock_system import (
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    SystemWatch,
    WindowsMessages,
    says_leaving,
    session_path,
)

# Runs in a process and on a bus of its own: a process has one system bus and one session bus for ever.
LISTENER = """
import os, sys
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
os.environ["XDG_SESSION_ID"] = "c2"
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from stockpile_client.ui.lock_system import SystemWatch
app = QCoreApplication([])
watch, heard = SystemWatch(), []
watch.leaving.connect(lambda: heard.append(True))
system = QDBusConnection.connectToBus(os.environ["DBUS_SESSION_BUS_ADDRESS"], "system")
assert system.registerService("org.freedesktop.login1")

def say(path, interface, name, *arguments):
    before = len(heard)
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(arguments))
    assert system.send(message)
    QTimer.singleShot(100, app.quit)
    app.exec()
    print(name, *arguments, len(heard) - before)

login = "org.freedesktop.login1"
say("/org/freedesktop/login1", login + ".Manager", "PrepareForSleep", True)
say("/org/freedesktop/login1", login + ".Manager", "PrepareForSleep", False)
say("/org/freedesktop/login1/session/c2", login + ".Session", "Lock")
say("/org/freedesktop/login1/session/_31", login + ".Session", "Lock")
say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
watch.stop()
say("/org/freedesktop/login1", login + ".Manager", "PrepareForSleep", True)
"""


@pytest.mark.skipif(not shutil.which("dbus-run-session"), reason="no program to run a bus with")
def test_sleep_a_locked_session_and_the_screen_saver_are_heard() -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", LISTENER], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "PrepareForSleep True 1",
        "PrepareForSleep False 0",
        "Lock 1",
        "Lock 0",  # somebody else's session
        "ActiveChanged True 1",
        "PrepareForSleep True 0",  # it was stopped
    ]


def test_without_a_bus_nothing_is_said_and_nothing_fails(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    watch = SystemWatch()
    watch.stop()
    watch.deleteLater()


def test_windows_says_suspend_and_lock_and_much_else() -> None:
    assert says_leaving(WM_POWERBROADCAST, PBT_APMSUSPEND)
    assert says_leaving(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK)
    assert not says_leaving(WM_POWERBROADCAST, 18)  # PBT_APMRESUMEAUTOMATIC
    assert not says_leaving(WM_WTSSESSION_CHANGE, 8)  # WTS_SESSION_UNLOCK


@given(st.text(max_size=12))
def test_the_object_of_a_session_has_only_signs_that_a_bus_takes(session: str) -> None:
    path = session_path(session)
    assert all(sign.isascii() and (sign.isalnum() or sign in "_/") for sign in path)
    assert bool(path) == bool(session)


def test_a_session_of_digits_is_written_as_logind_does() -> None:
    assert session_path("31") == "/org/freedesktop/login1/session/_331"


def test_a_message_of_windows_is_read_and_never_kept_from_others(qapp: object) -> None:
    message = wintypes.MSG()
    message.message, message.wParam = WM_POWERBROADCAST, PBT_APMSUSPEND
    watch, heard = SystemWatch(), []
    watch.leaving.connect(lambda: heard.append(True))
    messages = WindowsMessages(watch)
    assert messages.nativeEventFilter(QByteArray(b"windows_generic_MSG"), ctypes.addressof(message)) == (False, 0)
    assert messages.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), ctypes.addressof(message)) == (False, 0)
    assert heard == [True]
    watch.stop()
    watch.deleteLater()
