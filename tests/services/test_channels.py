"""Channels from both ends: gaps, late post, jumps, forks, what is overdue, and the way out of each."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.bundle.opening import Notice
from stockpile_client.bundle.sealing import statement_content
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.core.statements import StatementHeader
from stockpile_client.services.accept import accept, plan_accept
from stockpile_client.services.answer import request_data, start_new_channel
from stockpile_client.services.disclosure_record import received_statement, save_agreement
from stockpile_client.services.dispatch import Letterhead, dispatch
from stockpile_client.services.history import SHOWN_MISSING, ChannelRow, list_bundles, list_channels
from stockpile_client.storage import audit
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.partners import Agreement
from tests.bundle.forge import line, statement_files
from tests.services.agencies import AS_OF, Agencies, Desk
from tests.services.rogue import Rogue

CHANNEL = "ab" * 16


def requested(desk: Desk, other: Desk) -> Path:
    """A small bundle."""
    return request_data(
        desk.ctx, other.id, materials=["W"], as_of=AS_OF, purpose="cover", deadline=date(2026, 12, 1),
        folder=desk.agencies.post,
    ).file.path  # fmt: skip


def channel_from(desk: Desk, sender: Desk) -> ChannelRow:
    """The one channel that comes from ``sender``."""
    (row,) = [
        row for row in list_channels(desk.ctx) if row.direction == "in" and row.partners[0].casefold() == sender.key
    ]
    return row


def refusal_of(desk: Desk, path: Path, **options: Any) -> str:
    with pytest.raises(PartnerFileError) as error:
        plan_accept(desk.ctx, path, **options)
    return error.value.code


def events(desk: Desk) -> list[tuple[str, str]]:
    return [(entry.event, entry.detail) for entry in audit.entries(desk.db)]


# Gaps and late post


def test_a_gap_is_shown_and_closes_when_the_last_missing_number_arrives(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    one, two, three, four = (requested(us, jp) for _ in range(4))
    plan = jp.take(four)
    assert (plan.arrival, plan.missing, plan.notices) == ("gap", range(1, 4), (Notice.NUMBERS_MISSING,))
    row = channel_from(jp, us)
    assert (row.state, row.missing, row.head_seq, row.note) == ("gap", (1, 2, 3), 4, "did not come: 1–3")
    assert jp.take(two).notices == (Notice.FILLS_A_GAP,)
    row = channel_from(jp, us)
    assert (row.state, row.missing, row.note) == ("gap", (1, 3), "did not come: 1, 3")
    jp.take(one)
    jp.take(three)
    row = channel_from(jp, us)
    assert (row.state, row.missing, row.head_seq, row.note) == ("open", (), 4, "")


def test_a_number_that_the_sender_burnt_is_not_missed(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(requested(us, jp))
    with pytest.raises(Exception, match="could not be written"):
        request_data(
            us.ctx, jp.id, materials=["W"], as_of=AS_OF, purpose="x", deadline=AS_OF, folder=agencies.post / "gone"
        )
    plan = jp.take(requested(us, jp))
    assert (plan.seq, plan.arrival, plan.missing) == (3, "gap", range(0))
    row = channel_from(jp, us)
    assert (row.state, row.missing) == ("open", ())


def test_late_post_does_not_take_the_place_of_a_newer_statement(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    first, second = us.release("jp"), us.release("jp", scope=("W", "CO"))
    jp.take(second)
    jp.take(first)
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    assert received[0].header.scope == ("W", "CO")


# Jumps


def test_a_jump_needs_a_decision_and_the_decision_is_in_the_audit_log(agencies: Agencies) -> None:
    us = agencies.us
    rogue = Rogue(agencies.jp, (us,))
    near = rogue.write(agencies.post, channel=CHANNEL, seq=1000, prev="1" * 64)
    far = rogue.write(agencies.post, channel=CHANNEL, seq=2001, prev="2" * 64)
    us.take(near)
    before = us.dump()
    assert refusal_of(us, far) == "E_REPLAY"
    assert us.dump() == before
    plan = plan_accept(us.ctx, far, allow_jump=True)
    assert Notice.JUMP_ALLOWED in plan.notices
    accept(us.ctx, plan)
    assert channel_from(us, agencies.jp).head_seq == 2001
    event, detail = events(us)[-1]
    assert event == "bundle_accepted"
    assert '"jump_allowed":true' in detail


def test_a_jump_to_the_last_number_is_survived_and_a_new_channel_leads_on(agencies: Agencies) -> None:
    us = agencies.us
    rogue, last = Rogue(agencies.jp, (us,)), 2**53 - 1
    path = rogue.write(agencies.post, channel=CHANNEL, seq=last, prev="1" * 64)
    plan = plan_accept(us.ctx, path, allow_jump=True)
    assert (plan.missing[0], plan.missing[-1]) == (1, last - 1)
    accept(us.ctx, plan)
    row = channel_from(us, agencies.jp)
    assert (row.state, row.head_seq, len(row.missing)) == ("gap", last, SHOWN_MISSING)
    us.take(rogue.write(agencies.post, channel="cd" * 16, succeeds=CHANNEL))
    assert [row.state for row in list_channels(us.ctx)] == ["closed", "open"]


# Forks


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_fork_blocks_the_channel_and_keeps_both_as_evidence(agencies: Agencies, seq: int) -> None:
    us = agencies.us
    rogue = Rogue(agencies.jp, (us,))
    one, first = rogue.write_signed(agencies.post, channel=CHANNEL)
    two, second = rogue.write_signed(agencies.post, channel=CHANNEL, seq=2, prev=first)
    us.take(one)
    us.take(two)
    files = statement_files(line(quantity={"type": "exact", "kg": "9"}))
    prev = {1: "0" * 64, 2: first, 3: "5" * 64}[seq]
    other, evidence = rogue.write_signed(agencies.post, files, channel=CHANNEL, seq=seq, prev=prev)
    assert refusal_of(us, other) == "E_FORK"
    row = channel_from(us, agencies.jp)
    assert (row.state, row.head_seq, row.note) == ("blocked", 2, f"number {seq} contradicts the other numbers")
    kept = {bundle.digest: bundle.state for bundle in list_bundles(us.ctx)}
    assert kept == {first: BundleState.ACCEPTED, second: BundleState.ACCEPTED, evidence: BundleState.EVIDENCE}
    assert refusal_of(us, other) == "E_FORK"
    honest = rogue.write(agencies.post, channel=CHANNEL, seq=3, prev=second)
    assert refusal_of(us, honest) == "E_FORK"
    assert plan_accept(us.ctx, two).already_imported


def test_a_fork_is_not_forgotten_when_another_channel_takes_over(agencies: Agencies) -> None:
    us = agencies.us
    rogue = Rogue(agencies.jp, (us,))
    us.take(rogue.write(agencies.post, channel=CHANNEL, seq=5, prev="4" * 64))
    assert refusal_of(us, rogue.write(agencies.post, channel=CHANNEL, seq=5, prev="3" * 64)) == "E_FORK"
    us.take(rogue.write(agencies.post, channel="cd" * 16, succeeds=CHANNEL))
    old = list_channels(us.ctx)[0]
    assert (old.state, old.note) == ("closed", "number 5 contradicts the other numbers; continued elsewhere")
    assert refusal_of(us, rogue.write(agencies.post, channel=CHANNEL, seq=3, prev="2" * 64)) == "E_FORK"


def test_a_new_channel_leads_out_of_a_blocked_one_at_both_ends(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    ours = list_channels(us.ctx)[0]
    fork = Rogue(us, (jp,)).write(agencies.post, channel=ours.channel)
    assert refusal_of(jp, fork) == "E_FORK"
    assert refusal_of(jp, us.release("jp")) == "E_FORK"
    start_new_channel(us.ctx, ours.channel, reason="a backup was restored")
    plan = jp.take(us.release("jp"))
    assert (plan.seq, plan.arrival, plan.manifest.succeeds) == (1, "next", ours.channel)
    assert [row.state for row in list_channels(jp.ctx)] == ["closed", "open"]
    assert [row.state for row in list_channels(us.ctx)] == ["closed", "open"]


def test_a_channel_is_closed_once_and_for_a_reason(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    channel = list_channels(us.ctx)[0].channel
    before = us.dump()
    for desk, reason in ((us, " "), (jp, "not mine")):
        with pytest.raises(InputError):
            start_new_channel(desk.ctx, channel, reason=reason)
    assert us.dump() == before
    start_new_channel(us.ctx, channel, reason="audience changed")
    with pytest.raises(InputError) as error:
        start_new_channel(us.ctx, channel, reason="again")
    assert error.value.code == "E_NO_CHANNEL"


# Overdue


def announced(desk: Desk, other: Desk, days: int | None) -> Path:
    """A statement of nothing held that says within how many days the next one comes."""
    due = None if days is None else desk.ctx.now() + timedelta(days=days)
    header = StatementHeader(AS_OF, "promise", ("W",), nil=("W",))
    return dispatch(
        desk.ctx,
        head=Letterhead("statement", "TLP:AMBER", next_by=due),
        audience=(other.id,),
        folder=desk.agencies.post,
        contents=lambda: [statement_content(header)],
    ).path


def test_a_frozen_channel_turns_overdue_and_recovers(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(announced(us, jp, 30))
    agencies.clock.advance(days=30)
    assert channel_from(jp, us).state == "open"
    agencies.clock.advance(seconds=1)
    assert channel_from(jp, us).state == "overdue"
    assert list_channels(us.ctx)[0].state == "overdue"
    late = announced(us, jp, 30)
    jp.take(announced(us, jp, None))
    assert channel_from(jp, us).state == "gap"
    jp.take(late)
    assert channel_from(jp, us).state == "open"
    agencies.clock.advance(days=60)
    assert channel_from(jp, us).state == "open"


def test_a_channel_that_was_continued_owes_nothing(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(announced(us, jp, 30))
    start_new_channel(us.ctx, list_channels(us.ctx)[0].channel, reason="audience changed")
    jp.take(announced(us, jp, None))
    agencies.clock.advance(days=31)
    assert [row.state for row in list_channels(jp.ctx)] == ["closed", "open"]


# The clock


def test_a_file_older_than_its_lifetime_is_refused_and_changes_nothing(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = us.release("jp")
    agencies.clock.advance(days=90)
    before = jp.dump()
    assert refusal_of(jp, path) == "E_EXPIRED"
    assert jp.dump() == before


@pytest.mark.parametrize("years", [-5, 5])
def test_a_wrong_clock_is_overridden_for_a_reason_that_the_audit_log_keeps(agencies: Agencies, years: int) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    path = us.release("jp")
    agencies.clock.advance(days=365 * years)
    before = jp.dump()
    for override in ("", "  "):
        assert refusal_of(jp, path, clock_override=override) == ("E_EXPIRED" if years > 0 else "E_CLOCK")
    assert jp.dump() == before
    plan = plan_accept(jp.ctx, path, clock_override="battery of the clock is empty")
    assert plan.notices == (Notice.CLOCK_OVERRIDDEN,)
    accept(jp.ctx, plan)
    event, detail = events(jp)[-1]
    assert event == "bundle_accepted"
    assert '"clock_override":"battery of the clock is empty"' in detail


def test_a_clock_behind_a_time_that_was_verified_is_refused_whoever_sends(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    first, second = it.release("jp"), it.release("jp")
    agencies.clock.advance(days=20)
    jp.take(us.release("jp"))
    agencies.clock.advance(days=-1)
    jp.take(first)
    agencies.clock.advance(seconds=-1)
    assert refusal_of(jp, second) == "E_CLOCK"


def test_one_partner_dated_far_ahead_does_not_make_every_other_one_seem_late(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    honest = it.release("jp")
    agencies.clock.advance(days=365 * 2)
    ahead = us.release("jp")
    agencies.clock.advance(days=-365 * 2)
    assert refusal_of(jp, ahead) == "E_CLOCK"
    accept(jp.ctx, plan_accept(jp.ctx, ahead, clock_override="their clock is wrong, they said so"))
    jp.take(honest)


def test_an_agreed_cadence_says_in_each_statement_when_the_next_one_is_due(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.stock()
    agreement = Agreement(str(uuid.UUID(int=7)), "Memorandum", (us.id, jp.id), "planning", "TLP:AMBER", ("W",), 90)
    save_agreement(us.ctx, agreement)
    plan = jp.take(us.release("jp"))
    assert plan.manifest.agreement == agreement.id
    agencies.clock.advance(days=91)
    assert channel_from(jp, us).state == "overdue"


@pytest.mark.parametrize("changes", [{"id": "one"}, {"cadence_days": 0}, {"scope": ("XX",)}])
def test_an_agreement_that_statements_could_not_carry_is_refused(
    agencies: Agencies, changes: dict[str, object]
) -> None:
    agreement = Agreement(str(uuid.UUID(int=7)), "Memorandum", (agencies.us.id,), "planning", "TLP:AMBER", ("W",), 90)
    with pytest.raises(InputError):
        save_agreement(agencies.us.ctx, replace(agreement, **changes))
