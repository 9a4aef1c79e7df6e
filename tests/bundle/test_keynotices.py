"""Key notices: only the keys that we already trust can explain new ones, or take themselves back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from stockpile_client.bundle import limits
from stockpile_client.bundle.cards import read_card
from stockpile_client.bundle.keynotices import (
    Revocation,
    Rotation,
    check_revocation,
    check_rotation,
    encode_notice,
    make_revocation,
    make_rotation,
    parse_notice,
)
from stockpile_client.bundle.signatures import CARD_TYPE, MANIFEST_TYPE, REVOCATION_TYPE, Signatures
from stockpile_client.core.errors import InputError, PartnerFileError
from tests.bundle.agencies import CREATED, first_card, keys_of, new_card, recovery_of

CHANNEL = "c" * 32
PINNED = first_card()
NEXT = new_card("b", PINNED)
ROTATION = make_rotation(keys_of("a"), NEXT)
REVOCATION = make_revocation(
    recovery_of("R"), PINNED, reject_from={CHANNEL: 12}, created=CREATED, reason="Laptop stolen"
)
BY_CURRENT = make_revocation(keys_of("a"), PINNED, reject_from={}, created=CREATED, reason="")


def code_of_rotation(notice: Rotation) -> str:
    with pytest.raises(PartnerFileError) as refused:
        check_rotation(notice, PINNED)
    return refused.value.code


def code_of_revocation(notice: Revocation) -> str:
    with pytest.raises(PartnerFileError) as refused:
        check_revocation(notice, PINNED)
    return refused.value.code


def resigned(change: dict[str, Any]) -> Revocation:
    body = json.dumps({**json.loads(BY_CURRENT.body), **change}).encode()
    return Revocation(body, keys_of("a").signing.sign(REVOCATION_TYPE, body), None)


def test_a_rotation_signed_by_both_key_sets_gives_the_new_card() -> None:
    assert check_rotation(ROTATION, PINNED) == NEXT


def test_a_rotation_travels_as_a_notice_and_a_card() -> None:
    card = read_card(NEXT.to_bytes())
    assert check_rotation(parse_notice(encode_notice(ROTATION), card), PINNED) == NEXT  # type: ignore[arg-type]


def test_a_second_rotation_follows_the_first() -> None:
    third = new_card("c", NEXT)
    assert check_rotation(make_rotation(keys_of("b"), third), NEXT) == third
    assert code_of_rotation(make_rotation(keys_of("b"), third)) == "E_UNTRUSTED_SENDER"


@pytest.mark.parametrize(
    "notice",
    [
        make_rotation(keys_of("x"), NEXT),
        make_rotation(keys_of("b"), NEXT),
        Rotation(NEXT, Signatures(ROTATION.by_old_keys.ed25519, bytes(3309))),
        Rotation(NEXT, Signatures(bytes(64), ROTATION.by_old_keys.mldsa65)),
        Rotation(NEXT, keys_of("a").signing.sign(MANIFEST_TYPE, NEXT.body)),
        make_rotation(keys_of("a"), first_card("b")),
        make_rotation(keys_of("a"), new_card("b", NEXT)),
        make_rotation(keys_of("a"), new_card("b", PINNED, recovery="S")),
        make_rotation(keys_of("a"), new_card("a", PINNED)),
        make_rotation(keys_of("a"), new_card("b", first_card("x"))),
    ],
    ids=[
        "signed by a stranger",
        "signed by the new keys alone",
        "ML-DSA stripped",
        "Ed25519 stripped",
        "a signature of another type",
        "another agency",
        "an epoch left out",
        "another recovery key",
        "the same keys",
        "after the card of another agency",
    ],
)
def test_any_other_rotation_is_refused(notice: Rotation) -> None:
    assert code_of_rotation(notice) == "E_UNTRUSTED_SENDER"


def test_a_rotation_without_its_card_is_refused() -> None:
    for card in (None, PINNED):
        with pytest.raises(PartnerFileError) as refused:
            parse_notice(encode_notice(ROTATION), card)
        assert refused.value.code == "E_DIGEST"


def test_the_recovery_key_revokes_with_a_number_per_channel() -> None:
    revoked = check_revocation(REVOCATION, PINNED)
    assert (revoked.agency, revoked.epoch, revoked.keys) == (PINNED.agency, 1, PINNED.keys.digest())
    assert (revoked.from_seq(CHANNEL), revoked.from_seq("d" * 32)) == (12, 1)
    assert (revoked.reason, revoked.created, revoked.by_recovery_key) == ("Laptop stolen", CREATED, True)


def test_the_current_keys_revoke_themselves() -> None:
    assert not check_revocation(BY_CURRENT, PINNED).by_recovery_key


@pytest.mark.parametrize("notice", [REVOCATION, BY_CURRENT])
def test_a_revocation_travels_as_one_file(notice: Revocation) -> None:
    assert parse_notice(encode_notice(notice)) == notice


OTHER_RECOVERY = make_revocation(recovery_of("S"), PINNED, reject_from={}, created=CREATED, reason="")


@pytest.mark.parametrize(
    "notice",
    [
        OTHER_RECOVERY,
        replace(OTHER_RECOVERY, recovery=REVOCATION.recovery),
        replace(OTHER_RECOVERY, recovery=None),
        replace(REVOCATION, recovery=None),
        replace(BY_CURRENT, recovery=REVOCATION.recovery),
        replace(BY_CURRENT, recovery=PINNED.keys.signing),
        replace(REVOCATION, body=REVOCATION.body.replace(b"12", b"13")),
        replace(REVOCATION, signatures=replace(REVOCATION.signatures, mldsa65=bytes(3309))),
        replace(REVOCATION, signatures=replace(REVOCATION.signatures, ed25519=bytes(64))),
        replace(REVOCATION, signatures=recovery_of("R").signing().sign(CARD_TYPE, REVOCATION.body)),
        make_revocation(keys_of("b"), PINNED, reject_from={}, created=CREATED, reason=""),
        make_revocation(keys_of("a"), NEXT, reject_from={}, created=CREATED, reason=""),
        make_revocation(recovery_of("R"), NEXT, reject_from={}, created=CREATED, reason=""),
    ],
)
def test_any_other_revocation_is_refused(notice: Revocation) -> None:
    assert code_of_revocation(notice) == "E_UNTRUSTED_SENDER"


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"type": "rotation"},
        {"epoch": "1"},
        {"agency": "A" * 26},
        {"reject_from": {CHANNEL: 0}},
        {"reject_from": {CHANNEL: True}},
        {"reject_from": {"x": 1}},
        {"reject_from": []},
        {"created": "now"},
        {"reason": "a\u202eb"},
        {"reason": "a" * 4097},
        {"reason": None},
    ],
)
def test_a_signed_body_that_breaks_a_rule_is_refused(change: dict[str, Any]) -> None:
    assert code_of_revocation(resigned(change)) == "E_SCHEMA"


@pytest.mark.parametrize(
    ("reject_from", "reason"),
    [({"x": 1}, ""), ({CHANNEL: 0}, ""), ({CHANNEL: limits.INTEGER + 1}, ""), ({}, "a\tb")],
)
def test_we_do_not_make_a_revocation_that_others_would_refuse(reject_from: dict[str, int], reason: str) -> None:
    with pytest.raises(InputError):
        make_revocation(keys_of("a"), PINNED, reject_from=reject_from, created=CREATED, reason=reason)


GOOD = json.loads(encode_notice(REVOCATION))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"type":"rotation"}',
        *(
            json.dumps(GOOD | change).encode()
            for change in ({"v": 2}, {"type": "order"}, {"body": "A"}, {"recovery": 1})
        ),
        json.dumps(GOOD | {"recovery": {"ed25519": "AA==", "mldsa65": "AA=="}}).encode(),
        json.dumps({key: value for key, value in GOOD.items() if key != "ed25519"}).encode(),
    ],
)
def test_a_file_that_is_no_notice_is_refused(data: bytes) -> None:
    with pytest.raises(PartnerFileError) as refused:
        parse_notice(data)
    assert refused.value.code == "E_SCHEMA"


@pytest.mark.parametrize(("size", "fits"), [(2**18 - 1, True), (2**18, True), (2**18 + 1, False)])
def test_a_notice_has_at_most_256_kib(size: int, fits: bool) -> None:
    data = encode_notice(REVOCATION).ljust(size)
    if fits:
        assert parse_notice(data) == REVOCATION
    else:
        with pytest.raises(PartnerFileError) as refused:
            parse_notice(data)
        assert refused.value.code == "E_LIMIT"
