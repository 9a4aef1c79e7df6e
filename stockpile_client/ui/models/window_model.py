"""A table of any length over an ordered window: the full row count at once, pages read when they are looked at.

- ``rowCount`` is the window's count: the scroll bar is right from the start, Select All is one range.
- Pages of 200 rows sit in a small LRU cache; a row that is not in it costs one indexed read of about a millisecond.
- The model neither sorts nor filters: a click on a header asks for another window (``order_requested``).
- The window's connection comes with it (:class:`Lease`) and is given back when another window takes its place.

>>> model = WindowModel([Column("number", "Lot", lambda row: row[0])])  # doctest: +SKIP
>>> model.set_lease(lease)  # doctest: +SKIP
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.plain_label import plain_tip

if TYPE_CHECKING:
    from stockpile_client.services.context import Context  # loads the database driver; a list needs none

PAGE_ROWS = 200
CACHED_PAGES = 24
Cell = str | int | Decimal | bool | date | None
"""What may stand in a cell of a file."""
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class RowWindow(Protocol):
    """What a model needs of a window (see :class:`stockpile_client.storage.windows.Window`)."""

    def count(self) -> int:
        """All rows."""
        ...

    def rows(self, offset: int, limit: int) -> Sequence[Any]:
        """Up to ``limit`` rows from ``offset`` on."""
        ...


class Lease:
    """A window together with the connection that it reads from; release it when the table shows another one.

    ``again`` builds the same window in another thread, for what goes through all its rows.
    """

    def __init__(self, give_back: Callable[[], object], again: Callable[[Context], RowWindow] | None = None) -> None:
        self._give_back: Callable[[], object] | None = give_back
        self.again = again
        self._window: RowWindow | None = None
        self.count = 0
        self.first_page: Sequence[Any] = ()

    def fill(self, window: RowWindow) -> None:
        """Take the window, count it and read its first page: the slow part, away from the window's thread."""
        self._window = window
        self.count = window.count()
        self.first_page = window.rows(0, PAGE_ROWS)

    def rows(self, offset: int, limit: int) -> Sequence[Any]:
        """Up to ``limit`` rows from ``offset`` on; none once released."""
        return [] if self._window is None or self.is_released else self._window.rows(offset, limit)

    @property
    def is_released(self) -> bool:
        """Whether the connection was given back."""
        return self._give_back is None

    def release(self) -> None:
        """Give the connection back; a second time does nothing."""
        if self._give_back is not None:
            give_back, self._give_back = self._give_back, None
            give_back()


class Role(IntEnum):
    """What our delegate asks for beyond Qt's roles."""

    UNIT = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    MUTED = Qt.ItemDataRole.UserRole + 3
    ROW = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a row becomes text, and how that is shown.

    ``unit`` stands right of a number in a gutter of its own; ``status`` puts an icon before the text; ``characters`` is
    the width on first showing, or ``sample`` a text that must fit; ``stretch`` takes what is left over; ``order`` is
    the key that a window sorts by (empty: not sortable). ``tip`` is of the header, ``hint`` of a cell: plain text.
    ``exact`` is the value itself where the text is a rounded or shortened form of it, for what is copied or exported;
    a mass is a number of the unit ``exact_unit``, the same in every row.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    numeric: bool = False
    unit: Callable[[Any], str] | None = None
    status: Callable[[Any], Status | None] | None = None
    muted: Callable[[Any], bool] | None = None
    tip: str = ""
    hint: Callable[[Any], str] | None = None
    characters: int = 12
    sample: str = ""
    order: str = ""
    stretch: bool = False
    exact: Callable[[Any], Cell] | None = None
    exact_unit: str = ""


class WindowModel(QAbstractTableModel):
    """See the module."""

    order_requested = Signal(str, bool)  # Column.order, descending
    failed = Signal(object)  # StockpileError

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._lease: Lease | None = None
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def set_lease(self, lease: Lease | None) -> None:
        """Show another window, and give the old one's connection back."""
        old = self._lease
        self.beginResetModel()
        self._lease = lease
        self._pages.clear()
        if lease is not None:
            self._pages[0] = lease.first_page
        self.endResetModel()
        if old is not None:
            old.release()

    @property
    def lease(self) -> Lease | None:
        """What is shown."""
        return self._lease

    def row(self, number: int) -> Any | None:
        """The row of that number, or None if it cannot be read (``failed`` said why)."""
        start = number - number % PAGE_ROWS
        if start not in self._pages:
            self._pages[start] = self._read(start)
            while len(self._pages) > CACHED_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(start)
        page = self._pages[start]
        return page[number - start] if number - start < len(page) else None

    def _read(self, start: int) -> Sequence[Any]:
        if self._lease is None:
            return []
        try:
            return self._lease.rows(start, PAGE_ROWS)
        except StockpileError as error:
            self.failed.emit(error)
            return []

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() or self._lease is None else self._lease.count

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in _ANSWERED:
            return None
        row = self.row(index.row())
        return None if row is None else cell(column, row, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return words(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words(column.tip) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            self.order_requested.emit("", False)
        elif self.columns[column].order:
            self.order_requested.emit(self.columns[column].order, order is Qt.SortOrder.DescendingOrder)


_ANSWERED = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
        Role.UNIT,
        Role.STATUS,
        Role.MUTED,
        Role.ROW,
    }
)


def cell(column: Column, row: Any, role: int) -> Any:
    """What ``column`` says about ``row`` in a role; shared with models that hold their rows in memory."""
    if role == Qt.ItemDataRole.DisplayRole:
        return words(column.text(row))
    if role == Role.UNIT:
        return column.unit(row) if column.unit else None
    if role == Role.STATUS:
        return column.status(row) if column.status else None
    if role == Role.MUTED:
        return column.muted(row) if column.muted else False
    if role == Role.ROW:
        return row
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tip(column.hint(row)) if column.hint else None
    if role == Qt.ItemDataRole.AccessibleTextRole:
        unit = column.unit(row) if column.unit else ""
        return f"{words(column.title)}: {words(column.text(row))} {unit}".rstrip()
    return None
