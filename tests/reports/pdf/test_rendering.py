"""Drawn documents, read back from the PDF file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import Marking
from stockpile_client.reports.document import Facts, FillIn, Groups, Heading, Notice, Paragraph, Row, Steps, Table
from stockpile_client.reports.pdf.rendering import render_pdf
from tests.reports.papers import COLUMNS, document, drawn, squeezed, table, texts_of
from tests.strategies import valid_text

HOSTILE = (
    "<b>bold</b>",
    "<img src='file:///etc/passwd'>",
    "<script>alert(1)</script>",
    "&lt;&amp;&nbsp;",
    "=HYPERLINK(1)",
    "'); DROP TABLE lot;--",
    "%s %n {0} $(id)",
    "\\(literal\\) ) Tj ET",
)


@pytest.mark.parametrize("wide", [False, True])
def test_every_page_carries_marking_agency_days_and_its_number(wide):
    pdf, pages = drawn(table(150), wide=wide)
    assert pdf.pages == len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert page.count("TLP:AMBER") == 2
        assert f"Page{number}of{len(pages)}" in page
        assert "Japanstockpile(JP)" in page
        assert "Asof2026-09-30·printed2026-10-0109:30UTC" in page


def test_the_pages_are_a4():
    for wide, size in ((False, (595, 842)), (True, (842, 595))):
        pdf, _ = drawn(Paragraph("text"), wide=wide)
        box = PdfReader(io.BytesIO(pdf.data)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == size


@settings(max_examples=12)
@given(st.integers(0, 140), st.integers(0, 40))
def test_no_row_is_lost_or_said_twice_over_the_pages(rows, grouped):
    _, pages = drawn(table(rows, grouped=grouped))
    written = "".join(pages)
    assert re.findall(r"row-(\d+)\.", written) == [str(number) for number in range(rows)]
    assert written.count("Therearenorows.") == (rows == 0)
    for page in pages:
        assert ("Form" in page) == bool(re.search(r"row-\d", page))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_the_characters_that_it_is(text):
    everywhere = (
        Notice(text), Heading(text), Paragraph(text), Facts(((text, text),)), Steps((text,)), FillIn((text,)),
        Table(COLUMNS, [Row((text, text, text))], ""), Groups(((text, ("12345",)),), 3, text, text),
    )  # fmt: skip
    pdf = render_pdf(replace(document(*everywhere), title=text, subtitle=text, agency=text))
    assert "".join(texts_of(pdf.data)).count(squeezed(text)) == 16


@settings(max_examples=20)
@given(valid_text.filter(str.strip))
def test_text_is_drawn_whole_or_its_missing_characters_are_reported(text):
    pdf, pages = drawn(Paragraph(text))
    if not pdf.missing:
        assert squeezed(text) in pages[0]
    assert set(pdf.missing) <= set(text)


def test_japanese_is_drawn_or_the_lack_of_a_font_is_reported():
    text = "日本の備蓄、タングステン"
    pdf, pages = drawn(Paragraph(text))
    assert (text in pages[0]) != bool(pdf.missing)


def test_a_character_without_a_glyph_is_reported():
    pdf, _ = drawn(Paragraph("\U00012345 is a cuneiform sign, \U00016fe0 a Tangut mark"))
    assert pdf.missing == "".join(sorted(pdf.missing))
    assert "c" not in pdf.missing


def test_four_kilobytes_in_a_narrow_cell_run_over_pages_without_loss():
    text = "Q" * 4096
    rows = [Row(("before", "x", "1 t")), Row(("y", text, "2 t")), Row(("after", "x", "3 t"))]
    _, pages = drawn(Table(COLUMNS, rows, ""))
    assert len(pages) > 1
    assert sum(page.count("Q") for page in pages) == 4096
    assert "after" in pages[-1]


def test_long_words_break_inside_and_text_between_words():
    word, sentence = "W" * 400, "tungsten " * 200
    _, pages = drawn(Paragraph(word), Paragraph(sentence))
    assert "".join(pages).count("W") == 400
    assert "".join(pages).count("tungsten") == 200


def test_the_same_document_gives_the_same_file_but_for_the_time_of_writing():
    def without_times(data: bytes) -> bytes:
        return re.sub(rb"D:\d{14}Z?|\d{4}-\d\d-\d\dT[\d:.+Z-]+", b"", data)

    blocks = (table(60), Paragraph("日本"))
    first, second = (render_pdf(document(*blocks)).data for _ in range(2))
    assert without_times(first) == without_times(second)


def test_the_properties_of_the_file_name_document_and_agency():
    pdf, _ = drawn(Paragraph("text"))
    properties = PdfReader(io.BytesIO(pdf.data)).metadata
    assert properties.title == "A document"
    assert properties.author == "Japan stockpile (JP)"
    assert properties.creator == "Stockpile Client"


def test_a_long_caveat_takes_several_lines_and_an_endless_one_is_refused():
    caveat = Marking("Eyes of the working group on tungsten and of nobody else at all", 1, "x", "#ffffff", "#000000")
    pages = texts_of(render_pdf(document(table(80), marking=caveat)).data)
    assert all(page.count(squeezed(caveat.code.upper())) == 2 for page in pages)
    with pytest.raises(InputError, match="too long"):
        render_pdf(document(marking=replace(caveat, code="caveat " * 100)))


def test_a_long_agency_name_leaves_the_marking_alone():
    pages = texts_of(render_pdf(document(Paragraph("x"), agency="Ministry " * 60)).data)
    assert pages[0].count("TLP:AMBER") == 2
    assert "…" in pages[0]


def test_a_process_without_display_and_application_can_draw():
    script = (
        "from tests.reports.papers import document, table\n"
        "from stockpile_client.reports.pdf.rendering import render_pdf\n"
        "print(render_pdf(document(table(5))).pages)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=True, env={"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert finished.stdout == "1\n"
