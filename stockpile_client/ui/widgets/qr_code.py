"""A QR code, drawn from its modules: dark on white in every appearance, since cameras expect it so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stockpile_client.ui import theme

QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004: four)."""


def qr_image(text: str) -> QImage:
    """The code for ``text``, one pixel a module, its quiet zone included; error correction M (15 %)."""
    import segno  # noqa: PLC0415 - it loads 70 ms of modules for formats that are not used here

    matrix = segno.make(text, error="m", micro=False).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x + QUIET_ZONE, y + QUIET_ZONE, 0xFF000000)
    return image


class QrCode(QWidget):
    """Shows one code with whole pixels for each module."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def image(self) -> QImage:
        """What is shown, one pixel a module."""
        return self._image

    def show_text(self, text: str) -> None:
        """Show the code of a text."""
        self._image = qr_image(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = max(1, self._image.width()) * theme.space(theme.TIGHT)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        modules = self._image.width()
        side = max(1, min(self.width(), self.height()) // modules) * modules
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        QPainter(self).drawImage(
            self.rect().adjusted(left, top, left + side - self.width(), top + side - self.height()), self._image
        )
