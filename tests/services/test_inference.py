"""Inference: what partners could work out stops a release, names its reasons, and says what would help."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from stockpile_client.core.encumbrances import Encumbrance, EncumbranceKind
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import HolderClass, Lot
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_KG, MG_PER_TONNE, Interval, WithheldReason
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.rules.coarsen import FormDetail
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.services.inference import AuditDesk, with_remedy
from stockpile_client.services.inference_promises import doubt
from stockpile_client.services.ledger import post_movement
from stockpile_client.services.partners import partner_row
from stockpile_client.services.public_facts import PublicFact, add_public_fact, list_public_facts
from stockpile_client.services.release import ReleasePlan, apply_release, plan_release
from stockpile_client.storage import encumbrances, lots
from tests.services.agencies import AS_OF, Agencies, Desk

LATER = AS_OF + timedelta(days=31)
CONTAINED = (Measure.CONTAINED,)


def planned(
    desk: Desk, *audience: str, as_of: date = AS_OF, audit: AuditDesk | None = None, **fields: Any
) -> ReleasePlan:
    """Exact content, unless said otherwise."""
    profile = desk.profile(*audience, **{"rounding": 0, "measures": CONTAINED, **fields})
    return plan_release(desk.ctx, profile=profile, as_of=as_of, desk=audit)


def codes(plan: ReleasePlan) -> set[str]:
    return {check.code for check in plan.checks} & {
        "E_INFERENCE", "W_INFERENCE_KNOWN", "W_COALITION", "W_DIFFERENCE",
    }  # fmt: skip


def told_in_total(desk: Desk, *audience: str) -> None:
    """The whole of W in one exact figure."""
    desk.release(*audience, rounding=0, measures=CONTAINED, forms=FormDetail.ALL)


def by_group(desk: Desk, *audience: str, **fields: Any) -> ReleasePlan:
    """W by form group, with the one company's metal kept back."""
    return planned(desk, *audience, protection=Protection(min_holders=3), **fields)


@pytest.fixture
def us(agencies: Agencies) -> Desk:
    """Our side, with the tungsten powder in the hands of a single company."""
    desk = agencies.us
    powder = powder_lot(desk)
    lots.correct(desk.db, replace(powder, holder_class=HolderClass.MANDATED_INDUSTRY, holder="A company"))
    return desk


def hold(desk: Desk, form: str, company: str) -> None:
    """Every lot of a form is in the hands of one company."""
    for lot in [lot for lot in lots.every(desk.db) if lot.form == form]:
        lots.correct(desk.db, replace(lot, holder_class=HolderClass.MANDATED_INDUSTRY, holder=company))


def powder_lot(desk: Desk) -> Lot:
    return next(lot for lot in lots.every(desk.db) if lot.form == "W-PWD")


def deliver(desk: Desk, tonnes: int, counterparty: str) -> None:
    desk.agencies.clock.advance(days=1)
    mg, day = -tonnes * MG_PER_TONNE, desk.ctx.today()
    post_movement(
        desk.ctx, powder_lot(desk).id, kind=MovementKind.SALE, effective=day, gross=mg, contained=mg,
        counterparty=counterparty,
    )  # fmt: skip


def short_name(desk: Desk, key: str) -> str:
    return partner_row(desk.ctx, desk.agencies.ids[key]).short_name


def test_with_nothing_protected_there_is_nothing_to_find(us: Desk) -> None:
    told_in_total(us, "jp")
    plan = planned(us, "jp", "it")
    audit = AuditDesk().audit(us.ctx, plan)
    assert not codes(plan)
    assert (audit.protected, audit.solved, audit.passes) == (0, 0, True)


def test_a_value_that_is_kept_back_and_follows_from_nothing_passes(us: Desk) -> None:
    plan = by_group(us, "jp")
    audit = AuditDesk().audit(us.ctx, plan)
    assert not codes(plan)
    assert audit.protected == 1


