"""Nobody at the window for some minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stockpile_client.ui.lock_idle import IdleWatch

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Clocks:
    """A wall clock and a steady one, both moved by hand."""

    def __init__(self) -> None:
        self.wall = self.steady = 1000.0

    def __call__(self) -> tuple[float, float]:
        return self.wall, self.steady

    def pass_time(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def sleep(self, seconds: float) -> None:
        """The machine sleeps: the steady clock stands."""
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def pressed(qtbot: QtBot) -> Callable[[], None]:
    field = QWidget()
    qtbot.addWidget(field)
    field.show()
    return lambda: QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)


@pytest.fixture
def watch(qtbot: QtBot, clocks: Clocks, pressed: Callable[[], None]) -> Iterator[tuple[IdleWatch, list[bool]]]:
    said: list[bool] = []
    made = IdleWatch(60, clocks=clocks)
    made.left_alone.connect(lambda: said.append(True))
    yield made, said
    made.stop()


def test_a_key_before_the_limit_begins_the_count_anew(watch, clocks, pressed) -> None:
    _, said = watch
    for _ in range(5):
        clocks.pass_time(50)
        pressed()
    assert said == []


def test_the_mouse_counts_too(qtbot: QtBot, clocks) -> None:
    field = QWidget()
    qtbot.addWidget(field)
    field.show()
    said: list[bool] = []
    made = IdleWatch(60, clocks=clocks)
    made.left_alone.connect(lambda: said.append(True))
    for _ in range(3):
        clocks.pass_time(50)
        QTest.mousePress(field.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
        QTest.mouseRelease(field.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert said == []
    made.stop()


def test_a_dialog_that_opens_later_counts_once_it_has_the_focus(qtbot: QtBot, watch, clocks) -> None:
    _, said = watch
    later = QWidget()
    qtbot.addWidget(later)
    later.show()
    later.activateWindow()
    qtbot.waitUntil(later.isActiveWindow)
    for _ in range(3):
        clocks.pass_time(50)
        QTest.keyClick(later.windowHandle(), Qt.Key.Key_A)
    assert said == []


def test_a_key_after_the_limit_is_a_strangers_and_reaches_nothing(qtbot: QtBot, watch, clocks) -> None:
    _, said = watch
    reached: list[int] = []

    class Field(QWidget):
        def keyPressEvent(self, event) -> None:
            reached.append(event.key())

    field = Field()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    clocks.pass_time(61)
    QTest.keyPress(field.windowHandle(), Qt.Key.Key_A)
    assert said == [True]
    assert reached == []


def test_a_machine_that_slept_was_left_alone(watch, clocks, pressed) -> None:
    _, said = watch
    clocks.sleep(3600)
    pressed()
    assert said == [True]


def test_a_wall_clock_that_was_set_back_does_not_keep_the_window_open(watch, clocks, pressed) -> None:
    _, said = watch
    clocks.wall -= 7200
    clocks.steady += 61
    pressed()
    assert said == [True]


def test_time_alone_is_enough(qtbot: QtBot) -> None:
    made = IdleWatch(0.05)
    with qtbot.waitSignal(made.left_alone, timeout=2000):
        pass
    made.stop()


def test_a_shorter_limit_holds_from_the_last_sign_of_life(watch, clocks) -> None:
    made, said = watch
    clocks.pass_time(30)
    made.set_limit(20)
    assert said == [True]
