"""What a partner, or whoever has the stick, may try with a bundle; the numbers are those of the threat list."""

import io
import json
import secrets
import tempfile
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle import age, limits, policy
from stockpile_client.bundle.archive import ArchiveReader, pack
from stockpile_client.bundle.channels import ChannelState, Link
from stockpile_client.bundle.letters import decode_statement
from stockpile_client.bundle.opening import Receiver, open_bundle
from stockpile_client.bundle.package import BLOCK, END, header, padding_size
from stockpile_client.bundle.positions import decode_rows
from stockpile_client.bundle.refusals import REFUSALS
from stockpile_client.bundle.signatures import CARD_TYPE, Signatures
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.partners import PartnerState
from tests.bundle.agencies import first_card, keys_of
from tests.bundle.forge import (
    NOW,
    STATEMENT,
    File,
    Forger,
    json_file,
    line,
    member,
    receiver,
    rows_file,
    statement_files,
    write,
)
from tests.strategies import hostile_text

ALICE, MALLORY = Forger("a"), Forger("m")
BOB = receiver("b")
CLASSIC = age.X25519Identity(b"x" * 32)


def refused(folder: Path, data: bytes, opener: Receiver = BOB) -> PartnerFileError:
    """The refusal of a file that is opened and read to its end; nothing of it stays."""
    path = write(folder, data)
    with (
        pytest.raises(PartnerFileError) as error,
        open_bundle(path, receiver=opener, quarantine=folder, now=NOW) as opened,
    ):
        list(opened.contents.records())
    path.unlink()
    assert not list(folder.iterdir())
    return error.value


def code_of(folder: Path, data: bytes, opener: Receiver = BOB) -> str:
    return refused(folder, data, opener).code


# 1, 20: what can be recorded


@pytest.mark.parametrize("place", range(4))
def test_1_one_classic_recipient_among_others_is_refused_wherever_it_stands(place: int, tmp_path: Path) -> None:
    recipients: list[age.Recipient] = [keys_of("b").identity.recipient() for _ in range(3)]
    recipients.insert(place, CLASSIC.recipient())
    assert code_of(tmp_path, ALICE.seal(ALICE.package(), recipients=recipients)) == "E_POLICY_CLASSIC"


def test_20_counts_are_quantised_and_the_place_of_a_recipient_is_drawn() -> None:
    own, other = keys_of("b").identity.recipient(), keys_of("c").identity.recipient()
    places = {policy.envelope([own] * 3 + [other]).index(other) for _ in range(100)}
    assert places == {0, 1, 2, 3}
    assert {policy.stanza_count(count) for count in range(1, 129)} == set(limits.STANZA_COUNTS)
    assert len(policy.envelope([own] * 5)) == 8


# 2, 6: signatures


def sign_with(letter: str, body: bytes) -> Signatures:
    return Forger(letter).sign(body)


def test_2_a_bundle_of_an_unknown_or_unsigned_sender_is_refused(tmp_path: Path) -> None:
    body = ALICE.body()
    zeros = Signatures(bytes(64), bytes(3309))
    for signatures in (zeros, sign_with("m", body)):
        package = ALICE.package(body=body, signatures=signatures)
        assert code_of(tmp_path, ALICE.seal(package)) == "E_UNTRUSTED_SENDER"


def test_2_a_suspended_and_a_revoked_partner_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, ALICE.bundle(), receiver(state=PartnerState.SUSPENDED)) == "E_SUSPENDED"
    assert code_of(tmp_path, ALICE.bundle(), receiver(state=PartnerState.REVOKED)) == "E_REVOKED"


def test_6_neither_signature_can_be_stripped_swapped_or_taken_from_elsewhere(tmp_path: Path) -> None:
    body = ALICE.body()
    right, other = ALICE.sign(body), ALICE.sign(ALICE.body())
    as_card = keys_of("a").signing.sign(CARD_TYPE, body)
    mallory = sign_with("m", body)
    for ed25519, mldsa65 in [
        (right.ed25519, bytes(3309)),
        (bytes(64), right.mldsa65),
        (right.ed25519, mallory.mldsa65),
        (mallory.ed25519, right.mldsa65),
        (right.ed25519, other.mldsa65),
        (other.ed25519, right.mldsa65),
        (as_card.ed25519, as_card.mldsa65),
    ]:
        package = ALICE.package(body=body, signatures=Signatures(ed25519, mldsa65))
        opener = receiver(trusts=["a", "m"])
        assert code_of(tmp_path, ALICE.seal(package), opener) == "E_UNTRUSTED_SENDER"


