"""The inventory of an agency in a real window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stockpile_client.services.context import Context
from stockpile_client.ui.dialogs.form import FormDialog
from tests.services.agencies import Agencies
from tests.ui.driving import Driver


class Inventory:
    """Drives one inventory workspace: its pages and forms."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.view: Any = driver.go("inventory")

    def page(self, key: str) -> Any:
        """Show a page and return it."""
        self.view.tabs.choose(key)
        self.driver.settle()
        return self.view.page(key)

    def act(self, key: str) -> None:
        """Carry out an action of the registry, as a menu or its keys do."""
        self.driver.window.actions_registry[key].trigger()
        self.driver.settle()

    @property
    def form(self) -> FormDialog:
        """The open form."""
        return self.driver.dialog(FormDialog)

    def fill(self, **values: str) -> FormDialog:
        """Type into the open form, field by field."""
        form = self.form
        form.restore(values)
        form.check()
        self.driver.settle()
        return form

    def submit(self) -> None:
        """Press the primary button of the open form."""
        self.driver.press(self.form.primary)

    def choose_lot(self, number: str) -> Any:
        """Choose a lot on the first page by its number."""
        lots = self.page("lots")
        numbers = [lots.model.row(at).number for at in range(lots.model.rowCount())]
        lots.table.selectRow(numbers.index(number))
        self.driver.settle()
        return lots.chosen


@pytest.fixture
def inventory(agencies: Agencies, drive: Callable[[Context], Driver]) -> Inventory:
    return Inventory(drive(agencies.it.ctx))
