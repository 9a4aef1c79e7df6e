"""How the columns of a table share the room: every heading and cell in full where there is room for all of them.

What a column needs follows from its heading and the first rows, in the language and the font of the window; it only
grows while the table stands, so that a filter does not make columns jump. A column that somebody pulled stays so. Rows
are measured once: a table that is only resized or shown again shares the room anew, and looks at no cell.

>>> shared([40, 40], [50, 100], 120)  # who lacks little is served first
[50, 70]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from stockpile_client.ui import theme
from stockpile_client.ui.language import words
from stockpile_client.ui.widgets.table_cells import UNIT_CHARACTERS
from stockpile_client.ui.widgets.table_header import natural_width

if TYPE_CHECKING:
    from stockpile_client.ui.models.window_model import Column
    from stockpile_client.ui.widgets.table import Table

LOOKED_AT = 40
"""Rows that are measured: what is seen at first, never all of a long table."""
WIDEST = 40
"""Characters that a column asks for at most: a sentence in a cell leaves room for the others."""
SHORT = 18
"""Characters up to which a text is a word or two, that is shown whole before longer ones take room."""
NARROWEST = 9
"""Characters of words that are still of use, before a table scrolls sideways."""


class ColumnFit:
    """Gives the columns of one table their widths; ``pulled`` are the sections whose width is somebody's own."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._needed: dict[int, int] = {}
        self._natural: dict[int, int] = {}
        self._looked_at: set[int] = set()
        self._font = theme.font()
        self.pulled: set[int] = set()

    def forget(self) -> None:
        """Other rows stand in the table: the next fit looks at them."""
        self._looked_at.clear()

    def fit(self) -> None:
        """Share the room that there is now among the columns that are shown."""
        table, header = self._table, self._table.header
        sections = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        self._measure(sections)
        scale = _Scale()
        each = [self._bounds(section, scale) for section in sections]
        bounds = list(zip(*each, strict=True)) if each else [(), (), (), ()]
        narrow, usual, needed, ample = map(list, bounds)
        room = table.viewport().width()
        if sum(narrow) > room:
            widths = usual
        elif sum(usual) > room:
            widths = shared(narrow, usual, room)
        elif sum(needed) > room:
            widths = shared(usual, needed, room)
        else:
            widths = shared(needed, ample, room)
        self._let_rest_be_taken(sum(widths) <= room)
        for section, width in zip(sections, widths, strict=True):
            if not self.takes_rest(section):
                header.resizeSection(section, width)

    def _let_rest_be_taken(self, is_some: bool) -> None:
        """Where nothing is left over, the column that takes it keeps what it needs, and the table scrolls."""
        header, columns = self._table.header, self._table.rows_model.columns
        shown = {at: column.stretch for at, column in enumerate(columns) if not header.isSectionHidden(at)}
        mode = QHeaderView.ResizeMode.Stretch if is_some else QHeaderView.ResizeMode.Interactive
        for section in (at for at, stretches in shown.items() if stretches):
            header.setSectionResizeMode(section, mode)
        header.setStretchLastSection(is_some and not any(shown.values()))

    def _bounds(self, section: int, scale: _Scale) -> tuple[int, int, int, int]:
        """Narrow, usual, as its texts need it, and ample: the widths of a column in pixels, each at least the former.

        A figure that does not fit is not shown at all, so that a column of figures does not become narrow.
        """
        model = self._table.rows_model
        column, needed = model.columns[section], self._needed[section]
        if section in self.pulled and not self.takes_rest(section):
            return (self._table.header.sectionSize(section),) * 4
        needed = max(needed, self._table.header.title_width(section) + scale.margin)
        natural = self._natural[section]
        if column.numeric and model.rowCount() > LOOKED_AT:
            needed = max(natural, needed)
        is_short = needed <= scale.short
        usual = needed if column.numeric or is_short else min(natural, needed)
        keeps_whole = column.numeric or bool(column.sample)  # half a day is of no use either
        narrow = usual if keeps_whole else min(usual, scale.narrowest)
        return narrow, usual, needed, max(natural, needed)

    def takes_rest(self, section: int) -> bool:
        """Whether a column takes what the others leave over, so that it has no width of its own."""
        header = self._table.header
        if header.sectionResizeMode(section) is QHeaderView.ResizeMode.Stretch:
            return True
        return header.stretchLastSection() and header.visualIndex(section) == header.last_visible()

    def _measure(self, sections: Sequence[int]) -> None:
        """Look at the cells of the columns that nobody looked at since the rows or the font changed."""
        if self._font != theme.font():
            self._font = theme.font()
            self.forget()
        unseen = [section for section in sections if section not in self._looked_at]
        if not unseen:
            return
        model, scale = self._table.rows_model, _Scale()
        rows = [row for at in range(min(model.rowCount(), LOOKED_AT)) if (row := model.row(at)) is not None]
        for section in unseen:
            column = model.columns[section]
            self._natural[section] = natural_width(column)
            needed = max((scale.cell(column, row) for row in rows), default=0)
            self._needed[section] = max(min(needed, scale.most) + scale.margin, self._needed.get(section, 0))
        self._looked_at.update(unseen)


class _Scale:
    """What widths are made of in the font of the moment, worked out once for all cells."""

    def __init__(self) -> None:
        metrics = QFontMetrics(theme.font())
        self.advance = metrics.horizontalAdvance
        gap = theme.space(theme.TIGHT)
        self.margin = theme.space(theme.MEDIUM) + 2
        self.status, self.unit = metrics.height() + gap, theme.text_width(UNIT_CHARACTERS) + gap
        self.most = theme.text_width(WIDEST)
        self.short, self.narrowest = (theme.text_width(n) + self.margin for n in (SHORT, NARROWEST))

    def cell(self, column: Column, row: object) -> int:
        """Pixels that a cell takes between its margins."""
        width = self.advance(words(column.text(row)))
        if column.status is not None and column.status(row) is not None:
            width += self.status
        if column.unit is not None and column.unit(row):
            width += self.unit
        return width


def shared(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths between ``least`` and ``most`` (pixels, one of each a column) that together fill ``room`` if they can."""
    widths, spare = list(least), max(0, room - sum(least))
    by_lack = sorted(range(len(widths)), key=lambda at: most[at] - least[at])
    for place, at in enumerate(by_lack):
        part = min(most[at] - least[at], spare // (len(by_lack) - place))
        widths[at] += part
        spare -= part
    return widths