def test_6_a_manifest_that_names_other_keys_than_those_that_signed_it_is_refused(tmp_path: Path) -> None:
    opener = receiver(trusts=["a", "m"])
    victim = {"agency": ALICE.card.agency, "epoch": 1, "keys": ALICE.card.keys.digest().hex()}
    body = ALICE.body()
    assert json.loads(body)["from"] == victim
    package = ALICE.package(body=body, signatures=MALLORY.sign(body))
    assert code_of(tmp_path, ALICE.seal(package), opener) == "E_UNTRUSTED_SENDER"
    other_epoch = ALICE.bundle(**{"from": victim | {"epoch": 2}})
    assert code_of(tmp_path, other_epoch) == "E_UNTRUSTED_SENDER"


# 3, 19: damage, and what the answer tells


def test_3_a_bundle_cut_anywhere_is_refused_in_the_same_words(tmp_path: Path) -> None:
    whole = ALICE.bundle()
    cuts = {*range(0, 64), *range(64, len(whole), 97), len(whole) - 1}
    messages = {refused(tmp_path, whole[:cut]).message for cut in cuts if cut >= 22}
    assert messages == {REFUSALS["E_CANNOT_OPEN"][0]}
    assert {code_of(tmp_path, whole[:cut]) for cut in cuts if cut < 22} == {"E_NOT_BUNDLE"}


@given(st.data())
def test_3_one_flipped_bit_anywhere_is_refused(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(PartnerFileError) as error:
        _first_steps(bytes(whole))
    assert error.value.code in {"E_CANNOT_OPEN", "E_NOT_BUNDLE", "E_POLICY_CLASSIC"}


_WHOLE = ALICE.bundle()


def _first_steps(data: bytes) -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        open_bundle(write(Path(name), data), receiver=BOB, quarantine=Path(name), now=NOW),
    ):
        pass


def test_3_bytes_after_the_end_and_two_bundles_in_one_file_are_refused(tmp_path: Path) -> None:
    whole = ALICE.bundle()
    for data in (whole + b"\0", whole + whole):
        assert code_of(tmp_path, data) == "E_CANNOT_OPEN"


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 512, END, b"x" * 512, member("extra.json", b"{}")])
def test_3_anything_after_the_end_of_the_package_is_refused(tail: bytes, tmp_path: Path) -> None:
    assert code_of(tmp_path, ALICE.seal(ALICE.package() + tail)) == "E_DIGEST"


def test_19_whatever_is_wrong_before_the_signatures_the_answer_is_one(tmp_path: Path) -> None:
    whole = ALICE.bundle()
    body = ALICE.body()
    package = ALICE.package()
    header_end = whole.index(b"\n--- ")
    attempts = [
        ALICE.seal(package, recipients=[keys_of("c").identity.recipient()] * 4),
        whole[:-1] + bytes([whole[-1] ^ 1]),
        whole[: header_end + 5] + b"A" * 43 + whole[header_end + 48 :],
        ALICE.seal(b""),
        ALICE.seal(b"not a package" * 100),
        ALICE.seal(package[: 3 * BLOCK]),
        ALICE.seal(b"\xff" * len(package)),
        ALICE.seal(member("CARD", body)),
        ALICE.seal(header("MANIFEST", 2**30)),
        ALICE.seal(package, recipients=[keys_of("b").identity.recipient()] * 129),
    ]
    answers = {tuple(refused(tmp_path, data).lines()) for data in attempts}
    assert len(answers) == 1


# 4, 8: sequence


def test_4_a_replayed_number_with_another_content_is_a_fork(tmp_path: Path) -> None:
    known = ChannelState((Link(1, b"\1" * 32, bytes(32)),))
    assert code_of(tmp_path, ALICE.bundle(), receiver(channel=known)) == "E_FORK"


