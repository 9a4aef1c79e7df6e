"""The inventory in a real window: filter, sort, look back, select, and the four states."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from stockpile_client.services.lot_table import lot_table
from stockpile_client.ui.theme import Status
from tests.ui.driving import Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def us(agencies, drive) -> Driver:
    driver = drive(agencies.us.ctx)
    driver.go("inventory")
    return driver


def shown(driver: Driver) -> list[str]:
    model = driver.window.view("inventory").lots.model
    return [model.row(number).number for number in range(model.rowCount())]


def type_filter(driver: Driver, text: str) -> None:
    view = driver.window.view("inventory").lots
    view.filter_line.setText(text)
    driver.qtbot.keyClick(view.filter_line, Qt.Key.Key_Return)
    driver.settle()


def test_every_lot_stands_in_the_table_with_its_figures(us, agencies):
    lots = lot_table(agencies.us.ctx)
    view = us.window.view("inventory").lots
    assert view.states.state == "full"
    assert view.model.rowCount() == lots.count() > 0
    assert f"{lots.count()}" in view.count.text()


def test_a_filter_keeps_what_it_says_and_tells_what_it_does_not_understand(us):
    view = us.window.view("inventory").lots
    everything = shown(us)
    type_filter(us, "material:W")
    kept = shown(us)
    assert kept
    assert set(kept) < set(everything)
    assert all(view.model.row(number).material == "W" for number in range(view.model.rowCount()))
    type_filter(us, "qty>10x")
    assert shown(us) == kept
    assert "qty>10t" in view._filter_problem.words
    type_filter(us, "")
    assert shown(us) == everything


def test_a_filter_that_nothing_passes_offers_to_clear_it(us):
    view = us.window.view("inventory").lots
    before = view.post.geometry().width()
    type_filter(us, "material:W nowhere-to-be-found")
    assert view.states.state == "Nothing found"
    assert view.post.geometry().width() == before
    view.filter_line.clear()
    view._apply_filter()
    us.settle()
    assert view.states.state == "full"


def test_a_click_on_a_header_orders_and_a_second_one_turns_the_order_round(us):
    view = us.window.view("inventory").lots
    section = [column.key for column in view.model.columns].index("contained")
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        view.table.sortByColumn(section, order)
        us.settle()
        masses = [view.model.row(number).contained for number in range(view.model.rowCount())]
        assert masses == sorted(masses, reverse=order is Qt.SortOrder.DescendingOrder)


def test_looking_back_before_the_first_movement_shows_lots_that_held_nothing(us):
    view = us.window.view("inventory").lots
    view.day.setDate(QDate(1999, 1, 1))
    view.look_back.setChecked(True)
    us.settle()
    assert view.as_of() == date(1999, 1, 1)
    assert {view.model.row(number).contained for number in range(view.model.rowCount())} == {0}


def test_the_selected_lot_shows_its_ledger_and_several_their_sum(us):
    view = us.window.view("inventory").lots
    view.table.selectRow(1)
    us.settle()
    row = view.model.row(1)
    assert row.number in view.pane._title.text()
    assert view.pane.movements.rowCount() >= 1
    view.table.selectAll()
    us.settle()
    assert f"{view.model.rowCount()} lots selected" in view.selection.text()
    assert " W" in view.selection.text()


def test_an_empty_profile_says_what_belongs_here_and_offers_the_first_step(tmp_path, drive):
    from stockpile_client.services.profiles import AgencyDetails, create_profile
    from tests.services.agencies import COST

    created = create_profile(
        tmp_path / "new", passphrase="five green lorries wait", agency=AgencyDetails("Neu", "NEU", "DE"), actor="a",
        cost=COST,
    )  # fmt: skip
    driver = drive(created.context)
    view = driver.go("inventory").lots
    assert view.states.state == "No stock yet"
    assert view.pane.isHidden()


def test_export_writes_what_is_held(us, tmp_path):
    us.window.actions_registry["export_inventory"].trigger()
    us.settle()
    picker = us.dialog(QFileDialog)
    target = tmp_path / "held.csv"
    picker.fileSelected.emit(str(target))
    picker.close()
    us.settle()
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) > us.window.view("inventory").lots.model.rowCount()
    assert "held.csv" in us.said


def test_a_lot_past_its_rotation_is_marked_in_words_and_icon(us):
    from stockpile_client.ui.views.inventory.lot_columns import rotation_status

    view = us.window.view("inventory").lots
    rows = [view.model.row(number) for number in range(view.model.rowCount())]
    assert {rotation_status(row) for row in rows if row.past_rotation} <= {Status.CAUTION}
    assert {rotation_status(row) for row in rows if not row.past_rotation} == {None}


def test_locking_closes_the_profile_and_asks_for_its_passphrase(us, agencies):
    folder = agencies.us.ctx.profile.folder.path
    us.window.actions_registry["lock"].trigger()
    us.settle()
    assert us.window.session is None
    assert us.window.start_page.step is us.window.start_page.unlock
    assert str(folder) in us.window.start_page.unlock._place.text()
    assert not us.window.banner.isVisible()
    assert not us.window.actions_registry["import_inventory"].isEnabled()
    assert all(not action.isEnabled() for action in us.window.findChildren(QAction, "workspace"))
