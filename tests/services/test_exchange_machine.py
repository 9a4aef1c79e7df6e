"""Two real agencies and a bad post: whatever is lost, repeated, reordered or damaged, the books stay true.

What must hold after every step
- What stands as received is among what was released, value by value, and nothing is staged or half there.
- The disclosure ledger of the sender holds exactly what it released.
- A receiver that has every bundle up to its head misses nothing, and an honest partner is never refused.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stockpile_client.core.errors import MachineError, PartnerFileError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.statements import Position
from stockpile_client.services.accept import accept, plan_accept, reject, set_aside
from stockpile_client.services.answer import receipts_due, withdraw_statement, write_receipt
from stockpile_client.services.audit_log import verify_audit
from stockpile_client.services.history import list_channels
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.ledger import post_movement
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.storage import bundles, ledger, positions, statements
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction
from tests.services.agencies import AS_OF, Desk, ThreeFolders, open_copies

OTHER = {"us": "jp", "jp": "us"}
who = st.sampled_from(sorted(OTHER))
scopes = st.sampled_from([("W",), ("W", "CO"), ("CO", "GA")])
some = st.integers(0, 10**6)


@dataclass
class Letter:
    """A file on its way, and what it withdraws, if it does."""

    sender: str
    path: Path
    digest: str
    withdraws: str = ""


class Exchange(RuleBasedStateMachine):
    """The agencies, the post between them, and what a bookkeeper with perfect memory would know."""

    built: ThreeFolders

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.agencies = open_copies(self.built, self.folder, ("us", "jp"))
        self.post: list[Letter] = []
        self.released: dict[str, dict[str, list[Position]]] = {"us": {}, "jp": {}}
        self.decided: dict[str, dict[str, str]] = {"us": {}, "jp": {}}

    def teardown(self) -> None:
        """What is still on its way arrives after all, oldest first: then only what was lost is missing."""
        for letter in self.post:
            self.hand_over(letter, "accept")
        self.a_channel_misses_only_what_did_not_come()
        self.what_was_received_is_what_was_sent()
        self.agencies.close()
        shutil.rmtree(self.folder)

    def desk(self, key: str) -> Desk:
        self.agencies.clock.advance(minutes=1)
        return self.agencies.desks[key]

    # What the agencies do

    @rule(
        key=who,
        scope=st.sampled_from([("W",), ("W", "CO"), ("CO", "GA")]),
        day=st.sampled_from([AS_OF, date(2026, 6, 30)]),
    )
    def release(self, key: str, scope: tuple[str, ...], day: date) -> None:
        desk = self.desk(key)
        plan = plan_release(desk.ctx, profile=desk.profile(OTHER[key], scope=scope), as_of=day)
        file = apply_release(desk.ctx, plan, folder=self.agencies.post).file
        self.released[key][file.digest] = plan.preview.positions
        self.post.append(Letter(key, file.path, file.digest))

    @rule(key=who)
    def fail_to_release(self, key: str) -> None:
        desk = self.desk(key)
        plan = plan_release(desk.ctx, profile=desk.profile(OTHER[key]), as_of=AS_OF)
        with pytest.raises(MachineError):
            apply_release(desk.ctx, plan, folder=self.agencies.folder / "no stick")

    @rule(key=who, lot=some)
    def sell(self, key: str, lot: int) -> None:
        desk = self.desk(key)
        rows = [row for row in list_holdings(desk.ctx).rows if row.contained > MG_PER_TONNE]
        row = rows[lot % len(rows)]
        post_movement(
            desk.ctx, row.lot_id, kind=MovementKind.SALE, effective=AS_OF, gross=-(row.gross // 2),
            contained=-(row.contained // 2),
        )  # fmt: skip

    @rule(key=who)
    def answer(self, key: str) -> None:
        desk = self.desk(key)
        for due in receipts_due(desk.ctx):
            file = write_receipt(desk.ctx, due.digest, folder=self.agencies.post).file
            self.post.append(Letter(key, file.path, file.digest))

    @precondition(lambda self: any(self.released.values()))
    @rule(key=who, which=some)
    def withdraw(self, key: str, which: int) -> None:
        desk = self.desk(key)
        standing = [
            stored.digest
            for stored in bundles.every(desk.db)
            if stored.digest in self.released[key] and stored.state is not BundleState.WITHDRAWN
        ]
        if standing:
            digest = standing[which % len(standing)]
            file = withdraw_statement(desk.ctx, digest, reason="wrong unit", folder=self.agencies.post).file
            self.post.append(Letter(key, file.path, file.digest, withdraws=digest))

    @rule(key=who)
    def reopen(self, key: str) -> None:
        self.desk(key).reopen()

    # What the post does; the same file may come again and again

    @precondition(lambda self: self.post)
    @rule(which=some)
    def lose(self, which: int) -> None:
        self.post.pop(which % len(self.post))

    @precondition(lambda self: self.post)
    @rule(which=some, decision=st.sampled_from(["accept", "accept", "accept", "reject", "look"]))
    def deliver(self, which: int, decision: str) -> None:
        self.hand_over(self.post[which % len(self.post)], decision)

    @precondition(lambda self: self.post)
    @rule(random=st.randoms(use_true_random=False), share=st.integers(1, 10))
    def empty_the_bag(self, random: Random, share: int) -> None:
        for letter in random.sample(self.post, max(1, len(self.post) * share // 10)):
            self.hand_over(letter, "accept")

    def hand_over(self, letter: Letter, decision: str) -> None:
        desk, known = self.desk(OTHER[letter.sender]), self.decided[OTHER[letter.sender]]
        before = desk.dump()
        if letter.withdraws and letter.withdraws not in known and letter.digest not in known:
            with pytest.raises(PartnerFileError) as error:
                plan_accept(desk.ctx, letter.path)
            assert (error.value.code, desk.dump() == before) == ("E_SCHEMA", True)
            return
        plan = plan_accept(desk.ctx, letter.path)
        assert plan.already_imported == (letter.digest in known)
        if plan.already_imported:
            with pytest.raises(PartnerFileError):
                accept(desk.ctx, plan)
            assert desk.dump() == before
        elif decision == "look":
            set_aside(desk.ctx, plan)
            assert desk.dump() == before
        elif decision == "reject" and plan.kind == "statement":
            reject(desk.ctx, plan, reason="not as agreed")
            known[letter.digest] = "rejected"
        else:
            accept(desk.ctx, plan)
            known[letter.digest] = "accepted"

    @precondition(lambda self: self.post)
    @rule(which=some, place=some, bit=st.integers(0, 7), cut=st.booleans())
    def damage(self, which: int, place: int, bit: int, cut: bool) -> None:
        letter = self.post[which % len(self.post)]
        desk = self.desk(OTHER[letter.sender])
        data = bytearray(letter.path.read_bytes())
        place %= len(data)
        data[place] ^= 1 << bit
        damaged = self.agencies.folder / "damaged.stockpile"
        damaged.write_bytes(data[:place] if cut else data)
        before = desk.dump()
        with pytest.raises(PartnerFileError):
            plan_accept(desk.ctx, damaged)
        assert desk.dump() == before

    # What must hold

    @invariant()
    def what_was_received_is_what_was_sent(self) -> None:
        for key, sender in OTHER.items():
            db = self.agencies.desks[key].db
            standing = statements.every(db, agency=self.agencies.ids[sender])
            accepted = {digest for digest, how in self.decided[key].items() if how == "accepted"}
            assert {one.bundle for one in standing} == accepted & self.released[sender].keys()
            for one in standing:
                assert list(positions.of_statement(db, one.row)) == self.released[sender][one.bundle or ""]
            assert db.execute("SELECT count(*) FROM statement WHERE state = 'staged'").fetchone() == (0,)

    @invariant()
    def the_ledger_holds_what_was_released(self) -> None:
        for key, other in OTHER.items():
            said: dict[str, list[Position]] = {}
            for value in ledger.released(self.agencies.desks[key].db, agency=self.agencies.ids[other]):
                said.setdefault(value.bundle, []).append(value.position)
            assert said == self.released[key]

    @invariant()
    def a_channel_misses_only_what_did_not_come(self) -> None:
        for key, sender in OTHER.items():
            theirs = [one for one in bundles.every(self.agencies.desks[sender].db) if one.direction is Direction.OUT]
            for row in list_channels(self.agencies.desks[key].ctx):
                if row.direction is Direction.IN:
                    expected = {one.seq for one in theirs if one.channel == row.channel and one.seq < row.head_seq}
                    came = {one.seq for one in bundles.of_channel(self.agencies.desks[key].db, row.channel)}
                    assert expected - came <= set(row.missing)
                    assert bool(row.missing) == bool(expected - came) == (row.state == "gap")

    @invariant()
    def the_audit_log_is_whole(self) -> None:
        assert all(verify_audit(desk.ctx) is None for desk in self.agencies.desks.values())


def test_an_exchange_over_a_bad_post_keeps_true_books(three_folders: ThreeFolders) -> None:
    machine: Any = type("ExchangeOfThisRun", (Exchange,), {"built": three_folders})
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=18))
