"""What stands in a field is text that can be kept and put back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from stockpile_client.ui.widgets.inputs import CheckBox, ComboBox, DateEdit, LineEdit
from stockpile_client.ui.widgets.optional_day import OptionalDay
from stockpile_client.ui.widgets.values import on_change, put_value, value_of


def choices() -> ComboBox:
    box = ComboBox()
    for code in ("t", "kg"):
        box.addItem(code.upper(), code)
    return box


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (LineEdit, "1 204,5"),
        (choices, "kg"),
        (lambda: CheckBox("yes or no"), "yes"),
        (DateEdit, "2027-03-31"),
        (lambda: OptionalDay("ends on", date(2026, 10, 1)), "2027-03-31"),
    ],
)
def test_every_kind_of_field_gives_back_what_was_put_in_and_says_so(qtbot, make, text):
    editor, heard = make(), []
    qtbot.addWidget(editor)
    on_change(editor, lambda: heard.append(value_of(editor)))
    put_value(editor, text)
    assert value_of(editor) == text
    assert heard[-1] == text


def test_a_choice_or_a_day_that_does_not_exist_leaves_the_field_as_it_is(qtbot):
    box, day = choices(), DateEdit()
    for widget in (box, day):
        qtbot.addWidget(widget)
        before = value_of(widget)
        put_value(widget, "nonsense")
        assert value_of(widget) == before


def test_an_open_day_is_no_text(qtbot):
    until = OptionalDay("ends on", date(2026, 10, 1))
    qtbot.addWidget(until)
    assert value_of(until) == ""
    assert not until.edit.isEnabled()
    put_value(until, "2027-01-31")
    put_value(until, "")
    assert until.day is None


def test_another_widget_is_no_field(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(TypeError):
        value_of(widget)