def test_what_follows_from_a_total_that_a_partner_holds_stops_the_release_and_names_the_chain(us: Desk) -> None:
    told_in_total(us, "jp")
    plan = by_group(us, "jp", "it")
    assert codes(plan) == {"E_INFERENCE"}
    with pytest.raises(InputError) as refused:
        apply_release(us.ctx, plan, folder=us.agencies.post)
    assert refused.value.code == "E_RELEASE"
    italy, japan = sorted(AuditDesk().audit(us.ctx, plan).partners, key=lambda one: one.agency == us.agencies.ids["jp"])
    assert italy.passes
    (finding,) = japan.findings
    assert finding.words == "tungsten, metal, United States"
    assert finding.interval == Interval(finding.own, finding.own)
    assert finding.proved
    assert not finding.already
    assert any(
        step.startswith("statement 1 as of 2026-09-30: tungsten, all forms, United States = ") for step in finding.chain
    )
    assert sum(step.startswith("this statement: tungsten, ") for step in finding.chain) == 2
    (error,) = [check for check in plan.errors if check.code == "E_INFERENCE"]
    assert error.subject == "W"
    assert "statement 1" in error.message


def test_the_remedy_applied_makes_it_pass(us: Desk) -> None:
    told_in_total(us, "jp")
    plan = by_group(us, "jp", "it")
    audit = AuditDesk().audit(us.ctx, plan)
    (words,) = [words for one in audit.partners for words in one.remedy or ()]
    assert words.startswith(("withhold tungsten, ", "round tungsten, "))
    better = plan_release(us.ctx, profile=with_remedy(plan.profile, audit), as_of=AS_OF)
    assert not [check for check in better.checks if check.code == "E_INFERENCE"]
    assert apply_release(us.ctx, better, folder=us.agencies.post).file.seq == 1


def test_a_total_over_all_places_and_a_table_by_place_are_laid_together(us: Desk) -> None:
    us.release("jp", rounding=0, measures=CONTAINED, forms=FormDetail.ALL, places=False)
    plan = by_group(us, "jp", "it")
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[[*plan.agencies].index(us.agencies.ids["jp"])].findings
    assert any("tungsten, all forms, everywhere" in step for step in finding.chain)


def test_telling_the_same_day_anew_in_another_way_is_caught(us: Desk) -> None:
    told_in_total(us, "jp")
    assert codes(by_group(us, "jp")) == {"E_INFERENCE"}


def test_a_later_statement_is_held_against_the_earlier_one_where_nothing_moved(us: Desk) -> None:
    told_in_total(us, "jp")
    us.agencies.clock.advance(days=31)
    plan = by_group(us, "jp", as_of=LATER)
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[0].findings
    assert any("no movement between 2026-09-30" in step for step in finding.chain)


def test_the_difference_of_two_periods_around_a_delivery_that_the_partner_knows_is_caught(us: Desk) -> None:
    told_in_total(us, "jp")
    deliver(us, 20, short_name(us, "jp"))
    us.agencies.clock.advance(days=30)
    plan = by_group(us, "jp", as_of=LATER)
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[0].findings
    assert finding.interval.is_point
    assert any("its own sale of 20 t" in step for step in finding.chain)


def test_a_delivery_to_somebody_else_leaves_the_partner_in_doubt(us: Desk) -> None:
    told_in_total(us, "jp")
    deliver(us, 20, "somebody else")
    us.agencies.clock.advance(days=30)
    assert not codes(by_group(us, "jp", as_of=LATER))


def test_two_rounded_figures_around_a_known_delivery_are_warned_of(us: Desk) -> None:
    us.release("jp", measures=CONTAINED)
    deliver(us, 35, short_name(us, "jp"))
    us.agencies.clock.advance(days=30)
    plan = planned(us, "jp", as_of=LATER, rounding=50 * MG_PER_TONNE)
    assert codes(plan) == {"W_DIFFERENCE"}
    assert not plan.errors


def test_what_two_partners_know_together_is_a_warning_only(us: Desk) -> None:
    told_in_total(us, "jp")
    plan = by_group(us, "it")
    assert codes(plan) == {"W_COALITION"}
    assert not plan.errors
    (warning,) = AuditDesk().audit(us.ctx, plan).coalitions
    assert set(warning.partners) == {short_name(us, "jp"), short_name(us, "it")}
    assert warning.finding.interval.is_point


def test_a_published_figure_narrows(us: Desk) -> None:
    total = sum(line.own for line in planned(us, "jp").preview.lines)
    fact = PublicFact("W", "all", "", AS_OF, total - MG_PER_TONNE, total + MG_PER_TONNE, "annual report")
    add_public_fact(us.ctx, fact)
    assert list_public_facts(us.ctx, material="W") == [fact]
    (finding,) = AuditDesk().audit(us.ctx, by_group(us, "jp")).partners[0].findings
    assert finding.interval == Interval(finding.own - MG_PER_TONNE, finding.own + MG_PER_TONNE)
    assert any("annual report" in step for step in finding.chain)


