"""Releasing a statement: what stops it, what warns, and that what leaves is what was shown."""

from datetime import date
from typing import Any

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, Rounded, Withheld, WithheldReason
from stockpile_client.services.accept import accept, plan_accept
from stockpile_client.services.disclosure_record import list_disclosed, received_statement
from stockpile_client.services.partners import suspend_partner
from stockpile_client.services.received import list_received
from stockpile_client.services.release import ReleasePlan, apply_release, plan_release
from stockpile_client.storage import positions, statements
from tests.services.agencies import AS_OF, Agencies, Desk

STEP = 50 * MG_PER_TONNE


def planned(desk: Desk, *audience: str, as_of: date = AS_OF, **fields: Any) -> ReleasePlan:
    said = {name: fields.pop(name) for name in ("nil", "not_compiled", "note", "title") if name in fields}
    return plan_release(desk.ctx, profile=desk.profile(*audience, **fields), as_of=as_of, **said)


def errors_of(plan: ReleasePlan) -> set[str]:
    return {check.code for check in plan.errors}


def warnings_of(plan: ReleasePlan) -> set[str]:
    return {check.code for check in plan.warnings}


def refused(desk: Desk, plan: ReleasePlan) -> str:
    before = desk.dump()
    with pytest.raises(InputError) as error:
        apply_release(desk.ctx, plan, folder=desk.agencies.post)
    assert desk.dump() == before
    assert not list(desk.agencies.post.iterdir())
    return error.value.code


def test_planning_writes_nothing(agencies: Agencies) -> None:
    before = agencies.us.dump()
    assert planned(agencies.us, "jp").preview.lines
    assert agencies.us.dump() == before


def test_an_empty_audience_means_nobody(agencies: Agencies) -> None:
    plan = planned(agencies.us)
    assert "E_AUDIENCE" in errors_of(plan)
    assert refused(agencies.us, plan) == "E_RELEASE"


def test_a_partner_that_may_not_be_sent_to_stops_the_release_also_after_the_plan(agencies: Agencies) -> None:
    us = agencies.us
    early = planned(us, "jp", "it")
    suspend_partner(us.ctx, agencies.it.id, reason="stick lost")
    assert refused(us, early) == "E_PARTNER_NOT_VERIFIED"
    late = planned(us, "jp", "it")
    assert errors_of(late) == {"E_PARTNER_NOT_VERIFIED"}
    assert refused(us, late) == "E_RELEASE"


def test_a_material_in_scope_is_reported_nil_withheld_or_not_compiled_and_one_of_them(agencies: Agencies) -> None:
    us = agencies.us
    held = {row.material for row in _holdings(us)}
    absent = next(code for code in us.ctx.catalogue.materials if code not in held)
    scope = ("W", absent)
    assert errors_of(planned(us, "jp", scope=scope)) == {"E_UNREPORTED"}
    assert not errors_of(planned(us, "jp", scope=scope, nil=(absent,)))
    assert not errors_of(planned(us, "jp", scope=scope, not_compiled=(absent,)))
    assert not errors_of(planned(us, "jp", scope=scope, withhold={absent: WithheldReason.DEFENCE}))
    assert errors_of(planned(us, "jp", scope=scope, nil=(absent,), not_compiled=(absent,))) == {"E_SAID_TWICE"}
    assert "E_SAID_TWICE" in errors_of(planned(us, "jp", nil=("W",)))
    with pytest.raises(InputError):
        planned(us, "jp", scope=("W", "NOTHING"))


def _holdings(desk: Desk) -> Any:
    from stockpile_client.services.holdings import list_holdings

    return list_holdings(desk.ctx).rows


