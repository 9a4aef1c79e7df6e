"""The blocks of a document other than tables, each placed where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence

from stockpile_client.reports.document import (
    Block,
    Facts,
    FillIn,
    Groups,
    Heading,
    Notice,
    Paragraph,
    Steps,
    Table,
)
from stockpile_client.reports.layout import (
    BLACK,
    CELL_GAP,
    DIGITS_GAP,
    FILL_IN_HEIGHT,
    HAIRLINE,
    HALF_LINE,
    LABEL_WIDTH,
    LEFT,
    LINE,
    MEASURE,
    NUMBER_WIDTH,
    QR_BORDER,
    QR_SIZE,
    RULE,
    SECTION_GAP,
    Style,
)
from stockpile_client.reports.pdf.pages import Pages
from stockpile_client.reports.pdf.qr import rectangles
from stockpile_client.reports.pdf.tables import beginning_of, place_table

_KEPT_LINES = 4
"""Of what follows a heading, at least."""


def place_all(pages: Pages, blocks: Sequence[Block]) -> None:
    """Leave all blocks on the pages, in order."""
    for number, block in enumerate(blocks):
        place(pages, block, blocks[number + 1] if number + 1 < len(blocks) else None)


def place(pages: Pages, block: Block, following: Block | None = None) -> None:
    """Leave a block on the pages; a heading stays with the beginning of what is ``following``."""
    match block:
        case Heading(text):
            kept = beginning_of(pages, following) if isinstance(following, Table) else 0
            _heading(pages, text, kept)
        case Paragraph(text):
            pages.gap(HALF_LINE)
            pages.paragraph(pages.faces[Style.BODY].lines(text, MEASURE), Style.BODY, LEFT)
        case Notice(text):
            _notice(pages, text)
        case Facts(rows):
            _facts(pages, rows)
        case Steps(items):
            _steps(pages, items)
        case FillIn(labels):
            _fill_in(pages, labels)
        case Groups():
            _groups(pages, block)
        case Table():
            pages.gap(HALF_LINE)
            place_table(pages, block)


def _heading(pages: Pages, text: str, kept: float) -> None:
    face = pages.faces[Style.HEADING]
    lines = face.lines(text, MEASURE)
    pages.gap(SECTION_GAP)
    pages.need(len(lines) * face.leading + max(_KEPT_LINES * LINE, HALF_LINE + kept))
    pages.paragraph(lines, Style.HEADING, LEFT)


def _notice(pages: Pages, text: str) -> None:
    """A frame around the text; one that is longer than the page stays unframed, and whole."""
    face = pages.faces[Style.STRONG]
    lines = face.lines(text, MEASURE - 2 * LINE)
    height = len(lines) * face.leading + LINE
    pages.gap(HALF_LINE)
    pages.need(height)
    if height <= pages.room:
        for x, y, width, tall in (
            (LEFT, pages.y, MEASURE, RULE),
            (LEFT, pages.y + height - RULE, MEASURE, RULE),
            (LEFT, pages.y, RULE, height),
            (LEFT + MEASURE - RULE, pages.y, RULE, height),
        ):
            pages.fill(x, y, width, tall)
    pages.y += HALF_LINE
    pages.paragraph(lines, Style.STRONG, LEFT + LINE)
    pages.y += HALF_LINE


def _facts(pages: Pages, rows: tuple[tuple[str, str], ...]) -> None:
    pages.gap(HALF_LINE)
    label_face, face = pages.faces[Style.LABEL], pages.faces[Style.BODY]
    for label, text in rows:
        names = label_face.lines(label, LABEL_WIDTH - CELL_GAP)
        lines = face.lines(text, MEASURE - LABEL_WIDTH)
        pages.need(min(2, len(lines)) * face.leading)
        shift = face.rise - label_face.rise  # both stand on one baseline
        for index, name in enumerate(names):
            pages.line(name, Style.LABEL, LEFT, top=pages.y + shift + index * label_face.leading)
        least = pages.y + len(names) * label_face.leading
        page = len(pages.pages)
        pages.paragraph(lines, Style.BODY, LEFT + LABEL_WIDTH)
        if page == len(pages.pages):
            pages.y = max(pages.y, least)
        pages.y += HALF_LINE / 4


def _steps(pages: Pages, items: tuple[str, ...]) -> None:
    pages.gap(HALF_LINE)
    face = pages.faces[Style.BODY]
    for number, text in enumerate(items, start=1):
        lines = face.lines(text, MEASURE - NUMBER_WIDTH)
        pages.need(min(2, len(lines)) * face.leading)
        pages.line(f"{number}.", Style.BODY, LEFT)
        pages.paragraph(lines, Style.BODY, LEFT + NUMBER_WIDTH)
        pages.y += HALF_LINE / 2


def _fill_in(pages: Pages, labels: tuple[str, ...]) -> None:
    leading = pages.faces[Style.LABEL].leading
    for label in labels:
        lines = pages.faces[Style.LABEL].lines(label, LABEL_WIDTH - CELL_GAP)
        height = max(FILL_IN_HEIGHT, len(lines) * leading + HALF_LINE)
        pages.need(height)
        pages.y += height
        for index, text in enumerate(lines):
            pages.line(text, Style.LABEL, LEFT, top=pages.y - (len(lines) - index) * leading)
        pages.rule(HAIRLINE, BLACK, x=LEFT + LABEL_WIDTH, width=MEASURE - LABEL_WIDTH)


def _groups(pages: Pages, block: Groups) -> None:
    """Groups on the left, each with its number above it; the QR code on the right; all on one page."""
    number, digits, caption = (pages.faces[style] for style in (Style.LABEL, Style.DIGITS, Style.STRONG))
    step = max(digits.width(group) for _, part in block.parts for group in part) + DIGITS_GAP
    room = MEASURE - QR_SIZE - QR_BORDER
    captions = [caption.lines(text, room) for text, _ in block.parts]
    row_height = number.leading + digits.leading + HALF_LINE
    height = sum(
        len(lines) * caption.leading + HALF_LINE + -(-len(part) // block.per_row) * row_height
        for lines, (_, part) in zip(captions, block.parts, strict=True)
    )
    notes = pages.faces[Style.SMALL].lines(block.qr_caption, QR_SIZE)
    code_height = QR_SIZE + QR_BORDER + len(notes) * pages.faces[Style.SMALL].leading
    pages.gap(LINE)
    pages.need(max(height, code_height))
    top = pages.y
    place_count = 0
    for lines, (_, part) in zip(captions, block.parts, strict=True):
        pages.paragraph(lines, Style.STRONG, LEFT)
        pages.y += HALF_LINE
        for start in range(0, len(part), block.per_row):
            for column, group in enumerate(part[start : start + block.per_row]):
                place_count += 1
                x = LEFT + column * step
                pages.line(str(place_count), Style.LABEL, x)
                pages.line(group, Style.DIGITS, x, top=pages.y + number.leading)
            pages.y += row_height
    x = LEFT + MEASURE - QR_SIZE
    for rectangle in rectangles(block.qr_text, x, round(top), QR_SIZE):
        pages.fill(*rectangle)
    for index, text in enumerate(notes):
        pages.line(text, Style.SMALL, x, top=top + QR_SIZE + QR_BORDER + index * pages.faces[Style.SMALL].leading)
    pages.y = max(pages.y, top + code_height)
