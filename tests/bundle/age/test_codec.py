"""Whole files: they open for their recipients, and any change to them is refused by the layer that it touches."""

from __future__ import annotations

import io
import os
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.bundle import age
from stockpile_client.core.errors import PartnerFileError

IDENTITY = age.generate_identity()
CLASSIC = age.X25519Identity(bytes(range(32)))
STRANGER = age.generate_identity()
EARLY = (age.HeaderError, age.NoMatchError, age.HeaderMacError)


def sealed(content: bytes, *identities: age.Identity, armor: bool = False) -> bytes:
    out = io.BytesIO()
    age.encrypt(io.BytesIO(content), out, [identity.recipient() for identity in identities], armor=armor)
    return out.getvalue()


def opened(file: bytes, *identities: age.Identity) -> tuple[bytes, age.AgeError | None]:
    """What `age.decrypt` wrote, and how it ended."""
    out = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(file), out, identities)
    except age.AgeError as refusal:
        return out.getvalue(), refusal
    return out.getvalue(), None


def header_size(file: bytes) -> int:
    return len(age.read_header(io.BytesIO(file)).raw)


@settings(max_examples=30)
@given(st.binary(max_size=2000), st.lists(st.sampled_from([IDENTITY, CLASSIC]), min_size=1, max_size=4), st.booleans())
def test_a_file_opens_for_each_of_its_recipients(content, identities, armor):
    file = sealed(content, *identities, armor=armor)
    for identity in identities:
        assert opened(file, identity) == (content, None)
        assert opened(file, STRANGER, identity) == (content, None)


def test_a_file_does_not_open_for_others():
    file = sealed(b"positions", IDENTITY, CLASSIC)
    content, refusal = opened(file, STRANGER, age.X25519Identity(bytes(32)))
    assert content == b""
    assert isinstance(refusal, age.NoMatchError)
    assert isinstance(refusal, PartnerFileError)
    assert type(opened(file)[1]) is age.NoMatchError


def test_nobody_to_encrypt_to_is_an_error_that_writes_nothing():
    out = io.BytesIO()
    with pytest.raises(age.HeaderError):
        age.encrypt(io.BytesIO(b"positions"), out, [])
    assert out.getvalue() == b""


def test_two_files_of_one_content_share_only_their_form():
    first, second = (sealed(b"positions", CLASSIC) for _ in range(2))
    assert len(first) == len(second)
    assert first[-40:] != second[-40:]


@pytest.mark.parametrize("identity", [CLASSIC, IDENTITY], ids=["classic", "hybrid"])
def test_a_file_cut_at_any_byte_is_refused_and_writes_nothing(identity):
    file = sealed(b"positions", identity)
    payload = header_size(file)
    for length in range(len(file)):
        content, refusal = opened(file[:length], identity)
        assert content == b""
        assert type(refusal) is (age.HeaderError if length < payload + 16 else age.PayloadError), length


def test_any_flipped_bit_of_a_small_file_is_refused_and_writes_nothing():
    file = sealed(b"positions", CLASSIC)
    payload = header_size(file)
    for place in range(len(file)):
        for bit in range(8):
            changed = bytearray(file)
            changed[place] ^= 1 << bit
            content, refusal = opened(bytes(changed), CLASSIC)
            assert content == b""
            assert type(refusal) in (EARLY if place < payload else (age.PayloadError,)), (place, bit)


@given(st.data())
def test_any_flipped_bit_of_a_post_quantum_file_is_refused_and_writes_nothing(draw):
    file = bytearray(sealed(b"positions", IDENTITY, STRANGER))
    place = draw.draw(st.integers(0, len(file) - 1))
    kinds = EARLY if place < header_size(bytes(file)) else (age.PayloadError,)
    file[place] ^= 1 << draw.draw(st.integers(0, 7))
    content, refusal = opened(bytes(file), IDENTITY)
    assert content == b""
    assert type(refusal) in kinds


@given(st.data())
def test_any_flipped_bit_of_an_armored_file_is_refused(draw):
    file = bytearray(sealed(b"positions", CLASSIC, armor=True))
    # all but the line feed at the end, which may be other white space or missing
    place = draw.draw(st.integers(0, len(file) - 2))
    file[place] ^= 1 << draw.draw(st.integers(0, 7))
    content, refusal = opened(bytes(file), CLASSIC)
    assert content == b""
    assert isinstance(refusal, age.AgeError)


