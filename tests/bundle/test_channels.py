"""Channels: honest histories are never taken for forks, and two histories are never taken for one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from stockpile_client.bundle.channels import NO_PREVIOUS, ChannelState, Gap, Kind, Link, Verdict, observe

NOW = datetime(2026, 7, 1, tzinfo=UTC)
SUCCESSOR = "c" * 32


def link(seq: int, text: str, prev: Link | None = None) -> Link:
    return Link(seq, sha256(text.encode()).digest(), prev.digest if prev else NO_PREVIOUS)


def history(*seqs: int, label: str = "", after: Link | None = None) -> list[Link]:
    """What an honest sender signs under these numbers; the ones left out are burnt."""
    links: list[Link] = []
    for seq in seqs:
        links.append(link(seq, f"{label}{seq}", links[-1] if links else after))
    return links


def seen(*arrivals: Link) -> ChannelState:
    state = ChannelState()
    for arrival in arrivals:
        verdict = observe(state, arrival)
        assert verdict.accepted, verdict
        state = verdict.state
    return state


def code(verdict: Verdict) -> str:
    error = verdict.error()
    return error.code if error else ""


def test_bundles_in_order_are_accepted() -> None:
    state = seen(*history(1, 2, 3))
    assert (state.head.seq, state.gaps(), state.blocked) == (3, [], False)


def test_a_known_bundle_is_already_imported_and_changes_nothing() -> None:
    one, two = history(1, 2)
    state = seen(one, two)
    for again in (one, two):
        verdict = observe(state, again)
        assert (verdict.kind, verdict.state, verdict.accepted, code(verdict)) == (
            Kind.ALREADY_IMPORTED,
            state,
            False,
            "",
        )


def test_missing_numbers_are_recorded_and_offered_for_a_resend() -> None:
    one, two, three, four, five = history(1, 2, 3, 4, 5)
    verdict = observe(seen(one, two), five)
    assert (verdict.kind, verdict.gap, verdict.resend) == (Kind.GAP, Gap(3, 4, burnt=False), range(3, 5))
    assert verdict.state.gaps() == [Gap(3, 4, burnt=False)]
    filled = observe(observe(verdict.state, four).state, three)
    assert (filled.kind, filled.state.gaps(), filled.state.head) == (Kind.LATE, [], five)


def test_a_channel_may_begin_with_a_gap() -> None:
    verdict = observe(ChannelState(), history(1, 2, 3)[2])
    assert (verdict.kind, verdict.resend) == (Kind.GAP, range(1, 3))


def test_burnt_numbers_are_a_gap_in_which_nothing_is_missing() -> None:
    one, four = history(1, 4)
    verdict = observe(seen(one), four)
    assert (verdict.kind, verdict.gap, verdict.resend) == (Kind.GAP, Gap(2, 3, burnt=True), None)


def test_the_first_number_may_be_burnt() -> None:
    verdict = observe(ChannelState(), link(2, "2"))
    assert (verdict.kind, verdict.gap) == (Kind.GAP, Gap(1, 1, burnt=True))


def test_the_example_of_the_module() -> None:
    three, five, six = history(3, 5, 6)
    state = observe(seen(three), six).state
    late = observe(state, five)
    assert (late.kind, late.state.gaps()[-1]) == (Kind.LATE, Gap(4, 4, burnt=True))
    assert observe(late.state, link(4, "4", three)).kind is Kind.FORK


ONE, TWO, THREE = history(1, 2, 3)
FIVE = link(5, "5", link(4, "4", THREE))
STRANGER = link(99, "stranger")


@pytest.mark.parametrize(
    ("known", "arrival", "evidence"),
    [
        ([ONE, TWO], link(2, "other", ONE), (TWO,)),
        ([ONE, TWO], link(1, "other"), (ONE,)),
        ([ONE, TWO], link(3, "3", STRANGER), (TWO,)),
        ([ONE, TWO], link(3, "3", ONE), (TWO,)),
        ([ONE, TWO], link(3, "3"), (TWO,)),
        ([ONE, TWO], link(7, "7", ONE), (TWO,)),
        ([ONE, TWO], link(7, "7"), (TWO,)),
        ([ONE, TWO, THREE, FIVE], link(4, "other", THREE), (THREE, FIVE)),
        ([ONE, TWO, THREE, FIVE], link(4, "4", TWO), (THREE, FIVE)),
        ([TWO], link(1, "other"), (TWO,)),
        ([TWO], link(1, "1", STRANGER), (TWO,)),
        ([ONE, link(4, "4", ONE)], link(2, "2", ONE), (ONE, link(4, "4", ONE))),
        ([ONE, link(4, "4", STRANGER)], link(9, "9", STRANGER), (link(4, "4", STRANGER),)),
        ([ONE, link(4, "4", STRANGER)], replace(STRANGER, seq=9, prev=b"9" * 32), (link(4, "4", STRANGER),)),
        ([], link(1, "1", STRANGER), ()),
    ],
    ids=[
        "the same number twice",
        "the first number twice",
        "next number, unknown previous",
        "next number, follows an older one",
        "next number, says it is the first",
        "far ahead, follows an older one",
        "far ahead, says it is the first",
        "fills a gap with another bundle",
        "fills a gap, follows an older one",
        "arrives late, not the one that was followed",
        "number one with a previous",
        "where a later one says there was none",
        "two that follow the same unseen one",
        "comes after the one that follows it",
        "an empty channel does not begin with a previous",
    ],
)
def test_contradictions_are_forks_and_block_the_channel(
    known: list[Link], arrival: Link, evidence: tuple[Link, ...]
) -> None:
    state = seen(*known)
    verdict = observe(state, arrival)
    assert (verdict.kind, verdict.conflicts, code(verdict)) == (Kind.FORK, evidence, "E_FORK")
    assert verdict.state == replace(state, blocked=True)


def test_a_blocked_channel_accepts_nothing_new() -> None:
    blocked = observe(seen(ONE), link(1, "other")).state
    verdict = observe(blocked, TWO)
    assert (verdict.kind, verdict.state, code(verdict)) == (Kind.BLOCKED, blocked, "E_FORK")
    assert observe(blocked, ONE).kind is Kind.ALREADY_IMPORTED


@pytest.mark.parametrize(
    ("seq", "kind"), [(1000, Kind.GAP), (1001, Kind.GAP), (1002, Kind.TOO_FAR), (2**53 - 1, Kind.TOO_FAR)]
)
def test_a_jump_of_more_than_a_thousand_needs_a_person(seq: int, kind: Kind) -> None:
    far = link(seq, "far", STRANGER)
    verdict = observe(seen(ONE), far)
    assert verdict.kind is kind
    if kind is Kind.TOO_FAR:
        assert (verdict.state, code(verdict)) == (seen(ONE), "E_REPLAY")
        assert observe(seen(ONE), far, allow_jump=True).state.head == far


def test_after_an_overridden_jump_the_gap_can_still_be_filled() -> None:
    state = observe(seen(ONE), link(2**53 - 1, "far", STRANGER), allow_jump=True).state
    assert observe(state, TWO).kind is Kind.LATE


def test_a_closed_channel_takes_late_ones_but_no_new_head() -> None:
    state = seen(ONE, TWO, FIVE).closed(SUCCESSOR)
    assert observe(state, THREE).kind is Kind.LATE
    verdict = observe(state, link(6, "6", FIVE))
    assert (verdict.kind, verdict.state, code(verdict)) == (Kind.CLOSED, state, "E_REPLAY")
    assert observe(state, link(5, "other", THREE)).kind is Kind.FORK


@pytest.mark.parametrize(("seq", "kind"), [(2, Kind.NEXT), (3, Kind.REVOKED), (4, Kind.REVOKED)])
def test_a_revocation_rejects_from_its_number_on(seq: int, kind: Kind) -> None:
    state = seen(ONE).revoked(3)
    verdict = observe(state, link(seq, str(seq), ONE))
    assert verdict.kind is kind
    assert code(verdict) == ("E_REVOKED" if kind is Kind.REVOKED else "")


def test_a_stolen_key_cannot_block_a_channel_after_the_revocation() -> None:
    state = seen(ONE, TWO).revoked(2)
    assert observe(state, link(2, "forged", ONE)).state == state


def test_a_later_revocation_does_not_weaken_an_earlier_one() -> None:
    assert ChannelState().revoked(3).revoked(9).revoked_from == 3
    assert ChannelState().revoked(9).revoked(3).revoked_from == 3


def test_a_missed_date_makes_the_channel_overdue() -> None:
    state = observe(ChannelState(), ONE, next_by=NOW).state
    assert not state.is_overdue(NOW)
    assert state.is_overdue(NOW + timedelta(seconds=1))
    later = observe(state, TWO, next_by=NOW + timedelta(days=30)).state
    assert not later.is_overdue(NOW + timedelta(days=30))
    assert not observe(later, THREE).state.is_overdue(NOW + timedelta(days=999))


def test_a_late_bundle_does_not_change_when_the_next_one_is_due() -> None:
    state = observe(observe(ChannelState(), ONE).state, FIVE, next_by=NOW).state
    assert observe(state, TWO, next_by=NOW - timedelta(days=9)).state.next_by == NOW


def test_a_closed_or_revoked_channel_owes_nothing() -> None:
    state = observe(ChannelState(), ONE, next_by=NOW).state
    later = NOW + timedelta(days=1)
    assert not state.closed(SUCCESSOR).is_overdue(later)
    assert not state.revoked(2).is_overdue(later)


@pytest.mark.parametrize("seq", [0, -1])
def test_numbers_start_at_one(seq: int) -> None:
    with pytest.raises(ValueError, match="start at 1"):
        observe(ChannelState(), replace(ONE, seq=seq))


class Post(RuleBasedStateMachine):
    """A sender who may lead a double life, a post that drops, repeats and reorders, and the receiver under test.

    The model knows which of two branches each bundle belongs to. While only one branch was delivered the receiver
    must accept every bundle once, in any order; it may cry fork only when both were; once all of both was, it must.
    """

    def __init__(self) -> None:
        super().__init__()
        self.state = ChannelState()
        self.signed: dict[str, list[Link]] = {"a": [], "b": []}
        self.next_seq = {"a": 1, "b": 1}
        self.forked = False
        self.delivered: set[Link] = set()
        self.accepted: set[Link] = set()

    def branches(self) -> list[str]:
        return ["a", "b"] if self.forked else ["a"]

    def common(self) -> set[Link]:
        return set(self.signed["a"]) & set(self.signed["b"]) if self.forked else set()

    def own(self, branch: str) -> set[Link]:
        """Bundles of this branch alone; before the fork all of them are the first branch's."""
        return set(self.signed[branch]) - self.common() if self.forked else set()

    @rule(data=st.data(), burnt=st.integers(0, 2))
    def sign(self, data: st.DataObject, burnt: int) -> None:
        branch = data.draw(st.sampled_from(self.branches()))
        seq = self.next_seq[branch] + burnt
        previous = self.signed[branch][-1] if self.signed[branch] else None
        self.signed[branch].append(link(seq, f"{branch}{seq}", previous))
        self.next_seq[branch] = seq + 1

    @precondition(lambda self: not self.forked)
    @rule()
    def lead_a_double_life(self) -> None:
        self.signed["b"] = list(self.signed["a"])
        self.next_seq["b"] = self.next_seq["a"]
        self.forked = True

    def all_signed(self) -> list[Link]:
        return sorted(set(self.signed["a"]) | set(self.signed["b"]), key=lambda one: (one.seq, one.digest))

    @precondition(lambda self: self.signed["a"] or self.signed["b"])
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        self.arrive(data.draw(st.sampled_from(self.all_signed())))

    @rule()
    def deliver_everything(self) -> None:
        for arrival in self.all_signed():
            self.arrive(arrival)
        if self.own("a") and self.own("b"):
            assert self.state.blocked
        else:
            assert self.accepted == set(self.all_signed())
            assert all(gap.burnt for gap in self.state.gaps())

    def arrive(self, arrival: Link) -> None:
        before = self.state
        verdict = observe(before, arrival)
        self.delivered.add(arrival)
        both = bool(self.delivered & self.own("a")) and bool(self.delivered & self.own("b"))
        if arrival in self.accepted:
            assert verdict.kind is Kind.ALREADY_IMPORTED
            assert verdict.state == before
        elif before.blocked:
            assert verdict.kind is Kind.BLOCKED
            assert verdict.state == before
        elif verdict.kind is Kind.FORK:
            assert both
            assert verdict.state == replace(before, blocked=True)
        else:
            assert verdict.accepted
            self.accepted.add(arrival)
            expected = (
                Kind.LATE
                if arrival.seq < before.head.seq
                else Kind.NEXT
                if arrival.seq == before.head.seq + 1
                else Kind.GAP
            )
            assert verdict.kind is expected
        self.state = verdict.state

    @invariant()
    def the_state_holds_what_was_accepted(self) -> None:
        assert set(self.state.links) == self.accepted
        numbers = [one.seq for one in self.state.links]
        assert numbers == sorted(set(numbers))

    @invariant()
    def gaps_and_links_cover_every_number_up_to_the_head(self) -> None:
        missing = {seq for gap in self.state.gaps() for seq in range(gap.first, gap.last + 1)}
        assert missing | {one.seq for one in self.accepted} == set(range(1, self.state.head.seq + 1))


TestPost = Post.TestCase
