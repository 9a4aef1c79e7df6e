"""What can be done with a table of the window: columns, views under a name, copying, exporting; remembered."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from stockpile_client.services.profiles import open_profile
from stockpile_client.services.saved_views import Look, ShownColumn, read_looks, save_view
from stockpile_client.ui.tables import keeper as keeping
from stockpile_client.ui.tables.columns_dialog import ColumnsDialog
from stockpile_client.ui.tables.views_dialog import ManageViewsDialog, SaveViewDialog
from stockpile_client.ui.widgets.table import SETTLED_MS, Table
from stockpile_client.ui.widgets.table_columns import columns_of
from tests.services.agencies import COST, PASSPHRASE
from tests.ui.driving import Driver

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of menus, on the offscreen platform


@pytest.fixture
def us(agencies, drive) -> Driver:
    driver = drive(agencies.us.ctx)
    driver.go("inventory")
    return driver


def lots(driver: Driver) -> Table:
    return driver.window.view("inventory").lots.table


def shown(table: Table) -> list[str]:
    header, columns = table.header, table.rows_model.columns
    sections = map(header.logicalIndex, range(header.count()))
    return [columns[at].key for at in sections if not header.isSectionHidden(at)]


def numbers(table: Table) -> list[str]:
    model = table.rows_model
    return [model.row(at).number for at in range(model.rowCount())]


def menu_of(driver: Driver, table: Table) -> QMenu:
    """The menu that the menu key opens."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(table.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(driver: Driver, menu: QMenu, *path: str) -> None:
    """Choose an entry by its words, through submenus."""
    *above, last = path
    for name in above:
        menu = next(one.menu() for one in menu.actions() if one.menu() and plain(one.text()) == name)
    action = next(one for one in menu.actions() if plain(one.text()) == last)
    assert action.isEnabled(), last
    action.trigger()
    top = QApplication.activePopupWidget()
    if top is not None:
        top.close()
    driver.settle()


def plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def test_a_column_is_put_away_from_the_menu_key_and_stays_away(us, agencies):
    table = lots(us)
    choose(us, menu_of(us, table), "Columns", "Gross")
    assert "gross" not in shown(table)
    (kept,) = [one for one in read_looks(agencies.us.ctx).layouts["lots"] if one.hidden]
    assert kept.key == "gross"


def test_every_table_of_the_window_has_the_menu_even_the_smallest(us):
    for key in ("inventory", "inbox", "partners", "joint", "history"):
        view = us.go(key)
        for table in (one for one in view.findChildren(Table) if one.isVisible()):
            menu = menu_of(us, table)
            words = [plain(action.text()) for action in menu.actions()]
            assert {"Choose columns…", "Export table…", "Saved views"} <= set(words), table.accessibleName()
            menu.close()


def test_the_last_column_cannot_be_put_away(us):
    table = lots(us)
    table.show_columns(tuple(ShownColumn(one.key, hidden=one.key != "form") for one in table.rows_model.columns))
    menu = menu_of(us, table)
    columns = next(one.menu() for one in menu.actions() if one.menu() and plain(one.text()) == "Columns")
    enabled = {plain(one.text()): one.isEnabled() for one in columns.actions() if one.isCheckable()}
    assert (enabled["Form"], enabled["Gross"]) == (False, True)
    menu.close()


def test_columns_are_chosen_and_moved_with_the_keyboard_alone(us):
    table = lots(us)
    us.window.actions_registry["choose_columns"].trigger()
    dialog = us.dialog(ColumnsDialog)
    us.qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    us.qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    us.qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    us.qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    before = shown(table)
    us.qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    us.settle()
    assert us.no_dialog()
    assert before[:3] == ["number", "material", "form"]
    assert shown(table)[:2] == ["material", "form"]


def test_the_dialog_does_not_let_all_columns_go(us):
    us.window.actions_registry["choose_columns"].trigger()
    dialog = us.dialog(ColumnsDialog)
    for at in range(dialog.list.count()):
        dialog.list.item(at).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.primary.isEnabled()
    dialog.restore.click()
    assert dialog.primary.isEnabled()
    dialog.reject()
    assert columns_of(lots(us)) == ()