@given(st.binary(min_size=1, max_size=20))
def test_appended_bytes_are_refused(extra):
    assert isinstance(opened(sealed(b"positions", CLASSIC) + extra, CLASSIC)[1], age.PayloadError)


def test_a_stanza_taken_out_or_put_in_breaks_the_mac():
    file = sealed(b"positions", CLASSIC, STRANGER)
    header = age.read_header(io.BytesIO(file))
    hers = header.stanzas[1].encode()
    without = file.replace(hers, b"")
    twice = file.replace(hers, hers + hers)
    for changed in (without, twice):
        content, refusal = opened(changed, CLASSIC)
        assert content == b""
        assert type(refusal) is age.HeaderMacError


def test_a_passphrase_stanza_beside_others_is_refused():
    header = age.make_header([CLASSIC.recipient().wrap(bytes(16)), age.Stanza("scrypt", ("a", "1"), b"")], bytes(16))
    with pytest.raises(age.HeaderError, match="stand alone"):
        age.unwrap_file_key(header, [CLASSIC])


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused(data):
    for file in (data, b"age-encryption.org/v1\n" + data, b"-----BEGIN AGE ENCRYPTED FILE-----\n" + data):
        content, refusal = opened(file, IDENTITY)
        assert content == b""
        assert isinstance(refusal, age.AgeError)


def test_the_pieces_below_decrypt_give_a_policy_its_turn():
    file = sealed(b"positions", IDENTITY, STRANGER)
    source = age.open_source(io.BytesIO(file))
    header = age.read_header(source, max_stanzas=2, max_bytes=8192)
    assert [stanza.type for stanza in header.stanzas] == ["mlkem768x25519"] * 2
    file_key = age.unwrap_file_key(header, [IDENTITY])
    header.verify_mac(file_key)
    assert age.PayloadReader(source, file_key).read() == b"positions"


def test_a_writer_and_a_reader_work_without_a_file_in_between():
    out = io.BytesIO()
    with age.open_writer(out, [IDENTITY.recipient()]) as writer:
        for line in (b"W,", b"1200,", b"kg"):
            writer.write(line)
    reader = age.open_reader(io.BytesIO(out.getvalue()), [IDENTITY])
    assert (reader.read(2), reader.read(5), reader.read(), reader.read()) == (b"W,", b"1200,", b"kg", b"")


def test_pipes_and_unbuffered_files_work(tmp_path):
    content = os.urandom(300_000)
    (tmp_path / "content").write_bytes(content)
    with (tmp_path / "content").open("rb", buffering=0) as src, (tmp_path / "file").open("wb", buffering=0) as dst:
        age.encrypt(src, dst, [IDENTITY.recipient()])
    with (tmp_path / "file").open("rb", buffering=0) as src, (tmp_path / "back").open("wb", buffering=0) as dst:
        age.decrypt(src, dst, [IDENTITY])
    assert (tmp_path / "back").read_bytes() == content


def test_memory_does_not_grow_with_the_file(tmp_path):
    size = 48 * 1024 * 1024
    with (tmp_path / "content").open("wb") as content:
        content.truncate(size)
    tracemalloc.start()
    try:
        with (tmp_path / "content").open("rb") as src, (tmp_path / "file").open("wb") as dst:
            age.encrypt(src, dst, [IDENTITY.recipient()])
        with (tmp_path / "file").open("rb") as src, (tmp_path / "back").open("wb") as dst:
            age.decrypt(src, dst, [IDENTITY])
        assert tracemalloc.get_traced_memory()[1] < 6 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert (tmp_path / "back").stat().st_size == size


@pytest.mark.parametrize(
    "kind", [age.ArmorError, age.HeaderError, age.NoMatchError, age.HeaderMacError, age.PayloadError]
)
def test_each_refusal_is_its_own_class_and_says_what_to_do_next(kind):
    refusal = kind("What happened.")
    assert kind.__mro__[1] is age.AgeError
    assert refusal.code.startswith("E_AGE_")
    assert len(refusal.lines()) == 3
