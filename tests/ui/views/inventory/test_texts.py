"""Every text of the pages and forms of the inventory can be said in another language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from stockpile_client.services.weighing import unit_choices
from stockpile_client.ui import language
from tests.ui.brackets import Brackets
from tests.ui.visible_texts import data_of, visible_texts


@pytest.fixture(autouse=True)
def brackets(qapp: QApplication) -> Iterator[None]:
    language.install(qapp, "en", Brackets())
    yield
    language.install(qapp, "en")


def test_no_text_of_the_pages_and_forms_is_left_in_english(inventory, agencies):
    data, left = data_of(agencies.it.ctx), set()
    catalogue = agencies.it.ctx.catalogue
    units = {unit for form in catalogue.forms for unit in unit_choices(catalogue, form)}

    def look(root) -> None:
        texts = (text for text in visible_texts(root) if text not in units)
        left.update(f"{found}  IN  {text}" for text in texts if (found := data.untranslated(text)))

    inventory.choose_lot("CO-IT01")
    for page in ("lots", "movements", "sites", "claims", "requirements"):
        inventory.page(page)
        look(inventory.view)
    for action in ("new_lot", "new_site", "new_claim", "new_requirement"):
        inventory.act(action)
        look(inventory.form)
        inventory.submit()
        look(inventory.form)
        inventory.form.reject()
        inventory.driver.settle()
    inventory.act("new_lot")
    form = inventory.fill(
        material="W", number="W-1", amount="5", purity="99", site=inventory.form.fields["site"].editor.itemData(1)
    )
    assert form.outcome.words
    look(form)
    form.reject()
    inventory.choose_lot("CO-IT01")
    for action, draft in (("edit_lot", {"assay": "40"}), ("post_movement", {"kind": "loss", "amount": "1"})):
        inventory.act(action)
        inventory.fill(**draft)
        look(inventory.form)
        inventory.form.reject()
        inventory.driver.settle()
    assert sorted(left) == []