def test_8_a_jump_to_the_last_number_is_refused(tmp_path: Path) -> None:
    known = ChannelState((Link(1, b"\1" * 32, bytes(32)),))
    data = ALICE.bundle(seq=2**53 - 1, prev="ab" * 32)
    assert code_of(tmp_path, data, receiver(channel=known)) == "E_REPLAY"


# 5: forwarding


def test_5_a_package_encrypted_again_for_somebody_else_is_refused(tmp_path: Path) -> None:
    for_carol = Forger("a", "c")
    again = ALICE.seal(for_carol.package(), recipients=[keys_of("b").identity.recipient()] * 4)
    assert code_of(tmp_path, again) == "E_NOT_ADDRESSED"


def test_5_our_name_with_another_key_is_not_our_address(tmp_path: Path) -> None:
    to = [
        {"agency": first_card("a").agency, "kem": first_card("a").keys.recipient_digest().hex()},
        {"agency": first_card("b").agency, "kem": first_card("c").keys.recipient_digest().hex()},
    ]
    data = ALICE.bundle(to=sorted(to, key=lambda entry: entry["agency"]))
    assert code_of(tmp_path, data) == "E_NOT_ADDRESSED"


# 9, 11: data files


def relabelled(files: list[File], order: Iterable[int]) -> bytes:
    """A package whose manifest names ``files`` while their members stand in another order."""
    body = ALICE.body(files)
    signed = ALICE.sign(body)
    members = [("MANIFEST", body), ("MANIFEST.ed25519", signed.ed25519), ("MANIFEST.mldsa65", signed.mldsa65)]
    members += [(files[place].name, files[place].data) for place in order]
    members.append(("PADDING", bytes(padding_size(len(body), [len(file.data) for file in files]))))
    return b"".join(member(name, data) for name, data in members) + END


def test_9_files_swapped_reordered_left_out_or_of_another_bundle_are_refused(tmp_path: Path) -> None:
    files = statement_files()
    for order in ([1, 0], [0], [1], [0, 0], [0, 1, 1]):
        assert code_of(tmp_path, ALICE.seal(relabelled(files, order))) == "E_DIGEST"
    other = statement_files(line(quantity={"type": "exact", "kg": "9999.9"}))
    mixed = ALICE.package([other[0], File(**{**vars(other[1]), "changes": {"sha256": files[1].entry()["sha256"]}})])
    assert code_of(tmp_path, ALICE.seal(mixed)) == "E_DIGEST"


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "con", "nul.gz", "A.json", "a/b", "a\\b", "é", "a.", "", "a" * 65]
)
def test_11_a_name_that_a_file_system_would_mistake_is_refused(name: str, tmp_path: Path) -> None:
    files = [*statement_files(), json_file("harmless.json", {})]
    files[-1].changes["n"] = name
    assert code_of(tmp_path, ALICE.bundle(files)) == "E_SCHEMA"


@pytest.mark.parametrize(
    ("place", "value"),
    [(100, b"0000755\0"), (108, b"0001750\0"), (136, b"14640000000\0"), (156, b"2"), (156, b"x"), (157, b"/etc/passwd"),
     (263, b"  "), (265, b"root"), (345, b"../")],
)  # fmt: skip
def test_11_links_modes_owners_pax_headers_and_prefixes_are_refused(place: int, value: bytes, tmp_path: Path) -> None:
    package = bytearray(ALICE.package())
    start = package.index(b"statement.json\0")
    package[start + place : start + place + len(value)] = value
    package[start + 148 : start + 156] = b" " * 8
    package[start + 148 : start + 156] = b"%06o\0 " % sum(package[start : start + BLOCK])
    assert code_of(tmp_path, ALICE.seal(bytes(package))) == "E_DIGEST"


# 10: bombs


def test_10_a_gibibyte_of_zeros_is_refused_by_its_ratio_before_it_is_unpacked(tmp_path: Path) -> None:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1024 * 1024)
    bomb = b"".join(engine.compress(block) for _ in range(64)) + engine.flush()
    honest = File("positions.ndjson.gz", bomb, 64 * len(block), 1, "application/x-ndjson+gzip")
    assert code_of(tmp_path, ALICE.bundle([statement_files()[0], honest])) == "E_LIMIT"
    honest.raw = 1000
    assert code_of(tmp_path, ALICE.bundle([statement_files()[0], honest])) == "E_LIMIT"


