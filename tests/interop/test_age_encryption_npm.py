"""Both ways with another implementation: what one side writes for post-quantum recipients, the other side reads."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

import pytest

from stockpile_client.bundle import age

SIZES = (0, 1, 65_535, 65_536, 65_537, 5_000_000)
COUNTS = (1, 3, 20)
CASES = [(count, size) for count in COUNTS for size in SIZES]


def name_of(count: int, size: int) -> str:
    return f"{count}-recipients-{size}-bytes"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exchange")
    for size in SIZES:
        (folder / f"{size}.content").write_bytes(random.Random(size).randbytes(size))
    return folder


def test_the_other_implementation_opens_our_files(node, folder):
    keys = node("exchange.mjs", "keys", str(max(COUNTS)))
    for count, size in CASES:
        recipients = [age.parse_recipient(text) for text in keys["recipients"][:count]]
        with (
            (folder / f"{size}.content").open("rb") as src,
            (folder / f"{name_of(count, size)}.ours").open("wb") as dst,
        ):
            age.encrypt(src, dst, recipients)

    # the last recipient of each file reads it, so that every stanza before it was passed over
    job = [{"name": name_of(count, size), "identity": keys["identities"][count - 1]} for count, size in CASES]
    opened = node("exchange.mjs", "decrypt", str(folder), job=job)

    assert opened == {
        name_of(count, size): hashlib.sha256((folder / f"{size}.content").read_bytes()).hexdigest()
        for count, size in CASES
    }


def test_we_open_files_of_the_other_implementation(node, folder):
    identities = [age.generate_identity() for _ in range(max(COUNTS))]
    job = [
        {
            "name": name_of(count, size),
            "content": f"{size}.content",
            "recipients": [identity.recipient().to_string() for identity in identities[:count]],
        }
        for count, size in CASES
    ]
    node("exchange.mjs", "encrypt", str(folder), job=job)

    for count, size in CASES:
        opened = io.BytesIO()
        with (folder / f"{name_of(count, size)}.theirs").open("rb") as src:
            age.decrypt(src, opened, [identities[count - 1]])
        assert opened.getvalue() == (folder / f"{size}.content").read_bytes(), (count, size)


def test_both_sides_derive_the_same_recipient_from_an_identity(node):
    keys = node("exchange.mjs", "keys", "8")
    assert [age.parse_identity(text).recipient().to_string() for text in keys["identities"]] == keys["recipients"]
