"""A document in another language: every text of it is said anew, everything else stays as it is.

Documents are made of phrases (:mod:`stockpile_client.core.phrases`), names and figures. Figures and days stand on paper
as ISO writes them, the same in every language; names come from the catalogue in the language of :class:`Tongue`.

>>> said(document, tongue.say).title
'在庫申告書'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from stockpile_client.reports.document import (
    Block,
    Document,
    Facts,
    FillIn,
    Groups,
    Heading,
    Notice,
    Paragraph,
    Row,
    Steps,
    Table,
)

Say = Callable[[str], str]
"""A text in the language of the document: a phrase is translated, any other text stays as it is."""


def english(text: str) -> str:
    """What the program speaks by itself."""
    return text


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a document: its code, for names of the catalogue, and how its texts are said.

    ``boxes``: whether a character that no font of this machine can draw may be a box; otherwise there is no document.
    """

    code: str = "en"
    say: Say = english
    boxes: bool = False


ENGLISH = Tongue()


def said(document: Document, say: Say) -> Document:
    """The same document with all its texts said."""
    return replace(
        document,
        title=say(document.title),
        subtitle=say(document.subtitle),
        blocks=tuple(_block(block, say) for block in document.blocks),
    )


def _block(block: Block, say: Say) -> Block:
    match block:
        case Heading(text) | Paragraph(text) | Notice(text):
            return replace(block, text=say(text))
        case Facts(rows):
            return Facts(tuple((say(label), say(text)) for label, text in rows))
        case Steps(items):
            return Steps(tuple(map(say, items)))
        case FillIn(labels):
            return FillIn(tuple(map(say, labels)))
        case Groups(parts):
            captions = tuple((say(caption), groups) for caption, groups in parts)
            return replace(block, parts=captions, qr_caption=say(block.qr_caption))
        case Table(columns, rows, empty):
            return Table(
                tuple(replace(column, title=say(column.title)) for column in columns),
                [Row(tuple(map(say, row.cells)), row.kind) for row in rows],
                say(empty),
            )
