"""Every measure of a page on paper: one module, so that all documents look alike. No other module names a size.

Rules
- The unit is a *unit* of 1/1440 inch (a twentieth of a typographic point): whole numbers all the way to the page.
- Vertical distances are multiples of half a line of body text; three sizes of text and one for numbers read aloud.
- A marking stands in 12 point bold capitals at the right of head and foot of each page, as TLP 2.0 asks
  (https://www.first.org/tlp/, "Usage in documents"), in the colours of its scheme.
- Grey is for rules and for what repeats; what must be read is black.

>>> mm(210), point(9)
(11906, 180)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNITS_PER_INCH = 1440


def mm(length: float) -> int:
    """Units of a length in millimetres."""
    return round(length * UNITS_PER_INCH / 25.4)


def point(length: float) -> int:
    """Units of a length in typographic points."""
    return round(length * UNITS_PER_INCH / 72)


LEFT, RIGHT = mm(20), mm(18)
"""The left margin leaves room for a punch (ISO 838: holes 12 mm from the edge)."""
TOP, BOTTOM = mm(11), mm(11)
"""From the edge of the paper to the marking."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper, in units, and the width between its margins."""

    width: int
    height: int

    @property
    def content_width(self) -> int:
        """The width of the text."""
        return self.width - LEFT - RIGHT


PORTRAIT = Sheet(mm(210), mm(297))
LANDSCAPE = Sheet(mm(297), mm(210))
"""A4, ISO 216: upright for what is read, on its side for tables of many columns."""
MEASURE = mm(172)
"""The longest line of running text on either: longer ones are hard to follow back."""

LINE = point(12)
HALF_LINE = LINE // 2
HEAD_GAP = LINE * 2
"""From the running head to the text."""
FOOT_GAP = LINE
SECTION_GAP = LINE + HALF_LINE
CELL_GAP = mm(4)
"""Between two columns of a table."""
FITTED_SHARE = 0.7
"""Columns as wide as their widest cell may take so much of a table together; then their text is broken as well."""
ROW_PADDING = point(2.2)
"""Above and below the text of a row."""

HAIRLINE, RULE = point(0.3), point(0.8)

LABEL_WIDTH = mm(38)
"""The first column of a list of facts."""
NUMBER_WIDTH = mm(6)
"""The number before a step."""
MARKING_PADDING = point(3)
MARKING_SHARE, MARKING_LINES = 0.6, 4
"""The widest that a marking may be, of the width of the text; a longer one takes several lines, but not more."""

QR_SIZE = mm(36)
QR_BORDER = mm(6)
"""What stays white around a QR code: more than the four modules that ISO/IEC 18004 asks for at this size."""
DIGITS_GAP = mm(5)
FILL_IN_HEIGHT = mm(11)
"""Room to write a line by hand."""

BLACK, MUTED, FAINT, TINT = "#000000", "#555555", "#b4b4b4", "#f0f0f0"


class Style(StrEnum):
    """What a piece of text is; :data:`TYPE` says how it looks."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    BODY = "body"
    STRONG = "strong"
    CELL = "cell"
    CELL_STRONG = "cell_strong"
    LABEL = "label"
    SMALL = "small"
    MARKING = "marking"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Type:
    """Size and leading in units, weight, colour; ``fixed``: letters of one width, for codes that are compared."""

    size: int
    leading: int
    bold: bool = False
    colour: str = BLACK
    fixed: bool = False


TYPE = {
    Style.TITLE: Type(point(17), point(22), bold=True),
    Style.SUBTITLE: Type(point(11), point(15), colour=MUTED),
    Style.HEADING: Type(point(11), point(15), bold=True),
    Style.BODY: Type(point(9), LINE),
    Style.STRONG: Type(point(9), LINE, bold=True),
    Style.CELL: Type(point(8), point(10.5)),
    Style.CELL_STRONG: Type(point(8), point(10.5), bold=True),
    Style.LABEL: Type(point(7.5), point(10), colour=MUTED),
    Style.SMALL: Type(point(7.5), point(10)),
    Style.MARKING: Type(point(12), point(15), bold=True),
    Style.DIGITS: Type(point(20), point(27), fixed=True),
}
