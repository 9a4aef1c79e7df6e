"""The manifest: the small JSON document that is signed and names everything else (BUNDLE.md section 4).

Rules
- :func:`parse_manifest` is called on bytes whose two signatures were verified, never before.
- One parse (:mod:`strict_json`), then typed conversion: every key of the format is there and has its type; keys that we
  do not know are ignored, unless ``crit`` lists them (``E_CRIT``). ``crit`` names keys of the top level.
- ``v`` is judged first, ``crit`` second: a newer manifest is *unknown*, not *wrong*.
- Times are UTC to the second, ``2026-06-30T12:00:00Z``, and nothing else.
- ``to`` is sorted by agency, names each agency once, and includes the sender.
- The writer cannot write what the reader would refuse: :func:`encode_manifest` reads its own output.

>>> from stockpile_client.core.errors import PartnerFileError
>>> try:
...     parse_manifest(b'{"v":2}')
... except PartnerFileError as error:
...     error.code
'E_VERSION'
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from stockpile_client.bundle import limits, strict_json
from stockpile_client.bundle.names import is_file_name
from stockpile_client.bundle.package import Member
from stockpile_client.bundle.refusals import refusal
from stockpile_client.bundle.times import is_time
from stockpile_client.core.errors import InputError, InternalError, PartnerFileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import check_text

VERSION: Final = 1
NO_PREVIOUS: Final = "0" * 64
"""``prev`` of the first bundle of a channel."""

Hex128 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Sha256Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
AgencyId = Annotated[str, Meta(pattern=r"^[a-z2-7]{26}\Z")]
Uuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
Count = Annotated[int, Meta(ge=0, le=limits.INTEGER)]
Number = Annotated[int, Meta(ge=1, le=limits.INTEGER)]

_MEDIA_TYPE: Final = re.compile(r"[a-z0-9]+/[a-z0-9.+-]{1,100}")
_SCHEMA: Final = re.compile(r"sx-[a-z]{1,32}/[1-9][0-9]{0,3}")


class Sender(Struct, frozen=True):
    """Who signed: agency id, epoch of its keys, digest of its key set."""

    agency: AgencyId
    epoch: Number
    keys: Sha256Hex


class Addressee(Struct, frozen=True):
    """Whom it is for: agency id, SHA-256 of the raw age recipient it was encrypted to."""

    agency: AgencyId
    kem: Sha256Hex


class Handling(Struct, frozen=True):
    """How it is to be treated: the marking's label and whether it may be passed on."""

    marking: str
    onward: Literal["none", "origin-consent", "members"]


class DataFile(Struct, frozen=True):
    """A data file: name, media type, stored size and digest, size when unpacked (both in bytes), rows."""

    n: str
    media: str
    size: Annotated[int, Meta(ge=0, le=limits.MEMBER_BYTES)]
    sha256: Sha256Hex
    raw: Count
    rows: Count


class Manifest(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"sender": "from"}):
    """BUNDLE.md section 4, key by key; ``from`` is called ``sender`` here.

    ``succeeds``, which may be left out, is the channel that this one continues with another audience.
    """

    v: int
    kind: Literal["statement", "withdrawal", "receipt", "request", "keynotice"]
    bundle: Hex128
    sender: Sender
    to: Annotated[tuple[Addressee, ...], Meta(min_length=1)]
    stanzas: int
    channel: Hex128
    seq: Number
    prev: Sha256Hex
    created: datetime
    expires: datetime
    next_by: datetime | None
    handling: Handling
    agreement: Uuid | None
    schema: str
    supersedes: Hex128 | None
    files: tuple[DataFile, ...]
    reply_to: Hex128 | None
    crit: tuple[str, ...]
    succeeds: Hex128 | None = None

    def members(self) -> list[Member]:
        """The data files as the package layer wants them."""
        return [Member(file.n, file.size, bytes.fromhex(file.sha256)) for file in self.files]


_KNOWN_KEYS: Final = frozenset(field.encode_name for field in msgspec.structs.fields(Manifest))


def parse_manifest(body: bytes) -> Manifest:
    """The manifest in ``body``, whose signatures the caller has verified.

    Raises ``E_VERSION``, ``E_CRIT``, ``E_STANZAS``, ``E_LIMIT`` or ``E_SCHEMA``.
    """
    if len(body) > limits.MANIFEST_BYTES:
        raise refusal("E_LIMIT", phrase("Its manifest is larger than 1 MiB."))
    document = strict_json.loads(body)
    _check_version(document)
    _check_times(document)
    try:
        manifest = msgspec.convert(document, Manifest, strict=True)
    except msgspec.ValidationError:
        raise refusal("E_SCHEMA", phrase("A key of the manifest is missing or has the wrong type.")) from None
    _check_parties(manifest)
    _check_files(manifest.files)
    _check_words(manifest)
    return manifest


