"""The statement as one partner sees it: beside our own value, what is new to it, what is withheld and why."""

from __future__ import annotations

from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.services.disclosure_record import save_profile
from stockpile_client.ui.views.release.as_partner_rows import Shown
from tests.services.agencies import AS_OF, Agencies


def opened(agencies: Agencies, drive, *audience: str, **fields):
    save_profile(agencies.us.ctx, agencies.us.profile(*audience, **fields))
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.load(view.form._profiles[0])
    view.form.set_day(AS_OF)
    view.plan()
    us.settle()
    us.press(view.preview.see)
    return us, view


def rows_of(page):
    return [page.model.row(number) for number in range(page.model.rowCount())]


def test_each_partner_has_news_of_its_own(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W", "CO"))
    us, view = opened(agencies, drive, "jp", "it", scope=("W", "GA"), withhold={"GA": WithheldReason.DEFENCE})
    page = view.as_partner
    page.partner.choose(agencies.it.id)
    us.settle()
    assert {row.news for row in rows_of(page)} == {"new"}
    page.partner.choose(agencies.jp.id)
    us.settle()
    assert {(row.key.material, row.news) for row in rows_of(page)} == {("W", "known"), ("GA", "new")}
    page.shown.choose(Shown.WITHHELD)
    (row,) = rows_of(page)
    assert (row.key.material, row.reason, row.own > 0) == ("GA", "defence", True)
    page.shown.choose(Shown.GONE)
    assert page.states.state == "Nothing of this kind"  # this audience never got a statement together
    assert "Cobalt" in page.facts.text
    us.press(page.back)
    assert view.preview.isVisible()


def test_what_is_told_more_closely_and_what_is_no_longer_stated_stand_out(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W", "CO"), rounding=1000 * MG_PER_TONNE)
    us, view = opened(agencies, drive, "jp")
    page = view.as_partner
    page.shown.choose(Shown.FINER)
    assert {row.key.material for row in rows_of(page)} == {"W"}
    page.shown.choose(Shown.GONE)
    assert {(row.key.material, row.own) for row in rows_of(page)} == {("CO", None)}
    assert "How:" not in page.chain.text()
    page.shown.choose(Shown.ALL)
    assert "rounded to 50 t" in page.chain.text()
    us.settle()
