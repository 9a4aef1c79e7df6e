"""While a filter is typed, what could stand at the cursor is offered: fields, then the values that a field knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from stockpile_client.services.lot_filter import KEYS, KINDS, parse_filter
from stockpile_client.ui.tables.filter_help import FilterHelp, offers, quoted, word_at_end
from stockpile_client.ui.widgets.inputs import LineEdit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

VALUES = {"material": ("CO", "W"), "form": ("oxide", "battery grade salt")}


def texts(before: str, *, all_of_them: bool = False) -> list[str]:
    return [offer.text for offer in offers(before, KINDS, VALUES, all_of_them=all_of_them)]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("ma", ["material:"]),
        ("material:W q", ["qty>"]),
        ("material:", ["material:CO", "material:W"]),
        ("MATERIAL:c", ["MATERIAL:CO"]),
        ("material:W", []),
        ("form:salt", ['form:"battery grade salt"']),
        ('form:"battery g', ['form:"battery grade salt"']),
        ("illustrative:", ["illustrative:yes", "illustrative:no"]),
        ("qty>", []),
        ("nothing", []),
        ("", []),
        ("material:W ", []),
    ],
)
def test_what_could_stand_at_the_cursor_is_offered(qapp, before, expected):
    assert texts(before) == expected


def test_everything_is_offered_on_request(qapp):
    assert [text.rstrip(":<>") for text in texts("", all_of_them=True)] == list(KEYS)
    assert [text.rstrip(":<>") for text in texts("form:oxide ", all_of_them=True)] == list(KEYS)


@given(st.text(alphabet='abW":<> 1t', max_size=30))
def test_the_word_at_the_cursor_is_the_end_of_the_line(before):
    word = word_at_end(before)
    assert before.endswith(word)
    assert '"' in word or " " not in word


@given(st.text(alphabet="ab c", min_size=1).filter(str.strip))
def test_a_value_that_is_offered_is_read_back_as_it_is(value):
    (term,) = parse_filter(f"source:{quoted(value)}").terms
    assert term.value == value


def test_an_offer_is_taken_over_with_the_keyboard(qtbot):
    line = LineEdit()
    qtbot.addWidget(line)
    helper = FilterHelp(line, KINDS, VALUES)
    line.show()
    line.setFocus()
    qtbot.keyClicks(line, "qty>1t fo")
    popup = helper._popup
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "qty>1t form:"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "qty>1t form:oxide"
    qtbot.keyClick(line, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert not popup.isVisible()
    qtbot.keyClicks(line, " ")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert line.text() == "qty>1t form:oxide "
