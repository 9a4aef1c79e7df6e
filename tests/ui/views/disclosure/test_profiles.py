"""Profiles are made from templates, edited rule by rule, shown at work on our own stock, and saved as versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_KG, MG_PER_TONNE, WithheldReason
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.coarsen import DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.disclosure import profile_versions, save_group
from stockpile_client.services.disclosure_record import list_profiles, save_profile
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.drafts import is_drafting
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.views.disclosure import masses
from stockpile_client.ui.views.disclosure.new_profile import NewProfileDialog
from stockpile_client.ui.views.disclosure.profile_words import ProfileWords, differences
from stockpile_client.ui.views.disclosure.rule_fields import Telling
from stockpile_client.ui.views.release.terms import REPORT
from tests.services.agencies import Agencies

T = MG_PER_TONNE
CANADA = Formats(QLocale("en_CA"))
LOCALES = [Formats(QLocale(name)) for name in ("en_CA", "it_IT", "fr_FR", "de_CH", "ja_JP")]

EVERYTHING = Profile(
    "everything", audience=(), scope=("CO", "GA", "W"), group="circle", level=Level.REGION,
    withhold={"GA": WithheldReason.DEFENCE}, measures=(Measure.CONTAINED, Measure.GROSS), availability=False,
    requirements=False, marking="TLP:GREEN", onward="members",
    exclude=Exclusion(("North depot",), ("L-1", "L-2"), ("A, Ltd",), ("S",), ("defence reserve",)),
    forms=FormDetail.FORM, dates=DateStep.QUARTER, purity=PurityDetail.CLASS, places=False, holders=True,
    protection=Protection(3, 2, 75, 10, WithheldReason.MARKET_EFFECT),
    further_cells=(CellMark("W", "metal", at="country:US"),), bases={"CO": 0, "W": 500 * T},
    steps=((0, T), (1000 * T, 50 * T)), edges_of={"GA": (T // 10, T)}, delay_days=30, four_eyes=True,
)  # fmt: skip


def page_of(agencies: Agencies, drive, *profiles: Profile):
    for one in profiles:
        save_profile(agencies.us.ctx, one)
    us = drive(agencies.us.ctx)
    view = us.go("disclosure")
    view.tabs.choose("profiles")
    us.settle()
    return us, view.profiles


def settled(driver, page) -> None:
    page.follow()
    driver.settle()


def test_without_a_profile_the_page_offers_to_make_one(agencies: Agencies, drive) -> None:
    _, page = page_of(agencies, drive)
    assert page.states.state == "No profile yet"
    assert not page.save.isVisible()


def test_a_profile_is_begun_with_a_template_that_says_what_it_lets_out(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive)
    page._on_new()
    dialog = us.dialog(NewProfileDialog)
    assert "five-year change" in dialog.lets_out.text()
    assert not dialog.primary.isEnabled()
    dialog.name.setText("For JP")
    dialog.template.choose("summary_only")
    us.press(dialog.primary)
    page.form.audience.partners[agencies.jp.id].setChecked(True)
    page.form.materials.say(["W"], REPORT)
    settled(us, page)
    assert page.result.model.rowCount() == 1
    us.press(page.save)
    (saved,) = list_profiles(agencies.us.ctx)
    assert (saved.name, saved.audience, saved.scope, saved.level) == ("For JP", (agencies.jp.id,), ("W",), Level.BLOC)
    assert (saved.rounding, saved.delay_days, saved.protection.min_holders) == (100 * T, 30, 3)
    assert page.unsaved.words == ""


@pytest.mark.parametrize("plain", [EVERYTHING, Profile("plain", audience=(), scope=())])
def test_every_rule_has_a_field_and_what_is_opened_is_what_is_saved(agencies: Agencies, drive, plain: Profile) -> None:
    save_group(agencies.us.ctx, "circle", [agencies.jp.id])
    us, page = page_of(agencies, drive, plain)
    settled(us, page)
    assert page.form.profile() == plain
    assert page.form.draft() == {}
    assert not page.save.isEnabled()


def test_an_edit_is_said_before_it_is_saved_and_versions_say_what_changed(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"))
    page.form.rules.base.setText("500 t")
    page.form.rules.min_holders.setText("3")
    settled(us, page)
    assert "Figures: Rounded to 50 t → Rounded to 500 t" in page.unsaved.words
    us.press(page.save)
    assert [one.version for one in profile_versions(agencies.us.ctx, "test")] == [1, 2]
    page.result.tabs.choose("was")
    assert "fewer than 3 holders" in page.result.changes.text()
    page.result.versions_table.selectRow(1)
    us.press(page.result.reopen)
    settled(us, page)
    assert page.form.profile() == agencies.us.profile("jp")
    us.press(page.save)
    assert len(profile_versions(agencies.us.ctx, "test")) == 3


def test_what_cannot_be_read_is_said_at_its_field_and_not_saved(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"))
    page.form.rules.base.setText("500 tons")
    settled(us, page)
    assert "no mass with its unit" in page.form.rules._fields["base"].problem
    assert not page.save.isEnabled()


def test_a_figure_can_be_tried(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp", delay_days=3, dates=DateStep.QUARTER))
    settled(us, page)
    page.result.figure.setText("1204.5 t")
    assert page.result.tried.text() == "It leaves as 1,175–1,225 t, as of 2026-09-30, from 2026-10-03 on."
    page.form.rules.telling.choose(Telling.BANDS)
    page.form.rules.edges.setText("100 t; 5000 t")
    settled(us, page)
    assert "100–5,000 t" in page.result.tried.text()


def test_another_profile_opens_only_after_the_changes_are_discarded(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"), agencies.us.profile("it", name="zeta"))
    page.form.rules.delay.setText("7")
    page.choice.choose("zeta")
    page._on_chosen()
    assert page.form.opened.name == "test"
    us.press(us.dialog(DecisionDialog).primary)
    assert page.form.profile().name == "zeta"


def test_what_was_not_saved_is_handed_over_and_comes_back(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"))
    assert is_drafting(page.form)
    page.form.rules.base.setText("5 to")
    settled(us, page)
    draft = page.form.draft()
    us.press(page.discard)
    assert page.form.draft() == {}
    assert us.window.view("disclosure").resume_draft(page.form.draft_key, draft)
    us.settle()
    assert page.form.rules.base.text() == "5 to"
    assert not us.window.view("disclosure").resume_draft("lot.new", {})


def test_taking_out_of_use_keeps_the_versions(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"))
    us.press(page.retire)
    us.press(us.dialog(DecisionDialog).primary)
    assert list_profiles(agencies.us.ctx) == []
    assert len(profile_versions(agencies.us.ctx, "test")) == 2


def test_differences_are_those_of_the_settings_in_the_order_of_the_rules() -> None:
    words = ProfileWords(load_catalogue(), CANADA, {}, {})
    plain = Profile("everything", audience=(), scope=("CO", "GA", "W"), group="circle")
    labels = [one.label for one in differences(plain, EVERYTHING, words)]
    every = [label for label, _ in words.facts(plain)]
    assert labels == [label for label in every if label in labels]
    assert set(every) - set(labels) == {"For", "Materials"}
    assert differences(EVERYTHING, EVERYTHING, words) == []


amounts = st.one_of(st.integers(1, 10**6).map(lambda n: n * T), st.integers(1, 10**6).map(lambda n: n * MG_PER_KG),
                    st.integers(1, 10**9))  # fmt: skip


@given(st.sampled_from(LOCALES), amounts, st.lists(amounts, min_size=1, max_size=4))
def test_a_mass_that_was_written_is_read_as_it_was(formats: Formats, mg: int, more: list[int]) -> None:
    assert masses.read_mass(formats, masses.mass_text(formats, mg)) == mg
    steps = tuple((one, mg) for one in more)
    assert masses.read_steps(formats, masses.steps_text(formats, steps)) == steps
    assert masses.read_edges(formats, masses.edges_text(formats, tuple(more))) == tuple(more)
    own = {"W": mg, "GA": 0}
    assert masses.read_own_bases(formats, masses.own_bases_text(formats, own)) == own
    assert masses.read_own_edges(formats, masses.own_edges_text(formats, {"W": tuple(more)})) == {"W": tuple(more)}


@pytest.mark.parametrize("text", ["", "500", "5 tons", "t", "five t", "5 t 6"])
def test_what_is_no_mass_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        masses.read_mass(CANADA, text)


def test_a_saved_profile_leads_on_to_a_release_by_it(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"))
    settled(us, page)
    us.press(page.use)
    view = us.window.view("release").prepare
    view.plan()
    us.settle()
    assert view.form.terms().base == agencies.us.profile("jp")
    assert view.preview.model.rowCount()


def test_a_draft_comes_back_into_a_window_that_was_just_opened(agencies: Agencies, drive) -> None:
    us, page = page_of(agencies, drive, agencies.us.profile("jp"))
    page.form.audience.partners[agencies.it.id].setChecked(True)
    page.form.rules.delay.setText("7")
    key, draft, wanted = page.form.draft_key, page.form.draft(), page.form.profile()
    save_group(agencies.us.ctx, "circle", [agencies.it.id])
    us.window.close()
    agencies.us.reopen()
    again = drive(agencies.us.ctx)
    again.window.go("disclosure")
    view = again.window.view("disclosure")
    assert view.resume_draft(key, draft)  # before anything was read
    again.settle()
    assert view.profiles.form.profile() == wanted
    view.profiles.follow()
    assert "Not saved yet" in view.profiles.unsaved.words
    again.settle()
