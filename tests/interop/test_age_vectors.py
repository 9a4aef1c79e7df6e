"""The age test vectors of C2SP: each file decrypts, or is refused, exactly as it says."""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from dataclasses import dataclass

import pytest

from stockpile_client.bundle import age

REFUSALS = {
    "armor failure": age.ArmorError,
    "header failure": age.HeaderError,
    "no match": age.NoMatchError,
    "HMAC failure": age.HeaderMacError,
    "payload failure": age.PayloadError,
}
KNOWN_KEYS = {"expect", "payload", "identity", "passphrase", "armored", "file key", "comment", "compressed"}
# cctv-age 0.2.0 holds 143 files; 25 have only passphrases, a recipient type that the codec does not have
VECTORS = 118


@dataclass(frozen=True, slots=True)
class Vector:
    name: str
    expect: str
    payload: str | None
    identities: tuple[str, ...]
    needs_passphrase: bool
    armored: bool
    file: bytes


def read_vector(name: str, text: bytes) -> Vector:
    head, _, file = text.partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        fields.setdefault(key, []).append(value)
    assert fields.keys() <= KNOWN_KEYS, name
    if "compressed" in fields:
        assert fields["compressed"] == ["zlib"]
        file = zlib.decompress(file)
    return Vector(
        name,
        fields["expect"][0],
        fields.get("payload", [None])[0],
        tuple(fields.get("identity", ())),
        "passphrase" in fields,
        fields.get("armored") == ["yes"],
        file,
    )


@pytest.fixture(scope="module")
def vectors(node) -> list[Vector]:
    everything = [read_vector(name, base64.b64decode(text)) for name, text in node("vectors.mjs").items()]
    # a passphrase beside a key is a question to the codec all the same
    return [vector for vector in everything if vector.identities or not vector.needs_passphrase]


def run(vector: Vector) -> tuple[str, bytes]:
    written = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(vector.file), written, [age.parse_identity(text) for text in vector.identities])
    except age.AgeError as refusal:
        outcome = next(name for name, kind in REFUSALS.items() if type(refusal) is kind)
        return outcome, written.getvalue()
    return "success", written.getvalue()


def test_every_vector_ends_as_it_states(vectors):
    wrong = {v.name: (v.expect, run(v)[0]) for v in vectors if run(v)[0] != v.expect}
    assert not wrong
    assert len(vectors) == VECTORS


def test_what_is_written_is_the_stated_payload_also_when_it_breaks_off(vectors):
    stated = [v for v in vectors if v.payload is not None]
    wrong = [v.name for v in stated if hashlib.sha256(run(v)[1]).hexdigest() != v.payload]
    assert not wrong
    assert {v.expect for v in stated} == {"success", "payload failure"}


def test_nothing_is_written_when_the_header_is_refused(vectors):
    early = {"header failure", "no match", "HMAC failure", "armor failure"}
    assert [v.name for v in vectors if v.expect in early and run(v)[1]] == []


def test_headers_that_parse_have_one_encoding(vectors):
    for vector in vectors:
        if vector.expect in {"success", "no match", "HMAC failure", "payload failure"}:
            header = age.read_header(age.open_source(io.BytesIO(vector.file)))
            stanzas = b"".join(stanza.encode() for stanza in header.stanzas)
            assert header.raw.startswith(b"age-encryption.org/v1\n" + stanzas + b"--- "), vector.name


def test_armored_files_that_open_have_one_encoding(vectors):
    for vector in vectors:
        if vector.armored and vector.expect == "success":
            binary = age.open_source(io.BytesIO(vector.file)).read(len(vector.file))
            text = io.BytesIO()
            with age.ArmorWriter(text) as writer:
                writer.write(binary)
            assert text.getvalue().strip() == vector.file.replace(b"\r\n", b"\n").strip(), vector.name
