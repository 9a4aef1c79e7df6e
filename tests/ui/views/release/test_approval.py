"""A statement is put forward, reviewed, approved and released, by named people; and one that left is withdrawn."""

from __future__ import annotations

from stockpile_client.disclosure.approval import CaseState
from stockpile_client.services.approval_cases import list_cases
from stockpile_client.services.disclosure_record import save_profile
from stockpile_client.services.history import list_bundles
from stockpile_client.services.import_inventory import apply_import, plan_import
from stockpile_client.services.resources import resource_path
from stockpile_client.ui.dialogs.confirm_release import ConfirmReleaseDialog
from stockpile_client.ui.views.release.step_dialog import StepDialog
from tests.services.agencies import AS_OF, Agencies


def put_forward(agencies: Agencies, drive, **fields):
    """A statement for Japan, put forward by whoever is at the desk."""
    save_profile(agencies.us.ctx, agencies.us.profile("jp", **fields))
    us = drive(agencies.us.ctx)
    view = us.go("release")
    view.prepare.form.load(view.prepare.form._profiles[0])
    view.prepare.form.set_day(AS_OF)
    view.prepare.plan()
    us.settle()
    preview = view.prepare.preview
    us.press(preview.put_forward_first if fields.get("four_eyes") else preview.put_forward)
    us.press(us.dialog(StepDialog).primary)
    view.tabs.choose("approve")
    us.settle()
    return us, view


def step(us, button, who: str = "", note: str = "") -> StepDialog:
    us.press(button)
    dialog = us.dialog(StepDialog)
    if who:
        dialog.who.setText(who)
    dialog.note.setText(note)
    us.press(dialog.primary)
    return dialog


def test_two_people_are_needed_where_the_profile_says_so(agencies: Agencies, drive) -> None:
    us, view = put_forward(agencies, drive, four_eyes=True)
    assert not view.prepare.preview.release.isVisible()
    page = view.cases
    refused = step(us, page.review)
    assert "somebody else" in refused.messages.words
    refused.who.setText("Colleague")
    us.press(refused.primary)
    assert page.case.state is CaseState.REVIEWED
    step(us, page.approve, "Colleague", "compared with the ledger")
    assert "compared with the ledger" in page.facts.text
    us.press(page.release)
    us.press(us.dialog(ConfirmReleaseDialog).primary)
    us.choose_folder(agencies.post)
    assert view.result.isVisible()
    assert [case.state for case in list_cases(agencies.us.ctx)] == [CaseState.RELEASED]
    assert len(list(agencies.post.glob("*.stockpile"))) == 1


def test_what_is_sent_back_ends_with_its_reason(agencies: Agencies, drive) -> None:
    us, view = put_forward(agencies, drive)
    us.press(view.cases.send_back)
    assert not us.dialog(StepDialog).primary.isEnabled()
    us.dialog(StepDialog).reject()
    step(us, view.cases.send_back, note="cobalt is wrong")
    assert view.cases.case.state is CaseState.SENT_BACK
    assert "cobalt is wrong" in view.cases.facts.text
    assert not view.cases.send_back.isVisible()


def test_what_changed_since_it_was_prepared_can_only_be_sent_back(agencies: Agencies, drive) -> None:
    us, view = put_forward(agencies, drive)
    ctx = agencies.us.ctx
    apply_import(ctx, plan_import(ctx, resource_path("demo", "it", "inventory.csv")))
    view.cases.refresh()
    us.settle()
    assert "something else would leave now" in view.cases.plan_state.state or not view.cases.review.isEnabled()
    assert not view.cases.review.isEnabled()
    assert view.cases.send_back.isEnabled()


def test_without_a_case_the_page_says_how_one_comes_about(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("release")
    view.tabs.choose("approve")
    us.settle()
    assert view.cases.states.state == "Nothing waits for approval"


def test_a_statement_is_withdrawn_with_a_reason_and_a_typed_word(agencies: Agencies, drive) -> None:
    agencies.us.release("jp")
    us = drive(agencies.us.ctx)
    view = us.go("release")
    view.tabs.choose("sent")
    us.settle()
    us.press(view.sent.withdraw)
    dialog = view.sent._dialog
    dialog.reason_line.setText("cobalt was counted twice")
    assert not dialog.primary.isEnabled()
    dialog.word_line.setText("withdraw")
    us.press(dialog.primary)
    us.choose_folder(agencies.post)
    assert "withdrawal was written" in us.said
    assert sorted(one.kind for one in list_bundles(agencies.us.ctx)) == ["statement", "withdrawal"]
    assert not view.sent.withdraw.isEnabled()


def test_what_was_filled_in_comes_back_after_a_lock(agencies: Agencies, drive) -> None:
    save_profile(agencies.us.ctx, agencies.us.profile("jp", scope=("W", "HE")))
    us = drive(agencies.us.ctx)
    form = us.go("release").prepare.form
    assert form.draft() == {}
    form.load(form._profiles[0])
    assert form.draft() == {}  # nobody typed anything yet
    form.note.setText("as agreed")
    form.set_day(AS_OF)
    before = form.terms()
    draft = form.draft()
    us.window.close()
    agencies.us.reopen()
    again = drive(agencies.us.ctx)
    again.window.go("release")
    assert again.window.view("release").resume_draft("release.form", draft)  # before anything was read
    again.settle()
    assert again.window.view("release").prepare.form.terms() == before
