"""What an open profile needs is loaded behind the passphrase, in bites that nobody feels."""

from __future__ import annotations

import subprocess
import sys

from pytestqt.qtbot import QtBot

from stockpile_client.ui.warming import Warmer, bites

SHOWN_AFTER_UNLOCKING = """
import sys
from PySide6.QtWidgets import QApplication
from stockpile_client.ui.app import build_application, build_window
from stockpile_client.ui.warming import bites
app = build_application(["x"])
window = build_window()
before = set(sys.modules)
print("frame" in str(sorted(before)), any("views.inventory" in name for name in before), "sqlcipher3" in before)
for bite in bites():
    bite()
print(*(name in sys.modules for name in ("stockpile_client.ui.frame", "stockpile_client.ui.views.inventory.view")))
window.close()
"""


def test_the_first_page_loads_neither_workspaces_nor_the_database_driver() -> None:
    done = subprocess.run([sys.executable, "-c", SHOWN_AFTER_UNLOCKING], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False False", "True True"]


def test_it_ends_by_itself_and_says_so(qtbot: QtBot) -> None:
    warmer = Warmer()
    with qtbot.waitSignal(warmer.finished, timeout=20_000):
        warmer.start()
    assert warmer.is_done


def test_it_can_be_stopped_at_any_time(qtbot: QtBot) -> None:
    warmer = Warmer()
    warmer.start()
    qtbot.wait(20)
    warmer.stop()
    assert warmer.is_done


def test_nothing_to_load_is_missing() -> None:
    for bite in bites():
        bite()