@pytest.mark.parametrize(
    ("lines", "raw", "expected"),
    [(1, -1, "E_LIMIT"), (1, 1, "E_SCHEMA"), (300, -1, "E_LIMIT"), (300, 1, "E_SCHEMA")],
)
def test_10_a_raw_size_that_is_off_by_one_is_refused(lines: int, raw: int, expected: str, tmp_path: Path) -> None:
    data = b"".join(line(at=f"town:{secrets.token_hex(8)}") for _ in range(lines))
    assert code_of(tmp_path, ALICE.bundle([statement_files()[0], rows_file(data, raw=len(data) + raw)])) == expected


@pytest.mark.parametrize("tail", [b"\0", b"".join(pack([line()])), b"".join(pack([b""]))])
def test_10_a_second_member_or_bytes_after_the_first_are_refused(tail: bytes, tmp_path: Path) -> None:
    file = rows_file(line())
    file.data += tail
    assert code_of(tmp_path, ALICE.bundle([statement_files()[0], file])) == "E_SCHEMA"


@given(st.binary(max_size=2000), st.integers(1, 3000), st.integers(1, 400))
def test_10_an_archive_gives_what_was_packed_and_never_more_at_once(data: bytes, size: int, times: int) -> None:
    whole = data * times
    reader = ArchiveReader(io.BytesIO(b"".join(pack([whole]))), raw=len(whole), where="x.gz")
    pieces = list(iter(lambda: reader.read(size), b""))
    assert b"".join(pieces) == whole
    assert all(len(piece) <= size for piece in pieces)


def test_10_a_line_of_64_kib_and_one_byte_is_refused(tmp_path: Path) -> None:
    text = line()[:-1]
    too_long = text + secrets.token_hex(limits.LINE_BYTES).encode()[: limits.LINE_BYTES + 1 - len(text)] + b"\n"
    assert code_of(tmp_path, ALICE.bundle(statement_files(too_long))) == "E_LIMIT"


@pytest.mark.parametrize(("stated", "expected"), [(1, "E_LIMIT"), (3, "E_SCHEMA")])
def test_10_more_or_fewer_rows_than_stated_are_refused(stated: int, expected: str, tmp_path: Path) -> None:
    lines = line() + line(at="country:FR")
    assert code_of(tmp_path, ALICE.bundle([statement_files()[0], rows_file(lines, rows=stated)])) == expected


# 12: records


@given(hostile_text)
def test_12_no_hostile_text_gets_through_any_field(text: str) -> None:
    lines = (line(at=f"town:{text}"), line(basis=text), line(material=text), line(form=text))
    headers = ({"title": text}, {"note": text}, {"scope": ["W", text]}, {"nil": [text]})
    attempts: list[Callable[[], object]] = [
        *(partial(list, decode_rows(io.BytesIO(data))) for data in lines),
        *(partial(decode_statement, json_file("statement.json", STATEMENT | changes).data) for changes in headers),
    ]
    for attempt in attempts:
        with pytest.raises(PartnerFileError) as error:
            attempt()
        assert error.value.code in {"E_SCHEMA", "E_LIMIT"}
        assert text not in error.value.message


@pytest.mark.parametrize(
    "statement",
    [
        b'{"as_of":"2026-06-30","title":"a","title":"b","scope":["W"]}',
        b'{"as_of":"2026-02-30","title":"a","scope":["W"]}',
        b'{"as_of":"2026-06-30","title":"a","scope":["W"],"more":1}',
        b'{"as_of":"2026-06-30","title":"a","scope":["W","W"]}',
        b'{"as_of":"2026-06-30","title":NaN,"scope":["W"]}',
        b'{"as_of":"2026-06-30","title":"\\ud800","scope":["W"]}',
        b'{"as_of":' + b"[" * 100_000,
        b"",
        b"[]",
    ],
)
def test_12_a_hostile_statement_header_is_refused(statement: bytes, tmp_path: Path) -> None:
    assert code_of(tmp_path, ALICE.bundle([json_file("statement.json", statement), rows_file(line())])) == "E_SCHEMA"
