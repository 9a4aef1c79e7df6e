"""Tables that run over pages: headers repeated, rows kept whole, and none of their text ever lost.

A row goes to the next page as a whole. One that is taller than a page (a partner may send four kilobytes in a field)
is the only one that is broken, between lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from stockpile_client.core.phrases import phrase
from stockpile_client.reports.document import Align, Column, Row, RowKind, Table
from stockpile_client.reports.layout import (
    BLACK,
    CELL_GAP,
    FAINT,
    FITTED_SHARE,
    HAIRLINE,
    LEFT,
    MEASURE,
    ROW_PADDING,
    RULE,
    TINT,
    Style,
)
from stockpile_client.reports.pdf.pages import Pages

_KEPT_ROWS = 2
"""A group's title, its only row and its sum are the longest chain that stays together."""
_STYLES = {RowKind.PLAIN: Style.CELL, RowKind.GROUP: Style.CELL_STRONG, RowKind.TOTAL: Style.CELL_STRONG}


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a column stands."""

    x: float
    width: float
    align: Align


def place_table(pages: Pages, table: Table) -> None:
    """Leave a table, or its sentence for none."""
    if not table.rows:
        lines = pages.faces[Style.BODY].lines(table.empty, MEASURE)
        pages.paragraph(lines, Style.BODY, LEFT)
        return
    _Placing(pages, table).run()


def beginning_of(pages: Pages, table: Table) -> float:
    """The height that must fit below a heading, so that it does not stand alone."""
    return _Placing(pages, table).beginning() if table.rows else pages.faces[Style.BODY].leading


class _Placing:
    """One table on its way down the pages."""

    def __init__(self, pages: Pages, table: Table) -> None:
        self.pages = pages
        self.table = table
        self.slots = _slots(table.columns, self._fitted(), pages.width)
        self.whole = [_Slot(LEFT, pages.width, Align.LEFT)]
        self.heads = [
            pages.faces[Style.LABEL].lines(column.title, slot.width)
            for column, slot in zip(table.columns, self.slots, strict=True)
        ]
        self.group: Row | None = None

    def run(self) -> None:
        self.pages.need(self.beginning())
        self._head()
        for index, row in enumerate(self.table.rows):
            if row.kind is RowKind.GROUP:
                self.group = None  # the title of the group before must not be repeated above this one
            self._place(row, self._keep_with(index))
            if row.kind is RowKind.GROUP:
                self.group = row
        self.pages.rule(HAIRLINE, BLACK)

    def beginning(self) -> float:
        """The height of the headers with the first rows, and with what these take along."""
        first = self._height(self.table.rows[0])
        second = self._height(self.table.rows[1]) if len(self.table.rows) > 1 else 0
        return self._head_height() + min(first + max(second, self._keep_with(0)), self._page_room())

    def _fitted(self) -> list[float]:
        """The width of the widest cell and of the longest word of the title, of each column without a share."""
        label, faces = self.pages.faces[Style.LABEL], self.pages.faces
        widths = [0.0 if column.share else max(map(label.width, column.title.split())) for column in self.table.columns]
        fitted = [place for place, column in enumerate(self.table.columns) if not column.share]
        for row in self.table.rows:
            if row.kind is not RowKind.GROUP:
                face = faces[_STYLES[row.kind]]
                for place in fitted:
                    widths[place] = max(widths[place], face.width(row.cells[place]))
        return [math.ceil(width) for width in widths]

    def _keep_with(self, index: int) -> float:
        """The height that must fit below a row: a group's title stays with its first row, a last row with its sum."""
        kept = 0.0
        for here, following in pairwise(self.table.rows[index : index + _KEPT_ROWS + 1]):
            if here.kind is not RowKind.GROUP and following.kind is not RowKind.TOTAL:
                break
            kept += self._height(following)
        return kept

    def _place(self, row: Row, kept: float) -> None:
        slots = self._slots_of(row)
        style = _STYLES[row.kind]
        leading = self.pages.faces[style].leading
        cells = self._lines(row)
        wanted = max(map(len, cells)) * leading + 2 * ROW_PADDING
        whole = wanted + kept if wanted + kept <= self._page_room() else wanted
        if self.pages.room < whole <= self._page_room():
            self._turn()
        first = True
        while any(cells):
            fitting = int((self.pages.room - 2 * ROW_PADDING) // leading)
            if fitting < 1:
                self._turn()
                continue
            part = [lines[:fitting] for lines in cells]
            cells = [lines[fitting:] for lines in cells]
            self._part(row, part, slots, style, leading, rule=first)
            first = False

    def _part(
        self, row: Row, part: list[list[str]], slots: list[_Slot], style: Style, leading: float, *, rule: bool
    ) -> None:
        pages = self.pages
        height = max(map(len, part)) * leading + 2 * ROW_PADDING
        if row.kind is RowKind.GROUP:
            pages.fill(LEFT, pages.y, pages.width, height, TINT)
        if rule:
            pages.rule(HAIRLINE, BLACK if row.kind is RowKind.TOTAL else FAINT)
        for lines, slot in zip(part, slots, strict=True):
            for index, text in enumerate(lines):
                top = pages.y + ROW_PADDING + index * leading
                pages.line(text, style, slot.x, width=slot.width, align=slot.align, top=top)
        pages.y += height

    def _turn(self) -> None:
        self.pages.rule(HAIRLINE, BLACK)
        self.pages.turn()
        self._head()
        if self.group is not None:
            title = Row((self.pages.say(phrase("{title} (continued)", title=self.group.cells[0])),), RowKind.GROUP)
            lines = self._lines(title)
            self._part(title, [lines[0][:2]], self.whole, _STYLES[RowKind.GROUP], self._leading(title), rule=True)

    def _head(self) -> None:
        pages = self.pages
        leading = pages.faces[Style.LABEL].leading
        height = self._head_height()
        for lines, slot in zip(self.heads, self.slots, strict=True):
            for index, text in enumerate(lines):
                top = pages.y + height - ROW_PADDING - (len(lines) - index) * leading
                pages.line(text, Style.LABEL, slot.x, width=slot.width, align=slot.align, top=top)
        pages.y += height
        pages.rule(RULE, BLACK)

    def _head_height(self) -> float:
        return max(map(len, self.heads)) * self.pages.faces[Style.LABEL].leading + 2 * ROW_PADDING

    def _page_room(self) -> float:
        repeated = 2 * self._leading(self.group) + 2 * ROW_PADDING if self.group else 0
        return self.pages.body.bottom - self.pages.body.top - self._head_height() - repeated

    def _height(self, row: Row) -> float:
        return max(map(len, self._lines(row))) * self._leading(row) + 2 * ROW_PADDING

    def _leading(self, row: Row) -> float:
        return self.pages.faces[_STYLES[row.kind]].leading

    def _lines(self, row: Row) -> list[list[str]]:
        face = self.pages.faces[_STYLES[row.kind]]
        return [face.lines(text, slot.width) for text, slot in zip(row.cells, self._slots_of(row), strict=True)]

    def _slots_of(self, row: Row) -> list[_Slot]:
        return self.whole if row.kind is RowKind.GROUP else self.slots


def _slots(columns: tuple[Column, ...], fitted: list[float], content_width: float) -> list[_Slot]:
    """Where the columns stand; ``fitted`` are the widths of those without a share (0 for the others)."""
    free = content_width - CELL_GAP * (len(columns) - 1)
    scale = min(1.0, FITTED_SHARE * free / max(1.0, sum(fitted)))
    left = free - scale * sum(fitted)
    total = sum(column.share for column in columns)
    slots, x = [], float(LEFT)
    for column, fits in zip(columns, fitted, strict=True):
        width = left * column.share / total if column.share else scale * fits
        slots.append(_Slot(x, width, column.align))
        x += width + CELL_GAP
    return slots
