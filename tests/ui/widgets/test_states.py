"""A view is full, loading, empty or failed, and goes from each of these to each other one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from stockpile_client.core.errors import MachineError
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.states import PATIENCE_MS, StateStack


@pytest.fixture
def stack(qtbot: QtBot) -> StateStack:
    made = StateStack(PlainLabel("rows"))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_a_short_wait_is_not_announced(stack: StateStack, qtbot: QtBot) -> None:
    stack.show_loading()
    stack.show_content()
    qtbot.wait(PATIENCE_MS + 50)
    assert stack.state == "full"


def test_a_long_wait_is(stack: StateStack, qtbot: QtBot) -> None:
    stack.show_loading()
    qtbot.waitUntil(lambda: stack.state == "loading")
    stack.show_content()
    assert stack.state == "full"


def test_the_first_step_is_offered_again_after_a_wait(stack: StateStack, qtbot: QtBot) -> None:
    step = Button("Import…")
    stack.show_empty("inventory", "No stock yet", "Lots appear here.", [step])
    qtbot.waitUntil(step.isVisible)
    stack.show_loading()
    qtbot.waitUntil(lambda: stack.state == "loading")
    assert not step.isVisible()
    stack.show_empty("inventory", "No stock yet", "Lots appear here.", [step])
    qtbot.waitUntil(step.isVisible)
    assert stack.state == "No stock yet"


def test_an_error_says_its_code_and_goes_when_the_rows_come(stack: StateStack) -> None:
    stack.show_error(MachineError("E_DATABASE_IO", "The disk is gone.", hint="Put it back."))
    assert stack.state == "The disk is gone."
    assert any(label.text() == "E_DATABASE_IO" for label in stack.findChildren(PlainLabel) if label.isVisible())
    stack.show_content()
    assert stack.state == "full"
