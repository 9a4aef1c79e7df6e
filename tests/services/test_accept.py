"""Receiving: what is staged, what accepting and rejecting change, and what they never do."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.bundle.opening import Notice
from stockpile_client.core.errors import InputError, PartnerFileError, StockpileError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.accept import accept, plan_accept, reject, set_aside
from stockpile_client.services.answer import receipts_due
from stockpile_client.services.disclosure_record import received_statement
from stockpile_client.services.history import list_bundles, list_channels
from stockpile_client.services.partners import suspend_partner
from stockpile_client.services.received import list_received
from stockpile_client.storage import audit, positions
from stockpile_client.storage.bundles import BundleState
from tests.bundle.forge import json_file, line, rows_file, statement_files
from tests.services.agencies import Agencies, Desk
from tests.services.rogue import Rogue

OTHER = line(quantity={"type": "exact", "kg": "7"})


def refused(desk: Desk, path: Path, **options: Any) -> str:
    """The code of a refusal, after which everything but the audit log is as it was."""
    before = desk.dump()
    with pytest.raises(StockpileError) as error:
        plan_accept(desk.ctx, path, **options)
    assert desk.dump() == before
    assert not list(desk.ctx.quarantine.iterdir())
    return error.value.code


def last_event(desk: Desk) -> tuple[str, Any]:
    entry = list(audit.entries(desk.db))[-1]
    return entry.event, json.loads(entry.detail)


def test_a_statement_waits_for_a_decision_and_shows_what_it_says(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = us.release("jp", scope=("W", "CO"))
    plan = plan_accept(jp.ctx, path)
    assert (plan.kind, plan.seq, plan.sender.short_name, plan.missing) == ("statement", 1, "US", range(0))
    assert plan.header is not None
    assert plan.header.scope == ("W", "CO")
    assert plan.comparison is not None
    assert plan.comparison.new == plan.positions > 0
    assert received_statement(jp.ctx, us.id) is None
    assert list_received(jp.ctx) == []
    assert list_bundles(jp.ctx) == []
    assert list_channels(jp.ctx) == []


def test_what_is_accepted_is_what_was_released(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp", scope=("W", "CO")))
    received = received_statement(jp.ctx, us.id)
    sent = us.db.execute("SELECT row FROM statement").fetchone()[0]
    assert received is not None
    assert list(received[1]) == list(positions.of_statement(us.db, sent))


def test_accepting_twice_changes_nothing(agencies: Agencies) -> None:
    jp = agencies.jp
    path = agencies.us.release("jp")
    first, second = plan_accept(jp.ctx, path), plan_accept(jp.ctx, path)
    assert accept(jp.ctx, second).receipt_due
    before = jp.dump()
    for plan in (first, second, plan_accept(jp.ctx, path)):
        with pytest.raises(PartnerFileError) as error:
            accept(jp.ctx, plan)
        assert error.value.code == "E_REPLAY"
        with pytest.raises(PartnerFileError):
            reject(jp.ctx, plan, reason="late")
        set_aside(jp.ctx, plan)
    assert jp.dump() == before


def test_a_plan_that_was_set_aside_is_outdated_and_the_file_opens_again(agencies: Agencies) -> None:
    jp = agencies.jp
    path = agencies.us.release("jp")
    before = jp.dump()
    plan = plan_accept(jp.ctx, path)
    set_aside(jp.ctx, plan)
    assert jp.dump() == before
    for decide in (accept, lambda ctx, old: reject(ctx, old, reason="no")):
        with pytest.raises(InputError) as error:
            decide(jp.ctx, plan)
        assert error.value.code == "E_PLAN_OUTDATED"
    assert jp.dump() == before
    jp.take(path)


def test_of_two_open_plans_the_earlier_is_outdated_and_never_takes_what_the_other_staged(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    early = plan_accept(jp.ctx, us.release("jp"))
    late = plan_accept(jp.ctx, it.release("jp"))
    set_aside_late = plan_accept(jp.ctx, late.path)
    before = jp.dump()
    with pytest.raises(InputError) as error:
        accept(jp.ctx, early)
    assert error.value.code == "E_PLAN_OUTDATED"
    set_aside(jp.ctx, early)
    assert jp.dump() == before
    accept(jp.ctx, set_aside_late)
    received = received_statement(jp.ctx, it.id)
    assert received is not None
    assert received[0].bundle == late.digest
    assert received_statement(jp.ctx, us.id) is None


def test_a_plan_is_outdated_once_the_partner_or_the_channel_changed(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    first, second = us.release("jp"), us.release("jp", scope=("W", "CO"))
    ahead = plan_accept(jp.ctx, second)
    assert ahead.missing == range(1, 2)
    jp.take(first)
    with pytest.raises(InputError) as error:
        accept(jp.ctx, ahead)
    assert error.value.code == "E_PLAN_OUTDATED"
    ahead = plan_accept(jp.ctx, second)
    assert ahead.missing == range(0)
    suspend_partner(jp.ctx, us.id, reason="stick lost")
    with pytest.raises(InputError) as error:
        accept(jp.ctx, ahead)
    assert error.value.code == "E_PLAN_OUTDATED"
    assert refused(jp, second) == "E_SUSPENDED"


def test_two_letters_under_one_number_that_were_opened_side_by_side_are_a_fork(agencies: Agencies) -> None:
    jp = agencies.jp
    rogue, channel = Rogue(agencies.us, (jp,)), "ab" * 16
    asked = {"materials": ["W"], "as_of": "2026-09-30", "purpose": "cover", "deadline": "2026-12-01"}
    one = rogue.write_letter(agencies.post, "request", asked, channel=channel)
    two = rogue.write_letter(agencies.post, "request", asked | {"purpose": "other"}, channel=channel)
    first, second = plan_accept(jp.ctx, one), plan_accept(jp.ctx, two)
    accept(jp.ctx, first)
    with pytest.raises(InputError) as error:
        accept(jp.ctx, second)
    assert error.value.code == "E_PLAN_OUTDATED"
    with pytest.raises(PartnerFileError) as fork:
        plan_accept(jp.ctx, two)
    assert fork.value.code == "E_FORK"


def test_a_rejected_bundle_uses_up_its_number_and_stays_rejected(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = us.release("jp")
    reject(jp.ctx, plan_accept(jp.ctx, path), reason="wrong quarter")
    assert received_statement(jp.ctx, us.id) is None
    again = plan_accept(jp.ctx, path)
    assert again.already_imported
    assert Notice.ALREADY_IMPORTED in again.notices
    with pytest.raises(PartnerFileError) as error:
        accept(jp.ctx, again)
    assert error.value.code == "E_REPLAY"
    assert jp.take(us.release("jp")).arrival == "next"
    assert [row.state for row in list_bundles(jp.ctx)] == [BundleState.ACCEPTED, BundleState.REJECTED]
    assert [(due.outcome, due.seq) for due in receipts_due(jp.ctx)] == [("rejected", 1), ("accepted", 2)]


def test_a_rejection_says_why_in_plain_text(agencies: Agencies) -> None:
    jp = agencies.jp
    plan = plan_accept(jp.ctx, agencies.us.release("jp"))
    before = jp.dump()
    for reason in ("", "  ", "invi\u200bsible"):
        with pytest.raises(InputError):
            reject(jp.ctx, plan, reason=reason)
    assert jp.dump() == before


def test_an_unknown_marking_counts_as_the_most_restrictive(agencies: Agencies) -> None:
    us = agencies.us
    path = Rogue(agencies.jp, (us,)).write(agencies.post, handling={"marking": "FANTASIA", "onward": "none"})
    plan = us.take(path)
    assert plan.marking == us.ctx.scheme.most_restrictive
    assert list_received(us.ctx)[0].marking == "FANTASIA"


@pytest.mark.parametrize(
    "files",
    [
        statement_files(line() + line()),
        statement_files(line() + line(material="CO", basis="element:CO") + line()),
        statement_files(line() + b"{"),
        statement_files(line(quantity={"type": "exact", "kg": "1e999"})),
        [json_file("statement.json", b"{}"), rows_file(line())],
    ],
)
def test_a_single_bad_record_undoes_the_whole_statement(agencies: Agencies, files: list[Any]) -> None:
    us = agencies.us
    us.take(Rogue(agencies.jp, (us,)).write(agencies.post))
    path = Rogue(agencies.jp, (us,)).write(agencies.post, files)
    assert refused(us, path) == "E_SCHEMA"
    assert last_event(us) == ("bundle_refused", {"code": "E_SCHEMA", "file": path.name})


def test_a_bundle_id_that_its_sender_used_before_is_refused(agencies: Agencies) -> None:
    us = agencies.us
    rogue = Rogue(agencies.jp, (us,))
    us.take(rogue.write(agencies.post, bundle="ab" * 16))
    path = rogue.write(agencies.post, statement_files(OTHER), bundle="ab" * 16)
    assert refused(us, path) == "E_SCHEMA"


def test_opening_another_file_lets_nothing_of_the_first_stay(agencies: Agencies) -> None:
    jp = agencies.jp
    plan_accept(jp.ctx, agencies.us.release("jp"))
    plan_accept(jp.ctx, agencies.it.release("jp"))
    assert jp.db.execute("SELECT count(*) FROM statement").fetchone() == (1,)
    jp.reopen()
    assert jp.db.execute("SELECT count(*) FROM statement").fetchone() == (0,)


def test_a_third_agency_cannot_pass_a_package_on_as_its_own_post(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    rogue = Rogue(us, (jp,))
    package = rogue.package()
    path = agencies.post / "passed-on.stockpile"
    path.write_bytes(Rogue(jp, (it,)).seal(package))
    assert refused(it, path) == "E_NOT_ADDRESSED"


def test_the_name_of_a_file_is_the_carriers_and_is_shown_without_its_tricks(agencies: Agencies) -> None:
    jp = agencies.jp
    odd = agencies.post / "sx-\udcff\u202egpj.stockpile"
    agencies.us.release("jp").rename(odd)
    jp.take(odd)
    assert list_bundles(jp.ctx)[0].file_name == "sx-??gpj.stockpile"
    damaged = agencies.post / "\udcff.stockpile"
    damaged.write_bytes(odd.read_bytes()[:-1])
    assert refused(jp, damaged) == "E_CANNOT_OPEN"
    assert last_event(jp) == ("bundle_refused", {"code": "E_CANNOT_OPEN", "file": "?.stockpile"})


def test_the_refusal_of_a_file_that_nobody_here_can_open_says_nothing_about_why(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    for_others = us.release("it")
    cut = agencies.post / "cut.stockpile"
    cut.write_bytes(us.release("jp").read_bytes()[:-1])
    messages = set()
    for path in (for_others, cut):
        with pytest.raises(PartnerFileError) as error:
            plan_accept(jp.ctx, path)
        messages.add((error.value.code, *error.value.lines()))
    assert len(messages) == 1
    assert not any(re.search(it.id, text) for message in messages for text in message)


def test_what_comes_from_a_partner_whose_number_was_not_compared_is_not_read(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = us.release("jp")
    jp.db.execute("UPDATE partner SET state = ?", (PartnerState.IMPORTED.value,))
    assert refused(jp, path) == "E_UNTRUSTED_SENDER"
