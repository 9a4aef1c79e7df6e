"""A chart as a file: SVG for documents, PNG for mails, PDF for paper. Each is a whole sheet with its marking.

>>> write_chart(Sheet(figure, "JOGMEC", marking, printed), Path("cover.svg"))  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from stockpile_client.core.errors import InputError, InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.reports.pdf.fonts import refuse_missing
from stockpile_client.storage.durable import replace_file
from stockpile_client.ui import theme
from stockpile_client.ui.charts.sheet import Sheet

_SHARP = 2
"""Pixels of a PNG for each of the screen: sharp on paper and on dense screens."""
_PAGE_MARGIN = 0.03
_CREATOR = "Stockpile Client"


def write_chart(sheet: Sheet, target: Path) -> None:
    """Write a sheet in the format that the ending of ``target`` names; the file appears whole or not at all.

    Raises ``InputError``: ``E_FORMAT`` for another ending, ``E_FONT`` where no font of this machine has a character of
    it; ``MachineError`` where the file cannot be written.
    """
    writers = {".svg": _svg, ".png": _png, ".pdf": _pdf}
    writer = writers.get(target.suffix.casefold())
    if writer is None:
        raise InputError(
            "E_FORMAT",
            phrase("A chart is written as .svg, .png or .pdf."),
            hint=phrase("Choose one of these endings."),
        )
    refuse_missing(_undrawable(sheet))
    replace_file(target, writer(sheet))


def _undrawable(sheet: Sheet) -> str:
    metrics = QFontMetricsF(theme.font())
    used = sorted({character for text in sheet.texts for character in text if not character.isspace()})
    return "".join(character for character in used if not metrics.inFontUcs4(ord(character)))


def _svg(sheet: Sheet) -> bytes:
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_screen_dpi())
    generator.setSize(sheet.size.toSize())
    generator.setViewBox(_area(sheet.size))
    generator.setTitle(sheet.figure.title)
    generator.setDescription(sheet.figure.description)
    _paint(sheet, generator, 1.0)
    return _bytes(buffer)


def _png(sheet: Sheet) -> bytes:
    image = QImage((sheet.size * _SHARP).toSize(), QImage.Format.Format_RGB32)
    _paint(sheet, image, _SHARP)
    image.setText("Title", sheet.figure.title)
    image.setText("Description", sheet.figure.description)
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants text
    return _bytes(buffer)


def _pdf(sheet: Sheet) -> bytes:
    """One page of A4, upright or on its side as it fits better."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_screen_dpi())
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if sheet.size.width() > sheet.size.height():
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(sheet.figure.title)
    writer.setCreator(_CREATOR)
    paper = QSizeF(writer.width(), writer.height())
    margin = _PAGE_MARGIN * max(paper.width(), paper.height())
    scale = min((paper.width() - 2 * margin) / sheet.size.width(), (paper.height() - 2 * margin) / sheet.size.height())
    _paint(sheet, writer, scale, margin)
    return _bytes(buffer)


def _paint(sheet: Sheet, device: QSvgGenerator | QImage | QPdfWriter, scale: float, margin: float = 0.0) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise InternalError("E_CHART", phrase("The chart could not be drawn."))
    painter.translate(margin, margin)
    painter.scale(scale, scale)
    sheet.paint(painter)
    painter.end()


def _screen_dpi() -> int:
    """The resolution for which fonts were measured: axes are recorded by pyqtgraph, and played back for no other."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _area(size: QSizeF) -> QRectF:
    return QRectF(0, 0, size.width(), size.height())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _bytes(buffer: QBuffer) -> bytes:
    buffer.close()
    return bytes(buffer.data().data())
