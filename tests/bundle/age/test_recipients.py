"""Identities and recipients: their texts, what they wrap, and what they refuse."""

from __future__ import annotations

import dataclasses

import pytest

from stockpile_client.bundle import age
from stockpile_client.bundle.age.bech32 import encode
from stockpile_client.bundle.age.header import decode_base64, encode_base64

FILE_KEY = bytes(range(16))

# The example identities and the start of their recipients in c2sp.org/age
CLASSIC = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
CLASSIC_RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
HYBRID = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
HYBRID_RECIPIENT_START = "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrqtzdxz95"

# Points whose order divides 8 (RFC 7748, section 6.1, and its reference to the list at cr.yp.to/ecdh.html)
LOW_ORDER = [
    bytes(32),
    bytes([1]) + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]


@pytest.fixture(params=["hybrid", "classic"])
def identity(request) -> age.HybridIdentity | age.X25519Identity:
    return age.generate_identity() if request.param == "hybrid" else age.parse_identity(CLASSIC)


def base64(data: bytes) -> str:
    return encode_base64(data).decode()


def test_the_published_example_keys_give_their_recipients():
    assert str(age.parse_identity(CLASSIC).recipient()) == CLASSIC_RECIPIENT
    assert str(age.parse_identity(HYBRID).recipient()).startswith(HYBRID_RECIPIENT_START)


def test_texts_read_back(identity):
    assert age.parse_identity(identity.to_string()) == identity
    assert age.parse_identity(str(identity)) == identity
    recipient = identity.recipient()
    assert age.parse_recipient(recipient.to_string()) == recipient
    assert age.parse_recipient(str(recipient)) == recipient
    assert type(recipient)(recipient.raw) == recipient


def test_a_seed_is_the_whole_identity():
    identity = age.HybridIdentity(bytes(32))
    assert identity.to_string().startswith("AGE-SECRET-KEY-PQ-1")
    assert identity.recipient() == age.HybridIdentity(bytes(32)).recipient()
    assert len(identity.recipient().raw) == 1216


def test_generated_identities_are_post_quantum_and_differ():
    first, second = age.generate_identity(), age.generate_identity()
    assert isinstance(first, age.HybridIdentity)
    assert first != second


def test_the_secret_shows_only_when_asked_for(identity):
    secret = identity.to_string()
    assert secret not in repr(identity)
    assert secret[-20:] not in repr([identity])
    assert str(identity.recipient())[:14] in repr(identity)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        CLASSIC.lower(),
        CLASSIC[:-1],
        CLASSIC + " ",
        " " + CLASSIC,
        CLASSIC.replace("AGE-SECRET-KEY-", "AGE-SECRET-KEY-PQ-"),
        CLASSIC_RECIPIENT,
        encode("age-secret-key-", bytes(31)).upper(),
        encode("age-secret-key-", bytes(33)).upper(),
        encode("age-secret-key-pq-", bytes(31)).upper(),
        encode("age-plugin-x-", bytes(32)).upper(),
    ],
)
def test_what_is_not_an_identity_is_refused_without_being_repeated(text):
    with pytest.raises(age.KeyFormatError) as refusal:
        age.parse_identity(text)
    assert isinstance(refusal.value, age.AgeError)
    assert len(text) < 10 or text.strip() not in "".join(refusal.value.lines())


@pytest.mark.parametrize(
    "text",
    [
        CLASSIC,
        CLASSIC_RECIPIENT.upper(),
        CLASSIC_RECIPIENT[:-1],
        encode("age", bytes([9]) * 31),
        encode("age", bytes([9]) * 1216),
        encode("age1pq", bytes([9]) * 32),
        encode("age1tag", bytes([9]) * 33),
        encode("age1pq", b"\xff" * 1184 + bytes([9]) * 32),  # coefficients of ML-KEM above its modulus
    ],
)
def test_what_is_not_a_recipient_is_refused(text):
    with pytest.raises(age.KeyFormatError):
        age.parse_recipient(text)


@pytest.mark.parametrize("point", LOW_ORDER)
def test_recipients_of_low_order_are_refused(point):
    with pytest.raises(age.KeyFormatError, match="low order"):
        age.X25519Recipient(point)
    with pytest.raises(age.KeyFormatError, match="low order"):
        age.HybridRecipient(age.dummy_recipient().raw[:-32] + point)


def test_a_wrapped_key_opens_for_its_identity_alone(identity):
    stanza = identity.recipient().wrap(FILE_KEY)
    others = [age.generate_identity(), age.X25519Identity(bytes([7]) * 32)]
    assert identity.unwrap([stanza]) == FILE_KEY
    assert [other.unwrap([stanza]) for other in others] == [None, None]


def test_wrapping_twice_gives_stanzas_that_share_nothing(identity):
    first, second = (identity.recipient().wrap(FILE_KEY) for _ in range(2))
    assert first.args != second.args
    assert first.body != second.body


def test_a_dummy_stanza_has_the_shape_of_a_real_one():
    real = age.generate_identity().recipient().wrap(FILE_KEY)
    dummy = age.dummy_recipient().wrap(FILE_KEY)
    assert (dummy.type, len(dummy.args), len(dummy.args[0])) == (real.type, len(real.args), len(real.args[0]))
    assert (len(decode_base64(dummy.args[0].encode())), len(dummy.body)) == (1120, 32)


def test_stanzas_of_other_types_are_passed_over(identity):
    strange = [
        age.Stanza("x25519", (), b""),
        age.Stanza("MLKEM768X25519", ("a", "b"), bytes(99)),
        age.Stanza("example.com/enigma", ("!",), bytes(48)),
    ]
    assert identity.unwrap([*strange, identity.recipient().wrap(FILE_KEY)]) == FILE_KEY
    assert identity.unwrap(strange) is None


def test_a_malformed_stanza_of_the_own_type_is_refused_wherever_it_stands(identity):
    good = identity.recipient().wrap(FILE_KEY)
    share = decode_base64(good.args[0].encode())
    malformed = [
        dataclasses.replace(good, args=()),
        dataclasses.replace(good, args=(*good.args, "1")),
        dataclasses.replace(good, args=(base64(share[:-1]),)),
        dataclasses.replace(good, args=(base64(share + b"\0"),)),
        dataclasses.replace(good, args=(good.args[0] + "=",)),
        dataclasses.replace(good, args=("!" * len(good.args[0]),)),
        dataclasses.replace(good, body=good.body[:-1]),
        dataclasses.replace(good, body=good.body + b"\0"),
        dataclasses.replace(good, body=b""),
    ]
    for stanza in malformed:
        for stanzas in ([stanza], [good, stanza], [stanza, good]):
            with pytest.raises(age.HeaderError):
                identity.unwrap(stanzas)


@pytest.mark.parametrize("point", LOW_ORDER)
def test_shares_of_low_order_are_refused(identity, point):
    good = identity.recipient().wrap(FILE_KEY)
    share = decode_base64(good.args[0].encode())
    with pytest.raises(age.HeaderError, match="low order"):
        identity.unwrap([dataclasses.replace(good, args=(base64(share[:-32] + point),))])


def test_a_changed_share_or_body_does_not_open(identity):
    good = identity.recipient().wrap(FILE_KEY)
    share = bytearray(decode_base64(good.args[0].encode()))
    share[0] ^= 1
    body = bytes([good.body[0] ^ 1]) + good.body[1:]
    assert identity.unwrap([dataclasses.replace(good, args=(base64(bytes(share)),))]) is None
    assert identity.unwrap([dataclasses.replace(good, body=body)]) is None
