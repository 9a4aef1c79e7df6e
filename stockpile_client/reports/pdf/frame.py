"""What stands on every page: the marking at head and foot, whose paper it is, as of when, printed when, page x of y."""

from __future__ import annotations

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.reports import words
from stockpile_client.reports.document import Document
from stockpile_client.reports.layout import (
    BOTTOM,
    FOOT_GAP,
    HEAD_GAP,
    LEFT,
    LINE,
    MARKING_LINES,
    MARKING_PADDING,
    MARKING_SHARE,
    TOP,
    Sheet,
    Style,
)
from stockpile_client.reports.pdf.fonts import Faces
from stockpile_client.reports.pdf.pages import Body, Fill, Mark, Text
from stockpile_client.reports.saying import Say, english


class Frame:
    """Head and foot of a document's pages."""

    def __init__(self, document: Document, faces: Faces, sheet: Sheet, say: Say = english) -> None:
        self.document = document
        self.say = say
        self.sheet = sheet
        self.faces = faces
        face = faces[Style.MARKING]
        self.lines = face.lines(
            document.marking.code.upper(), sheet.content_width * MARKING_SHARE - 2 * MARKING_PADDING
        )
        if len(self.lines) > MARKING_LINES:
            raise InputError(
                "E_MARKING",
                phrase("The marking is too long to stand on every page."),
                hint=phrase("Shorten its code."),
            )
        self.width = max(face.width(line) for line in self.lines) + 2 * MARKING_PADDING
        self.height = len(self.lines) * face.leading + 2 * MARKING_PADDING
        low = max(self.height, 2 * faces[Style.LABEL].leading)
        self.body = Body(TOP + low + HEAD_GAP, sheet.height - BOTTOM - low - FOOT_GAP)

    def marks(self, number: int, total: int) -> list[Mark]:
        """Head and foot of page ``number`` of ``total``."""
        document = self.document
        foot = self.sheet.height - BOTTOM - self.height
        printed = phrase(
            "As of {day} · printed {moment}", day=words.day(document.as_of), moment=words.moment(document.printed_at)
        )
        return [
            *self._marking(TOP),
            *self._running(TOP, document.agency, document.title),
            *self._marking(foot),
            *self._running(foot, self.say(printed), self.say(_page(number, total))),
        ]

    def _marking(self, top: float) -> list[Mark]:
        """The marking in its scheme's colours, its right edge on the margin."""
        face = self.faces[Style.MARKING]
        left = LEFT + self.sheet.content_width - self.width
        marks: list[Mark] = [Fill(left, top, self.width, self.height, self.document.marking.background)]
        for index, line in enumerate(self.lines):
            x = LEFT + self.sheet.content_width - MARKING_PADDING - face.width(line)
            baseline = top + MARKING_PADDING + index * face.leading + face.rise
            marks.append(Text(x, baseline, line, Style.MARKING, self.document.marking.colour))
        return marks

    def _running(self, top: float, first: str, second: str) -> list[Mark]:
        """Two lines on the left, in the middle of the marking's height."""
        face = self.faces[Style.LABEL]
        room = self.sheet.content_width - self.width - LINE
        start = top + (self.height - 2 * face.leading) / 2
        return [
            Text(LEFT, start + index * face.leading + face.rise, face.shortened(text, room), Style.LABEL)
            for index, text in enumerate((first, second))
        ]


def _page(number: int, total: int) -> str:
    return phrase("Page {number} of {total}", number=str(number), total=str(total))
