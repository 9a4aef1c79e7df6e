"""Where two people sign, one alone reads, keeps the inventory and receives, and signs nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.services.answer import receipts_due, request_data, write_receipt
from stockpile_client.services.approval import approve_release, prepare_release, release_approved, review_release
from stockpile_client.services.approval_cases import get_case
from stockpile_client.services.audit_log import list_audit, verify_audit
from stockpile_client.services.own_keys import revoke_own_keys, rotate_own_keys
from stockpile_client.services.second_person import (
    add_person,
    begin,
    end,
    remove_person,
    second_people_of,
    sign_in,
    sign_out,
)
from stockpile_client.services.second_seat import SIGNS_ALONG
from stockpile_client.storage import identity
from tests.services.agencies import AS_OF, COST, Agencies, Desk

VERDI, NERI = "B. Verdi", "C. Neri"
WORDS = {VERDI: "four quiet ferries leave", NERI: "seven grey herons wait"}


def refused(code: str, kind: type[Exception] = InputError) -> pytest.RaisesExc[Exception]:
    return pytest.raises(kind, check=lambda error: getattr(error, "code", "") == code)


def come(desk: Desk, name: str = VERDI, passphrase: str = "") -> None:
    sign_in(desk.ctx, name=name, passphrase=passphrase or WORDS[name], floor=COST)


@pytest.fixture
def two(agencies: Agencies) -> Agencies:
    """The US desk, where two people sign from now on; the partners have taken the notices, and nobody signs along."""
    us = agencies.us
    us.stock()
    begun = begin(us.ctx, name=VERDI, passphrase=WORDS[VERDI], folder=agencies.post, cost=COST)
    for desk, name in ((agencies.jp, "JP"), (agencies.it, "IT")):
        desk.take(begun.notices[name].path)
    sign_out(us.ctx)
    return agencies


def everything_that_signs(agencies: Agencies) -> dict[str, Callable[[], object]]:
    us, jp, post = agencies.us, agencies.jp, agencies.post
    return {
        "statement": lambda: us.release("jp"),
        "receipt": lambda: write_receipt(us.ctx, receipts_due(us.ctx)[0].digest, folder=post),
        "request": lambda: request_data(
            us.ctx, jp.id, materials=["W"], as_of=AS_OF, purpose="outlook", deadline=AS_OF, folder=post
        ),
        "new keys": lambda: rotate_own_keys(us.ctx, folder=post),
        "taking the keys back": lambda: revoke_own_keys(us.ctx, reason="test", folder=post),
    }


@pytest.mark.parametrize("what", ["statement", "receipt", "request", "new keys", "taking the keys back"])
def test_one_person_alone_signs_nothing_and_nothing_is_half_done(two: Agencies, what: str) -> None:
    two.jp.stock()
    two.us.take(two.jp.release("us"))
    before, files = two.us.dump(), set(two.post.iterdir())
    with refused("E_SECOND_PERSON"):
        everything_that_signs(two)[what]()
    assert two.us.dump() == before
    assert set(two.post.iterdir()) == files


def test_with_the_second_person_the_partner_gets_what_it_always_got(two: Agencies) -> None:
    come(two.us)
    assert two.jp.take(two.us.release("jp")).kind == "statement"
    entry = next(one for one in list_audit(two.us.ctx) if one.event == "bundle_written")
    assert VERDI in entry.detail


def test_the_second_person_is_gone_after_some_minutes(two: Agencies) -> None:
    come(two.us)
    assert second_people_of(two.us.ctx).there == VERDI
    two.clock.advance(seconds=SIGNS_ALONG.total_seconds())
    assert second_people_of(two.us.ctx).there == ""
    with refused("E_SECOND_PERSON"):
        two.us.release("jp")


def test_the_second_person_is_gone_when_the_profile_was_closed(two: Agencies) -> None:
    come(two.us)
    two.us.reopen()
    with refused("E_SECOND_PERSON"):
        two.us.release("jp")


def test_a_wrong_passphrase_is_refused_noted_and_makes_the_next_ones_wait(two: Agencies) -> None:
    for _ in range(3):
        with refused("E_SECOND_PASSPHRASE"):
            come(two.us, passphrase="five loud lorries arrive")
    with refused("E_UNLOCK_WAIT", MachineError):
        come(two.us)
    assert [one.event for one in list_audit(two.us.ctx)].count("second_person_refused") == 3
    two.clock.advance(minutes=6)
    come(two.us)
    assert verify_audit(two.us.ctx) is None


def test_the_passphrase_of_the_profile_is_not_enough(two: Agencies) -> None:
    with refused("E_SECOND_PASSPHRASE"):
        come(two.us, passphrase="three agencies, one table")


def test_beginning_makes_new_keys_that_never_stood_in_the_clear(two: Agencies) -> None:
    stored = identity.every(two.us.db)
    assert [one.epoch for one in stored] == [2, 1]
    assert all(one.secret.startswith(b"sx-sealed-v1\0") for one in stored)


def test_what_was_encrypted_to_us_opens_without_the_second_person(two: Agencies) -> None:
    two.jp.stock()
    assert two.us.take(two.jp.release("us")).kind == "statement"


def test_a_second_person_lets_another_one_in_and_one_alone_cannot(two: Agencies) -> None:
    with refused("E_SECOND_PERSON"):
        add_person(two.us.ctx, name=NERI, passphrase=WORDS[NERI], cost=COST)
    come(two.us)
    add_person(two.us.ctx, name=NERI, passphrase=WORDS[NERI], cost=COST)
    sign_out(two.us.ctx)
    come(two.us, NERI)
    assert two.jp.take(two.us.release("jp")).kind == "statement"


def test_somebody_who_was_removed_signs_along_no_more_and_the_last_one_stays(two: Agencies) -> None:
    come(two.us)
    with refused("E_SECOND_PERSON_LAST"):
        remove_person(two.us.ctx, VERDI)
    add_person(two.us.ctx, name=NERI, passphrase=WORDS[NERI], cost=COST)
    remove_person(two.us.ctx, VERDI)
    assert second_people_of(two.us.ctx).there == ""
    with refused("E_SECOND_PASSPHRASE"):
        come(two.us, VERDI)


def test_names_of_second_people_are_told_apart(two: Agencies) -> None:
    come(two.us)
    with refused("E_SECOND_PERSON_NAME"):
        add_person(two.us.ctx, name="b. verdi", passphrase=WORDS[NERI], cost=COST)
    with refused("E_NAME_MISSING"):
        add_person(two.us.ctx, name="  ", passphrase=WORDS[NERI], cost=COST)
    with refused("E_SECOND_PERSON_THERE"):
        begin(two.us.ctx, name=NERI, passphrase=WORDS[NERI], folder=two.post, cost=COST)


def test_one_alone_cannot_end_it_and_two_can(two: Agencies) -> None:
    with refused("E_SECOND_PERSON"):
        end(two.us.ctx)
    come(two.us)
    end(two.us.ctx)
    assert second_people_of(two.us.ctx).people == ()
    assert two.jp.take(two.us.release("jp")).kind == "statement"


def test_a_passphrase_that_is_too_short_begins_nothing(agencies: Agencies) -> None:
    before = agencies.us.dump()
    with refused("E_PASSPHRASE_RULE"):
        begin(agencies.us.ctx, name=VERDI, passphrase="short", folder=agencies.post, cost=COST)
    assert agencies.us.dump() == before
    agencies.us.stock()
    agencies.us.release("jp")


def test_the_printed_recovery_key_takes_the_keys_back_when_the_second_person_is_out_of_reach(two: Agencies) -> None:
    revoke_own_keys(two.us.ctx, reason="gone", folder=two.post, recovery_key=two.recovery["us"])
    assert second_people_of(two.us.ctx).people == ()
    assert "second_person_removed" in [one.event for one in list_audit(two.us.ctx)]


def prepared(desk: Desk, by: str) -> str:
    profile = desk.profile("jp", four_eyes=True)
    case = prepare_release(replace(desk.ctx, actor=by), profile=profile, as_of=AS_OF).case.id
    review_release(replace(desk.ctx, actor="D. Bianchi"), case)
    return case


def test_an_approval_needs_the_passphrase_of_who_approves_and_not_a_typed_name(two: Agencies, tmp_path: Path) -> None:
    case = prepared(two.us, by="A. Rossi")
    with refused("E_SECOND_PERSON"):
        approve_release(replace(two.us.ctx, actor=VERDI), case)
    come(two.us)
    approve_release(replace(two.us.ctx, actor="whoever"), case)
    assert get_case(two.us.ctx, case).steps[-1].actor == VERDI
    assert release_approved(two.us.ctx, case, folder=tmp_path).file.path.is_file()


def test_the_second_person_does_not_approve_the_own_work(two: Agencies, tmp_path: Path) -> None:
    case = prepared(two.us, by="b verdi")
    come(two.us)
    with refused("E_FOUR_EYES"):
        approve_release(two.us.ctx, case)
    add_person(two.us.ctx, name=NERI, passphrase=WORDS[NERI], cost=COST)
    come(two.us, NERI)
    approve_release(two.us.ctx, case)
    come(two.us, VERDI)
    with refused("E_FOUR_EYES"):
        release_approved(two.us.ctx, case, folder=tmp_path)
