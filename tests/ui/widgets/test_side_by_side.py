"""Two parts stand beside each other where there is room, and never ask for room themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stockpile_client.ui import theme
from stockpile_client.ui.widgets.side_by_side import SideBySide

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PART = 60
"""Least width of each part, in characters: two of them are wider than what is offered."""


def parts(qtbot: QtBot, *, offered: int) -> SideBySide:
    first, second = QWidget(), QWidget()
    for part in (first, second):
        part.setMinimumWidth(theme.text_width(PART))
    both = SideBySide(first, second, characters=150, shares=(1, 1))
    qtbot.addWidget(both)
    both.resize(theme.text_width(offered), 400)
    both.show()
    return both


def test_without_room_they_stand_above_one_another_and_do_not_widen_the_window(qtbot: QtBot) -> None:
    both = parts(qtbot, offered=100)
    assert both.orientation() is Qt.Orientation.Vertical
    assert both.width() == theme.text_width(100)


def test_with_room_they_stand_beside_each_other(qtbot: QtBot) -> None:
    both = parts(qtbot, offered=160)
    assert both.orientation() is Qt.Orientation.Horizontal
    assert both.sizes()[0] == pytest.approx(both.sizes()[1], abs=2)
