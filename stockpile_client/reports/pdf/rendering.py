"""A document becomes the bytes of a PDF file: laid out first, painted when the number of pages is known.

Text is painted line by line with ``QPainter.drawText``, which knows no markup: what a partner sent is drawn as it is.
The same document gives the same pages on the same machine; Qt adds the time of writing to the file's properties.

>>> drawn = render_pdf(document)
>>> drawn.pages, drawn.missing
(3, '')
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QUuid
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.reports.document import Document
from stockpile_client.reports.layout import HALF_LINE, LANDSCAPE, LEFT, MEASURE, PORTRAIT, TYPE, UNITS_PER_INCH, Style
from stockpile_client.reports.pdf.application import ensure_application
from stockpile_client.reports.pdf.blocks import place_all
from stockpile_client.reports.pdf.fonts import Faces
from stockpile_client.reports.pdf.frame import Frame
from stockpile_client.reports.pdf.pages import Fill, Mark, Pages, Text
from stockpile_client.reports.saying import Say, english, said

_CREATOR = "Stockpile Client"


@dataclass(frozen=True, slots=True)
class DrawnPdf:
    """A PDF file's bytes; ``missing`` holds the characters that no font of this machine could draw."""

    data: bytes
    pages: int
    missing: str


def render_pdf(document: Document, say: Say = english) -> DrawnPdf:
    """Draw a document on A4, in the language of ``say``."""
    ensure_application()
    document = said(document, say)
    faces = Faces()
    sheet = LANDSCAPE if document.wide else PORTRAIT
    frame = Frame(document, faces, sheet, say)
    pages = Pages(faces, frame.body, sheet.content_width, say)
    for text, style in ((document.title, Style.TITLE), (document.subtitle, Style.SUBTITLE)):
        if text:
            pages.paragraph(faces[style].lines(text, MEASURE), style, LEFT)
    pages.y += HALF_LINE
    place_all(pages, document.blocks)
    total = len(pages.pages)
    complete = [[*frame.marks(number, total), *marks] for number, marks in enumerate(pages.pages, start=1)]
    return DrawnPdf(_paint(document, complete, faces), total, faces.missing)


def _paint(document: Document, pages: list[list[Mark]], faces: Faces) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if document.wide:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(document.title)
    writer.setAuthor(document.agency)
    writer.setCreator(_CREATOR)
    writer.setDocumentId(QUuid())  # an id by chance would make two copies of one document differ
    painter = QPainter()
    if not painter.begin(writer):
        raise InternalError("E_PDF", phrase("The document could not be drawn."))
    for number, marks in enumerate(pages):
        if number:
            writer.newPage()
        for mark in marks:
            _draw(painter, mark, faces)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _draw(painter: QPainter, mark: Mark, faces: Faces) -> None:
    match mark:
        case Fill(x, y, width, height, colour):
            painter.fillRect(QRectF(x, y, width, height), QColor(colour))
        case Text(x, baseline, text, style, colour):
            painter.setFont(faces[style].font)
            painter.setPen(QColor(colour or TYPE[style].colour))
            painter.drawText(QPointF(x, baseline), text)
