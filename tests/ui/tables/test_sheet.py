"""A table as cells of a file and of the clipboard: exact, in the order of the screen, and never a formula."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from stockpile_client.services.saved_views import ShownColumn
from stockpile_client.tables.pasted import Clip, pasted_table
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.tables.clipping import clip_of
from stockpile_client.ui.tables.sheet import Sheet, read_back, rows_of
from stockpile_client.ui.widgets.table import Table

ITALIAN, ENGLISH, FRENCH = QLocale("it_IT"), QLocale("en_GB"), QLocale("fr_FR")
COLUMNS = (
    Column("lot", "Lot", lambda row: row[0]),
    Column("mass", "Contained", lambda row: f"{row[1]:.2f}", numeric=True, unit=lambda _row: "kg",
           exact=lambda row: row[1], exact_unit="t"),
    Column("gross", "Gross", lambda row: row[2], numeric=True, unit=lambda row: "kg" if row[2].isdigit() else ""),
    Column("day", "Rotate by", lambda _row: "30/06/27", exact=lambda row: row[3]),
)  # fmt: skip
ROWS = [("T-1", Decimal("1204.4967"), "500", date(2027, 6, 30)), ("=CMD()", Decimal("-3"), "34–51", None)]


@pytest.fixture
def table(qtbot) -> Table:
    made = Table(ListModel(COLUMNS, ROWS), "Lots")
    qtbot.addWidget(made)
    return made


def test_values_are_exact_and_units_stand_in_columns_of_their_own(table):
    sheet = Sheet.of(table, ENGLISH)
    assert sheet.header == ["Lot", "Contained", "Contained: unit", "Gross", "Gross: unit", "Rotate by"]
    assert sheet.cells(ROWS[0]) == ["T-1", Decimal("1204.4967"), "t", Decimal(500), "kg", date(2027, 6, 30)]
    assert sheet.cells(ROWS[1]) == ["=CMD()", Decimal("-3"), "t", "34–51", "", None]


def test_only_what_is_shown_leaves_in_the_order_in_which_it_stands(table):
    table.show_columns((ShownColumn("gross"), ShownColumn("mass", hidden=True), ShownColumn("lot")))
    assert Sheet.of(table, ENGLISH).header == ["Gross", "Gross: unit", "Lot", "Rotate by"]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3), st.sampled_from([ITALIAN, ENGLISH, FRENCH]))
def test_a_figure_of_the_screen_is_read_back_as_the_number_that_it_is(value, locale):
    assert read_back(Formats(locale).decimal(value), locale) == value


@pytest.mark.parametrize("text", ["34–51", "≥ 5", "< 0.01", "nil", "withheld: defence", "", "–", "1.2.3"])
def test_intervals_and_words_are_no_numbers(text):
    assert read_back(text, ENGLISH) is None


def test_the_clipboard_holds_text_in_the_locale_and_exact_numbers_in_html(table):
    sheet = Sheet.of(table, ITALIAN)
    clip = clip_of(sheet.header, map(sheet.cells, ROWS), ITALIAN)
    assert clip.text.split("\r\n")[1] == "T-1\t1204,4967\tt\t500\tkg\t2027-06-30"
    assert 'sdval="1204.4967" x:num="1204.4967">1204,4967</td>' in clip.html
    assert pasted_table(Clip(html=clip.html)).data.decode().splitlines()[1].startswith("T-1\t1204,4967\tt")


def test_no_text_is_run_as_a_formula_and_no_markup_gets_out(table):
    clip = clip_of(["=A1", "b"], [["=HYPERLINK(1)", "<b>&\t\n@x"], ["+1", "-1"]], ENGLISH)
    assert clip.text.split("\r\n")[:3] == ["'=A1\tb", "'=HYPERLINK(1)\t<b>& @x", "'+1\t'-1"]
    assert "<b>" not in clip.html
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", clip.html)
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_marking_stands_above_if_it_is_wanted(table):
    plain, marked = (clip_of(["a"], [["1"]], ENGLISH, marking=marking) for marking in ("", "TLP:RED"))
    assert plain.text.splitlines() == ["a", "1"]
    assert marked.text.splitlines() == ["TLP:RED", "a", "1"]
    assert marked.html.index("TLP:RED") < marked.html.index("<th>a")


def test_rows_come_some_hundred_at_a_time_and_can_be_stopped():
    asked: list[tuple[int, int]] = []

    class Window:
        def count(self) -> int:
            return 2000

        def rows(self, offset: int, limit: int) -> range:
            asked.append((offset, limit))
            return range(offset, offset + limit)

    seen: list[int] = []
    assert list(rows_of(Window(), [(10, 12), (100, 700)], seen.append)) == [*range(10, 13), *range(100, 701)]
    assert asked == [(10, 3), (100, 500), (600, 101)]
    assert seen == [3, 503, 604]
