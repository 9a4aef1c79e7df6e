"""The host of every table while a profile is open: remembers how they are looked at, and takes their rows elsewhere.

- A table is adopted when it is first shown: it gets its default view, or its columns as they were left.
- Looks are read once when the profile opens, and again whenever one was changed (``Kind.VIEWS``).
- A few rows are copied at once; more of them are read away from the window's thread. A selection that is too long for
  the clipboard is not cut short but refused, with the export offered.
- An export writes all rows that pass the filter, in the order and with the columns that are shown.

>>> window.table_host = TableKeeper(session, messages, formats, lambda: banner.words, window)  # doctest: +SKIP
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.saved_views import (
    Look,
    Looks,
    NamedLook,
    ShownColumn,
    choose_default_view,
    delete_view,
    read_looks,
    remember_columns,
    rename_view,
    save_view,
)
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Job, Token
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import PAGE_ROWS
from stockpile_client.ui.session import Failed, Session
from stockpile_client.ui.tables.clipping import RowsClip, clip_of
from stockpile_client.ui.tables.sheet import Sheet, rows_of
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.table_columns import columns_of

COPY_LIMIT = 50_000
"""Rows that one copy takes to the clipboard: what a spreadsheet still pastes at once."""
_AT_ONCE = 2 * PAGE_ROWS
"""Rows that are copied without a job: two reads of a page."""

Saved = Callable[[], None]


class TableKeeper(QObject):
    """See the module; ``marking`` tells what the banner says."""

    looks_read = Signal()

    def __init__(
        self,
        session: Session,
        messages: MessageBar,
        formats: Formats,
        marking: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.messages = messages
        self.formats = formats
        self.marking = marking
        self.looks = Looks()
        self._is_read = False
        self._adopted: weakref.WeakSet[Table] = weakref.WeakSet()
        self._copying: Job | None = None
        session.changed.connect(self._on_changed)
        self._read()

    # looks

    def _read(self) -> None:
        self.session.read(lambda ctx, _token: read_looks(ctx), then=self._on_read, failed=self.messages.show_error)

    def _on_read(self, looks: Looks) -> None:
        self.looks, first = looks, not self._is_read
        self._is_read = True
        if first:
            for table in self._adopted:
                self._dress(table)
        self.looks_read.emit()

    def _on_changed(self, change: ChangeSet, _initiator: object) -> None:
        if change.touches(Kind.VIEWS):
            self._read()

    def adopt(self, table: Table) -> None:
        self._adopted.add(table)
        if self._is_read:
            self._dress(table)

    def _dress(self, table: Table) -> None:
        default = next((view for view in self.views_of(table) if view.is_default), None)
        if default is not None:
            table.show_look(default.look)
        elif table.key in self.looks.layouts:
            table.show_columns(self.looks.layouts[table.key])

    def views_of(self, table: Table) -> tuple[NamedLook, ...]:
        """The views of a table that have a name."""
        return self.looks.views.get(table.key, ())

    def remember(self, table: Table) -> None:
        """Keep the columns as they stand, if that is news."""
        columns = columns_of(table)
        if columns != self.looks.layouts.get(table.key, ()):
            self._change(lambda ctx: remember_columns(ctx, table.key, columns))

    def show_columns(self, table: Table, columns: tuple[ShownColumn, ...]) -> None:
        """Show the columns like this, and keep them so."""
        table.show_columns(columns)
        self.remember(table)

    def show_look(self, table: Table, look: Look) -> None:
        """Show a look, and keep its columns."""
        table.show_look(look)
        self.remember(table)

    def save(self, table: Table, name: str, *, replace: bool, is_default: bool, then: Saved, failed: Failed) -> None:
        """Keep how ``table`` looks now under a name."""
        key, look = table.key, table.look()
        self._change(lambda ctx: save_view(ctx, key, name, look, replace=replace, is_default=is_default), then, failed)

    def rename(self, key: str, name: str, new_name: str, *, then: Saved, failed: Failed) -> None:
        """Give a view another name."""
        self._change(lambda ctx: rename_view(ctx, key, name, new_name), then, failed)

    def open_with(self, key: str, name: str) -> None:
        """The view with which the table opens from now on; empty: with everything."""
        self._change(lambda ctx: choose_default_view(ctx, key, name))

    def delete(self, key: str, view: NamedLook, messages: MessageBar) -> None:
        """Forget a view; a message offers to bring it back."""

        def bring_back() -> None:
            self._change(lambda ctx: save_view(ctx, key, view.name, view.look, is_default=view.is_default))

        def deleted() -> None:
            messages.show_message(
                Status.DONE, tr("Deleted the view “{name}”.", name=view.name), action=tr("Bring it back"), do=bring_back
            )

        self._change(lambda ctx: delete_view(ctx, key, view.name), deleted)

    def _change(
        self, change: Callable[[Context], ChangeSet], then: Saved | None = None, failed: Failed | None = None
    ) -> None:
        self.session.mutate(
            lambda ctx, _token: change(ctx),
            then=lambda _change: then() if then is not None else None,
            failed=failed or self.messages.show_error,
            initiator=self,
        )

    # menus

    def show_menu(self, table: Table, at: QPoint) -> None:
        from stockpile_client.ui.tables.menu import table_menu  # noqa: PLC0415 - loads the dialogs that it leads to

        self._pop_up(table_menu(self, table), at)

    def show_views(self, table: Table, at: QPoint) -> None:
        from stockpile_client.ui.tables.menu import views_menu  # noqa: PLC0415 - as above

        self._pop_up(views_menu(self, table, table), at)

    @staticmethod
    def _pop_up(menu: QMenu, at: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def perform(self, action: str, workspace: QWidget) -> None:
        """Carry out one of ``TABLE_ACTIONS`` on the table at hand; nothing where a workspace shows none."""
        from stockpile_client.ui.tables.menu import choose_columns  # noqa: PLC0415 - as above

        table = self.table_at_hand(workspace)
        if table is None:
            self.messages.show_message(Status.INFO, tr("There is no table on this page."))
        elif action == "export_table":
            self.export(table)
        elif action == "choose_columns":
            choose_columns(self, table)
        elif action == "table_views":
            self.show_views(table, table.mapToGlobal(QPoint(0, 0)))

    def table_at_hand(self, workspace: QWidget) -> Table | None:
        """The table that has the focus, or else the largest one that ``workspace`` shows."""
        focused: QWidget | None = QApplication.focusWidget()
        while focused is not None:
            if isinstance(focused, Table):
                return focused
            focused = focused.parentWidget()
        shown = [table for table in workspace.findChildren(Table) if table.isVisible()]
        return max(shown, key=lambda table: table.width() * table.height(), default=None)

    # rows elsewhere

    def copy(self, table: Table, *, marked: bool = False) -> None:
        """Put the selected rows on the clipboard; ``marked``: under the marking of what is on screen."""
        ranges, count = table.selected_ranges(), table.selected_count()
        lease = table.rows_model.lease
        if not count or lease is None:
            return
        if count > COPY_LIMIT:
            self._refuse_copy(table, count)
            return
        sheet, marking = Sheet.of(table, self.formats.locale), self.marking() if marked else ""

        def clip(rows: object) -> RowsClip:
            return clip_of(sheet.header, map(sheet.cells, rows), sheet.locale, marking=marking)  # type: ignore[call-overload]

        if count <= _AT_ONCE or lease.again is None:
            shown = (row for first, last in ranges for row in map(table.rows_model.row, range(first, last + 1)))
            self._on_copied(clip(row for row in shown if row is not None), count)
            return
        again = lease.again
        if self._copying is not None:
            self._copying.cancel()
        self._copying = self.session.read(
            lambda ctx, token: clip(rows_of(again(ctx), ranges, lambda done: token.report(done, count))),
            then=lambda made: self._on_copied(made, count),
            failed=self.messages.show_error,
            title=tr_count("Copying {n} row", "Copying {n} rows", count),
        )

    def _on_copied(self, clip: RowsClip, count: int) -> None:
        QGuiApplication.clipboard().setMimeData(clip.mime())
        if count > _AT_ONCE:
            self.messages.show_message(Status.DONE, tr_count("Copied {n} row.", "Copied {n} rows.", count))

    def _refuse_copy(self, table: Table, count: int) -> None:
        self.messages.show_message(
            Status.CAUTION,
            tr_count("{n} row is too many to copy.", "{n} rows are too many to copy.", count),
            tr("Nothing was copied. The clipboard takes {most} rows; a file takes them all.", most=COPY_LIMIT),
            action=tr("Export table…"),
            do=lambda: self.export(table),
        )

    def export(self, table: Table) -> None:
        """Ask where to write all rows of the table, and write them."""
        from stockpile_client.ui.tables.export import choose_export  # noqa: PLC0415 - loads the writers

        choose_export(self, table)

    def write(self, target: Path, work: Callable[[Context, Token], object], then: Callable[[object], None]) -> None:
        """Run an export as a job that shows how far it is."""
        self.session.read(
            work, then=then, failed=self.messages.show_error, title=tr("Writing {name}", name=target.name)
        )