def test_a_withheld_material_is_named_with_its_reason_and_without_a_figure(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp", scope=("W", "CO"), withhold={"CO": WithheldReason.DEFENCE}))
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    statement, told = received
    assert statement.header.withheld == {"CO": WithheldReason.DEFENCE}
    cobalt = {position.quantity for position in told if position.key.material == "CO"}
    assert cobalt == {Withheld(WithheldReason.DEFENCE)}


def test_figures_leave_rounded_and_never_exact(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    plan = planned(us, "jp", scope=("W", "CO"))
    jp.take(apply_release(us.ctx, plan, folder=agencies.post).file.path)
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    for position in received[1]:
        assert isinstance(position.quantity, Rounded)
        assert position.quantity.base == STEP
        assert position.quantity.mg % STEP == 0


def test_what_was_shown_is_what_arrives_and_what_the_record_says(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    plan = planned(us, "jp", scope=("W", "CO"), note="first of its kind", title="Third quarter")
    path = apply_release(us.ctx, plan, folder=agencies.post).file.path
    jp.take(path)
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    statement, told = received
    assert statement.header == plan.header
    assert list(told) == plan.preview.positions
    recorded = [one.position for one in list_disclosed(us.ctx, partner=jp.id)]
    assert sorted(recorded, key=lambda one: one.key) == plan.preview.positions
    assert list_disclosed(us.ctx, partner=agencies.it.id) == []


def test_stock_that_moved_after_the_plan_does_not_change_what_was_shown(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    plan = planned(us, "jp")
    us.stock("jp")
    jp.take(apply_release(us.ctx, plan, folder=agencies.post).file.path)
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    assert list(received[1]) == plan.preview.positions


def test_a_change_of_more_than_a_quarter_is_warned_of(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp")
    assert not [check for check in planned(us, "jp").warnings if check.code == "W_CHANGE"]
    us.stock("jp")
    plan = planned(us, "jp")
    warned = {check.code for check in plan.warnings}
    assert "W_CHANGE" in warned
    assert plan.changes


def test_a_second_statement_of_the_day_supersedes_the_first_and_another_day_does_not(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    for as_of in (date(2026, 8, 31), AS_OF, AS_OF):
        jp.take(us.release("jp", as_of=as_of))
    in_force = [(one.header.as_of, one.seq) for one in list_received(jp.ctx) if one.in_force]
    assert in_force == [(AS_OF, 3)]
    stored = {one.bundle: one for one in statements.every(jp.db, agency=us.id)}
    superseded = {one.supersedes for one in stored.values()} - {None}
    assert len(superseded) == 1
    assert [one.header.as_of for one in stored.values() if one.id in superseded] == [AS_OF]


def test_a_plan_is_released_once_and_not_over_a_newer_statement(agencies: Agencies) -> None:
    us = agencies.us
    one, two = planned(us, "jp"), planned(us, "jp", scope=("W", "CO"))
    apply_release(us.ctx, one, folder=agencies.post)
    before = us.dump()
    for outdated in (one, two):
        with pytest.raises(InputError) as error:
            apply_release(us.ctx, outdated, folder=agencies.post)
        assert error.value.code == "E_PLAN_OUTDATED"
    assert us.dump() == before
    assert len(list(agencies.post.iterdir())) == 1


def test_a_profile_that_changed_its_audience_starts_a_channel_and_compares_with_nothing(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp")
    assert planned(us, "jp").previous is not None
    assert planned(us, "jp", "it").previous is None


def test_our_own_statement_counts_as_ours_and_not_as_received(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    plan = plan_accept(jp.ctx, us.release("jp"))
    accept(jp.ctx, plan)
    assert list_received(us.ctx) == []
    own = statements.every(us.db, agency=us.id)
    assert [positions.count(us.db, one.row) for one in own] == [plan.positions]


def test_the_same_statement_written_a_second_time_is_warned_of(agencies: Agencies) -> None:
    us = agencies.us
    assert "W_SAME" not in warnings_of(planned(us, "jp"))
    us.release("jp")
    assert "W_SAME" in warnings_of(planned(us, "jp"))
    assert "W_SAME" not in warnings_of(planned(us, "jp", rounding=0))
    assert "W_SAME" not in warnings_of(planned(us, "jp", as_of=date(2026, 10, 1)))
    assert "W_SAME" not in warnings_of(planned(us, "it"))


def test_of_a_day_before_the_books_begin_nothing_is_said_by_itself(agencies: Agencies) -> None:
    long_ago = date(1990, 1, 1)
    plan = planned(agencies.us, "jp", as_of=long_ago)
    assert (plan.preview.lines, errors_of(plan)) == ((), {"E_UNREPORTED"})
    said = planned(agencies.us, "jp", as_of=long_ago, nil=("W",))
    assert (errors_of(said), warnings_of(said)) == (set(), {"W_BEFORE_BOOKS"})
    assert warnings_of(planned(agencies.us, "jp", as_of=long_ago, not_compiled=("W",))) == set()