def test_a_published_figure_wide_enough_leaves_the_doubt_as_it_is(us: Desk) -> None:
    add_public_fact(us.ctx, PublicFact("W", "all", "", AS_OF, 0, 10_000 * MG_PER_TONNE, "press"))
    assert not codes(by_group(us, "jp"))


@pytest.mark.parametrize(
    "fact",
    [
        PublicFact("W", "no group", "", AS_OF, 0, 1, "press"),
        PublicFact("W", "all", "nowhere", AS_OF, 0, 1, "press"),
        PublicFact("W", "all", "", AS_OF, 2, 1, "press"),
        PublicFact("W", "all", "", AS_OF + timedelta(days=365), 0, 1, "press"),
        PublicFact("W", "all", "", AS_OF, 0, 1, " "),
    ],
)
def test_a_published_figure_that_says_nothing_clear_is_refused(us: Desk, fact: PublicFact) -> None:
    with pytest.raises(InputError):
        add_public_fact(us.ctx, fact)
    assert not list_public_facts(us.ctx)


def test_withholding_what_was_told_before_warns_and_does_not_stop(us: Desk) -> None:
    told_in_total(us, "jp")
    us.agencies.clock.advance(days=31)
    plan = planned(us, "jp", as_of=LATER, withhold={"W": WithheldReason.DEFENCE})
    assert codes(plan) == {"W_INFERENCE_KNOWN"}
    assert not plan.errors
    assert AuditDesk().audit(us.ctx, plan).partners[0].remedy == ()


def test_what_an_earlier_statement_kept_back_is_not_given_away_by_the_next(us: Desk) -> None:
    us.release("jp", rounding=0, measures=CONTAINED, protection=Protection(min_holders=3))
    us.agencies.clock.advance(days=31)
    plan = planned(us, "jp", as_of=LATER, forms=FormDetail.ALL)
    assert codes(plan) == {"E_INFERENCE"}
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[0].findings
    assert finding.words == "tungsten, metal, United States as of 2026-09-30"


def test_telling_a_value_that_was_kept_back_is_a_decision_and_no_leak(us: Desk) -> None:
    us.release("jp", rounding=0, measures=CONTAINED, protection=Protection(min_holders=3))
    us.agencies.clock.advance(days=31)
    assert not codes(planned(us, "jp", as_of=LATER))


def test_a_desk_that_is_kept_solves_again_only_what_changed_and_notices_new_records(us: Desk) -> None:
    told_in_total(us, "jp")
    desk = AuditDesk()
    plan = by_group(us, "jp", "it", audit=desk)
    assert desk.audit(us.ctx, plan, remedies=False).solved == 0
    rounded = by_group(us, "jp", "it", rounding=50 * MG_PER_TONNE)
    assert desk.audit(us.ctx, rounded, remedies=False).solved > 0
    assert desk.audit(us.ctx, plan, remedies=False).solved == 0
    add_public_fact(us.ctx, PublicFact("W", "metal", "", AS_OF, 0, 1_000 * MG_PER_TONNE, "press"))
    assert desk.audit(us.ctx, plan, remedies=False).solved > 0


def test_a_company_that_reads_along_must_not_work_out_another_one(us: Desk) -> None:
    """Two companies, alone in a withheld cell each: the total leaves the partner in doubt, and gives each the other."""
    hold(us, "W-FEW75", "B company")
    told_in_total(us, "jp")
    plan = by_group(us, "jp")
    (partner,) = AuditDesk().audit(us.ctx, plan).partners
    assert codes(plan) == {"E_INFERENCE"}
    assert {finding.insider for finding in partner.findings} == {"a company", "b company"}
    assert all(finding.interval.is_point and finding.proved for finding in partner.findings)
    assert any("the part of a company" in finding.words for finding in partner.findings)
    better = plan_release(us.ctx, profile=with_remedy(plan.profile, AuditDesk().audit(us.ctx, plan)), as_of=AS_OF)
    assert not [check for check in better.checks if check.code == "E_INFERENCE"]


