"""Making a bundle: data, manifest, signatures, encryption, and a file that was read back before it counts.

In this order
1. The data files are made, packed, hashed and kept encrypted (:mod:`.spool`): the manifest that stands before them
   states their sizes and digests.
2. The manifest is written (and read by the code that partners read it with), and signed twice.
3. The package is encrypted to the audience, the sender and dummies (:mod:`.policy`) into a temporary file.
4. The file is read back from the device, opened as a partner opens it, with the sender's own key, every digest
   checked. Only then does it get its name.

The caller reserves ``seq`` in the database before, and records the digest after: a file that is lost on the way burns
its number. No clock and no database are used here.

    with_positions = positions_content(encode_rows(rows))
    sealed = seal(folder, draft, [statement_content(header), with_positions], keys=keys, own_card=card, audience=cards)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from stockpile_client.bundle import age, letters, positions, requirement_lines
from stockpile_client.bundle.cards import Card
from stockpile_client.bundle.keynotices import Revocation, Rotation, encode_notice
from stockpile_client.bundle.keys import SecretKeys
from stockpile_client.bundle.landing import LandingFile, landing
from stockpile_client.bundle.manifest import (
    VERSION,
    Addressee,
    DataFile,
    Handling,
    Manifest,
    Sender,
    encode_manifest,
)
from stockpile_client.bundle.package import PackageReader, PackageWriter
from stockpile_client.bundle.policy import envelope, new_bundle_name, stanza_count
from stockpile_client.bundle.reading import CARD_FILE, KEYNOTICE_FILE
from stockpile_client.bundle.signatures import MANIFEST_TYPE
from stockpile_client.bundle.spool import Content, Spool
from stockpile_client.core.errors import InputError, MachineError, PartnerFileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import StatementHeader

Kind = Literal["statement", "withdrawal", "receipt", "request", "keynotice"]
Onward = Literal["none", "origin-consent", "members"]

SCHEMAS: Final[dict[Kind, str]] = {
    "statement": "sx-statement/1",
    "withdrawal": "sx-withdrawal/1",
    "receipt": "sx-receipt/1",
    "request": "sx-request/1",
    "keynotice": "sx-keynotice/1",
}
"""The schema of each kind (docs/statement-schema.md)."""

JSON: Final = "application/json"
ROWS: Final = "application/x-ndjson+gzip"
CARD_MEDIA: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the sender decides about a bundle; the rest of the manifest follows from keys, audience and data.

    ``bundle`` and ``channel`` are 32 hex digits, ``prev`` is the SHA-256 of the previous MANIFEST of the channel (32
    bytes, zeros for the first), times are aware UTC. ``succeeds`` is the channel that this one continues.
    """

    kind: Kind
    bundle: str
    channel: str
    seq: int
    prev: bytes
    created: datetime
    expires: datetime
    marking: str
    onward: Onward = "none"
    next_by: datetime | None = None
    agreement: str | None = None
    supersedes: str | None = None
    reply_to: str | None = None
    succeeds: str | None = None


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A finished file: where it is, its manifest as value and as bytes, their SHA-256 (32 bytes), its size in bytes."""

    path: Path
    manifest: Manifest
    manifest_bytes: bytes
    digest: bytes
    size: int


def statement_content(header: StatementHeader) -> Content:
    """``statement.json``."""
    return Content(letters.STATEMENT_FILE, JSON, [letters.encode_statement(header)])


def positions_content(rows: Iterable[positions.Row]) -> Content:
    """``positions.ndjson.gz`` of flat rows (`positions.POSITION_COLUMNS`), as a database gives them."""
    return Content(positions.FILE, ROWS, positions.encode_rows(rows))


def requirements_content(requirements: Iterable[Requirement]) -> Content:
    """``requirements.ndjson.gz``."""
    return Content(requirement_lines.FILE, ROWS, requirement_lines.encode_requirements(requirements))


def letter_content(letter: letters.Receipt | letters.Withdrawal | letters.Request) -> Content:
    """The one file of a receipt, a withdrawal or a request."""
    match letter:
        case letters.Receipt():
            return Content(letters.RECEIPT_FILE, JSON, [letters.encode_receipt(letter)])
        case letters.Withdrawal():
            return Content(letters.WITHDRAWAL_FILE, JSON, [letters.encode_withdrawal(letter)])
        case letters.Request():
            return Content(letters.REQUEST_FILE, JSON, [letters.encode_request(letter)])


def notice_contents(notice: Rotation | Revocation) -> list[Content]:
    """The files of a key notice: ``keynotice.json``, and the new card of a rotation."""
    contents = [Content(KEYNOTICE_FILE, JSON, [encode_notice(notice)])]
    if isinstance(notice, Rotation):
        contents.append(Content(CARD_FILE, CARD_MEDIA, [notice.card.to_bytes()]))
    return contents


def seal(
    folder: Path,
    draft: Draft,
    contents: Sequence[Content],
    *,
    keys: SecretKeys,
    own_card: Card,
    audience: Iterable[Card],
    record: Callable[[SealedBundle], None] = lambda _sealed: None,
    spool_folder: Path | None = None,
) -> SealedBundle:
    """Write a bundle for ``audience`` into ``folder``, under a name that tells nothing.

    ``audience`` need not hold the sender. ``record`` is called once the file is checked, before it has its name: what
    it raises leaves no file, so no bundle can be out that the sender's own books do not know. ``spool_folder`` is
    where encrypted data wait meanwhile, by default the system's temporary folder. Raises ``InputError``
    (``E_AUDIENCE``, ``E_KEYS_CARD``) and ``MachineError``
    (``E_FILE_EXISTS``, ``E_WRITE``, ``E_READ_BACK``); then there is no file.
    """
    cards = {card.agency: card for card in (*audience, own_card)}
    if keys.public() != own_card.keys:
        raise InputError("E_KEYS_CARD", phrase("The agency's own card is not the card of its current keys."))
    with Spool(spool_folder) as spool:
        files = tuple(spool.take(content) for content in contents)
        manifest = _manifest(draft, own_card, cards.values(), files)
        body = encode_manifest(manifest)
        with landing(folder / new_bundle_name()) as file:
            _write(file, body, manifest, spool, keys=keys, cards=cards.values())
            file.settle()
            _read_back(file, body, manifest, keys)
            sealed = SealedBundle(file.path, manifest, body, sha256(body).digest(), file.tell())
            record(sealed)
    return sealed


def _manifest(draft: Draft, own: Card, cards: Iterable[Card], files: tuple[DataFile, ...]) -> Manifest:
    to = sorted((Addressee(card.agency, card.keys.recipient_digest().hex()) for card in cards), key=lambda a: a.agency)
    return Manifest(
        v=VERSION,
        kind=draft.kind,
        bundle=draft.bundle,
        sender=Sender(own.agency, own.epoch, own.keys.digest().hex()),
        to=tuple(to),
        stanzas=stanza_count(len(to)),
        channel=draft.channel,
        seq=draft.seq,
        prev=draft.prev.hex(),
        created=draft.created.replace(microsecond=0),
        expires=draft.expires.replace(microsecond=0),
        next_by=draft.next_by and draft.next_by.replace(microsecond=0),
        handling=Handling(draft.marking, draft.onward),
        agreement=draft.agreement,
        schema=SCHEMAS[draft.kind],
        supersedes=draft.supersedes,
        files=files,
        reply_to=draft.reply_to,
        crit=(),
        succeeds=draft.succeeds,
    )


def _write(
    file: LandingFile, body: bytes, manifest: Manifest, spool: Spool, *, keys: SecretKeys, cards: Iterable[Card]
) -> None:
    signatures = keys.signing.sign(MANIFEST_TYPE, body)
    recipients = envelope(age.HybridRecipient(card.keys.recipient) for card in cards)
    with age.open_writer(file, recipients) as writer:
        package = PackageWriter(writer, body, signatures.ed25519, signatures.mldsa65, manifest.members())
        for entry in manifest.files:
            package.add(spool.next(entry))
        package.finish()


def _read_back(file: LandingFile, body: bytes, manifest: Manifest, keys: SecretKeys) -> None:
    try:
        package = PackageReader(age.open_reader(file, [keys.identity]))
        for member in package.members(manifest.members()):
            member.drain()
        package.finish()
    except PartnerFileError as error:
        raise _read_back_failed() from error
    if package.body != body:
        raise _read_back_failed()


def _read_back_failed() -> MachineError:
    return MachineError(
        "E_READ_BACK",
        phrase("The file was written, but the device gave back something else."),
        unchanged=phrase("No file was left behind under that name."),
        hint=phrase("Use another device; this one may be failing."),
    )
