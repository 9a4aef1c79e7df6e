"""The program starts, or says in words why it cannot; it never fails with a loader's message alone."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from stockpile_client import launch, processes, system_libraries
from stockpile_client.system_libraries import ALWAYS, WAYLAND, X11, has_display, missing, missing_for_window


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=kept | environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def without(monkeypatch, *lacking):
    monkeypatch.setattr(system_libraries, "_is_there", lambda name: name not in lacking)


def test_a_library_that_no_system_has_is_missing():
    assert missing({"libnowhere.so.1": "nowhere"}) == {"libnowhere.so.1": "nowhere"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the loader of Linux")
def test_a_library_that_every_linux_has_is_there():
    assert missing({"libc.so.6": "libc6"}) == {}


def test_other_systems_need_nothing(monkeypatch):
    without(monkeypatch, *ALWAYS, *X11)
    assert missing_for_window({}, "win32") == missing_for_window({}, "darwin") == {}


def test_a_session_with_an_x_server_needs_the_libraries_of_x11(monkeypatch):
    without(monkeypatch, "libxcb-cursor.so.0")
    assert missing_for_window({"DISPLAY": ":0"}, "linux") == {"libxcb-cursor.so.0": "libxcb-cursor0"}


def test_a_wayland_session_needs_no_x11(monkeypatch):
    without(monkeypatch, *X11)
    assert missing_for_window({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux") == {}


def test_a_wayland_session_without_its_libraries_falls_back_to_x11(monkeypatch):
    without(monkeypatch, *WAYLAND, "libxcb-icccm.so.4")
    assert list(missing_for_window({"WAYLAND_DISPLAY": "wayland-0"}, "linux")) == ["libxcb-icccm.so.4"]


def test_an_offscreen_window_needs_only_what_every_use_needs(monkeypatch):
    without(monkeypatch, "libEGL.so.1", *X11)
    assert list(missing_for_window({"QT_QPA_PLATFORM": "offscreen"}, "linux")) == ["libEGL.so.1"]


def test_only_linux_can_lack_a_display():
    assert not has_display({}, "linux")
    assert has_display({}, "win32")
    assert has_display({"DISPLAY": ":0"}, "linux")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a display")
def test_without_a_display_the_program_says_so_and_does_not_abort():
    started = run("import sys; from stockpile_client.launch import main; sys.exit(main(['stockpile-client']))")
    assert started.returncode == launch.EX_UNAVAILABLE
    assert "no display" in started.stderr
    assert "stockpile --help" in started.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names Debian's packages")
def test_a_missing_library_is_named_with_the_command_that_brings_it():
    started = run(
        """
        import sys
        from stockpile_client import launch, system_libraries
        there = system_libraries._is_there
        system_libraries._is_there = lambda name: name != "libxcb-cursor.so.0"
        status = launch.main(["stockpile-client"])
        assert not [name for name in sys.modules if name.startswith("PySide6")], "Qt was loaded"
        sys.exit(status)
        """,
        DISPLAY=":987",
        PATH="",
    )
    assert started.returncode == launch.EX_UNAVAILABLE, started.stderr
    assert "Missing: libxcb-cursor.so.0" in started.stderr
    assert "sudo apt-get install --no-install-recommends libxcb-cursor0" in started.stderr


def test_a_desktop_with_a_messenger_shows_the_words_there_too(tmp_path, monkeypatch, capsys):
    said = tmp_path / "said"
    zenity = tmp_path / "zenity"
    zenity.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {said}\n')
    zenity.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=None)
    monkeypatch.setenv("DISPLAY", ":987")
    launch.tell("Missing: <libX>")
    assert "--text=Missing: <libX>" in said.read_text()
    assert capsys.readouterr().err == "Missing: <libX>\n"


def test_the_window_is_another_process_of_this_python_or_the_program_beside(monkeypatch):
    assert processes.window_command("us") == [sys.executable, "-m", "stockpile_client.launch", "us"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/stockpile-client/stockpile")
    assert processes.window_command("us") == [f"/opt/stockpile-client/{processes.WINDOW_PROGRAM}", "us"]


def test_programs_of_the_system_do_not_see_the_libraries_of_the_one_folder_build(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/stockpile-client/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    assert processes.desktop_environment()["LD_LIBRARY_PATH"] == "/opt/stockpile-client/_internal"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert processes.desktop_environment()["LD_LIBRARY_PATH"] == "/usr/local/lib"
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG")
    assert "LD_LIBRARY_PATH" not in processes.desktop_environment()