def test_widths_and_places_come_back_when_the_profile_is_opened_again(us, agencies, drive):
    table = lots(us)
    table.header.resizeSection(0, 333)
    table.header.moveSection(1, 0)
    us.qtbot.wait(SETTLED_MS + 50)
    us.settle()
    folder = agencies.us.ctx.profile.folder.path
    us.window.close()
    again = drive(open_profile(folder, passphrase=PASSPHRASE, actor="test", floor=COST))
    again.go("inventory")
    assert abs(lots(again).columnWidth(0) - 333) <= 1
    assert shown(lots(again))[:2] == ["material", "number"]


def test_what_the_window_does_by_itself_is_not_remembered(us, agencies):
    us.window.resize(1500, 900)
    us.qtbot.wait(SETTLED_MS + 50)
    us.settle()
    assert read_looks(agencies.us.ctx).layouts == {}


def test_a_view_keeps_filter_order_and_columns_under_a_name(us):
    page = us.window.view("inventory").lots
    table = lots(us)
    everything = numbers(table)
    page.filter_line.setText("material:W")
    us.qtbot.keyClick(page.filter_line, Qt.Key.Key_Return)
    section = [one.key for one in table.rows_model.columns].index("contained")
    table.sortByColumn(section, Qt.SortOrder.DescendingOrder)
    us.settle()
    wanted = numbers(table)
    choose(us, menu_of(us, table), "Columns", "Gross")
    choose(us, menu_of(us, table), "Saved views", "Save this view…")
    dialog = us.dialog(SaveViewDialog)
    us.qtbot.keyClicks(dialog.name_line, "Tungsten & co")
    us.press(dialog.primary)
    assert us.no_dialog()
    choose(us, menu_of(us, table), "Saved views", "Everything")
    assert numbers(table) == everything
    assert ("gross" in shown(table), page.filter_line.text()) == (True, "")
    choose(us, menu_of(us, table), "Saved views", "Tungsten & co")
    assert numbers(table) == wanted
    assert ("gross" in shown(table), page.filter_line.text()) == (False, "material:W")


