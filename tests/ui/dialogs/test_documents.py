"""Every document of the program from one place, in the language of the window, and where it went said in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from stockpile_client.ui.dialogs.documents import (
    DOCUMENTS,
    HOLDINGS,
    JOINT,
    RECORD,
    SAFETY,
    STATEMENT,
    DocumentsDialog,
)
from stockpile_client.ui.views.release.terms import REPORT
from tests.reports.papers import texts_of
from tests.services.agencies import Agencies
from tests.ui.driving import Driver
from tests.ui.test_accessibility import nameless

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def ask(driver: Driver) -> DocumentsDialog:
    driver.window.actions_registry["documents"].trigger()
    driver.settle()
    return driver.dialog(DocumentsDialog)


def save_as(driver: Driver, target: Path) -> None:
    picker = driver.dialog(QFileDialog)
    picker.fileSelected.emit(str(target))
    picker.close()
    driver.settle()


@pytest.mark.parametrize(
    ("key", "title", "marking"),
    [
        (HOLDINGS, "Holdinglist", "TLP:RED"),
        (JOINT, "Jointpicture", "TLP:RED"),
        (STATEMENT, "Statementofstocks", "TLP:AMBER"),
        (RECORD, "Disclosurerecord", "TLP:AMBER"),
        (SAFETY, "Safetynumber", "TLP:AMBER"),
    ],
)
def test_each_document_is_written_and_the_window_says_where(agencies: Agencies, drive, tmp_path, key, title, marking):
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    dialog = ask(us)
    dialog.choose(key)
    titles = [dialog.subject.itemText(number) for number in range(dialog.subject.count())]
    dialog.subject.setCurrentIndex(next((n for n, words in enumerate(titles) if words.startswith("JP")), 0))
    us.press(dialog.primary)
    target = tmp_path / "out" / f"{key}.pdf"
    target.parent.mkdir()
    save_as(us, target)
    assert f"The document was written as {target.name}" in us.said
    assert str(target.parent) in us.said
    pages = texts_of(target.read_bytes())
    assert title in pages[0]
    for number, page in enumerate(pages, start=1):
        assert page.count(marking) >= 2
        assert f"Page{number}of{len(pages)}" in page


def test_what_lacks_its_subject_says_so_and_cannot_be_written(agencies: Agencies, drive):
    dialog = ask(drive(agencies.us.ctx))
    dialog.choose(STATEMENT)
    assert not dialog.primary.isEnabled()
    assert dialog._subject_field.problem == "No statement was released or accepted yet."
    dialog.choose(SAFETY)
    assert dialog.primary.isEnabled()
    dialog.reject()


def test_a_joint_picture_is_not_offered_below_the_markings_inside(agencies: Agencies, drive):
    agencies.us.take(agencies.jp.release("us", marking="TLP:AMBER"))
    dialog = ask(drive(agencies.us.ctx))
    dialog.choose(JOINT)
    offered = [dialog.marking.itemText(n) for n in range(dialog.marking.count())]
    assert "TLP:GREEN" not in offered
    assert {"TLP:AMBER", "TLP:RED"} <= set(offered)
    dialog.choose(HOLDINGS)
    assert dialog.marking.findText("TLP:GREEN") >= 0
    dialog.reject()


def test_the_file_that_cannot_be_written_is_said_in_the_window(agencies: Agencies, drive, tmp_path):
    us = drive(agencies.us.ctx)
    us.press(ask(us).primary)
    save_as(us, tmp_path / "nowhere" / "list.pdf")
    assert "E_FILE" in us.said


def test_everything_in_it_has_a_name(agencies: Agencies, drive):
    dialog = ask(drive(agencies.us.ctx))
    for key in DOCUMENTS:
        dialog.choose(key)
        assert nameless(dialog) == []
    dialog.reject()


def test_the_statement_of_the_selected_bundle_is_written_from_the_history(agencies: Agencies, drive, tmp_path):
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    view = us.go("history")
    us.press(view.print)
    target = tmp_path / "statement.pdf"
    save_as(us, target)
    assert "number1ofchannel" in texts_of(target.read_bytes())[0]


def test_the_joint_picture_is_written_as_paper_and_as_a_table(agencies: Agencies, drive, tmp_path):
    us = drive(agencies.us.ctx)
    view = us.go("joint")
    view.definition.setCurrentIndex(1)
    us.settle()
    us.press(view.print)
    save_as(us, tmp_path / "joint.pdf")
    assert "Japan:dailydomesticconsumption" in texts_of((tmp_path / "joint.pdf").read_bytes())[0]
    us.press(view.export)
    save_as(us, tmp_path / "joint.xlsx")
    assert "Wrote" in us.said
    assert (tmp_path / "joint.xlsx").stat().st_size > 1000


def test_a_document_speaks_the_language_of_the_window(agencies: Agencies, drive, tmp_path):
    import gettext

    from stockpile_client.ui import language

    class Catalogue(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Holding list": "Lista delle giacenze", "Page {number} of {total}": "Pagina {number}/{total}"}.get(
                message, message
            )

    app = QCoreApplication.instance()
    language.install(app, "it", Catalogue())
    try:
        us = drive(agencies.us.ctx)
        us.press(ask(us).primary)
        save_as(us, tmp_path / "lista.pdf")
    finally:
        language.install(app, "en")
    first = texts_of((tmp_path / "lista.pdf").read_bytes())[0]
    assert "Listadellegiacenze" in first
    assert "Pagina1/" in first
    assert "Antimonio(SB)" in first or "Gallio(GA)" in first


def test_a_partner_and_a_received_statement_lead_to_their_documents(agencies: Agencies, drive, tmp_path):
    agencies.us.take(agencies.jp.release("us"))
    us = drive(agencies.us.ctx)
    partners = us.go("partners")
    partners.table.selectRow(1)
    us.settle()
    us.press(partners.pane.documents)
    dialog = us.dialog(DocumentsDialog)
    assert dialog.kind.currentData() == SAFETY
    assert dialog.subject.currentText().startswith(partners.pane._record.row.short_name)
    dialog.reject()
    inbox = us.go("inbox")
    inbox.desk_page.statement_chosen.emit(inbox.desk_page.statements.row(0))
    us.settle()
    us.press(inbox.statement_page.print)
    save_as(us, tmp_path / "received.pdf")
    assert "Japanstockpile(JP)" in texts_of((tmp_path / "received.pdf").read_bytes())[0]


def test_what_arrived_is_written_before_it_is_accepted(agencies: Agencies, drive, tmp_path):
    path = agencies.jp.release("us")
    us = drive(agencies.us.ctx)
    inbox = us.open(path)
    us.press(inbox.bundle_page.paper)
    save_as(us, tmp_path / "arrived.pdf")
    assert "notyetaccepted" in texts_of((tmp_path / "arrived.pdf").read_bytes())[0]
    assert inbox.bundle_page.accept.isEnabled()


def test_what_would_leave_is_written_with_a_warning_that_it_has_not(agencies: Agencies, drive, tmp_path):
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.partners[agencies.jp.id].setChecked(True)
    view.form.materials.say(["W"], REPORT)
    view.plan()
    us.settle()
    us.press(view.preview.paper)
    save_as(us, tmp_path / "preview.pdf")
    assert "Preview:thisstatementhasnotbeenreleased." in texts_of((tmp_path / "preview.pdf").read_bytes())[0]
