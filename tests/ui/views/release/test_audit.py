"""The audit of a release: who could work out what, from which facts, what helps, and that it then may leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stockpile_client.core.lots import HolderClass
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import Measure, PositionKey
from stockpile_client.disclosure.rules.coarsen import FormDetail
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.disclosure_record import list_profiles, save_profile
from stockpile_client.services.inference_findings import AuditFinding, CoalitionWarning, PartnerAudit, ReleaseAudit
from stockpile_client.storage import lots
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.release.audit_rows import audit_rows, partner_lines
from tests.services.agencies import AS_OF, Agencies, Desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTAINED = (Measure.CONTAINED,)
FINDING = AuditFinding(
    PositionKey("W", "metal", "", "country:US", "", "contained"),
    "W",
    5,
    Interval(4, 6),
    Interval(3, 9),
    ("a", "b"),
    True,
)


def one_company(desk: Desk) -> None:
    """The tungsten powder is all in the hands of a single company: its metal is kept back."""
    powder = next(lot for lot in lots.every(desk.db) if lot.form == "W-PWD")
    lots.correct(desk.db, replace(powder, holder_class=HolderClass.MANDATED_INDUSTRY, holder="A company"))


def planned(agencies: Agencies, drive, *audience: str):
    """The release form, filled from a profile that keeps that company's metal back, and its audit opened."""
    one_company(agencies.us)
    agencies.us.release("jp", rounding=0, measures=CONTAINED, forms=FormDetail.ALL)
    profile = agencies.us.profile(*audience, rounding=0, measures=CONTAINED, protection=Protection(min_holders=3))
    save_profile(agencies.us.ctx, profile)
    us = drive(agencies.us.ctx)
    view = us.go("release").prepare
    view.form.load(view.form._profiles[0])
    view.form.set_day(AS_OF)
    view.plan()
    us.settle()
    us.press(view.preview.audit)
    return us, view


def test_an_empty_form_has_nothing_to_audit(agencies: Agencies, drive) -> None:
    assert not drive(agencies.us.ctx).go("release").prepare.preview.audit.isEnabled()


def test_what_a_partner_could_work_out_stands_with_its_reasons_and_its_remedy(agencies: Agencies, drive) -> None:
    us, view = planned(agencies, drive, "jp", "it")
    page = view.audit
    assert page.isVisible()
    assert "stops the release" in page.notice.words
    assert "JP: does not pass" in page.notice.words
    assert "IT: passes" in page.notice.words
    first = page.model.row(0)
    assert (first.who, first.status, first.derived.is_point) == ("JP", Status.DANGER, True)
    assert "statement 1 as of" in page.facts.text
    assert "Must stay open" in page.facts.text
    assert "Round to 100 t as well: Tungsten (W)" in page.facts.text
    us.press(page.back)
    assert view.preview.isVisible()
    assert not view.preview.release.isEnabled()


def test_withholding_what_the_remedy_names_lets_the_statement_leave(agencies: Agencies, drive) -> None:
    us, view = planned(agencies, drive, "jp", "it")
    us.press(view.audit.remedy)
    assert "JP: passes" in view.audit.notice.words  # planned and audited again at once; nothing is saved
    assert list_profiles(agencies.us.ctx) == [view.form._profiles[0]]
    assert not view.audit.remedy.isVisible()
    us.press(view.audit.back)
    assert view.preview.findings.errors.words == ""
    assert view.preview.release.isEnabled()
    view.form.load(view.form._profiles[0])
    view.plan()
    us.settle()
    assert not view.preview.release.isEnabled()  # filled anew, the form says what the profile says


def test_what_two_know_together_is_a_warning_and_does_not_stop(agencies: Agencies, drive) -> None:
    _us, view = planned(agencies, drive, "it")
    row = view.audit.model.row(0)
    assert (row.standing, row.status) == ("two together", Status.CAUTION)
    assert "JP" in row.who
    assert "IT" in row.who
    assert "may leave" in view.audit.notice.words
    assert view.preview.release.isEnabled()


def test_nothing_kept_back_is_nothing_to_work_out(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    save_profile(agencies.us.ctx, agencies.us.profile("jp"))
    view = us.go("release").prepare
    view.refresh()
    us.settle()
    view.form.load(view.form._profiles[0])
    view.plan()
    us.settle()
    us.press(view.preview.audit)
    assert "nothing to work out" in view.audit.notice.words
    assert view.audit.states.state == "Nothing was found"


def test_what_stops_comes_first_and_what_is_known_already_does_not_stop() -> None:
    known = replace(FINDING, already=True)
    partners = (PartnerAudit("IT", "i", (known,)), PartnerAudit("JP", "j", (FINDING,), remedy=None))
    audit = ReleaseAudit(partners, (CoalitionWarning(("IT", "JP"), known),), protected=1)
    rows = audit_rows(audit, load_catalogue())
    assert [row.standing for row in rows] == ["stops the release", "known already", "two together"]
    assert "does not help" in rows[0].remedy[0]
    assert partner_lines(audit) == ["IT: passes; 1 it knows already", "JP: does not pass"]


def test_contradicting_facts_are_said_and_stop() -> None:
    audit = ReleaseAudit((PartnerAudit("JP", "j", contradictions=(("a", "b"),)),), protected=1)
    (row,) = audit_rows(audit, load_catalogue())
    assert (row.status, row.chain) == (Status.DANGER, ("a", "b"))
    assert not audit.passes


def test_a_finding_that_needs_what_a_company_knows_says_so_and_names_whose_part_it_is() -> None:
    insider = replace(FINDING, insider="borealis", words="tungsten, metal, United States: the part of acme")
    (row,) = audit_rows(ReleaseAudit((PartnerAudit("JP", "jp", (insider,)),)), load_catalogue())
    assert "what borealis knows of its own stock" in row.meaning
    assert row.value.endswith("the part of acme")
