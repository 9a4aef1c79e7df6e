"""A page with a list at the left and the chosen record at the right; rows that fit in memory.

A child says what it reads, what a row's key is, how its record looks, and what to offer when there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import PastEdit, history_of
from stockpile_client.ui import theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.tables.views_button import ViewsButton
from stockpile_client.ui.views.inventory.page import Page
from stockpile_client.ui.views.inventory.record_pane import RecordPane
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.side_by_side import SideBySide
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

SIDE_BY_SIDE_CHARACTERS = 110


class ListPage(Page):
    """``name`` names the table for screen readers, ``key`` its saved columns; ``buttons`` act on the chosen row."""

    KINDS: tuple[Kind, ...] = ()
    SUBJECT = ""

    def __init__(
        self, desk: Desk, columns: Sequence[Column], *, name: str, new: Button, buttons: Sequence[Button]
    ) -> None:
        super().__init__()
        self.desk = desk
        sortable = [replace(column, order=column.key) for column in columns]
        self.model = ListModel(sortable, parent=self)
        self.table = Table(self.model, name, key=self.SUBJECT, sortable=True)
        self._order = ("", False)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.filter_line = LineEdit(icon="search", placeholder=tr("Filter: words that stand in a row"))
        self.filter_line.setAccessibleName(tr("Filter"))
        self.filter_line.setClearButtonEnabled(True)
        self.table.filter_line = self.filter_line
        self._rows: Sequence[Any] = ()
        self.views = ViewsButton(self.table)
        self.count = PlainLabel(muted=True)
        self.pane = RecordPane(desk.formats, buttons)
        self._chosen = ""
        self._new = new
        frame = Panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        self.states = StateStack(
            SideBySide(frame, self.pane, characters=SIDE_BY_SIDE_CHARACTERS, shares=(3, 2))
        )  # fmt: skip
        self._arrange()
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.table.activated.connect(lambda _index: self.edit_chosen())
        self.filter_line.textChanged.connect(lambda _text: self._show_rows())
        self.model.order_requested.connect(self._on_order_requested)
        desk.session.changed.connect(self._on_changed)
        self.refresh()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(self.filter_line, 1)
        head.addWidget(self.views)
        head.addWidget(self.count)
        head.addWidget(self._new)
        margin = theme.space(theme.MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, theme.space(theme.SMALL), margin, margin)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self.states, 1)

    # what a child says

    def read(self, ctx: Context) -> Sequence[Any]:
        """The rows; runs away from the window's thread."""
        raise NotImplementedError

    def key_of(self, row: Any) -> str:
        """What stays the same when a row is read again."""
        raise NotImplementedError

    def count_words(self, rows: int) -> str:
        """How many rows there are, in words."""
        raise NotImplementedError

    def show_empty(self) -> None:
        """Nothing there: say what belongs here, and offer the first step."""
        raise NotImplementedError

    def show_row(self, row: Any) -> None:
        """Show a row in the pane and set the buttons to it."""
        raise NotImplementedError

    def edit_chosen(self) -> None:
        """Open the form of the chosen row."""
        raise NotImplementedError

    def history(self, ctx: Context, row: Any) -> Sequence[PastEdit]:
        """What was done to a row; runs away from the window's thread."""
        return history_of(ctx, self.SUBJECT, self.key_of(row))

    # reading

    @property
    def chosen(self) -> Any | None:
        """The chosen row, or None."""
        ranges = self.table.selected_ranges()
        return self.model.row(ranges[0][0]) if ranges else None

    def choose(self, key: str) -> None:
        """Choose the row of that key, now or when it has been read."""
        self._chosen = key
        keys = [self.key_of(self.model.row(at)) for at in range(self.model.rowCount())]
        if key in keys:
            self.table.selectRow(keys.index(key))

    def shown(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        """Read again; the chosen row stays chosen."""
        self.states.show_loading()
        self.desk.session.read(lambda ctx, _token: self.read(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, rows: Sequence[Any]) -> None:
        self._rows = rows
        self._new.setVisible(bool(rows))  # an empty page offers it in its middle
        self.filter_line.setVisible(bool(rows))
        self.views.setVisible(bool(rows))
        self._show_rows()

    def _show_rows(self) -> None:
        """Show the rows that pass the filter; the chosen one stays chosen."""
        wanted, words = self._chosen, self.filter_line.text().casefold().split()
        rows = self._ordered([row for row in self._rows if self._passes(row, words)])
        self.model.set_rows(rows)
        self.count.setText(self.count_words(len(rows)) if self._rows else "")
        if not self._rows:
            self.show_empty()
            return
        if not rows:
            clear = action(tr("Clear the filter"), self.filter_line.clear)
            self.states.show_empty("search", tr("Nothing found"), tr("No row holds all of these words."), [clear])
            return
        self.states.show_content()
        keys = [self.key_of(row) for row in rows]
        self.table.selectRow(keys.index(wanted) if wanted in keys else 0)

    def _on_order_requested(self, order: str, descending: bool) -> None:
        if (order, descending) != self._order:
            self._order = (order, descending)
            self._show_rows()

    def _ordered(self, rows: list[Any]) -> list[Any]:
        """The rows in the order of the header that was chosen; as they were read before one was."""
        order, descending = self._order
        column = next((one for one in self.model.columns if one.key == order), None)
        return rows if column is None else sorted(rows, key=partial(_sort_key, column), reverse=descending)

    def _passes(self, row: Any, words: Sequence[str]) -> bool:
        if not words:
            return True
        text = " ".join(column.text(row) for column in self.model.columns).casefold()
        return all(word in text for word in words)

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_selection_changed(self) -> None:
        row = self.chosen
        if row is None:
            return
        self._chosen = self.key_of(row)
        self.show_row(row)
        self.desk.session.read(
            lambda ctx, _token: (self.key_of(row), self.history(ctx, row)),
            then=self._on_history, failed=self.desk.messages.show_error,
        )  # fmt: skip

    def _on_history(self, found: tuple[str, Sequence[PastEdit]]) -> None:
        key, past = found
        if key == self._chosen:
            self.pane.show_history(past)

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(*self.KINDS):
            self.refresh()


def _sort_key(column: Column, row: Any) -> tuple[bool, Any]:
    """By the value itself where the text is a form of it; nothing stands before something."""
    value = column.exact(row) if column.exact else column.text(row).casefold()
    return (value is not None, value if value is not None else 0)


def action(text: str, do: Any, *, parent: QWidget | None = None) -> Button:
    """A button that calls ``do``."""
    button = Button(text, parent=parent)
    button.clicked.connect(lambda _checked=False: do())
    return button
