"""The QR code of a safety number."""

from __future__ import annotations

from PySide6.QtGui import QImage

from stockpile_client.ui.widgets.qr_code import QUIET_ZONE, qr_image

DARK, LIGHT = 0, 255


def row(image: QImage, y: int, start: int, length: int) -> list[int]:
    return [image.pixelColor(start + x, y).value() for x in range(length)]


def test_three_corners_hold_the_finder_pattern_and_the_edge_is_white() -> None:
    image = qr_image("0" * 60)
    side = image.width()
    finder = [DARK, LIGHT, DARK, DARK, DARK, LIGHT, DARK]  # the line through the middle of the pattern
    for left, top in (
        (QUIET_ZONE, QUIET_ZONE),
        (side - QUIET_ZONE - 7, QUIET_ZONE),
        (QUIET_ZONE, side - QUIET_ZONE - 7),
    ):
        assert row(image, top + 3, left, 7) == finder
    assert {image.pixelColor(x, QUIET_ZONE - 1).value() for x in range(side)} == {LIGHT}


def test_another_number_is_another_code() -> None:
    assert qr_image("1" * 60) != qr_image("2" * 60)
