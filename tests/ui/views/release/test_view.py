"""The release form and its live preview."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.checks import Check, Severity
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.disclosure import save_group
from stockpile_client.services.disclosure_record import save_profile
from stockpile_client.services.partners import suspend_partner
from stockpile_client.ui.views.release.findings import finding_lines
from stockpile_client.ui.views.release.terms import REPORT, Said, Says, Terms, choices, rounding_bases, said_by
from tests.services.agencies import Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
NIL = Said(Says.NIL)


def plan(driver, view) -> None:
    view.plan()
    driver.settle()


def test_an_empty_form_lets_nothing_leave_and_says_what_to_do(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("release").prepare
    assert view.preview.states.state == "Nothing would leave"
    assert not view.preview.release.isEnabled()


def test_nobody_is_nobody(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.materials.say(["W"], REPORT)
    plan(us, view)
    assert "means nobody" in view.preview.findings.errors.words
    assert not view.preview.release.isEnabled()


def test_a_suspended_partner_stops_the_release(agencies: Agencies, drive) -> None:
    suspend_partner(agencies.us.ctx, agencies.jp.id, reason="pause")
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.partners[agencies.jp.id].setChecked(True)
    view.form.materials.say(["W"], REPORT)
    plan(us, view)
    assert "not verified" in view.preview.findings.errors.words
    assert not view.preview.release.isEnabled()


def test_of_what_is_not_held_a_person_says_nil_or_not_compiled(agencies: Agencies, drive) -> None:
    save_profile(agencies.us.ctx, agencies.us.profile("jp", scope=("W", "HE")))
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.load(view.form._profiles[0])
    plan(us, view)
    assert "Nothing is said about the material" in view.preview.findings.errors.words
    view.form.materials.say(["HE"], REPORT)
    plan(us, view)
    assert view.preview.findings.errors.words
    view.form.materials.say(["HE"], NIL)
    plan(us, view)
    assert view.preview.findings.errors.words == ""
    assert view.preview.release.isEnabled()


def test_of_what_is_held_nobody_can_say_nil(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("release").prepare
    view.form.materials.say(["W"], NIL)
    assert "W" not in view.form.materials.said


def test_one_choice_goes_for_all_that_is_selected(agencies: Agencies, drive) -> None:
    view = drive(agencies.us.ctx).go("release").prepare
    materials = view.form.materials
    materials.table.selectAll()
    materials.choice.setCurrentIndex(materials._offered.index(REPORT))
    materials.choice.activated.emit(materials.choice.currentIndex())
    assert set(materials.said) == {row.code for row in materials._rows if row.in_stock}
    assert materials.table.selected_count() == len(materials.said)


def test_a_change_since_the_last_statement_is_marked(agencies: Agencies, drive) -> None:
    agencies.us.release("jp", scope=("W", "CO"))
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.partners[agencies.jp.id].setChecked(True)
    view.form.materials.say(["W"], REPORT)
    plan(us, view)
    changes = {str(row.change) for row in (view.preview.model.row(n) for n in range(view.preview.model.rowCount()))}
    assert changes == {"changed", "gone"}  # W exact instead of rounded, CO no longer stated


def test_what_a_saved_profile_says_comes_back_from_the_form(agencies: Agencies, drive) -> None:
    profile = agencies.us.profile(
        "jp", scope=("CO", "GA", "W"), withhold={"GA": WithheldReason.DEFENCE}, rounding=7 * MG_PER_TONNE,
        marking="TLP:GREEN", delay_days=3, availability=False,
    )  # fmt: skip
    save_profile(agencies.us.ctx, profile)
    view = drive(agencies.us.ctx).go("release").prepare
    view.form.load(view.form._profiles[0])
    assert view.form.terms().profile() == profile


codes = st.sampled_from(["W", "CO", "NI", "GA", "HE"])


@given(
    said=st.dictionaries(codes, st.sampled_from([*choices(in_stock=True), *choices(in_stock=False)])),
    rounding=st.sampled_from(rounding_bases(0)),
)
def test_what_is_withheld_is_in_scope_and_nothing_is_said_twice(said, rounding) -> None:
    terms = Terms(name="x", audience=("a",), said=said, rounding=rounding)
    profile = terms.profile()
    assert set(profile.withhold) <= set(profile.scope)
    assert set(terms.of(Says.NIL)).isdisjoint(profile.withhold)
    assert not set(terms.of(Says.NOTHING)) & set(profile.scope)
    again = said_by(profile)
    assert {code for code, one in again.items() if one.says is Says.WITHHELD} == set(profile.withhold)


def test_a_form_without_measures_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="at least one measure"):
        Terms(name="x", measures=()).profile()


def test_ticking_a_partner_takes_the_place_of_a_group() -> None:
    base = Profile("g", audience=(), scope=("W",), group="Allies")
    assert Terms(base=base, name="g", said={"W": REPORT}).profile().group == "Allies"
    ticked = replace(Terms(base=base, name="g", said={"W": REPORT}), audience=("a",)).profile()
    assert (ticked.group, ticked.audience) == ("", ("a",))


def test_findings_of_one_kind_share_a_line() -> None:
    checks = [Check(Severity.WARNING, "W_CHANGE", code, "It changed.") for code in ("W", "CO", "W")]
    checks += [Check(Severity.WARNING, "W_FINER", code, f"Told more finely: {n} kg.") for n, code in enumerate("ABC")]
    assert finding_lines(checks) == ["W, CO: It changed.", "A: Told more finely: 0 kg. · and 2 more of this kind"]


def test_bands_and_steps_of_a_profile_stay_until_another_rounding_is_chosen(agencies: Agencies, drive) -> None:
    profile = agencies.us.profile("jp", rounding=0, edges=(100 * MG_PER_TONNE, 5000 * MG_PER_TONNE))
    save_profile(agencies.us.ctx, profile)
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.load(view.form._profiles[0])
    assert view.form.rounding.currentText() == "as the profile says"
    assert view.form.terms().profile() == profile
    view.form.rounding.choose(50 * MG_PER_TONNE)
    told = view.form.terms().profile()
    assert (told.rounding, told.edges) == (50 * MG_PER_TONNE, ())


def test_who_a_group_stands_for_is_said_where_nobody_is_ticked(agencies: Agencies, drive) -> None:
    save_group(agencies.us.ctx, "circle", [agencies.jp.id, agencies.it.id])
    save_profile(agencies.us.ctx, replace(agencies.us.profile(), group="circle"))
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.load(view.form._profiles[0])
    plan(us, view)
    assert view.form.circle.text() in ("circle: JP, IT, unless somebody is ticked",
                                       "circle: IT, JP, unless somebody is ticked")  # fmt: skip
    view.form.partners[agencies.jp.id].setChecked(True)
    plan(us, view)
    assert not view.form.circle.isVisible()
