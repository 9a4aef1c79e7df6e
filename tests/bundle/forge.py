"""Bundles by a malicious partner: properly signed and encrypted, and wrong in exactly one place.

`Forger` has a partner's real keys. It writes packages byte by byte, so that every rule of the reader can be broken
while all the others hold: a manifest of any content, members under any header, any padding, any recipients.
"""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from stockpile_client.bundle import age
from stockpile_client.bundle.archive import pack
from stockpile_client.bundle.cards import Card
from stockpile_client.bundle.channels import ChannelState
from stockpile_client.bundle.keys import SecretKeys
from stockpile_client.bundle.opening import PinnedKeys, Receiver
from stockpile_client.bundle.package import BLOCK, END, header, padding_size
from stockpile_client.bundle.policy import envelope
from stockpile_client.bundle.signatures import MANIFEST_TYPE, Signatures
from stockpile_client.bundle.times import write_time
from stockpile_client.core.partners import PartnerState
from tests.bundle.agencies import first_card, keys_of

NOW = datetime(2026, 7, 2, 12, tzinfo=UTC)
CHANNEL = "c" * 32

STATEMENT = {
    "as_of": "2026-06-30",
    "title": "Mid-year",
    "scope": ["W"],
    "nil": [],
    "withheld": [],
    "not_compiled": [],
    "note": "",
    "catalogue": "",
    "profile": "",
}
POSITION = {
    "material": "W",
    "group": "metal",
    "at": "country:IT",
    "measure": "contained",
    "basis": "element:W",
    "quantity": {"type": "exact", "kg": "1204.5"},
}


def line(**changes: Any) -> bytes:
    """A position as a line, with some keys changed; ``...`` leaves a key out."""
    record = {key: value for key, value in {**POSITION, **changes}.items() if value is not ...}
    return json.dumps(record).encode() + b"\n"


@dataclass
class File:
    """A data file: what the manifest says of it and what is packed, the same unless a test says otherwise."""

    name: str
    data: bytes
    raw: int
    rows: int = 0
    media: str = "application/json"
    changes: dict[str, Any] = field(default_factory=dict)

    def entry(self) -> dict[str, Any]:
        """The entry in the manifest."""
        stated = {
            "n": self.name,
            "media": self.media,
            "size": len(self.data),
            "sha256": sha256(self.data).hexdigest(),
            "raw": self.raw,
            "rows": self.rows,
        }
        return stated | self.changes


def json_file(name: str, value: object) -> File:
    """A JSON file, of a value or of raw bytes."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return File(name, data, len(data))


def rows_file(lines: bytes, *, name: str = "positions.ndjson.gz", rows: int | None = None, **changes: Any) -> File:
    """Packed lines."""
    data = b"".join(pack([lines]))
    count = lines.count(b"\n") if rows is None else rows
    return File(name, data, len(lines), count, "application/x-ndjson+gzip", changes)


def statement_files(lines: bytes = line(), **statement: Any) -> list[File]:
    """The files of a small statement."""
    return [json_file("statement.json", STATEMENT | statement), rows_file(lines)]


@dataclass
class Forger:
    """An agency with real keys, known by a letter, that writes to ``audience``."""

    letter: str = "a"
    audience: Sequence[str] = ("b",)

    @property
    def keys(self) -> SecretKeys:
        """Its secret keys."""
        return keys_of(self.letter)

    @property
    def card(self) -> Card:
        """Its first card."""
        return first_card(self.letter)

    def manifest(self, files: Sequence[File], **changes: Any) -> dict[str, Any]:
        """A manifest that is right but for ``changes``."""
        cards = [first_card(letter) for letter in {self.letter, *self.audience}]
        to = [{"agency": card.agency, "kem": card.keys.recipient_digest().hex()} for card in cards]
        return {
            "v": 1,
            "kind": "statement",
            "bundle": secrets.token_hex(16),
            "from": {"agency": self.card.agency, "epoch": 1, "keys": self.card.keys.digest().hex()},
            "to": sorted(to, key=lambda entry: entry["agency"]),
            "stanzas": 4,
            "channel": CHANNEL,
            "seq": 1,
            "prev": "0" * 64,
            "created": write_time(NOW - timedelta(hours=1)),
            "expires": write_time(NOW + timedelta(days=90)),
            "next_by": None,
            "handling": {"marking": "TLP:AMBER", "onward": "none"},
            "agreement": None,
            "schema": "sx-statement/1",
            "supersedes": None,
            "files": [file.entry() for file in files],
            "reply_to": None,
            "crit": [],
        } | changes

    def body(self, files: Sequence[File] | None = None, **changes: Any) -> bytes:
        """The bytes of such a manifest."""
        return json.dumps(self.manifest(statement_files() if files is None else files, **changes)).encode()

    def sign(self, body: bytes) -> Signatures:
        """Both signatures over a manifest."""
        return self.keys.signing.sign(MANIFEST_TYPE, body)

    def package(
        self,
        files: Sequence[File] | None = None,
        *,
        body: bytes | None = None,
        signatures: Signatures | None = None,
        **changes: Any,
    ) -> bytes:
        """The package of these files, all as it should be but for ``changes`` in the manifest."""
        files = statement_files() if files is None else files
        body = self.body(files, **changes) if body is None else body
        signed = signatures or self.sign(body)
        members = [
            ("MANIFEST", body),
            ("MANIFEST.ed25519", signed.ed25519),
            ("MANIFEST.mldsa65", signed.mldsa65),
            *((file.name, file.data) for file in files),
            ("PADDING", bytes(padding_size(len(body), [len(file.data) for file in files]))),
        ]
        return b"".join(member(name, data) for name, data in members) + END

    def seal(self, package: bytes, *, recipients: Sequence[age.Recipient] | None = None) -> bytes:
        """The encrypted file, by default for the audience as the policy wants it."""
        letters = sorted({self.letter, *self.audience})
        own = [age.HybridRecipient(first_card(letter).keys.recipient) for letter in letters]
        sealed = io.BytesIO()
        age.encrypt(io.BytesIO(package), sealed, envelope(own) if recipients is None else recipients)
        return sealed.getvalue()

    def bundle(self, files: Sequence[File] | None = None, **changes: Any) -> bytes:
        """A whole file, right but for ``changes`` in the manifest."""
        return self.seal(self.package(files, **changes))


def member(name: str, data: bytes) -> bytes:
    """Header, data and fill of one member."""
    return header(name, len(data)) + data + bytes(-len(data) % BLOCK)


def receiver(
    letter: str = "b",
    *,
    trusts: Iterable[str] = ("a",),
    state: PartnerState = PartnerState.VERIFIED,
    channel: Callable[[str, str], ChannelState] | ChannelState = ChannelState(),  # noqa: B008 - frozen
) -> Receiver:
    """An agency that trusts others, and knows one state for every channel."""
    pinned = [PinnedKeys(first_card(other).agency, 1, first_card(other).keys, state) for other in trusts]
    lookup = (lambda _agency, _channel: channel) if isinstance(channel, ChannelState) else channel
    return Receiver(first_card(letter).agency, [keys_of(letter).identity], pinned, lookup)


def write(folder: Path, data: bytes) -> Path:
    """``data`` as a file that somebody handed over."""
    path = folder / f"sx-{secrets.token_hex(4)}.stockpile"
    path.write_bytes(data)
    return path
