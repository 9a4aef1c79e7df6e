"""Pages in the making: a cursor that walks down the paper, and the marks that it leaves.

A mark is a piece of text, a rule or a filled rectangle, in units from the upper left corner of the paper. Nothing is
drawn here: pages are complete, and counted, before the first one is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stockpile_client.reports.document import Align
from stockpile_client.reports.layout import BLACK, LEFT, Style
from stockpile_client.reports.pdf.fonts import Faces
from stockpile_client.reports.saying import Say, english


class Text(NamedTuple):
    """A line of text on its baseline; an empty ``colour`` is the style's own."""

    x: float
    baseline: float
    text: str
    style: Style
    colour: str = ""


class Fill(NamedTuple):
    """A filled rectangle; rules are thin ones."""

    x: float
    y: float
    width: float
    height: float
    colour: str


Mark = Text | Fill


@dataclass(frozen=True, slots=True)
class Body:
    """The part of the paper between head and foot, in units from the top."""

    top: float
    bottom: float


class Pages:
    """The pages so far; ``y`` is where the next thing goes, ``width`` that of the text, ``say`` its language."""

    def __init__(self, faces: Faces, body: Body, width: float, say: Say = english) -> None:
        self.faces = faces
        self.body = body
        self.width = width
        self.say = say
        self.pages: list[list[Mark]] = [[]]
        self.y = body.top

    @property
    def room(self) -> float:
        """What is left of this page."""
        return self.body.bottom - self.y

    @property
    def at_top(self) -> bool:
        """Whether nothing stands on this page yet."""
        return not self.pages[-1]

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = self.body.top

    def need(self, height: float) -> None:
        """Turn the page unless ``height`` still fits, or there is nothing on the page yet."""
        if height > self.room and not self.at_top:
            self.turn()

    def gap(self, height: float) -> None:
        """Leave a space, but not at the head of a page."""
        if not self.at_top:
            self.y += height

    def fill(self, x: float, y: float, width: float, height: float, colour: str = BLACK) -> None:
        """Leave a filled rectangle."""
        self.pages[-1].append(Fill(x, y, width, height, colour))

    def rule(self, weight: float, colour: str = BLACK, *, x: float = LEFT, width: float = 0) -> None:
        """Leave a rule at the cursor, which does not move; as wide as the text if no width is given."""
        self.fill(x, self.y, width or self.width, weight, colour)

    def line(
        self,
        text: str,
        style: Style,
        x: float,
        *,
        width: float = 0,
        align: Align = Align.LEFT,
        top: float | None = None,
    ) -> None:
        """Leave a line of text whose upper edge is ``top`` (default: the cursor, which does not move)."""
        face = self.faces[style]
        if align is Align.RIGHT:
            x += width - face.width(text)
        self.pages[-1].append(Text(x, (self.y if top is None else top) + face.rise, text, style))

    def paragraph(
        self, lines: Sequence[str], style: Style, x: float, *, on_break: Callable[[], None] | None = None
    ) -> None:
        """Leave lines and move below them, turning pages as needed; never one line alone at either end of a page."""
        leading = self.faces[style].leading
        for index, text in enumerate(lines):
            first, penultimate = index == 0 and len(lines) > 1, index == len(lines) - 2 and index > 0
            if leading * (2 if first or penultimate else 1) > self.room and not self.at_top:
                self.turn()
                if on_break:
                    on_break()
            self.line(text, style, x)
            self.y += leading
