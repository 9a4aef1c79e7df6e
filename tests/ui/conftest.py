"""Real windows over real profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from stockpile_client.services.context import Context
from tests.services.agencies import agencies, three_folders
from tests.ui.driving import Driver
from tests.ui.leaks import nothing_left_behind

__all__ = ["agencies", "nothing_left_behind", "three_folders"]


@pytest.fixture
def drive(qtbot: QtBot) -> Iterator[Callable[[Context], Driver]]:
    """Opens a window over a profile; every window is closed, and its jobs waited for, when the test ends."""
    opened: list[Driver] = []

    def open_window(context: Context) -> Driver:
        opened.append(Driver(qtbot, context))
        return opened[-1]

    yield open_window
    for driver in opened:
        driver.window.close()