def test_companies_are_kept_from_each_other_in_every_measure_that_leaves(us: Desk) -> None:
    hold(us, "W-FEW75", "B company")
    fields = {"measures": (Measure.USABLE,), "availability": False}
    us.release("jp", rounding=0, forms=FormDetail.ALL, **fields)
    (partner,) = AuditDesk().audit(us.ctx, by_group(us, "jp", **fields)).partners
    assert {finding.insider for finding in partner.findings} == {"a company", "b company"}


def test_the_margin_of_a_company_is_that_of_the_rule_where_it_is_more_than_a_fifth(us: Desk) -> None:
    told_in_total(us, "jp")
    plan = planned(us, "jp", protection=Protection(largest=1, dominance=40))
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[0].findings
    assert finding.required.high == -(-100 * finding.own // 40)


def test_every_statement_that_kept_a_value_back_is_held_to_and_not_only_the_last(us: Desk) -> None:
    us.release("jp", rounding=0, measures=CONTAINED, protection=Protection(min_holders=3))
    us.agencies.clock.advance(days=31)
    us.release("jp", scope=("CO",), as_of=LATER)
    us.agencies.clock.advance(days=31)
    plan = planned(us, "jp", as_of=LATER + timedelta(days=30), forms=FormDetail.ALL)
    assert codes(plan) == {"E_INFERENCE"}
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[0].findings
    assert finding.words.endswith("as of 2026-09-30")


def test_what_was_told_since_it_was_kept_back_is_promised_no_more(us: Desk) -> None:
    us.release("jp", rounding=0, measures=CONTAINED, protection=Protection(min_holders=3))
    us.agencies.clock.advance(days=31)
    us.release("jp", rounding=0, measures=CONTAINED, as_of=LATER)
    us.agencies.clock.advance(days=31)
    assert not codes(planned(us, "jp", as_of=LATER + timedelta(days=30), forms=FormDetail.ALL))


def test_usable_stock_carries_over_where_nothing_moved_and_no_claim_came_or_went(us: Desk) -> None:
    usable = (Measure.USABLE,)
    us.release("jp", rounding=0, measures=usable, forms=FormDetail.ALL, availability=False)
    us.agencies.clock.advance(days=31)
    fields = {"as_of": LATER, "measures": usable, "availability": False}
    (finding,) = AuditDesk().audit(us.ctx, by_group(us, "jp", **fields)).partners[0].findings
    assert finding.interval.is_point
    assert "usable stock" in finding.words
    claim = Encumbrance(
        "c" * 32, EncumbranceKind.PLEDGE, "W", powder_lot(us).id, 5 * MG_PER_TONNE, AS_OF + timedelta(days=3)
    )
    encumbrances.put(us.db, claim)
    assert not codes(by_group(us, "jp", **fields))


def test_usable_stock_of_a_lot_that_came_to_its_rotate_by_date_meanwhile_does_not_carry_over(us: Desk) -> None:
    lots.correct(us.db, replace(powder_lot(us), rotate_by=AS_OF + timedelta(days=3)))
    fields = {"measures": (Measure.USABLE,), "availability": False}
    us.release("jp", rounding=0, forms=FormDetail.ALL, **fields)
    us.agencies.clock.advance(days=31)
    assert not codes(by_group(us, "jp", as_of=LATER, **fields))


def test_a_content_that_is_kept_back_follows_from_the_reference_mass_that_was_told(us: Desk) -> None:
    us.release("jp", rounding=0, measures=(Measure.REFERENCE,), forms=FormDetail.ALL, places=False)
    plan = planned(us, "jp", withhold={"W": WithheldReason.DEFENCE})
    (finding,) = AuditDesk().audit(us.ctx, plan).partners[0].findings
    assert finding.already
    assert finding.interval.high is not None
    assert finding.interval.low <= finding.own <= finding.interval.high
    assert finding.interval.high - finding.interval.low < finding.own // 100
    assert any("reference" in step for step in finding.chain)


def test_a_small_stock_stays_in_doubt_by_half_and_none_at_all_by_a_kilogram() -> None:
    assert doubt(100 * MG_PER_TONNE) == (20, MG_PER_TONNE)
    assert doubt(100 * MG_PER_KG) == (20, 50 * MG_PER_KG)
    assert doubt(0) == (20, MG_PER_KG)
