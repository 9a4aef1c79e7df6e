"""A request is sent from one window, becomes a task in the other, and is answered or refused from there."""

from __future__ import annotations

from datetime import date

import pytest

from stockpile_client.services.answer import request_data
from stockpile_client.services.requests import RequestState, list_own_requests, list_requests
from stockpile_client.ui.dialogs.ask_partner import AskPartnerDialog
from stockpile_client.ui.dialogs.confirm_release import ConfirmReleaseDialog
from stockpile_client.ui.dialogs.reason import ReasonDialog
from tests.services.agencies import AS_OF, Agencies


@pytest.fixture
def asked(agencies: Agencies) -> Agencies:
    """Japan asked the United States about tungsten."""
    letter = request_data(
        agencies.jp.ctx, agencies.us.id, materials=("W",), as_of=AS_OF, purpose="winter outlook",
        deadline=date(2026, 10, 20), folder=agencies.post,
    )  # fmt: skip
    agencies.us.take(letter.file.path)
    letter.file.path.unlink()
    return agencies


def requests_of(driver):
    inbox = driver.go("inbox")
    inbox.tabs.choose("requests")
    driver.settle()
    return inbox.requests


def test_a_partner_is_asked_from_the_window(agencies: Agencies, drive) -> None:
    jp = drive(agencies.jp.ctx)
    page = requests_of(jp)
    assert page._to_us_state.state == "Nobody has asked for anything"
    jp.press(page.ask)
    dialog = jp.dialog(AskPartnerDialog)
    dialog.partner.choose(agencies.us.id)
    dialog.table.selectRow(dialog._codes.index("W"))
    assert not dialog.primary.isEnabled()
    dialog.why.setText("winter outlook")
    jp.press(dialog.primary)
    jp.choose_folder(agencies.post)
    assert jp.no_dialog()
    (ours,) = list_own_requests(agencies.jp.ctx)
    assert (ours.materials, ours.purpose, ours.deadline) == (("W",), "winter outlook", date(2026, 10, 31))
    assert page.ours.rowCount() == 1


def test_a_request_that_is_accepted_becomes_a_task(agencies: Agencies, drive) -> None:
    letter = request_data(
        agencies.jp.ctx, agencies.us.id, materials=("W",), as_of=AS_OF, purpose="p", deadline=date(2026, 10, 20),
        folder=agencies.post,
    )  # fmt: skip
    us = drive(agencies.us.ctx)
    inbox = us.open(letter.file.path)
    us.press(inbox.bundle_page.accept)
    assert inbox.requests.isVisible()
    assert inbox.requests.answer.isEnabled()
    assert inbox.requests.chosen.state is RequestState.OPEN


def test_a_request_is_answered_by_a_statement_that_names_it(asked: Agencies, drive) -> None:
    us = drive(asked.us.ctx)
    us.press(requests_of(us).answer)
    view = us.window.view("release").prepare
    view.plan()
    us.settle()
    assert "Answers the request of JP" in view.form.request.words
    assert view.form.terms().as_of == AS_OF
    assert view.form.terms().scope == ("W",)
    us.press(view.preview.release)
    us.press(us.dialog(ConfirmReleaseDialog).primary)
    us.choose_folder(asked.post)
    assert [one.state for one in list_requests(asked.us.ctx)] == [RequestState.ANSWERED]
    assert not view.form.request.isVisible()
    (statement,) = asked.post.glob("*.stockpile")
    asked.jp.take(statement)
    assert [one.state for one in list_own_requests(asked.jp.ctx)] == [RequestState.ANSWERED]


def test_an_answer_can_be_made_an_ordinary_statement_again(asked: Agencies, drive) -> None:
    us = drive(asked.us.ctx)
    us.press(requests_of(us).answer)
    view = us.window.view("release").prepare
    us.press(view.form.no_answer)
    assert view.form.terms().request == ""


def test_a_request_is_refused_with_a_reason(asked: Agencies, drive) -> None:
    us = drive(asked.us.ctx)
    page = requests_of(us)
    us.press(page.refuse)
    dialog = us.dialog(ReasonDialog)
    dialog.reason_line.setText("not covered by the agreement")
    us.press(dialog.primary)
    us.choose_folder(asked.post)
    assert us.no_dialog()
    assert page.chosen.state is RequestState.REFUSED
    assert not page.answer.isEnabled()
    (refusal,) = asked.post.glob("*.stockpile")
    asked.jp.take(refusal)
    (theirs,) = list_own_requests(asked.jp.ctx)
    assert (theirs.state, theirs.reason) == (RequestState.REFUSED, "not covered by the agreement")


def test_the_overview_leads_to_the_request(asked: Agencies, drive) -> None:
    us = drive(asked.us.ctx)
    overview = us.go("overview")
    assert any("request to answer" in words for words in overview.concerns)
    us.window.go("inbox", "requests")
    us.settle()
    assert us.window.view("inbox").requests.isVisible()
