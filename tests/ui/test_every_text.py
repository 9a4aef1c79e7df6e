"""No text of the window is left in English: in a language of brackets every one of them stands in brackets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from stockpile_client.services.resources import resource_path
from stockpile_client.ui import language
from stockpile_client.ui.workspaces import WORKSPACES
from tests.ui.brackets import Brackets
from tests.ui.driving import Driver
from tests.ui.visible_texts import Data, data_of, visible_texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def brackets(qapp: QApplication) -> Iterator[None]:
    language.install(qapp, "en", Brackets())
    yield
    language.install(qapp, "en")


def english(root: QWidget, data: Data) -> list[str]:
    """What is left in English, and the text in which it stands."""
    return sorted({f"{left}  IN  {text}" for text in visible_texts(root) if (left := data.untranslated(text))})


def dialogs(driver: Driver) -> list[QDialog]:
    return [one for one in driver.window.findChildren(QDialog) if one.isVisible()]


@pytest.mark.parametrize("key", [spec.key for spec in WORKSPACES])
def test_every_text_of_a_workspace_is_translated(agencies, drive, key):
    agencies.us.take(agencies.jp.release("us"))
    driver = drive(agencies.us.ctx)
    driver.go(key)
    assert english(driver.window, data_of(agencies.us.ctx)) == []


def test_every_text_of_the_dialogs_and_menus_is_translated(agencies, drive):
    driver = drive(agencies.us.ctx)
    data, actions, found = data_of(agencies.us.ctx), driver.window.actions_registry, {}
    for key, spec in actions.specs.items():
        if key in ("quit", "lock", "help") or spec.menu in ("appearance", "workspaces"):
            continue
        actions[key].trigger()
        driver.settle()
        for dialog in dialogs(driver):
            found[f"{key}: {type(dialog).__name__}"] = english(dialog, data)
            dialog.reject()
        driver.settle()
    assert {key: texts for key, texts in found.items() if texts} == {}


def test_every_text_of_an_import_is_translated(agencies, drive):
    driver = drive(agencies.us.ctx)
    table = resource_path("demo", "guest", "us_nds_inventory.csv")
    driver.go("inventory").open_path(table)
    driver.settle()
    assert [english(dialog, data_of(agencies.us.ctx, table)) for dialog in dialogs(driver)] == [[]]


def test_every_text_of_the_start_page_is_translated(agencies, drive):
    driver, data = drive(agencies.us.ctx), data_of(agencies.us.ctx)
    driver.window.lock()
    driver.settle()
    assert english(driver.window.start_page, data) == []
