"""Columns share the room: nothing is cut short that could have room, and what somebody pulled stays so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stockpile_client.ui import theme
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.table_columns import columns_of
from stockpile_client.ui.widgets.table_fit import shared

SHORT, LONG = "open", "confirmed by telephone"
STATE, NAME = 0, 1
PAIRS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted), min_size=1, max_size=12)


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    columns = (
        Column("state", "State", lambda row: row[0], characters=6),
        Column("name", "Name", lambda row: row[1], characters=6, stretch=True),
    )
    made = Table(ListModel(columns), "Partners")
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def fill(table: Table, rows: list[tuple[str, str]]) -> None:
    model = table.rows_model
    assert isinstance(model, ListModel)
    model.set_rows(rows)


def room_of(table: Table, section: int) -> int:
    return table.columnWidth(section) - 2 * theme.space(theme.SMALL)


def width_of(text: str) -> int:
    return QFontMetrics(theme.font()).horizontalAdvance(text)


def test_a_cell_is_not_cut_short_while_there_is_room(table: Table) -> None:
    fill(table, [(LONG, "Novara")])
    assert room_of(table, STATE) >= width_of(LONG)


def test_a_heading_is_not_cut_short_while_there_is_room(qtbot: QtBot) -> None:
    title = "A heading that another language made long"
    table = Table(ListModel([Column("a", title, str, characters=5), Column("b", "B", str)], ["x"]), "Rows")
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    assert room_of(table, 0) >= table.header.title_width(0)


def test_a_column_of_sentences_leaves_room_for_the_others(table: Table) -> None:
    fill(table, [(LONG * 30, "Novara")])
    assert table.columnWidth(STATE) < 600
    assert room_of(table, NAME) >= width_of("Novara")


def test_where_room_is_short_the_columns_still_fill_it_and_no_more(table: Table) -> None:
    table.resize(220, 300)
    fill(table, [(LONG, LONG)])
    assert table.header.length() == table.viewport().width()


def test_a_filter_does_not_make_columns_jump(table: Table) -> None:
    fill(table, [(LONG, "Novara")])
    before = table.columnWidth(STATE)
    fill(table, [(SHORT, "Novara")])
    assert table.columnWidth(STATE) == before


def test_a_column_that_was_pulled_keeps_its_width_and_the_others_are_not_remembered(table: Table) -> None:
    table.header.resizeSection(STATE, 77)
    fill(table, [(LONG, LONG)])
    assert table.columnWidth(STATE) == 77
    table.show_columns(())
    assert room_of(table, STATE) >= width_of(LONG)
    assert columns_of(table) == ()


@given(PAIRS, st.integers(0, 6000))
def test_widths_stay_between_least_and_most_and_fill_the_room_if_they_can(pairs: list[list[int]], room: int) -> None:
    least, most = [low for low, _ in pairs], [high for _, high in pairs]
    widths = shared(least, most, room)
    assert all(low <= width <= high for low, width, high in zip(least, widths, most, strict=True))
    assert sum(widths) <= max(room, sum(least))
    assert sum(widths) > min(room, sum(most)) - len(widths)


def test_the_column_that_takes_the_rest_keeps_what_it_needs_where_there_is_none(table: Table) -> None:
    table.resize(60, 300)
    fill(table, [(SHORT, "Novara, by the port")])
    assert table.header.length() > table.viewport().width()
    assert table.columnWidth(NAME) >= theme.text_width(6)
    table.resize(900, 300)
    assert table.header.length() == table.viewport().width()


def test_a_table_that_is_resized_or_shown_again_is_not_measured_again(qtbot: QtBot) -> None:
    asked: list[str] = []

    def text(row: str) -> str:
        asked.append(row)
        return row

    unpainted = Table(ListModel([Column("a", "A", text)], ["x", "y"]), "Rows")
    qtbot.addWidget(unpainted)
    unpainted.show()
    assert asked, "its rows were looked at once"
    unpainted.fit_columns()
    asked.clear()
    unpainted.fit_columns()
    assert not asked


def test_columns_grow_with_the_font(table: Table, qapp: QApplication) -> None:
    fill(table, [(LONG, "Novara")])
    font = qapp.font()
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * 2)
    try:
        qapp.setFont(larger)
        table.fit_columns()
        assert room_of(table, STATE) >= width_of(LONG)
    finally:
        qapp.setFont(font)