def encode_manifest(manifest: Manifest) -> bytes:
    """The bytes to sign. A manifest that we would refuse ourselves is a bug: ``InternalError``."""
    body = msgspec.json.encode(manifest)
    try:
        same = parse_manifest(body) == manifest
    except PartnerFileError as error:
        raise InternalError(
            "E_MANIFEST", phrase("We would refuse this manifest ourselves: {message}", message=error.message)
        ) from error
    if not same:
        raise InternalError("E_MANIFEST", phrase("The manifest does not read back as it was written."))
    return body


def _check_version(document: dict[str, Any]) -> None:
    version = document.get("v")
    if type(version) is not int:
        raise refusal("E_SCHEMA", phrase("It does not say its version."))
    if version != VERSION:
        raise refusal("E_VERSION", phrase("Its version is {version}.", version=str(version)))
    crit = document.get("crit")
    if not isinstance(crit, list):
        raise refusal("E_SCHEMA", phrase("Its crit is not a list."))
    if not all(isinstance(key, str) and key in _KNOWN_KEYS for key in crit):
        raise refusal("E_CRIT")


def _check_times(document: dict[str, Any]) -> None:
    for key in ("created", "expires", "next_by"):
        value = document.get(key)
        if value is not None and not (isinstance(value, str) and is_time(value)):
            raise refusal("E_SCHEMA", phrase("Its {key} is not a time in UTC to the second.", key=key))


def _check_parties(manifest: Manifest) -> None:
    agencies = [addressee.agency for addressee in manifest.to]
    if agencies != sorted(set(agencies)):
        raise refusal("E_SCHEMA", phrase("Its addressees are not in order, or one is named twice."))
    if manifest.sender.agency not in agencies:
        raise refusal("E_SCHEMA", phrase("The sender is not among the addressees."))
    if len(agencies) > limits.STANZAS:
        raise refusal("E_LIMIT", phrase("It has more than {limit} addressees.", limit=limits.STANZAS))
    if manifest.stanzas not in limits.STANZA_COUNTS or manifest.stanzas < len(agencies):
        raise refusal("E_STANZAS")
    if manifest.seq == 1 and manifest.prev != NO_PREVIOUS:
        raise refusal("E_SCHEMA", phrase("It is the first of its channel and yet names a previous one."))
    if manifest.expires <= manifest.created:
        raise refusal("E_SCHEMA", phrase("It expires before it was created."))


def _check_files(files: tuple[DataFile, ...]) -> None:
    names = [file.n for file in files]
    if len(names) > limits.FILES:
        raise refusal(
            "E_LIMIT", phrase("It names {count} files; {limit} are allowed.", count=len(names), limit=limits.FILES)
        )
    if len(set(names)) != len(names):
        raise refusal("E_SCHEMA", phrase("Two of its files have the same name."))
    if not all(is_file_name(name) for name in names):
        raise refusal("E_SCHEMA", phrase("One of its files has a name that is not allowed."))
    if sum(file.rows for file in files) > limits.ROWS:
        raise refusal("E_LIMIT", phrase("It announces more than {limit} rows.", limit=limits.ROWS))
    if max(sum(file.raw for file in files), sum(file.size for file in files)) > limits.RAW_BYTES:
        raise refusal("E_LIMIT", phrase("It announces more than 8 GiB of data."))
    for file in files:
        packed = file.n.endswith(".gz")
        if not packed and file.raw != file.size:
            raise refusal("E_SCHEMA", phrase("A file that is not packed has two different sizes."))
        if packed and file.raw > limits.RATIO * file.size:
            raise refusal("E_LIMIT", phrase("A file is packed more than {limit} to one.", limit=limits.RATIO))


def _check_words(manifest: Manifest) -> None:
    if not _SCHEMA.fullmatch(manifest.schema):
        raise refusal("E_SCHEMA", phrase("The name of its schema is not allowed."))
    if not all(_MEDIA_TYPE.fullmatch(file.media) for file in manifest.files):
        raise refusal("E_SCHEMA", phrase("A media type is not allowed."))
    if not manifest.handling.marking:
        raise refusal("E_SCHEMA", phrase("Its marking is empty."))
    try:
        check_text(manifest.handling.marking, what=phrase("marking"))
    except InputError as error:
        raise refusal("E_SCHEMA", error.message) from None
