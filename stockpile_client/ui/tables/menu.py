"""The menus of a table: what can be done with it, and the views of it that have a name.

The menu key, or the right mouse key on a header or a row, shows the first; the button *Saved* shows the second, which
is a part of the first as well, so that the smallest table has it too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from stockpile_client.services.saved_views import Look, NamedLook, ShownColumn
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.widgets.table_columns import columns_of, own_columns

if TYPE_CHECKING:
    from stockpile_client.ui.tables.keeper import TableKeeper


def table_menu(keeper: TableKeeper, table: Table) -> QMenu:
    """Copy, paste, columns, views, export."""
    menu = QMenu(table)
    menu.setAccessibleName(tr("What can be done with the table"))
    count = table.selected_count()
    copy = _entry(menu, tr("&Copy the selected rows"), lambda: keeper.copy(table), enabled=bool(count))
    copy.setShortcut(QKeySequence.StandardKey.Copy)
    _entry(menu, tr("Copy with the &marking"), lambda: keeper.copy(table, marked=True), enabled=bool(count))
    if table.takes_paste:
        paste = _entry(menu, tr("&Paste rows…"), table.paste_wanted.emit)
        paste.setShortcut(QKeySequence.StandardKey.Paste)
    menu.addSeparator()
    menu.addMenu(_columns_menu(keeper, table, menu))
    _entry(menu, tr("C&hoose columns…"), lambda: choose_columns(keeper, table))
    menu.addMenu(views_menu(keeper, table, menu))
    menu.addSeparator()
    _entry(menu, tr("&Export table…"), lambda: keeper.export(table), enabled=bool(table.rows_model.rowCount()))
    return menu


def views_menu(keeper: TableKeeper, table: Table, parent: QWidget) -> QMenu:
    """The views by name, the table as it is without one, and what can be done with views."""
    menu = QMenu(tr("Saved &views"), parent)
    menu.setAccessibleName(tr("Saved views"))
    now, views = table.look(), keeper.views_of(table)
    group = QActionGroup(menu)
    for view in views:
        label = tr("{name} (opens first)", name=view.name) if view.is_default else view.name
        _radio(menu, group, _plain(label), view.look == now, _show(keeper, table, view))
    if views:
        menu.addSeparator()
    _radio(menu, group, tr("&Everything"), now == Look(), lambda: keeper.show_look(table, Look()))
    menu.addSeparator()
    _entry(menu, tr("&Save this view…"), lambda: save_view_as(keeper, table), enabled=now != Look())
    _entry(menu, tr("&Manage views…"), lambda: manage_views(keeper, table), enabled=bool(views))
    return menu


def choose_columns(keeper: TableKeeper, table: Table) -> None:
    """Open the dialog in which columns are shown, put away and moved."""
    from stockpile_client.ui.tables.columns_dialog import ColumnsDialog  # noqa: PLC0415 - opened now and then

    ColumnsDialog(keeper, table).open()


def save_view_as(keeper: TableKeeper, table: Table) -> None:
    """Open the dialog in which a view gets its name."""
    from stockpile_client.ui.tables.views_dialog import SaveViewDialog  # noqa: PLC0415 - opened now and then

    SaveViewDialog(keeper, table).open()


def manage_views(keeper: TableKeeper, table: Table) -> None:
    """Open the dialog in which views are renamed, deleted and chosen to open first."""
    from stockpile_client.ui.tables.views_dialog import ManageViewsDialog  # noqa: PLC0415 - opened now and then

    ManageViewsDialog(keeper, table).open()


def _show(keeper: TableKeeper, table: Table, view: NamedLook) -> Callable[[], None]:
    return lambda: keeper.show_look(table, view.look)


def _columns_menu(keeper: TableKeeper, table: Table, parent: QWidget) -> QMenu:
    """A tick for each column; the last one that is shown cannot be put away."""
    menu = QMenu(tr("C&olumns"), parent)
    titles = {column.key: words(column.title) for column in table.rows_model.columns}
    columns = columns_of(table) or own_columns(table.rows_model.columns)
    shown = sum(not column.hidden for column in columns)
    for column in columns:
        action = menu.addAction(_plain(titles[column.key]))
        action.setCheckable(True)
        action.setChecked(not column.hidden)
        action.setEnabled(column.hidden or shown > 1)
        turn = _turn(keeper, table, columns, column.key)
        action.triggered.connect(lambda _checked=False, turn=turn: turn())
    menu.addSeparator()
    _entry(menu, tr("&As at first"), lambda: keeper.show_columns(table, ()), enabled=bool(columns_of(table)))
    return menu


def _turn(keeper: TableKeeper, table: Table, columns: tuple[ShownColumn, ...], key: str) -> Callable[[], None]:
    turned = tuple(ShownColumn(one.key, one.width, one.hidden != (one.key == key)) for one in columns)
    return lambda: keeper.show_columns(table, turned)


def _radio(menu: QMenu, group: QActionGroup, text: str, is_on: bool, do: Callable[[], None]) -> None:
    action = _entry(menu, text, do)
    action.setCheckable(True)
    action.setChecked(is_on)
    group.addAction(action)


def _entry(menu: QMenu, text: str, do: Callable[[], None], *, enabled: bool = True) -> QAction:
    action = menu.addAction(text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: do())
    return action


def _plain(text: str) -> str:
    """A text of somebody's own in a menu: its ampersand is an ampersand."""
    return text.replace("&", "&&")
