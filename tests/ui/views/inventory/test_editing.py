"""Lots, movements, sites, claims and requirements are added, corrected, ended and undone in a real window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.claims import list_claims
from stockpile_client.services.holdings import list_holdings, lot_detail
from stockpile_client.services.requirements import list_requirements
from stockpile_client.services.sites import list_sites, open_sites
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.drafts import Resuming, is_drafting
from tests.services.agencies import START

TODAY = START.date()
LOT = "CO-IT01"


@pytest.fixture
def ctx(agencies):
    return agencies.it.ctx


def held(ctx, number: str = LOT):
    return next(row for row in list_holdings(ctx).rows if row.number == number and not row.by_product)


# lots


def test_a_new_lot_shows_what_it_will_hold_and_stands_in_the_table_after_saving(inventory, ctx):
    inventory.act("new_lot")
    form = inventory.fill(material="W", form="W-APT", site=open_sites(ctx)[0].id, number="W-NEW", amount="12.5")
    assert "8,803.2 kg W" in form.outcome.words or "8.80 t W" in form.outcome.words
    inventory.submit()
    assert inventory.driver.no_dialog()
    assert held(ctx, "W-NEW").gross == 12_500_000_000
    assert "W-NEW" in inventory.driver.said
    lots = inventory.page("lots")
    assert "W-NEW" in [lots.model.row(at).number for at in range(lots.model.rowCount())]


def test_saving_an_unfinished_form_says_everything_that_is_missing_and_goes_to_the_first(inventory, ctx):
    inventory.act("new_lot")
    form = inventory.form
    assert not any(field.problem for field in form.fields.values())
    inventory.submit()
    assert {name for name, field in form.fields.items() if field.problem} == {"material", "site", "number", "amount"}
    assert form.fields["material"].editor.hasFocus()
    form.reject()


def test_what_is_typed_wrongly_is_said_at_its_field_while_typing(inventory):
    inventory.act("new_lot")
    form = inventory.fill(amount="twelve", assay="120")
    assert form.fields["amount"].problem.startswith("Type a number")
    assert "100 %" in form.fields["assay"].problem
    inventory.fill(amount="12", assay="60")
    assert not form.fields["amount"].problem
    form.reject()


def test_what_is_known_of_a_lot_is_edited_and_undone(inventory, ctx):
    lot = inventory.choose_lot(LOT)
    inventory.act("edit_lot")
    inventory.fill(supplier="Mine A", decision_days="9")
    inventory.submit()
    assert held(ctx).first_day != lot.first_day
    undo = inventory.driver.window.actions_registry["undo"]
    assert undo.text() == f"&Undo: Change of lot {LOT}"
    inventory.act("undo")
    assert held(ctx).first_day == lot.first_day
    assert "Undone" in inventory.driver.said


def test_the_element_is_shown_by_its_symbol(inventory):
    inventory.choose_lot(LOT)
    lots = inventory.page("lots")
    assert " Co" in lots.selection.text()
    assert " CO" not in lots.selection.text()


# movements


def test_a_movement_is_shown_before_it_is_posted(inventory, ctx):
    before = held(ctx)
    inventory.choose_lot(LOT)
    inventory.act("post_movement")
    form = inventory.fill(kind="release", amount="2")
    assert "Gross" in form.preview.text
    assert held(ctx) == before
    inventory.submit()
    assert inventory.driver.no_dialog()
    assert held(ctx).gross == before.gross - 2 * MG_PER_TONNE
    assert inventory.page("lots").chosen.number == LOT


def test_pressing_post_before_the_plan_is_seen_shows_it_and_asks_again(inventory, ctx):
    before = held(ctx)
    inventory.choose_lot(LOT)
    inventory.act("post_movement")
    inventory.form.restore({"kind": "receipt", "amount": "1000", "unit": "lb"})
    inventory.submit()
    assert held(ctx) == before
    assert "Gross" in inventory.form.preview.text
    assert "again" in inventory.form.messages.words
    inventory.submit()
    assert held(ctx).gross == before.gross + 453_592_370


def test_a_movement_that_cannot_be_is_refused_at_its_field(inventory, ctx):
    before = held(ctx)
    inventory.choose_lot(LOT)
    inventory.act("post_movement")
    form = inventory.fill(kind="release", amount="999999")
    assert "less than nothing" in form.fields["amount"].problem
    inventory.fill(kind="loss", amount="1", effective=(TODAY + timedelta(days=3)).isoformat(), reason="samples")
    assert "not before" in form.fields["effective"].problem
    form.reject()
    assert held(ctx) == before


def test_a_move_to_another_site_shows_both_ends(inventory, ctx):
    lot = inventory.choose_lot(LOT)
    other = next(site for site in open_sites(ctx) if site.id != lot.site.id)
    inventory.act("post_movement")
    form = inventory.fill(kind="moved_out", amount="2", to_site=other.id)
    assert form.preview.text.count("Gross") == 2
    inventory.submit()
    assert {row.site.id for row in list_holdings(ctx).rows if row.number == LOT} == {lot.site.id, other.id}


def test_the_ledger_shows_the_running_balance_and_reverses_with_a_reason(inventory, ctx):
    before = held(ctx)
    inventory.choose_lot(LOT)
    inventory.act("post_movement")
    inventory.fill(kind="release", amount="2")
    inventory.submit()
    inventory.driver.press(inventory.page("lots").ledger)
    page = inventory.view.page("movements")
    assert inventory.view.tabs.key == "movements"
    assert {page.model.row(at).number for at in range(page.model.rowCount())} == {LOT}
    assert page.chosen.contained_after == held(ctx).contained
    inventory.driver.press(page.reverse)
    inventory.submit()
    assert inventory.form.fields["reason"].problem
    inventory.fill(reason="the wrong lot was meant")
    inventory.submit()
    assert held(ctx) == before
    assert lot_detail(ctx, before.lot_id).movements[-1].reason == "the wrong lot was meant"


def test_the_ledger_filters_and_says_what_it_does_not_understand(inventory):
    page = inventory.page("movements")
    everything = page.model.rowCount()
    page.filter_line.setText("kind:opening material:cobalt")
    inventory.driver.qtbot.keyClick(page.filter_line, Qt.Key.Key_Return)
    inventory.driver.settle()
    assert 0 < page.model.rowCount() < everything
    page.filter_line.setText("colour:red")
    page._apply_filter()
    assert "Fields are" in page._problem.words
    page.filter_line.setText("day>2099")
    page._apply_filter()
    inventory.driver.settle()
    assert page.states.state == "Nothing found"


# sites


def test_a_site_is_added_corrected_closed_and_opened_again(inventory, ctx):
    inventory.act("new_site")
    inventory.fill(name="Annex", town="Novara", country="it")
    inventory.submit()
    page = inventory.page("sites")
    site = next(row.site for row in list_sites(ctx) if row.site.name == "Annex")
    page.choose(site.id)
    inventory.driver.settle()
    inventory.driver.press(page._edit)
    inventory.fill(town="Vercelli")
    inventory.submit()
    assert page.chosen.site.town == "Vercelli"
    inventory.driver.press(page._close)
    dialog = inventory.driver.dialog(ReasonDialog)
    dialog.reason_line.setText("the lease ended")
    inventory.driver.press(dialog.primary)
    assert page.chosen.site.closed == TODAY
    assert "the lease ended" in page.pane.history.text()
    inventory.driver.press(page._reopen)
    assert page.chosen.site.closed is None


def test_a_site_with_stock_cannot_be_closed(inventory):
    page = inventory.page("sites")
    full = next(page.model.row(at) for at in range(page.model.rowCount()) if page.model.row(at).lots)
    page.choose(full.site.id)
    inventory.driver.settle()
    assert not page._close.isEnabled()
    assert "empty" in page._close.toolTip()


# claims


def test_a_claim_is_added_on_a_lot_by_its_number_corrected_and_ended(inventory, ctx):
    known = {claim.id for claim in list_claims(ctx)}
    inventory.act("new_claim")
    form = inventory.fill(kind="pledge", lot=LOT)
    form = inventory.fill(amount="10", counterparty="Bank A", since=(TODAY - timedelta(days=30)).isoformat())
    assert not any(field.problem for field in form.fields.values())
    inventory.submit()
    claim = next(one for one in list_claims(ctx) if one.id not in known)
    assert (claim.contained, claim.counterparty) == (10 * MG_PER_TONNE, "Bank A")
    page = inventory.page("claims")
    page.choose(claim.id)
    inventory.driver.settle()
    inventory.driver.press(page._edit)
    inventory.fill(amount="7.5")
    inventory.submit()
    assert page.chosen.claim.contained == 7_500_000_000
    inventory.driver.press(page._end)
    inventory.fill(last_day=(TODAY - timedelta(days=1)).isoformat(), reason="repaid")
    inventory.submit()
    assert page.chosen.state == "ended"
    assert not page._end.isVisible()
    assert "repaid" in page.pane.history.text()


def test_a_claim_on_a_lot_that_is_not_there_is_refused_while_typing(inventory):
    inventory.act("new_claim")
    form = inventory.fill(lot="nowhere", amount="1")
    form._touched.add("lot")
    form.check()
    assert form.fields["lot"].problem == "There is no lot of this number."
    form.reject()


def test_the_kind_of_a_claim_is_never_cut_short_in_the_usual_window(inventory):
    page = inventory.page("claims")
    column = [one.key for one in page.model.columns].index("kind")
    metrics = page.table.fontMetrics()
    for _code, name in stock_words.terms("encumbrance_kind"):
        assert metrics.horizontalAdvance(name) < page.table.columnWidth(column)


# requirements


def test_a_requirement_is_added_gets_a_new_version_and_ends(inventory, ctx):
    inventory.act("new_requirement")
    inventory.fill(material="W", kind="target", year="2027", amount="500", source="Decree 12")
    inventory.submit()
    page = inventory.page("requirements")
    row = next(one for one in list_requirements(ctx) if one.source == "Decree 12")
    page.choose(page.key_of(row))
    inventory.driver.settle()
    inventory.driver.press(page._edit)
    inventory.fill(amount="600")
    inventory.submit()
    assert page.chosen.quantity.mg == 600 * MG_PER_TONNE
    assert "500.00 t" in page.pane.history.text()
    inventory.driver.press(page._end)
    dialog = inventory.driver.dialog(ReasonDialog)
    dialog.reason_line.setText("repealed")
    inventory.driver.press(dialog.primary)
    assert "Decree 12" not in {one.source for one in list_requirements(ctx)}
    inventory.act("undo")
    assert "Decree 12" in {one.source for one in list_requirements(ctx)}


def test_a_list_keeps_the_rows_that_hold_all_words(inventory):
    page = inventory.page("sites")
    everything = page.model.rowCount()
    word = page.model.columns[0].text(page.model.row(0))
    page.filter_line.setText(word)
    assert 0 < page.model.rowCount() < everything
    page.filter_line.setText("nowhere-to-be-found")
    assert page.states.state == "Nothing found"


# drafts, keys, undo


def test_what_is_typed_is_a_draft_that_can_be_put_back(inventory):
    assert isinstance(inventory.view, Resuming)
    inventory.choose_lot(LOT)
    for action in ("new_lot", "edit_lot", "post_movement", "new_site", "new_claim", "new_requirement"):
        inventory.act(action)
        form = inventory.form
        assert is_drafting(form)
        assert form.draft() == {}
        name = next(key for key in ("document", "source", "name") if key in form.fields)
        inventory.fill(**{name: "half a word"})
        key, draft = form.draft_key, form.draft()
        assert draft == {name: "half a word"}
        form.reject()
        inventory.driver.settle()
        assert inventory.view.resume_draft(key, draft)
        inventory.driver.settle()
        assert inventory.form.draft() == draft
        inventory.form.reject()
        inventory.driver.settle()
    assert not inventory.view.resume_draft("something.else", {})


def test_escape_warns_once_before_it_throws_away_what_was_typed(inventory):
    inventory.act("new_site")
    form = inventory.fill(name="Annex")
    inventory.driver.qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert "not saved" in form.messages.words
    inventory.driver.qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_the_keyboard_alone_adds_a_site(inventory, ctx):
    inventory.act("new_site")
    form = inventory.form
    assert form.fields["name"].editor.hasFocus()
    inventory.driver.qtbot.keyClicks(form.fields["name"].editor, "Annex")
    inventory.driver.qtbot.keyClick(form.fields["name"].editor, Qt.Key.Key_Tab)
    assert form.fields["town"].editor.hasFocus()
    inventory.driver.qtbot.keyClick(form.fields["town"].editor, Qt.Key.Key_Return)
    inventory.driver.settle()
    assert "Annex" in {row.site.name for row in list_sites(ctx)}


def test_ctrl_tab_turns_the_pages(inventory):
    shown = [inventory.view.tabs.key]
    for _ in range(4):
        inventory.view._turn(1)
        inventory.driver.settle()
        shown.append(inventory.view.tabs.key)
    assert shown == ["lots", "movements", "sites", "claims", "requirements"]


def test_undo_stops_at_a_step_that_has_no_way_back_and_at_what_is_long_ago(inventory, agencies):
    inventory.act("undo")
    assert "cannot be undone: Import of" in inventory.driver.said
    agencies.clock.advance(days=2)
    inventory.act("undo")
    assert "nothing of yours" in inventory.driver.said


def test_every_control_of_the_forms_has_a_name_and_the_tab_key_reaches_it(inventory):
    from tests.ui.test_accessibility import nameless

    inventory.choose_lot(LOT)
    for action in ("new_lot", "edit_lot", "post_movement", "new_site", "new_claim", "new_requirement"):
        inventory.act(action)
        form = inventory.form
        assert nameless(form) == [], action
        wanted = {field.editor for field in form.fields.values() if field.isVisible() and field.editor.isEnabled()}
        wanted = {one.focusProxy() or one for one in wanted}
        reached, widget = set(), form.nextInFocusChain()
        while widget is not form:
            reached.add(widget)
            widget = widget.nextInFocusChain()
        assert wanted - reached == set(), action
        form.reject()
        inventory.driver.settle()


def test_the_tab_key_follows_the_eye(inventory):
    inventory.act("new_lot")
    form, order = inventory.form, []
    widget = form.fields["material"].editor
    for _ in range(40):
        order.append(next((name for name, field in form.fields.items() if field.editor is widget), ""))
        widget = widget.nextInFocusChain()
    names = [name for name in order if name]
    assert names[:4] == ["material", "form", "site", "number"]
    form.reject()


def test_a_new_claim_begins_with_the_lot_that_was_chosen(inventory):
    inventory.choose_lot(LOT)
    inventory.act("new_claim")
    form = inventory.form
    assert form.picker.value() == LOT
    assert form.draft() == {}
    inventory.fill(amount="1")
    key, draft = form.draft_key, form.draft()
    form.reject()
    assert inventory.view.resume_draft(key, draft)
    inventory.driver.settle()
    assert (inventory.form.picker.value(), inventory.form["amount"]) == (LOT, "1")
    inventory.form.reject()


def test_what_was_typed_into_a_form_survives_the_lock(inventory, agencies):
    from stockpile_client.services.drafts import kept_drafts
    from stockpile_client.services.profiles import open_profile
    from tests.services.agencies import COST, PASSPHRASE

    folder, actor = agencies.it.ctx.profile.folder.path, agencies.it.ctx.actor
    inventory.act("new_lot")
    inventory.fill(material="W", number="half a number", amount="12")
    inventory.driver.window.lock()
    inventory.driver.settle()
    assert inventory.driver.window.session is None
    again = open_profile(folder, passphrase=PASSPHRASE, actor=actor, clock=agencies.clock, floor=COST)
    try:
        (draft,) = kept_drafts(again)
        assert draft.key == "inventory/lot.new"
        assert draft.fields["number"] == "half a number"
    finally:
        again.close()


def test_a_form_that_was_saved_as_the_lock_fell_is_no_draft_that_could_be_saved_twice(inventory, agencies):
    from stockpile_client.services.drafts import kept_drafts
    from stockpile_client.services.profiles import open_profile
    from stockpile_client.services.sites import list_sites
    from tests.services.agencies import COST, PASSPHRASE

    folder, actor = agencies.it.ctx.profile.folder.path, agencies.it.ctx.actor
    inventory.page("sites")
    inventory.act("new_site")
    inventory.fill(name="Annex", town="Novara", country="IT")
    inventory.form.primary.click()
    inventory.driver.window.lock()  # before anybody heard that it was saved
    inventory.driver.settle()
    again = open_profile(folder, passphrase=PASSPHRASE, actor=actor, clock=agencies.clock, floor=COST)
    try:
        assert [row.site.name for row in list_sites(again)].count("Annex") == 1
        assert kept_drafts(again) == []
    finally:
        again.close()


def test_a_list_is_ordered_by_its_header(inventory):
    page = inventory.page("sites")
    section = [column.key for column in page.model.columns].index("lots")
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        page.table.sortByColumn(section, order)
        inventory.driver.settle()
        lots = [page.model.row(at).lots for at in range(page.model.rowCount())]
        assert lots == sorted(lots, reverse=order is Qt.SortOrder.DescendingOrder)


def test_enter_on_a_row_opens_its_form(inventory):
    for page, title in (("lots", "Edit the lot"), ("sites", "Edit the site")):
        table = inventory.page(page).table
        table.setFocus()
        table.setCurrentIndex(table.model().index(0, 0))
        inventory.driver.qtbot.keyClick(table, Qt.Key.Key_Return)
        inventory.driver.settle()
        assert inventory.form.windowTitle() == title
        inventory.form.reject()
        inventory.driver.settle()
