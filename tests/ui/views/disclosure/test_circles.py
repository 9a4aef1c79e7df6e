"""Agreements, groups and published figures are entered in the window."""

from __future__ import annotations

from PySide6.QtCore import QDate

from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.disclosure import list_groups
from stockpile_client.services.disclosure_record import list_agreements
from stockpile_client.services.public_facts import list_public_facts
from stockpile_client.ui.views.disclosure.circle_dialogs import AgreementDialog, GroupDialog
from stockpile_client.ui.views.disclosure.published_dialog import PublishedDialog
from tests.services.agencies import Agencies


def page_of(agencies: Agencies, drive, key: str):
    us = drive(agencies.us.ctx)
    view = us.go("disclosure")
    view.tabs.choose(key)
    us.settle()
    return us, view._pages[key]


def test_an_agreement_is_entered_and_changed(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, "circles")
    us.press(page.new_agreement)
    dialog = us.dialog(AgreementDialog)
    dialog.name.setText("Trilateral")
    dialog.parties[agencies.jp.id].setChecked(True)
    dialog.scope.setText("w, ga")
    dialog.cadence.setText("90")
    us.press(dialog.primary)
    (kept,) = list_agreements(agencies.us.ctx)
    assert (kept.name, set(kept.parties), kept.scope, kept.cadence_days) == (
        "Trilateral", {agencies.us.id, agencies.jp.id}, ("GA", "W"), 90,
    )  # fmt: skip
    us.press(page.edit_agreement)
    dialog = us.dialog(AgreementDialog)
    dialog.scope.setText("XX")
    us.press(dialog.primary)
    assert dialog.isVisible()  # refused in words: no such material
    dialog.scope.setText("")
    us.press(dialog.primary)
    assert [one.scope for one in list_agreements(agencies.us.ctx)] == [()]


def test_a_group_is_entered_and_changed(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, "circles")
    us.press(page.new_group)
    dialog = us.dialog(GroupDialog)
    dialog.name.setText("circle")
    for box in dialog.boxes.values():
        box.setChecked(True)
    us.press(dialog.primary)
    assert list_groups(agencies.us.ctx) == {"circle": tuple(sorted((agencies.jp.id, agencies.it.id)))}
    us.press(page.edit_group)
    us.dialog(GroupDialog).boxes[agencies.it.id].setChecked(False)
    us.press(us.dialog(GroupDialog).primary)
    assert list_groups(agencies.us.ctx) == {"circle": (agencies.jp.id,)}


def test_a_published_figure_is_entered_with_its_source(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, "published")
    assert page.states.state == "No published figure was entered"
    us.press(page.add)
    dialog = us.dialog(PublishedDialog)
    dialog.material.choose("W")
    dialog.low.setText("60,000 t")
    dialog.source.setText("annual report 2026")
    dialog.day.setDate(QDate(2026, 12, 31))
    us.press(dialog.primary)
    assert dialog.isVisible()  # a day to come
    dialog.day.setDate(QDate(2026, 6, 30))
    us.press(dialog.primary)
    (fact,) = list_public_facts(agencies.us.ctx)
    assert (fact.material, fact.low, fact.high, fact.source) == ("W", 60_000 * MG_PER_TONNE, None, "annual report 2026")
    assert page.model.rowCount() == 1
