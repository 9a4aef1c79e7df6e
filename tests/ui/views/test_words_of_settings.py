"""In a language of brackets nothing of the settings, their dialogs and the wizards stays in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from stockpile_client.services.backups import back_up, examine_backup
from stockpile_client.services.key_changes import plan_notice
from stockpile_client.services.own_keys import revoke_own_keys
from stockpile_client.ui import language
from stockpile_client.ui.dialogs.check_backup import CheckBackupDialog
from stockpile_client.ui.dialogs.import_notice import ImportNoticeDialog
from tests.services.agencies import COST, PASSPHRASE, Agencies
from tests.ui.brackets import Brackets
from tests.ui.visible_texts import Data, data_of, visible_texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def brackets(qapp: QApplication) -> Iterator[None]:
    language.install(qapp, "en", Brackets())
    yield
    language.install(qapp, "en")


def english(root: QWidget, data: Data) -> list[str]:
    return sorted({f"{left}  IN  {text}" for text in visible_texts(root) if (left := data.untranslated(text))})


@pytest.mark.parametrize("key", ["agency", "backups", "machine", "markings", "program"])
def test_every_page_of_the_settings(agencies: Agencies, drive, key: str) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page(key)
    us.settle()
    if key == "program":
        page.test()
        us.settle()
    scheme = agencies.us.ctx.scheme
    meanings = [scheme.name, scheme.source, *(marking.meaning for marking in scheme.markings)]  # data of the scheme
    left = english(page, data_of(agencies.us.ctx))
    assert [text for text in left if not any(meaning in text for meaning in meanings)] == []


def test_every_dialog_of_the_settings(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    page = us.go("settings").page("agency")
    us.settle()
    found = {}
    for button in (page.renew, page.take_back, page.recovery, page.passphrase):
        us.press(button)
        dialog = us.dialog(QDialog)
        found[type(dialog).__name__] = english(dialog, data_of(agencies.us.ctx))
        dialog.reject()
        us.settle()
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_backup_and_a_key_notice(agencies: Agencies, drive, tmp_path: Path) -> None:
    path = back_up(agencies.us.ctx, tmp_path)[0].path
    found = examine_backup(path, passphrase=PASSPHRASE, floor=COST, profiles=(agencies.us.ctx.profile.folder.path,))
    notice = plan_notice(agencies.us.ctx, revoke_own_keys(agencies.jp.ctx, reason="stolen", folder=tmp_path))
    us = drive(agencies.us.ctx)
    view = us.go("settings")
    desk = view._desk
    data = data_of(agencies.us.ctx)
    check, taken_back = CheckBackupDialog(desk, path, view), ImportNoticeDialog(desk, notice, view)
    assert english(check, data) == []
    assert [text for text in english(taken_back, data) if "stolen" not in text] == []
    step = us.window.start_page.restore.found
    step.show_found(found, tmp_path / "again")
    assert [text for text in english(step, data) if str(tmp_path) not in text and path.name not in text] == []


def test_every_page_of_the_wizards(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    start, data = us.window.start_page, data_of(agencies.us.ctx)
    for wizard in (start.first_run, start.restore):
        texts = [text for text in english(wizard, data) if ".db" not in text]
        assert texts == []


def test_an_entry_of_the_audit_log(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    view = us.go("audit")
    us.press(view.verify)
    found = set()
    for row in range(view.model.rowCount()):
        view.table.selectRow(row)
        found |= set(english(view.pane, data_of(agencies.us.ctx)))
    assert sorted(found) == []
    assert english(view.verdict, data_of(agencies.us.ctx)) == []
