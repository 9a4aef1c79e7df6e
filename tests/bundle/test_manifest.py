"""A manifest is read strictly, and what we write is what we would accept."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpile_client.bundle import limits
from stockpile_client.bundle.manifest import (
    NO_PREVIOUS,
    Addressee,
    DataFile,
    Handling,
    Manifest,
    Sender,
    encode_manifest,
    parse_manifest,
)
from stockpile_client.core.errors import InternalError, PartnerFileError

ALPHA, BETA = "a" * 26, "b" * 26
Change = Callable[[dict[str, Any]], object]


def document() -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "statement",
        "bundle": "0" * 32,
        "from": {"agency": ALPHA, "epoch": 1, "keys": "1" * 64},
        "to": [{"agency": ALPHA, "kem": "2" * 64}, {"agency": BETA, "kem": "3" * 64}],
        "stanzas": 4,
        "channel": "4" * 32,
        "seq": 1,
        "prev": NO_PREVIOUS,
        "created": "2026-07-01T08:00:00Z",
        "expires": "2026-10-01T08:00:00Z",
        "next_by": "2026-08-01T08:00:00Z",
        "handling": {"marking": "TLP:AMBER", "onward": "none"},
        "agreement": None,
        "schema": "sx-statement/1",
        "supersedes": None,
        "files": [file()],
        "reply_to": None,
        "crit": [],
    }


def file(name: str = "positions.ndjson.gz", **other: object) -> dict[str, Any]:
    media = "application/x-ndjson+gzip"
    return {"n": name, "media": media, "size": 100, "sha256": "5" * 64, "raw": 100, "rows": 1, **other}


def encoded(value: object) -> bytes:
    return json.dumps(value).encode()


def code_after(change: Change) -> str:
    value = document()
    change(value)
    with pytest.raises(PartnerFileError) as refused:
        parse_manifest(encoded(value))
    return refused.value.code


def accepted_after(change: Change) -> Manifest:
    value = document()
    change(value)
    return parse_manifest(encoded(value))


def test_the_manifest_of_the_format_is_read() -> None:
    manifest = parse_manifest(encoded(document()))
    assert manifest.sender == Sender(ALPHA, 1, "1" * 64)
    assert manifest.created == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert [member.name for member in manifest.members()] == ["positions.ndjson.gz"]


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    agencies = draw(
        st.sets(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26), min_size=1, max_size=6)
    )
    created = draw(st.integers(1_750_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
    names = draw(st.sets(st.integers(0, 999).map("file{}.json".format), max_size=5))
    hex32 = st.text("0123456789abcdef", min_size=32, max_size=32)
    seq = draw(st.integers(1, limits.INTEGER))
    return Manifest(
        v=1,
        kind=draw(st.sampled_from(["statement", "withdrawal", "receipt", "request", "keynotice"])),
        bundle=draw(hex32),
        sender=Sender(min(agencies), draw(st.integers(1, 9)), "1" * 64),
        to=tuple(Addressee(agency, "2" * 64) for agency in sorted(agencies)),
        stanzas=8,
        channel=draw(hex32),
        seq=seq,
        prev=NO_PREVIOUS if seq == 1 else "6" * 64,
        created=created,
        expires=created + timedelta(seconds=draw(st.integers(1, 10**8))),
        next_by=draw(st.none() | st.just(created)),
        handling=Handling(draw(st.sampled_from(["TLP:RED", "ΕΜΠΙΣΤΕΥΤΙΚΟ", "部外秘"])), "members"),
        agreement=draw(st.none() | st.uuids().map(str)),
        schema="sx-statement/1",
        supersedes=draw(st.none() | hex32),
        files=tuple(DataFile(name, "application/json", 5, "5" * 64, 5, 0) for name in sorted(names)),
        reply_to=draw(st.none() | hex32),
        crit=(),
        succeeds=draw(st.none() | hex32),
    )


@given(manifests())
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_back(manifest: Manifest) -> None:
    assert parse_manifest(encode_manifest(manifest)) == manifest


def test_we_do_not_write_what_we_would_refuse() -> None:
    manifest = parse_manifest(encoded(document()))
    with pytest.raises(InternalError, match="addressees"):
        encode_manifest(msgspec.structs.replace(manifest, to=manifest.to[::-1]))
    with pytest.raises(InternalError):
        encode_manifest(msgspec.structs.replace(manifest, created=manifest.created.replace(microsecond=1)))


@pytest.mark.parametrize("key", document())
def test_every_key_is_required(key: str) -> None:
    assert code_after(lambda value: value.pop(key)) == "E_SCHEMA"


@pytest.mark.parametrize("version", [0, 2, -1, 10**9])
def test_another_version_is_unknown_and_not_wrong(version: int) -> None:
    assert code_after(lambda value: (value.clear(), value.update(v=version))) == "E_VERSION"


@pytest.mark.parametrize("version", [True, "1", None, [1]])
def test_a_version_is_an_integer(version: object) -> None:
    assert code_after(lambda value: value.update(v=version)) == "E_SCHEMA"


def test_unknown_keys_are_ignored_at_every_level() -> None:
    def change(value: dict[str, Any]) -> None:
        value["later"] = value["from"]["later"] = value["to"][0]["later"] = value["files"][0]["later"] = {"x": [1]}
        value["handling"]["later"] = 1

    assert accepted_after(change) == parse_manifest(encoded(document()))


@pytest.mark.parametrize("crit", [["later"], ["seq", "later"], ["handling.later"], [1], [None]])
def test_an_unknown_key_that_is_essential_is_refused(crit: list[object]) -> None:
    assert code_after(lambda value: value.update(crit=crit, later=1)) == "E_CRIT"


def test_an_essential_key_that_we_know_is_no_obstacle() -> None:
    assert accepted_after(lambda value: value.update(crit=["seq", "from"])).crit == ("seq", "from")


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["to"].reverse(),
        lambda value: value["to"].append(value["to"][1]),
        lambda value: value["to"].pop(0),
        lambda value: value["to"].clear(),
        lambda value: value.update(kind="order"),
        lambda value: value.update(bundle="0" * 31),
        lambda value: value.update(bundle="0" * 31 + "A"),
        lambda value: value.update(channel="0" * 32 + "\n"),
        lambda value: value.update(prev="1" * 64),
        lambda value: value.update(seq=0),
        lambda value: value.update(seq=True),
        lambda value: value.update(seq="1"),
        lambda value: value.update(seq=None),
        lambda value: value["from"].update(epoch=0),
        lambda value: value["from"].update(agency="A" * 26),
        lambda value: value["from"].update(agency="a" * 25),
        lambda value: value.update(created="2026-07-01T08:00:00+00:00"),
        lambda value: value.update(created="2026-07-01T08:00:00.5Z"),
        lambda value: value.update(created="2026-07-01 08:00:00Z"),
        lambda value: value.update(created="2026-02-30T08:00:00Z"),
        lambda value: value.update(created="2026-07-01T08:00:60Z"),
        lambda value: value.update(created="２026-07-01T08:00:00Z"),
        lambda value: value.update(created=1782892800),
        lambda value: value.update(created=None),
        lambda value: value.update(expires=value["created"]),
        lambda value: value.update(expires=None),
        lambda value: value["handling"].update(onward="all"),
        lambda value: value["handling"].update(marking=""),
        lambda value: value["handling"].update(marking="TLP\u202eRED"),
        lambda value: value["handling"].update(marking="a" * 4097),
        lambda value: value.update(agreement="none"),
        lambda value: value.update(schema="statement"),
        lambda value: value.update(schema="sx-../1"),
        lambda value: value.update(supersedes=""),
        lambda value: value.update(succeeds="x"),
        lambda value: value.update(files={}),
        lambda value: value.update(files=[file("a.gz"), file("a.gz")]),
        lambda value: value.update(files=[file("../x")]),
        lambda value: value.update(files=[file("CON")]),
        lambda value: value.update(files=[file("a" * 65)]),
        lambda value: value.update(files=[file(sha256="5" * 63)]),
        lambda value: value.update(files=[file(size=-1)]),
        lambda value: value.update(files=[file(rows=-1)]),
        lambda value: value.update(files=[file(media="text/html; charset=x")]),
        lambda value: value.update(files=[file("a.json", raw=101)]),
        lambda value: value.update(crit="seq"),
    ],
)
def test_what_breaks_a_rule_is_refused(change: Change) -> None:
    assert code_after(change) == "E_SCHEMA"


@pytest.mark.parametrize(("stanzas", "people"), [(0, 2), (3, 2), (5, 2), (256, 2), (4, 5), (8, 9)])
def test_the_stanza_count_is_a_step_of_the_ladder_and_large_enough(stanzas: int, people: int) -> None:
    to = [{"agency": "a" * 25 + "abcdefghijk"[index], "kem": "2" * 64} for index in range(people)]
    assert code_after(lambda value: value.update(stanzas=stanzas, to=to)) == "E_STANZAS"


def with_files(count: int = 1, **each: object) -> Change:
    return lambda value: value.update(files=[file(f"{index}.gz", **each) for index in range(count)])


@pytest.mark.parametrize(
    "change",
    [
        with_files(63),
        with_files(64),
        with_files(raw=19_999),
        with_files(raw=20_000),
        with_files(rows=limits.ROWS),
        with_files(2, rows=limits.ROWS // 2),
        with_files(size=limits.MEMBER_BYTES, raw=limits.RAW_BYTES),
        with_files(2, size=2**32, raw=2**32),
        lambda value: value.update(files=[file("a" * 63)]) or value["files"][0].update(raw=100),
        lambda value: value.update(files=[file("a" * 64)]),
        lambda value: value["handling"].update(marking="a" * 4096),
        lambda value: value.update(seq=limits.INTEGER, prev="1" * 64),
        lambda value: value.update(next_by=None),
    ],
)
def test_a_value_at_a_limit_is_allowed(change: Change) -> None:
    accepted_after(change)


@pytest.mark.parametrize(
    "change",
    [
        with_files(65),
        with_files(raw=20_001),
        with_files(rows=limits.ROWS + 1),
        with_files(2, rows=limits.ROWS // 2 + 1),
        with_files(size=2**32, raw=limits.RAW_BYTES + 1),
        with_files(2, size=2**32 + 1, raw=2**32),
        lambda value: value.update(seq=limits.INTEGER + 1, prev="1" * 64),
    ],
)
def test_a_value_above_a_limit_is_refused(change: Change) -> None:
    assert code_after(change) == "E_LIMIT"


@pytest.mark.parametrize(("size", "fits"), [(2**20 - 1, True), (2**20, True), (2**20 + 1, False)])
def test_the_whole_manifest_has_at_most_one_mebibyte(size: int, fits: bool) -> None:
    body = encoded(document()).ljust(size)
    if fits:
        parse_manifest(body)
    else:
        with pytest.raises(PartnerFileError) as refused:
            parse_manifest(body)
        assert refused.value.code == "E_LIMIT"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"v":1}', b'{"v":1,"v":1}', b'{"v":1.0}', b"\xff"])
def test_what_is_no_manifest_is_refused_as_a_partner_file(body: bytes) -> None:
    with pytest.raises(PartnerFileError):
        parse_manifest(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_an_orderly_way(body: bytes) -> None:
    with pytest.raises(PartnerFileError):
        parse_manifest(body)


def test_a_refusal_never_repeats_the_partners_text() -> None:
    value = document()
    value["kind"] = "<b>HOSTILE</b>"
    with pytest.raises(PartnerFileError) as refused:
        parse_manifest(encoded(value))
    assert "HOSTILE" not in " ".join(refused.value.lines())
