"""Answers: receipts and what they change at the sender, withdrawals, requests."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.bundle.letters import Receipt, Request
from stockpile_client.bundle.times import write_time
from stockpile_client.core.errors import InputError, MachineError, PartnerFileError, StockpileError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.accept import accept, plan_accept, reject
from stockpile_client.services.answer import (
    receipts_due,
    request_data,
    start_new_channel,
    withdraw_statement,
    write_receipt,
)
from stockpile_client.services.disclosure_record import received_statement
from stockpile_client.services.history import list_bundles, list_channels
from stockpile_client.services.partners import partner_row, suspend_partner
from stockpile_client.services.received import list_received
from stockpile_client.storage import letters
from stockpile_client.storage.bundles import BundleState
from tests.services.agencies import AS_OF, Agencies, Desk
from tests.services.rogue import Rogue


def sent(desk: Desk, kind: str = "statement") -> Any:
    """The last bundle of that kind that ``desk`` sent, as lists show it."""
    return next(row for row in list_bundles(desk.ctx) if row.direction == "out" and row.kind == kind)


def receipt_for(desk: Desk, **changes: Any) -> dict[str, Any]:
    """The content of a receipt for the last statement that ``desk`` sent."""
    row = sent(desk)
    right = {"channel": row.channel, "seq": row.seq, "manifest": row.digest, "outcome": "accepted", "reason": ""}
    return {**right, "at": write_time(desk.ctx.now()), **changes}


def refused(desk: Desk, path: Path) -> str:
    before = desk.dump()
    with pytest.raises(PartnerFileError) as error:
        plan_accept(desk.ctx, path)
    assert desk.dump() == before
    return error.value.code


# Receipts


def test_a_receipt_acknowledges_the_statement_and_confirms_the_partner(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    assert [(due.partner_name, due.seq, due.outcome) for due in receipts_due(jp.ctx)] == [("US", 1, "accepted")]
    (path,) = jp.answer()
    assert receipts_due(jp.ctx) == []
    assert [row.answered for row in list_bundles(jp.ctx) if row.kind == "statement"] == [True]
    assert partner_row(us.ctx, jp.id).state is PartnerState.VERIFIED
    plan = us.take(path)
    assert plan.kind == "receipt"
    assert (sent(us).state, sent(us).answered) == (BundleState.ACKNOWLEDGED, True)
    assert partner_row(us.ctx, jp.id).state is PartnerState.CONFIRMED
    assert list_channels(us.ctx)[0].acknowledged_seq == 1
    assert receipts_due(us.ctx) == []


def test_a_receipt_is_written_once_unless_its_file_was_lost(
    agencies: Agencies, monkeypatch: pytest.MonkeyPatch
) -> None:
    jp = agencies.jp
    digest = jp.take(agencies.us.release("jp")).digest
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _unplugged)
        with pytest.raises(MachineError):
            write_receipt(jp.ctx, digest, folder=agencies.post)
    assert (sent(jp, "receipt").state, sent(jp, "receipt").reason) == (BundleState.WITHDRAWN, "file lost")
    assert [row.answered for row in list_bundles(jp.ctx) if row.kind == "statement"] == [False]
    write_receipt(jp.ctx, digest, folder=agencies.post)
    for wrong in (digest, "0" * 64, sent(jp, "receipt").digest):
        with pytest.raises(InputError) as error:
            write_receipt(jp.ctx, wrong, folder=agencies.post)
        assert error.value.code == "E_NO_RECEIPT"


def _unplugged(_path: Path, _target: object) -> None:
    raise OSError(5, "Input/output error")


def test_a_rejection_reaches_the_sender_with_its_reason(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    reject(jp.ctx, plan_accept(jp.ctx, us.release("jp")), reason="wrong quarter")
    us.take(*jp.answer())
    assert (sent(us).state, sent(us).reason) == (BundleState.REJECTED, "wrong quarter")


def test_a_statement_to_several_is_acknowledged_when_the_last_of_them_has_answered(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    path = us.release("jp", "it")
    for desk, after in ((jp, BundleState.WRITTEN), (it, BundleState.ACKNOWLEDGED)):
        desk.take(path)
        us.take(*desk.answer())
        assert sent(us).state is after


@pytest.mark.parametrize("first", ["jp", "it"])
def test_one_rejection_among_several_answers_stays_visible(agencies: Agencies, first: str) -> None:
    us = agencies.us
    path = us.release("jp", "it")
    for key in (first, "it" if first == "jp" else "jp"):
        desk = agencies.desks[key]
        plan = plan_accept(desk.ctx, path)
        if key == "jp":
            reject(desk.ctx, plan, reason="not agreed")
        else:
            accept(desk.ctx, plan)
        us.take(*desk.answer())
    assert (sent(us).state, sent(us).reason) == (BundleState.REJECTED, "not agreed")


def test_a_receipt_for_another_bundle_under_our_number_blocks_our_channel(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.release("jp")
    forged = Rogue(jp, (us,)).write_letter(agencies.post, "receipt", receipt_for(us, manifest="f" * 64))
    with pytest.raises(PartnerFileError) as error:
        plan_accept(us.ctx, forged)
    assert error.value.code == "E_FORK"
    row = list_channels(us.ctx)[0]
    assert (row.state, row.note) == ("blocked", "a receipt names another number 1 than ours")
    before = us.dump()
    with pytest.raises(InputError) as blocked:
        us.release("jp")
    assert blocked.value.code == "E_CHANNEL_BLOCKED"
    assert us.dump() == before
    start_new_channel(us.ctx, row.channel, reason="keys were replaced")
    assert jp.take(us.release("jp")).seq == 1


@pytest.mark.parametrize(
    "changes", [{"seq": 2}, {"channel": "ab" * 16}, {"seq": 2, "manifest": "f" * 64}, {"outcome": "lost"}, {"seq": 0}]
)
def test_a_receipt_for_what_was_never_sent_is_refused(agencies: Agencies, changes: dict[str, Any]) -> None:
    us, jp = agencies.us, agencies.jp
    us.release("jp")
    content = receipt_for(us, **changes)
    assert refused(us, Rogue(jp, (us,)).write_letter(agencies.post, "receipt", content)) == "E_SCHEMA"


def test_a_receipt_from_outside_the_audience_is_refused(agencies: Agencies) -> None:
    us, it = agencies.us, agencies.it
    us.release("jp")
    for changes in ({}, {"manifest": "f" * 64}):
        path = Rogue(it, (us,)).write_letter(agencies.post, "receipt", receipt_for(us, **changes))
        assert refused(us, path) == "E_SCHEMA"


def test_two_partners_that_give_a_bundle_the_same_id_both_get_their_receipt(agencies: Agencies) -> None:
    us = agencies.us
    for desk in (agencies.jp, agencies.it):
        us.take(Rogue(desk, (us,)).write(agencies.post, bundle="ab" * 16))
    assert len(us.answer()) == 2
    assert receipts_due(us.ctx) == []


def test_no_receipt_goes_to_a_partner_that_was_suspended(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    digest = jp.take(us.release("jp")).digest
    suspend_partner(jp.ctx, us.id, reason="stick lost")
    before = jp.dump()
    with pytest.raises(InputError) as error:
        write_receipt(jp.ctx, digest, folder=agencies.post)
    assert error.value.code == "E_PARTNER_NOT_VERIFIED"
    assert jp.dump() == before


# Withdrawals


def withdrawn(desk: Desk, reason: str = "a lot was counted twice") -> Path:
    return withdraw_statement(desk.ctx, sent(desk).digest, reason=reason, folder=desk.agencies.post).file.path


def test_a_withdrawal_erases_nothing_and_is_seen_at_both_ends(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    path = withdrawn(us)
    assert (sent(us).state, sent(us).reason) == (BundleState.WITHDRAWN, "a lot was counted twice")
    before = list_received(jp.ctx)[0]
    assert before.in_force
    jp.take(path)
    (after,) = list_received(jp.ctx)
    assert (after.withdrawn, after.in_force) == ("a lot was counted twice", False)
    assert after.positions == before.positions > 0
    assert received_statement(jp.ctx, us.id) is None


def test_after_a_withdrawal_the_statement_before_is_in_force_again(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp", as_of=date(2026, 8, 31), scope=("W", "CO")))
    jp.take(us.release("jp"))
    jp.take(withdrawn(us))
    received = received_statement(jp.ctx, us.id)
    assert received is not None
    assert received[0].header.as_of == date(2026, 8, 31)


def test_a_withdrawal_needs_a_reason_a_statement_of_ours_and_happens_once(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    digest = jp.take(us.release("jp")).digest
    before = us.dump(), jp.dump()
    for desk, reason, code in ((us, " ", "E_REASON_MISSING"), (jp, "x", "E_NO_BUNDLE")):
        with pytest.raises(InputError) as error:
            withdraw_statement(desk.ctx, digest, reason=reason, folder=agencies.post)
        assert error.value.code == code
    assert (us.dump(), jp.dump()) == before
    withdrawn(us)
    with pytest.raises(InputError) as error:
        withdraw_statement(us.ctx, digest, reason="again", folder=agencies.post)
    assert error.value.code == "E_WITHDRAWN"


def test_a_rejection_that_comes_after_the_withdrawal_does_not_take_it_back(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    reject(jp.ctx, plan_accept(jp.ctx, us.release("jp")), reason="wrong quarter")
    (receipt,) = jp.answer()
    withdrawn(us)
    us.take(receipt)
    assert sent(us).state is BundleState.WITHDRAWN


def test_the_receipt_says_what_was_decided_whatever_was_withdrawn_meanwhile(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    path = us.release("jp", "it")
    jp.take(path)
    reject(it.ctx, plan_accept(it.ctx, path), reason="wrong quarter")
    withdrawal = withdrawn(us)
    answers = []
    for desk in (jp, it):
        desk.take(withdrawal)
        letters_back = [plan_accept(us.ctx, answer).letter for answer in desk.answer()]
        answers += [letter for letter in letters_back if isinstance(letter, Receipt) and letter.seq == 1]
    assert [(letter.outcome, letter.reason) for letter in answers] == [("accepted", ""), ("rejected", "wrong quarter")]


def test_a_withdrawal_of_what_did_not_arrive_is_refused_until_it_does(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    statement = us.release("jp")
    withdrawal = withdrawn(us)
    assert refused(jp, withdrawal) == "E_SCHEMA"
    jp.take(statement)
    jp.take(withdrawal)
    assert received_statement(jp.ctx, us.id) is None


def test_nobody_withdraws_the_statement_of_another(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    plan = jp.take(us.release("jp", "it"))
    content = {"bundle": plan.manifest.bundle, "manifest": plan.digest, "reason": "gone"}
    assert refused(jp, Rogue(it, (jp,)).write_letter(agencies.post, "withdrawal", content)) == "E_SCHEMA"
    for changes in ({"bundle": "ab" * 16}, {"manifest": "f" * 64}, {"reason": "b\u202ed"}):
        path = Rogue(us, (jp,)).write_letter(agencies.post, "withdrawal", content | changes)
        assert refused(jp, path) == "E_SCHEMA"


# Requests


def test_a_request_arrives_and_is_kept(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = request_data(
        us.ctx, jp.id, materials=["W", "CO"], as_of=AS_OF, purpose="winter outlook", deadline=date(2026, 12, 1),
        folder=agencies.post,
    ).file.path  # fmt: skip
    plan = plan_accept(jp.ctx, path)
    assert plan.letter == Request(("W", "CO"), AS_OF, "winter outlook", date(2026, 12, 1))
    assert letters.get(jp.db, plan.digest) is None
    assert accept(jp.ctx, plan).receipt_due
    assert letters.get(jp.db, plan.digest) == letters.get(us.db, plan.digest) is not None
    us.take(*jp.answer())
    assert sent(us, "request").state is BundleState.ACKNOWLEDGED


@pytest.mark.parametrize(
    "changes", [{"materials": []}, {"materials": ["XX"]}, {"purpose": "a\u202eb"}, {"materials": ["W", "W"]}]
)
def test_a_request_that_no_partner_could_read_is_not_sent(agencies: Agencies, changes: dict[str, Any]) -> None:
    us, jp = agencies.us, agencies.jp
    asked: dict[str, Any] = {"materials": ["W"], "as_of": AS_OF, "purpose": "cover", "deadline": AS_OF} | changes
    before = us.dump()
    with pytest.raises(StockpileError):
        request_data(us.ctx, jp.id, **asked, folder=agencies.post)
    assert us.dump() == before
    assert not list(agencies.post.iterdir())


def test_a_request_about_a_material_that_nobody_knows_is_refused(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    content = {"materials": ["XX"], "as_of": "2026-09-30", "purpose": "", "deadline": "2026-12-01"}
    assert refused(us, Rogue(jp, (us,)).write_letter(agencies.post, "request", content)) == "E_SCHEMA"
