"""Agency cards: made, read, and refused when anything about them is off."""

import base64
import io
import json
import subprocess
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from stockpile_client.bundle import age
from stockpile_client.bundle.cards import Card, make_card, read_card
from stockpile_client.bundle.package import CARD, PackageWriter
from stockpile_client.bundle.signatures import CARD_TYPE, MANIFEST_TYPE, Signatures, SigningKeys
from stockpile_client.core.errors import InputError, PartnerFileError
from tests.bundle.agencies import CREATED, EXPIRES, first_card, keys_of, new_card, recovery_of


def packed(body: bytes, signatures: Signatures) -> bytes:
    file = io.BytesIO()
    PackageWriter(file, body, signatures.ed25519, signatures.mldsa65, leader=CARD).finish()
    return file.getvalue()


def document() -> dict[str, Any]:
    return dict(json.loads(first_card().body))


def signed(change: dict[str, Any], signer: SigningKeys | None = None) -> bytes:
    """The card of ``a`` with changed keys, signed by whoever."""
    body = json.dumps({**document(), **change}).encode()
    return packed(body, (signer or keys_of("a").signing).sign(CARD_TYPE, body))


def code_of(data: bytes) -> str:
    with pytest.raises(PartnerFileError) as refused:
        read_card(data)
    return refused.value.code


def test_a_card_is_read_as_it_was_made() -> None:
    card = first_card()
    assert read_card(card.to_bytes()) == card
    assert (card.name, card.short, card.country, card.epoch) == ("Agenzia Prova – scorte", "ALPHA", "IT", 1)
    assert card.keys == keys_of("a").public()
    assert card.recovery == recovery_of("R").digest()
    assert (card.created, card.expires, card.previous) == (CREATED, EXPIRES, None)
    assert card.file_name == "ALPHA.agency-card"


def test_a_card_fits_its_limit() -> None:
    assert len(first_card().to_bytes()) <= 32 * 1024


def test_the_agency_id_is_the_hash_of_the_first_card() -> None:
    card = first_card()
    expected = base64.b32encode(sha256(card.body).digest()[:16]).decode().lower().rstrip("=")
    assert card.agency == expected
    assert len(card.agency) == 26


def test_the_agency_id_stays_over_rotations() -> None:
    second = new_card("b", first_card())
    third = new_card("c", read_card(second.to_bytes()))
    assert [second.epoch, third.epoch] == [2, 3]
    assert first_card().agency == second.agency == third.agency
    assert second.previous == first_card().digest
    assert third.previous == second.digest


def test_tar_unpacks_a_card_and_age_takes_the_recipient_in_it(tmp_path: Path) -> None:
    (tmp_path / "card.tar").write_bytes(first_card().to_bytes())
    subprocess.run(["tar", "xf", "card.tar"], cwd=tmp_path, check=True)
    recipient = json.loads((tmp_path / "CARD").read_bytes())["age"]
    assert age.parse_recipient(recipient) == keys_of("a").identity.recipient()


def test_a_card_expires() -> None:
    card = first_card()
    card.check_current(EXPIRES - timedelta(seconds=1))
    with pytest.raises(PartnerFileError) as refused:
        card.check_current(EXPIRES)
    assert refused.value.code == "E_EXPIRED"


def test_a_flipped_bit_anywhere_in_a_card_is_refused() -> None:
    file = bytearray(first_card().to_bytes())
    for position in range(0, len(file), 37):  # every header and every field is hit
        file[position] ^= 1 << position % 8
        with pytest.raises(PartnerFileError):
            read_card(bytes(file))
        file[position] ^= 1 << position % 8


def test_a_card_that_was_cut_or_extended_is_refused() -> None:
    file = first_card().to_bytes()
    for length in (*range(0, len(file), 97), len(file) - 1):
        assert code_of(file[:length]) == "E_NOT_BUNDLE"
    assert code_of(file + b"\0") == "E_NOT_BUNDLE"
    assert code_of(file + file) == "E_NOT_BUNDLE"


@pytest.mark.parametrize(("size", "code"), [(32 * 1024, "E_NOT_BUNDLE"), (32 * 1024 + 1, "E_LIMIT")])
def test_a_card_file_has_at_most_32_kib(size: int, code: str) -> None:
    assert code_of(bytes(size)) == code


def test_a_long_card_within_the_limit_is_read() -> None:
    body = json.dumps({**document(), "later": "x" * 20_000}).encode()
    file = packed(body, keys_of("a").signing.sign(CARD_TYPE, body))
    assert read_card(file).name == first_card().name


