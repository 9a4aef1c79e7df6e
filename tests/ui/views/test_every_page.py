"""Every page of disclosure, release and inbox, with something on it: names for all controls, no English left, room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from stockpile_client.core.quantities import WithheldReason
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.services.answer import request_data
from stockpile_client.services.approval import prepare_release
from stockpile_client.services.disclosure import save_group
from stockpile_client.services.disclosure_record import save_profile
from stockpile_client.ui import language
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.views.disclosure.circle_dialogs import AgreementDialog, GroupDialog
from stockpile_client.ui.views.disclosure.new_profile import NewProfileDialog
from stockpile_client.ui.views.disclosure.published_dialog import PublishedDialog
from tests.services.agencies import AS_OF, Agencies
from tests.ui.brackets import Brackets
from tests.ui.test_accessibility import nameless
from tests.ui.test_every_text import english
from tests.ui.visible_texts import data_of

PAGES = {
    "disclosure": ("held", "profiles", "circles", "published"),
    "release": ("prepare", "approve", "sent"),
    "inbox": ("arrived", "requests"),
}


@pytest.fixture
def busy(agencies: Agencies) -> Agencies:
    """A desk with a profile, a group, a release to approve, one that left, and a request to answer."""
    us = agencies.us
    save_group(us.ctx, "circle", [agencies.it.id])
    profile = us.profile(
        "jp", scope=("GA", "W"), withhold={"GA": WithheldReason.DEFENCE}, protection=Protection(3, 1, 75, 10)
    )
    save_profile(us.ctx, profile)
    us.release("jp", scope=("W", "CO"))
    prepare_release(us.ctx, profile=profile, as_of=AS_OF)
    letter = request_data(
        agencies.jp.ctx, us.id, materials=("W",), as_of=AS_OF, purpose="P-1", deadline=AS_OF, folder=agencies.post
    )
    us.take(letter.file.path)
    return agencies


@pytest.fixture
def brackets(qapp: QApplication) -> Iterator[None]:
    language.install(qapp, "en", Brackets())
    yield
    language.install(qapp, "en")


def pages_of(driver) -> Iterator[str]:
    """Shows one page after another, the inner ones of a release among them."""
    for key, tabs in PAGES.items():
        view = driver.go(key)
        for tab in tabs:
            view.tabs.choose(tab)
            driver.settle()
            if tab == "prepare":
                form = view.prepare.form
                form.load(form._profiles[0])
                form.set_day(AS_OF)
                view.prepare.plan()
                driver.settle()
            yield f"{key} {tab}"
    preview, page = driver.go("release").prepare.preview, driver.window.view("release").prepare
    driver.window.view("release").tabs.choose("prepare")
    driver.press(preview.see)
    yield "as partner"
    driver.press(page.as_partner.back)
    driver.press(preview.audit)
    yield "audit"


def test_every_control_of_every_page_has_a_name(busy: Agencies, drive) -> None:
    driver = drive(busy.us.ctx)
    found = {name: nameless(driver.window) for name in pages_of(driver)}
    assert {name: one for name, one in found.items() if one} == {}


@pytest.mark.usefixtures("brackets")
def test_every_text_of_every_page_is_translated(busy: Agencies, drive) -> None:
    driver, data = drive(busy.us.ctx), data_of(busy.us.ctx)
    found = {name: english(driver.window, data) for name in pages_of(driver)}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.usefixtures("brackets")
def test_every_text_of_the_dialogs_is_translated(busy: Agencies, drive) -> None:
    driver, data = drive(busy.us.ctx), data_of(busy.us.ctx)
    view, inbox, release = driver.go("disclosure"), driver.go("inbox"), driver.go("release")
    for tab in PAGES["disclosure"]:
        view.tabs.choose(tab)
    release.tabs.choose("approve")
    release.tabs.choose("sent")
    driver.settle()
    found = {}
    for open_dialog in (
        view.profiles._on_new, view.profiles._on_retire, lambda: view._pages["circles"]._open_agreement(None),
        view._pages["circles"]._on_edit_group, view._pages["published"]._on_add, inbox.requests._on_refuse,
        inbox.requests._on_ask, release.cases._on_review, release.cases._on_send_back, release.sent._on_withdraw,
    ):  # fmt: skip
        open_dialog()
        driver.settle()
        for dialog in [one for one in driver.window.findChildren(DecisionDialog) if one.isVisible()]:
            found[type(dialog).__name__, dialog.windowTitle()] = english(dialog, data), nameless(dialog)
            dialog.reject()
        driver.settle()
    assert {name for name, _ in found} >= {one.__name__ for one in (
        NewProfileDialog, AgreementDialog, GroupDialog, PublishedDialog)}  # fmt: skip
    assert {name: one for name, one in found.items() if one != ([], [])} == {}


def test_twice_the_font_fits_every_page(busy: Agencies, drive, qapp: QApplication) -> None:
    usual = QFont(qapp.font())
    twice = QFont(usual)
    twice.setPointSizeF(usual.pointSizeF() * 2)
    least = {}
    try:
        QApplication.setFont(twice)
        driver = drive(busy.us.ctx)
        for name in pages_of(driver):
            size = driver.window.minimumSizeHint()
            least[name] = (size.width(), size.height())
        driver.window.close()
    finally:
        QApplication.setFont(usual)
    assert {name: size for name, size in least.items() if size[0] > 1280 or size[1] > 800} == {}