def test_the_button_beside_the_filter_shows_the_views(us, agencies):
    save_view(agencies.us.ctx, "lots", "W", Look("material:W"))
    us.window.table_host._read()
    us.settle()
    us.qtbot.mouseClick(us.window.view("inventory").lots.views, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert "W" in [plain(action.text()) for action in menu.actions()]
    menu.close()


def test_a_table_opens_with_its_default_view(agencies, drive):
    save_view(agencies.us.ctx, "lots", "W", Look("material:W", "contained", True), is_default=True)
    driver = drive(agencies.us.ctx)
    page = driver.go("inventory").lots
    assert page.filter_line.text() == "material:W"
    assert {page.model.row(at).material for at in range(page.model.rowCount())} == {"W"}
    assert page.table.header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_a_name_that_is_taken_is_saved_over_only_by_a_button_that_says_so(us, agencies):
    save_view(agencies.us.ctx, "lots", "W", Look("material:W"))
    us.window.table_host._read()
    us.settle()
    page = us.window.view("inventory").lots
    page.filter_line.setText("form:oxide")
    choose(us, menu_of(us, page.table), "Saved views", "Save this view…")
    dialog = us.dialog(SaveViewDialog)
    us.qtbot.keyClicks(dialog.name_line, "W")
    assert dialog.primary.text() == "Save over it"
    us.press(dialog.primary)
    (view,) = read_looks(agencies.us.ctx).views["lots"]
    assert view.look.filter == "form:oxide"


def test_views_are_managed_and_a_deleted_one_can_be_brought_back(us, agencies):
    for name in ("A", "B"):
        save_view(agencies.us.ctx, "lots", name, Look(f"lot:{name}"))
    us.window.table_host._read()
    us.settle()
    choose(us, menu_of(us, lots(us)), "Saved views", "Manage views…")
    dialog = us.dialog(ManageViewsDialog)
    dialog.choose("B")
    us.press(dialog.opens_first)
    dialog.name_line.setText("C")
    us.press(dialog.rename)
    views = read_looks(agencies.us.ctx).views["lots"]
    assert [(view.name, view.is_default) for view in views] == [("A", False), ("C", True)]
    dialog.choose("C")
    us.press(dialog.delete)
    assert [view.name for view in read_looks(agencies.us.ctx).views["lots"]] == ["A"]
    us.press(dialog.messages._button)
    assert read_looks(agencies.us.ctx).views["lots"] == views
    dialog.choose("A")
    dialog.name_line.setText("C")
    us.press(dialog.rename)
    assert "already" in dialog.messages.words
    dialog.reject()


def test_selected_rows_are_copied_as_a_spreadsheet_takes_them(us, qapp):
    table = lots(us)
    table.selectRow(0)
    us.qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, row, end = qapp.clipboard().text().split("\n")
    assert header.split("\t")[:5] == ["Lot", "Material", "Form", "Contained", "Contained: unit"]
    assert row.split("\t")[0] == table.rows_model.row(0).number
    assert end == ""
    assert qapp.clipboard().mimeData().hasHtml()
    choose(us, menu_of(us, table), "Copy with the marking")
    assert qapp.clipboard().text().startswith(us.window.banner.words)


def test_many_rows_are_copied_by_a_job(us, qapp, monkeypatch):
    monkeypatch.setattr(keeping, "_AT_ONCE", 3)
    table = lots(us)
    table.selectAll()
    us.window.table_host.copy(table)
    us.settle()
    lines = qapp.clipboard().text().splitlines()
    assert len(lines) == table.rows_model.rowCount() + 1
    assert "Copied" in us.said


def test_more_rows_than_a_clipboard_takes_are_refused_with_a_way_out(us, qapp, monkeypatch):
    monkeypatch.setattr(keeping, "COPY_LIMIT", 3)
    qapp.clipboard().setText("before")
    table = lots(us)
    table.selectAll()
    us.window.table_host.copy(table)
    us.settle()
    assert qapp.clipboard().text() == "before"
    assert "Nothing was copied" in us.said
    us.press(us.window.messages._button)
    us.dialog(QFileDialog).reject()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_has_the_rows_columns_and_order_of_the_screen_under_the_marking(us, tmp_path, suffix):
    page = us.window.view("inventory").lots
    table = lots(us)
    page.filter_line.setText("material:W")
    us.qtbot.keyClick(page.filter_line, Qt.Key.Key_Return)
    us.settle()
    table.show_columns(tuple(ShownColumn(one.key, hidden=one.key not in ("number", "contained"))
                             for one in table.rows_model.columns))  # fmt: skip
    table.setFocus()
    us.window.actions_registry["export_table"].trigger()
    picker = us.dialog(QFileDialog)
    target = tmp_path / f"lots.{suffix}"
    picker.fileSelected.emit(str(target))
    picker.close()
    us.settle()
    rows = read(target)
    assert rows[0][0] == us.window.banner.words
    assert "Filter: material:W" in [row[0] for row in rows]
    top = next(at for at, row in enumerate(rows) if row[0] == "Lot")
    assert rows[top][:3] == ["Lot", "Contained", "Contained: unit"]
    assert [row[0] for row in rows[top + 1 :]] == numbers(table)
    assert "lots." in us.said


def read(path) -> list[list[str]]:
    if path.suffix == ".csv":
        return list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def test_a_small_table_is_exported_too(us, tmp_path):
    view = us.go("partners")
    table = next(one for one in view.findChildren(Table) if one.isVisible())
    us.window.table_host.export(table)
    picker = us.dialog(QFileDialog)
    target = tmp_path / "partners.csv"
    picker.fileSelected.emit(str(target))
    picker.close()
    us.settle()
    assert len(read(target)) >= table.rows_model.rowCount() + 2


def test_a_page_without_a_table_says_so(us):
    us.window.table_host.perform("export_table", us.window.start_page)
    assert us.window.table_host.table_at_hand(us.window.start_page) is None or us.said