def test_a_card_with_somebody_elses_key_is_refused() -> None:
    theirs = document() | {"ed25519": json.loads(first_card("b").body)["ed25519"]}
    assert code_of(signed(theirs)) == "E_DIGEST"
    assert code_of(signed({}, keys_of("b").signing)) == "E_DIGEST"


def test_a_signature_of_a_manifest_does_not_pass_for_a_card() -> None:
    body = first_card().body
    assert code_of(packed(body, keys_of("a").signing.sign(MANIFEST_TYPE, body))) == "E_DIGEST"


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_low_order_key_is_refused(y: int, sign: int) -> None:
    key = (y | sign << 255).to_bytes(32, "little")
    assert code_of(signed({"ed25519": base64.b64encode(key).decode()})) == "E_SCHEMA"


def test_a_forged_signature_under_a_low_order_key_does_not_make_a_card() -> None:
    identity = (1).to_bytes(32, "little")
    body = json.dumps(document() | {"ed25519": base64.b64encode(identity).decode()}).encode()
    mldsa65 = keys_of("a").signing.sign(CARD_TYPE, body).mldsa65
    assert code_of(packed(body, Signatures(identity + bytes(32), mldsa65))) == "E_SCHEMA"


@pytest.mark.parametrize("version", [0, 2])
def test_another_version_is_unknown(version: int) -> None:
    assert code_of(signed({"v": version})) == "E_VERSION"


CLASSIC = age.X25519Identity(b"a" * 32).recipient().to_string()


@pytest.mark.parametrize(
    "change",
    [
        {"v": True},
        {"name": ""},
        {"name": "a\u202eb"},
        {"name": "a\nb"},
        {"name": "a" * 201},
        {"short": "../x"},
        {"short": "NUL"},
        {"short": ""},
        {"country": "it"},
        {"country": "ITA"},
        {"epoch": 0},
        {"epoch": 2},
        {"epoch": 2, "agency": "a" * 26},
        {"agency": "a" * 26},
        {"previous": "0" * 64},
        {"epoch": "1"},
        {"ed25519": ""},
        {"ed25519": "AAAA"},
        {"ed25519": document()["ed25519"] + "\n"},
        {"ed25519": document()["ed25519"].rstrip("=")},
        {"mldsa65": document()["ed25519"]},
        {"age": CLASSIC},
        {"age": "age1pq1"},
        {"age": document()["age"].upper()},
        {"age": document()["age"][:-1] + "q"},
        {"recovery": "0" * 63},
        {"created": "yesterday"},
        {"created": "2026-02-30T00:00:00Z"},
        {"expires": document()["created"]},
        {"expires": None},
    ],
)
def test_what_breaks_a_rule_is_refused(change: dict[str, Any]) -> None:
    assert code_of(signed(change)) == "E_SCHEMA"


@pytest.mark.parametrize("key", document())
def test_every_key_is_required(key: str) -> None:
    value = document()
    del value[key]
    body = json.dumps(value).encode()
    assert code_of(packed(body, keys_of("a").signing.sign(CARD_TYPE, body))) == "E_SCHEMA"


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"v":1,"v":1}', b'{"v":1.5}', b"\xff", b"[" * 10_000])
def test_a_body_that_is_no_card_is_refused(body: bytes) -> None:
    assert code_of(packed(body, keys_of("a").signing.sign(CARD_TYPE, body))) in ("E_SCHEMA", "E_LIMIT")


@pytest.mark.parametrize("change", [{"name": ""}, {"short": "a/b"}, {"country": "Italy"}, {"expires": CREATED}])
def test_we_do_not_make_a_card_that_others_would_refuse(change: dict[str, Any]) -> None:
    card = first_card()
    wanted: dict[str, Any] = {
        "name": card.name,
        "short": card.short,
        "country": card.country,
        "recovery": card.recovery,
        "created": CREATED,
        "expires": EXPIRES,
    }
    with pytest.raises(InputError):
        make_card(keys_of("a"), **(wanted | change))


def test_parts_of_a_second_are_dropped_from_the_times() -> None:
    card: Card = first_card()
    again = make_card(
        keys_of("a"),
        name=card.name,
        short=card.short,
        country=card.country,
        recovery=card.recovery,
        created=CREATED + timedelta(microseconds=5),
        expires=EXPIRES,
    )
    assert again.body == card.body
