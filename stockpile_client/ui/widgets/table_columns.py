"""Which columns a table shows, where they stand and how wide they are: taken from its header, and given back to it.

A width is kept in hundredths of an average character, so that it follows the font. A column that takes what room is
left over, or that nobody made wider or narrower, has no width of its own (0).

>>> columns_of(table)[0]  # doctest: +SKIP
ShownColumn(key='number', width=0, hidden=False)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView

from stockpile_client.services.saved_views import ShownColumn
from stockpile_client.ui import theme
from stockpile_client.ui.widgets.table_header import natural_width

if TYPE_CHECKING:
    from stockpile_client.ui.models.window_model import Column
    from stockpile_client.ui.widgets.table import Table

_HUNDREDTHS = 100


def columns_of(table: Table) -> tuple[ShownColumn, ...]:
    """The columns from left to right as they stand; empty where they stand as they did at first."""
    header, columns = table.header, table.rows_model.columns
    found = tuple(
        ShownColumn(columns[section].key, _width(table, section), header.isSectionHidden(section))
        for section in map(header.logicalIndex, range(len(columns)))
    )
    return () if found == own_columns(columns) else found


def own_columns(columns: Sequence[Column]) -> tuple[ShownColumn, ...]:
    """The columns as a table has them at first."""
    return tuple(ShownColumn(column.key) for column in columns)


def apply_columns(table: Table, wanted: Sequence[ShownColumn]) -> None:
    """Show the columns like this; what the table has not is passed over, what is not named stands behind as it is.

    No columns: as at first. One column stays visible whatever is asked.
    """
    header, columns = table.header, table.rows_model.columns
    sections = {column.key: section for section, column in enumerate(columns)}
    known = [column for column in wanted if column.key in sections]
    named = {column.key for column in known}
    known += [column for column in own_columns(columns) if column.key not in named]
    visible = any(not column.hidden for column in known)
    for place, column in enumerate(known):
        section = sections[column.key]
        header.moveSection(header.visualIndex(section), place)
        header.setSectionHidden(section, column.hidden and visible)
        natural = natural_width(columns[section])
        width = round(column.width * theme.text_width(1) / _HUNDREDTHS) if column.width else natural
        if header.sectionResizeMode(section) is not QHeaderView.ResizeMode.Stretch:
            header.resizeSection(section, width)
        if column.width:
            table.pulled.add(section)
        else:
            table.pulled.discard(section)
    stretch_what_is_left(table)


def stretch_what_is_left(table: Table) -> None:
    """Where the column that takes the rest is hidden, the last one does."""
    header, columns = table.header, table.rows_model.columns
    takes_rest = any(column.stretch and not header.isSectionHidden(at) for at, column in enumerate(columns))
    header.setStretchLastSection(not takes_rest)


def hidden_count(columns: Iterable[ShownColumn]) -> int:
    """How many columns are put away."""
    return sum(column.hidden for column in columns)


def _width(table: Table, section: int) -> int:
    header = table.header
    if header.isSectionHidden(section) or section not in table.pulled or table.takes_rest(section):
        return 0
    return round(header.sectionSize(section) * _HUNDREDTHS / theme.text_width(1))
