"""A document as plain values: what stands on paper and in which order, before anything is known of pages or fonts.

Text is text: nothing in it is ever read as markup. The modules beside this one make documents, :mod:`.pdf` draws them.

>>> Document("Holdings", "", agency="JOGMEC", marking=red, as_of=day, printed_at=now, blocks=(Heading("Lots"),))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stockpile_client.core.markings import Marking


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; it never stands alone at the foot of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must not miss, in a frame: a preview, a withdrawal, made-up figures."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what they say."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered instructions."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FillIn:
    """Labels with a line beside each, to be filled in by hand."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """A number or key in groups to be read aloud, numbered from 1, with the same as a QR code of ``qr_text``.

    ``parts``: the groups with a caption for each part; the numbering runs on.
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    per_row: int
    qr_text: str
    qr_caption: str


class Align(StrEnum):
    """Where the text of a column stands; numbers stand right."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, as wide as its widest cell where ``share`` is 0: for numbers and days, never broken.

    The others divide what is left in proportion to their shares.
    """

    title: str
    share: int = 0
    align: Align = Align.LEFT


class RowKind(StrEnum):
    """A row of cells, the title of the rows that follow (one cell over all columns), or a sum."""

    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: one text for each column, or a single one for a group."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers that are repeated on each page; ``empty`` says what it means that there are none."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str


Block = Heading | Paragraph | Notice | Facts | Steps | FillIn | Groups | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A document; ``agency`` is whose paper it is, ``printed_at`` aware and in UTC; ``wide``: on its side."""

    title: str
    subtitle: str
    agency: str
    marking: Marking
    as_of: date
    printed_at: datetime
    blocks: tuple[Block, ...]
    wide: bool = False


MAX_ROWS = 10_000
"""Rows of one document, some 600 pages: beyond that nobody reads paper, and a table serves better."""
