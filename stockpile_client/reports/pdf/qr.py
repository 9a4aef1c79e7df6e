"""A QR code as rectangles: each dark run of a row is one, so that no printer shows seams between modules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import segno


def rectangles(text: str, x: int, y: int, size: int) -> Iterator[tuple[int, int, int, int]]:
    """The dark rectangles (x, y, width, height) of a code of ``size``; the white border is the caller's.

    Medium error correction (15 % of it may be smudged): ISO/IEC 18004, level M.
    """
    matrix = segno.make(text, error="m", micro=False).matrix

    def edge(index: int) -> int:
        return index * size // len(matrix)

    for row, cells in enumerate(matrix):
        for dark, run in groupby(enumerate(cells), key=lambda cell: bool(cell[1])):
            if dark:
                columns = [column for column, _ in run]
                left, right = edge(columns[0]), edge(columns[-1] + 1)
                yield x + left, y + edge(row), right - left, edge(row + 1) - edge(row)
