"""Documents for tests, and what is really written on the pages of a drawn one."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from pypdf import PdfReader

from stockpile_client.core.markings import Marking
from stockpile_client.reports.document import Align, Block, Column, Document, Row, RowKind, Table
from stockpile_client.reports.pdf.rendering import DrawnPdf, render_pdf
from stockpile_client.reports.words import Names
from stockpile_client.services.catalogue import load_catalogue, load_marking_scheme, load_terms

AGENCY = "Japan stockpile (JP)"
AS_OF = date(2026, 9, 30)
NOW = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
AMBER = load_marking_scheme().find("TLP:AMBER")
NAMES = Names(load_catalogue(), load_terms())
COLUMNS = (Column("Form", 3), Column("Where", 2), Column("Mass", align=Align.RIGHT))


def document(*blocks: Block, wide: bool = False, marking: Marking = AMBER, agency: str = AGENCY) -> Document:
    """A document of these blocks."""
    return Document("A document", "in a test", agency, marking, AS_OF, NOW, blocks, wide)


def table(rows: int, *, grouped: int = 0) -> Table:
    """A table of numbered rows, a title before each ``grouped`` of them."""
    found: list[Row] = []
    for number in range(rows):
        if grouped and number % grouped == 0:
            found.append(Row((f"group-{number}.",), RowKind.GROUP))
        found.append(Row((f"row-{number}.", "IT (country)", f"{number} t")))
    return Table(COLUMNS, found, "There are no rows.")


def squeezed(text: str) -> str:
    """Text without blanks: where a PDF file breaks a line or a run of one font says nothing."""
    return "".join(text.split())


def texts_of(data: bytes) -> list[str]:
    """What is written on each page, without blanks."""
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def drawn(*blocks: Block, **options: bool) -> tuple[DrawnPdf, list[str]]:
    """A document of these blocks, drawn and read back."""
    pdf = render_pdf(document(*blocks, **options))
    return pdf, texts_of(pdf.data)
