"""Importing in the window: look first, correct how the file is read, then book; nothing before that."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QApplication

from stockpile_client.services.lot_table import lot_table
from stockpile_client.services.resources import resource_path
from stockpile_client.ui.dialogs.import_inventory import ImportDialog
from tests.ui.driving import Driver

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def us(agencies, drive) -> Driver:
    driver = drive(agencies.us.ctx)
    driver.go("inventory")
    return driver


def plan(driver: Driver, source, folder) -> ImportDialog:
    """Open a copy of ``source``, whose folder may be written to."""
    copy = shutil.copy(source, folder / source.name)
    driver.window.open_file(copy if not isinstance(copy, str) else folder / source.name)
    driver.settle()
    return driver.dialog(ImportDialog)


def test_a_file_is_shown_as_read_with_what_would_change_and_what_was_noticed(us, agencies, tmp_path):
    before = lot_table(agencies.us.ctx).count()
    dialog = plan(us, resource_path("demo", "guest", "us_nds_inventory.csv"), tmp_path)
    assert dialog.mapping.encoding.currentData() == "utf-8"
    assert dialog.mapping.delimiter.currentData() == ","
    assert "Rows in the file: 27" in dialog.counts.text
    reasons = [dialog.findings.row(number) for number in range(dialog.findings.rowCount())]
    assert ("-9", 3) in {(finding.value, finding.row) for finding in reasons}
    assert dialog.rejects.isChecked()
    dialog.reject()
    assert us.no_dialog()
    assert lot_table(agencies.us.ctx).count() == before


def test_importing_adds_the_lots_and_writes_the_rest_to_a_file(us, agencies, tmp_path):
    before = lot_table(agencies.us.ctx).count()
    dialog = plan(us, resource_path("demo", "guest", "us_nds_inventory.csv"), tmp_path)
    added = dialog.plan.new
    us.press(dialog.primary)
    assert us.no_dialog()
    assert lot_table(agencies.us.ctx).count() == before + added
    assert us.window.view("inventory").lots.model.rowCount() == before + added
    assert f"{added} lots added" in us.said
    assert (tmp_path / "us_nds_inventory-rejected.csv").is_file()


def test_the_same_file_again_says_so_and_has_nothing_to_import(us, tmp_path):
    source = resource_path("demo", "it", "inventory.csv")
    us.press(plan(us, source, tmp_path).primary)
    again = plan(us, source, tmp_path)
    assert "was imported on" in again.notice.words
    assert not again.primary.isEnabled()
    again.reject()


def test_a_column_that_is_mapped_anew_is_read_anew(us, tmp_path):
    dialog = plan(us, resource_path("demo", "it", "inventory.csv"), tmp_path)
    assert dialog.mapping.decimal_mark.currentData() == ","
    source = next(combo for combo in dialog.mapping.columns if combo.currentData() == "source")
    source.setCurrentIndex(source.findData("note"))
    source.activated.emit(source.currentIndex())
    us.settle()
    assert "note" in dialog.plan.table.mapping.columns
    assert "source" not in dialog.plan.table.mapping.columns
    dialog.reject()


def test_a_field_comes_from_one_column_only(us, tmp_path):
    dialog = plan(us, resource_path("demo", "it", "inventory.csv"), tmp_path)
    first = next(combo for combo in dialog.mapping.columns if combo.currentData() == "site")
    other = next(combo for combo in dialog.mapping.columns if combo.currentData() == "town")
    other.setCurrentIndex(other.findData("site"))
    other.activated.emit(other.currentIndex())
    assert first.currentData() == ""
    us.settle()
    dialog.reject()


def test_a_file_that_is_no_table_is_refused_inside_the_dialog(us, tmp_path):
    path = tmp_path / "letter.csv"
    path.write_text("Dear colleague,\nplease find nothing attached.\n", encoding="utf-8")
    us.window.open_file(path)
    us.settle()
    dialog = us.dialog(ImportDialog)
    assert dialog.messages.words
    assert "Nothing was changed." in dialog.messages.words
    assert not dialog.primary.isEnabled()
    dialog.reject()
    assert us.no_dialog()


PASTED = (
    "Lot\tMaterial\tForm\tQuantity\tUnit\tSite\tAs of\n"
    "P-1\tTungsten\tW-APT\t12.5\tt\tNovara\t2026-06-30\n"
    "P-2\tCobalt\tCO-MET\t7\tt\tNovara\t\n"
    "P-3\tCobalt\tCO-MET\t1\tt\tNovara\t2026-06-30\n"
    "P-3\tCobalt\tCO-MET\t2\tt\tNovara\t2026-06-30\n"
    "P-4\tTungsten\tW-APT\texhausted\tt\tNovara\t2026-06-30\n"
)


def pasted(driver: Driver, text: str) -> None:
    """Press Ctrl+V in the table of lots with ``text`` on the clipboard."""
    QApplication.clipboard().setText(text)
    driver.qtbot.keyClick(driver.window.view("inventory").lots.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.settle()


def test_rows_copied_in_a_spreadsheet_are_a_plan_before_they_are_lots(us, agencies):
    before = lot_table(agencies.us.ctx).count()
    pasted(us, PASTED)
    dialog = us.dialog(ImportDialog)
    assert (dialog.plan.new, dialog.plan.table.counts.rejected) == (1, 3)
    assert lot_table(agencies.us.ctx).count() == before
    us.press(dialog.primary)
    assert lot_table(agencies.us.ctx).count() == before + 1
    copied = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in copied] == ["Lot", "P-2", "P-3", "P-3"]
    assert "clipboard" in us.said


def test_what_the_rows_leave_open_is_asked_and_the_answers_count(us, agencies):
    pasted(us, PASTED)
    dialog = us.dialog(ImportDialog)
    questions = dialog.questions
    assert "2 rows" in questions.own_lots.text()
    assert "1 row" in questions.nil.text()
    for box, new in ((questions.own_lots, 3), (questions.dated, 4), (questions.nil, 4)):
        us.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        us.settle()
        assert dialog.plan.new == new
    assert dialog.plan.table.counts.rejected == 0
    assert dialog.plan.table.confirmed.nil
    questions.day.setDate(QDate(2026, 9, 1))
    us.settle()
    assert {row.as_of.isoformat() for row in dialog.plan.table.rows()} == {"2026-06-30", "2026-09-01"}
    dialog.reject()


def test_a_file_that_leaves_nothing_open_asks_nothing(us, tmp_path):
    dialog = plan(us, resource_path("demo", "it", "inventory.csv"), tmp_path)
    assert dialog.questions.isHidden()
    dialog.reject()


def test_a_clipboard_without_a_table_is_said_to_have_none(us):
    pasted(us, "word")
    assert us.no_dialog()
    assert "no table on the clipboard" in us.said
