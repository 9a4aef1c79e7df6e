"""``report``: documents typed for, as files."""

from __future__ import annotations

import pytest

from tests.reports.papers import texts_of

pytestmark = pytest.mark.usefixtures("qapp")


def test_each_document_is_written_and_counted(office, tmp_path):
    office.release()
    digest = office.ask("us", "bundle", "list")["bundles"][0]["digest"]
    for words in (
        ("statement", digest[:8]),
        ("record", "JP"),
        ("safety-number", "JP"),
        ("holdings", "--as-of", "2026-09-30", "--marking", "TLP:GREEN"),
        ("joint", "--definition", "japan"),
    ):
        target = tmp_path / f"{words[0]}.pdf"
        answer = office.ask("us", "report", *words, "--output", target)
        assert answer["file"] == str(target)
        assert answer["pages"] == len(texts_of(target.read_bytes()))
        assert isinstance(answer["missing_characters"], str)


def test_a_person_is_told_where_the_document_is(office, tmp_path):
    answer = office.type("us", "report", "safety-number", "JP", "--output", tmp_path / "sheet.pdf")
    assert answer.out == f"Wrote 1 page to {tmp_path / 'sheet.pdf'}.\n"


def test_another_ending_than_pdf_is_wrong_input(office, tmp_path):
    failed = office.ask("us", "report", "holdings", "--output", tmp_path / "list.docx", code=3)
    assert failed["error"] == "E_FORMAT"
