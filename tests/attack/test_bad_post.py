"""Threats 3 and 4: post that loses, repeats, reorders and damages what it carries, drawn at random.

Whatever it does, what the receiver accepted is what the sender released, each once; and when all of it has arrived in
the end, nothing is missing.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from stockpile_client.core.errors import PartnerFileError, StockpileError
from stockpile_client.core.statements import Position
from stockpile_client.services.accept import accept, plan_accept, reject, set_aside
from stockpile_client.services.history import list_channels
from stockpile_client.services.received import list_received, received_positions
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.storage import bundles
from tests.services.agencies import AS_OF, ThreeFolders, open_copies

SCOPES = (("W",), ("CO",), ("W", "CO"))


class BadPost(RuleBasedStateMachine):
    """Two agencies and the post between them; ``built`` is where their finished profiles are."""

    built: ThreeFolders

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.agencies = open_copies(self.built, Path(self.folder.name), ("us", "jp"))
        self.us, self.jp = self.agencies.us, self.agencies.jp
        self.released: dict[str, Sequence[Position]] = {}
        self.post: list[Path] = []
        self.decided: dict[str, str] = {}

    def teardown(self) -> None:
        """The rest arrives after all, in the order in which it is found."""
        for path in self.post:
            plan = plan_accept(self.jp.ctx, path)
            if not plan.already_imported:
                accept(self.jp.ctx, plan)
                self.decided[plan.digest] = "accepted"
        self.what_was_accepted_is_what_was_released()
        if self.post:
            (channel,) = list_channels(self.jp.ctx)
            assert (channel.state, channel.missing, channel.head_seq) == ("open", (), self._head())
        assert set(self.decided) == set(self.released)
        self.agencies.close()
        self.folder.cleanup()

    def _head(self) -> int:
        return max(bundle.seq for bundle in bundles.every(self.us.db))

    @rule(scope=st.sampled_from(SCOPES))
    def release(self, scope: tuple[str, ...]) -> None:
        """The sender writes a statement."""
        plan = plan_release(self.us.ctx, profile=self.us.profile("jp", scope=scope), as_of=AS_OF)
        file = apply_release(self.us.ctx, plan, folder=self.agencies.post).file
        self.released[file.digest] = plan.preview.positions
        self.post.append(file.path)

    @rule()
    def burn(self) -> None:
        """The sender's stick is full."""
        plan = plan_release(self.us.ctx, profile=self.us.profile("jp"), as_of=AS_OF)
        with pytest.raises(StockpileError):
            apply_release(self.us.ctx, plan, folder=self.agencies.post / "pulled out")

    @precondition(lambda self: self.post)
    @rule(data=st.data(), decision=st.sampled_from(("accepted", "accepted", "rejected", "set aside")))
    def arrive(self, data: st.DataObject, decision: str) -> None:
        """Any file arrives, for the first time or again."""
        plan = plan_accept(self.jp.ctx, data.draw(st.sampled_from(self.post), label="file"))
        assert plan.already_imported == (plan.digest in self.decided)
        if plan.already_imported:
            with pytest.raises(PartnerFileError):
                accept(self.jp.ctx, plan)
        elif decision == "accepted":
            accept(self.jp.ctx, plan)
            self.decided[plan.digest] = decision
        elif decision == "rejected":
            reject(self.jp.ctx, plan, reason="not now")
            self.decided[plan.digest] = decision
        else:
            set_aside(self.jp.ctx, plan)

    @precondition(lambda self: self.post)
    @rule(data=st.data(), cut=st.booleans())
    def damage(self, data: st.DataObject, cut: bool) -> None:
        """A copy arrives that is cut off, or has a bit turned over."""
        whole = data.draw(st.sampled_from(self.post), label="file").read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1), label="place")
        rest = b"" if cut else bytes([whole[place] ^ 1]) + whole[place + 1 :]
        path = self.agencies.folder / "damaged.stockpile"
        path.write_bytes(whole[:place] + rest)
        before = self.jp.dump()
        with pytest.raises(PartnerFileError):
            plan_accept(self.jp.ctx, path)
        assert self.jp.dump() == before

    @rule(agency=st.sampled_from(("us", "jp")))
    def reopen(self, agency: str) -> None:
        """A program is closed and opened again."""
        self.agencies.desks[agency].reopen()

    @invariant()
    def what_was_accepted_is_what_was_released(self) -> None:
        """By content, and each once."""
        found = {}
        for one in list_received(self.jp.ctx):
            stored = next(each for each in self._statements() if each[0] == one.row)
            window = received_positions(self.jp.ctx, one.row)
            assert stored[1] not in found
            found[stored[1]] = list(window.rows(0, window.count()))
        accepted = {digest for digest, decision in self.decided.items() if decision == "accepted"}
        assert found == {digest: list(self.released[digest]) for digest in accepted}

    def _statements(self) -> list[tuple[int, str]]:
        return list(self.jp.db.execute("SELECT row, bundle FROM statement WHERE state = 'standing'"))


def test_3_4_whatever_the_post_does_what_was_accepted_is_what_was_released(three_folders: ThreeFolders) -> None:
    BadPost.built = three_folders
    effort = settings(max_examples=4, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(BadPost, settings=effort)
