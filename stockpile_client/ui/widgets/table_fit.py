"""How the columns of a table share the room: every heading and cell in full where there is room for all of them.

What a column needs follows from its heading and the first rows, in the language and the font of the window; it only
grows while the table stands, so that a filter does not make columns jump. A column that somebody pulled stays so.

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

LOOKED_AT = 100
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
        self.pulled: set[int] = set()

    def fit(self) -> None:
        """Share the room that there is now among the columns that are shown."""
        table, header = self._table, self._table.header
        sections = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        self._measure(sections)
        bounds = list(zip(*map(self._bounds, sections), strict=True)) if sections else [(), (), (), ()]
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

    def _bounds(self, section: int) -> tuple[int, int, int, int]:
        """Narrow, usual, as its texts need it, and ample: the widths of a column in pixels, each at least the former.

        A figure that does not fit is not shown at all, so that a column of figures does not become narrow.
        """
        model = self._table.rows_model
        column, needed = model.columns[section], self._needed[section]
        if section in self.pulled and not self.takes_rest(section):
            return (self._table.header.sectionSize(section),) * 4
        natural = natural_width(column)
        if column.numeric and model.rowCount() > LOOKED_AT:
            needed = max(natural, needed)
        is_short = needed <= theme.text_width(SHORT) + theme.space(theme.MEDIUM)
        usual = needed if column.numeric or is_short else min(natural, needed)
        keeps_whole = column.numeric or bool(column.sample)  # half a day is of no use either
        narrow = usual if keeps_whole else min(usual, theme.text_width(NARROWEST) + theme.space(theme.MEDIUM))
        return narrow, usual, needed, max(natural, needed)

    def takes_rest(self, section: int) -> bool:
        """Whether a column takes what the others leave over, so that it has no width of its own."""
        header = self._table.header
        if header.sectionResizeMode(section) is QHeaderView.ResizeMode.Stretch:
            return True
        return header.stretchLastSection() and header.visualIndex(section) == header.last_visible()

    def _measure(self, sections: Sequence[int]) -> None:
        model = self._table.rows_model
        rows = [row for at in range(min(model.rowCount(), LOOKED_AT)) if (row := model.row(at)) is not None]
        metrics = QFontMetrics(theme.font())
        most = theme.text_width(WIDEST)
        for section in sections:
            column = model.columns[section]
            needed = max((_cell_width(column, row, metrics) for row in rows), default=0)
            needed = max(min(needed, most), self._table.header.title_width(section)) + theme.space(theme.MEDIUM) + 2
            self._needed[section] = max(needed, self._needed.get(section, 0))


def shared(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths between ``least`` and ``most`` (pixels, one of each a column) that together fill ``room`` if they can."""
    widths, spare = list(least), max(0, room - sum(least))
    by_lack = sorted(range(len(widths)), key=lambda at: most[at] - least[at])
    for place, at in enumerate(by_lack):
        part = min(most[at] - least[at], spare // (len(by_lack) - place))
        widths[at] += part
        spare -= part
    return widths


def _cell_width(column: Column, row: object, metrics: QFontMetrics) -> int:
    width = metrics.horizontalAdvance(words(column.text(row)))
    if column.status is not None and column.status(row) is not None:
        width += metrics.height() + theme.space(theme.TIGHT)
    if column.unit is not None and column.unit(row):
        width += theme.text_width(UNIT_CHARACTERS) + theme.space(theme.TIGHT)
    return width
