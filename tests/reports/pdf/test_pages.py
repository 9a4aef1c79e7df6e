"""Laid-out pages: everything inside the margins, nothing alone where it should not be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.reports.document import (
    Align,
    Column,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Row,
    RowKind,
    Steps,
    Table,
)
from stockpile_client.reports.layout import LANDSCAPE, LEFT, LINE, PORTRAIT, Style
from stockpile_client.reports.pdf.blocks import place_all
from stockpile_client.reports.pdf.fonts import Faces
from stockpile_client.reports.pdf.pages import Body, Fill, Pages, Text
from tests.reports.papers import COLUMNS, table

BODY = Body(2000, 12000)


@pytest.fixture(scope="module")
def faces(qapp):
    return Faces()


def laid_out(faces, *blocks, sheet=PORTRAIT):
    pages = Pages(faces, BODY, sheet.content_width)
    place_all(pages, blocks)
    return pages.pages


def texts(page):
    return [mark.text for mark in page if isinstance(mark, Text)]


SOME_TEXT = st.text("abc de 漢字 W", min_size=1, max_size=900)
BLOCKS = st.lists(
    st.one_of(
        SOME_TEXT.map(Paragraph),
        SOME_TEXT.map(Notice),
        SOME_TEXT.map(Heading),
        st.lists(st.tuples(SOME_TEXT, SOME_TEXT), max_size=4).map(lambda rows: Facts(tuple(rows))),
        st.lists(SOME_TEXT, max_size=4).map(lambda items: Steps(tuple(items))),
        st.lists(st.tuples(SOME_TEXT, SOME_TEXT, SOME_TEXT).map(Row), max_size=6).map(
            lambda rows: Table(COLUMNS, rows, "none")
        ),
    ),
    max_size=5,
)


@settings(max_examples=30)
@given(blocks=BLOCKS)
def test_nothing_leaves_the_body_of_the_page(faces, blocks):
    right = LEFT + PORTRAIT.content_width + 2  # a hinted glyph may be a tenth of a point wider than its advance
    for page in laid_out(faces, *blocks):
        for mark in page:
            if isinstance(mark, Fill):
                assert mark.x >= LEFT
                assert mark.x + mark.width <= right
                assert BODY.top <= mark.y <= BODY.bottom
            else:
                assert mark.x >= LEFT - 2
                assert mark.x + faces[mark.style].width(mark.text) <= right
                assert BODY.top <= mark.baseline <= BODY.bottom


@settings(max_examples=25)
@given(before=st.integers(0, 60), size=st.integers(1, 9))
def test_a_title_never_stands_alone_at_the_foot(faces, before, size):
    rows = []
    for group in range(8):
        rows.append(Row((f"group {group}",), RowKind.GROUP))
        rows += [Row((f"{group}-{number}", "x", "1 t")) for number in range(size)]
        rows.append(Row((f"sum {group}", "", "1 t"), RowKind.TOTAL))
    blocks = [Paragraph("line")] * before, Heading("Heading"), Table(COLUMNS, rows, "")
    pages = laid_out(faces, *blocks[0], *blocks[1:])
    for page in pages:
        last_line = [mark.text for mark in page if isinstance(mark, Text) and mark.x == LEFT][-1]
        assert not last_line.startswith(("group", "Heading", "Form"))
    for page in pages[1:]:
        leading = [text for text in texts(page) if not text.endswith("(continued)") and text not in "Form Where Mass"]
        assert not leading[0].startswith("sum")


def test_a_group_that_runs_over_says_on_the_next_page_that_it_is_continued(faces):
    pages = laid_out(faces, table(200, grouped=150))
    assert len(pages) > 3
    assert "group-0. (continued)" in texts(pages[1])


def test_numbers_end_at_one_edge_and_their_column_is_never_broken(faces):
    numbers = ["1 t", "28 900 t", "1 204 500.000 000 001 t"]
    rows = [Row(("form " * 9, "x", number)) for number in numbers]
    (page,) = laid_out(faces, Table(COLUMNS, rows, ""))
    edges = {
        round(mark.x + faces[Style.CELL].width(mark.text))
        for mark in page
        if isinstance(mark, Text) and mark.text in numbers
    }
    assert len(edges) == 1
    assert set(numbers) <= set(texts(page))


def test_numbers_that_would_take_the_whole_line_are_broken_and_not_lost(faces):
    columns = (Column("Text", 1), Column("Number", align=Align.RIGHT))
    pages = laid_out(faces, Table(columns, [Row(("text", "9" * 300))], ""))
    assert "".join(text for page in pages for text in texts(page)).count("9") == 300


def test_figures_have_one_width(faces):
    for style in (Style.CELL, Style.CELL_STRONG, Style.DIGITS):
        assert len({round(faces[style].width(figure * 20)) for figure in "0123456789"}) == 1


def test_a_wide_sheet_gives_tables_its_width_and_keeps_lines_of_text_readable(faces):
    (page,) = laid_out(faces, Paragraph("word " * 100), table(1), sheet=LANDSCAPE)
    assert max(mark.x + mark.width for mark in page if isinstance(mark, Fill)) == LEFT + LANDSCAPE.content_width
    longest = max(faces[mark.style].width(mark.text) for mark in page if isinstance(mark, Text))
    assert longest <= PORTRAIT.content_width + LINE


def test_a_heading_stays_with_a_table_whose_first_row_is_tall(faces):
    tall = Row(("word " * 120, "IT", "1 t"))
    pages = laid_out(faces, *[Paragraph("line")] * 30, Heading("Heading"), Table(COLUMNS, [tall] * 3, ""))
    for page in pages:
        found = texts(page)
        if "Heading" in found:
            assert found[-1] != "Heading"
            assert any(text.startswith("word") for text in found)
