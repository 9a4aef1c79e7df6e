"""The QR code on paper is the one that segno made, module by module."""

from __future__ import annotations

import pytest
import segno

from stockpile_client.reports.pdf.qr import rectangles


@pytest.mark.parametrize("text", ["1" * 60, "SX-RECOVERY-1 DGS6 DMCS 88L7 7L2T 2Y4S KSRS 68DW CREG"])
def test_the_rectangles_cover_the_dark_modules_and_no_light_one(text):
    matrix = segno.make(text, error="m", micro=False).matrix
    size = 2041  # no multiple of the number of modules
    drawn = list(rectangles(text, 100, 200, size))

    def is_dark(x: float, y: float) -> bool:
        return any(left <= x < left + width and top <= y < top + height for left, top, width, height in drawn)

    module = size / len(matrix)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            centre = 100 + (column + 0.5) * module, 200 + (row + 0.5) * module
            assert is_dark(*centre) == bool(dark)
    assert max(left + width for left, _, width, _ in drawn) == 100 + size
