"""Agency cards: the public keys of an agency as a file, ``<short name>.agency-card`` (BUNDLE.md section 8).

A card is a package of ``CARD``, ``CARD.ed25519`` and ``CARD.mldsa65``, not encrypted, at most 32 KiB. CARD is JSON::

    {"v":1, "agency":null, "name":"…", "short":"KOMIR", "country":"KR", "epoch":1,
     "ed25519":"<base64>", "mldsa65":"<base64>", "age":"age1pq1…", "recovery":"<sha256>",
     "created":"…Z", "expires":"…Z", "previous":null}

Rules
- It is signed by its own keys, over ``PAE(card type, CARD)``. That proves possession, not identity: people compare
  safety numbers for that.
- The agency id is the first 128 bits of the SHA-256 of its *first* CARD, in base32 (RFC 4648), lower case, 26
  characters. A first card (epoch 1) cannot hold it, so there ``agency`` and ``previous`` are null; a later card has
  both, ``previous`` being the SHA-256 of the CARD before.
- ``age`` is the recipient as the age tool takes it, so that a partner can answer by hand: ``age -r age1pq1…``.
- Ed25519 keys of low order are refused (:mod:`low_order`), and so are X25519 ones inside the recipient.
- Unknown keys are ignored. Name and short name keep the rules for text and for file names.

    card = make_card(keys, name="…", short="KOMIR", country="KR", recovery=recovery.digest(), created=now, expires=then)
    path.write_bytes(card.to_bytes())
    same = read_card(path.read_bytes())
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from stockpile_client.bundle import age, limits, strict_json
from stockpile_client.bundle.base64text import from_base64, to_base64
from stockpile_client.bundle.keys import SecretKeys
from stockpile_client.bundle.low_order import is_usable_ed25519_key
from stockpile_client.bundle.names import is_short_name
from stockpile_client.bundle.package import CARD, PackageReader, PackageWriter
from stockpile_client.bundle.refusals import refusal
from stockpile_client.bundle.signatures import CARD_TYPE, KeySet, Signatures, VerifyKeys
from stockpile_client.bundle.times import parse_time, write_time
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import check_text

VERSION: Final = 1
SUFFIX: Final = ".agency-card"

_Sha256Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class _Body(Struct, frozen=True, kw_only=True):
    v: int
    agency: Annotated[str, Meta(pattern=r"^[a-z2-7]{26}\Z")] | None
    name: Annotated[str, Meta(min_length=1)]
    short: str
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
    epoch: Annotated[int, Meta(ge=1, le=limits.INTEGER)]
    ed25519: str
    mldsa65: str
    age: str
    recovery: _Sha256Hex
    created: str
    expires: str
    previous: _Sha256Hex | None


@dataclass(frozen=True, slots=True)
class Card:
    """A card whose own signatures hold. ``body`` is CARD as received; digests are 32 bytes, times are UTC."""

    body: bytes
    signatures: Signatures
    agency: str
    name: str
    short: str
    country: str
    epoch: int
    keys: KeySet
    recovery: bytes
    created: datetime
    expires: datetime
    previous: bytes | None

    @property
    def digest(self) -> bytes:
        """SHA-256 of CARD, which the next card names as ``previous``: 32 bytes."""
        return sha256(self.body).digest()

    @property
    def file_name(self) -> str:
        """``<short name>.agency-card``."""
        return self.short + SUFFIX

    def to_bytes(self) -> bytes:
        """The whole file."""
        file = io.BytesIO()
        PackageWriter(file, self.body, self.signatures.ed25519, self.signatures.mldsa65, leader=CARD).finish()
        return file.getvalue()

    def check_current(self, now: datetime) -> None:
        """Raise ``E_EXPIRED`` from the moment on at which the card expires."""
        if now >= self.expires:
            raise refusal("E_EXPIRED", phrase("The agency card is no longer valid."))


def make_card(
    keys: SecretKeys,
    *,
    name: str,
    short: str,
    country: str,
    recovery: bytes,
    created: datetime,
    expires: datetime,
    previous: Card | None = None,
) -> Card:
    """A card for ``keys``, signed by them: the first of an agency, or the one after ``previous``.

    ``recovery`` is the digest of the recovery key (32 bytes). What the reader would refuse raises ``InputError``.
    """
    public = keys.public()
    body = msgspec.json.encode(
        _Body(
            v=VERSION,
            agency=previous.agency if previous else None,
            name=name,
            short=short,
            country=country,
            epoch=previous.epoch + 1 if previous else 1,
            ed25519=to_base64(public.signing.ed25519),
            mldsa65=to_base64(public.signing.mldsa65),
            age=age.HybridRecipient(public.recipient).to_string(),
            recovery=recovery.hex(),
            created=write_time(created),
            expires=write_time(expires),
            previous=previous.digest.hex() if previous else None,
        )
    )
    try:
        return _parse(body, keys.signing.sign(CARD_TYPE, body))
    except PartnerFileError as error:
        raise InputError("E_CARD", phrase("No card can be made of this: {message}", message=error.message)) from error


def read_card(data: bytes) -> Card:
    """The card in a file; whether it has expired is asked apart, with :meth:`Card.check_current`.

    Raises ``E_NOT_BUNDLE``, ``E_LIMIT``, ``E_VERSION``, ``E_SCHEMA``, or ``E_DIGEST`` when its signatures do not hold.
    """
    if len(data) > limits.CARD_FILE_BYTES:
        raise refusal("E_LIMIT", phrase("An agency card has at most 32 KiB."))
    try:
        reader = PackageReader(io.BytesIO(data), leader=CARD, limit=limits.CARD_FILE_BYTES)
        reader.finish()
    except PartnerFileError:
        raise refusal("E_NOT_BUNDLE") from None
    return _parse(reader.body, Signatures(reader.ed25519, reader.mldsa65))


def _parse(body: bytes, signatures: Signatures) -> Card:
    document = strict_json.loads(body)
    version = document.get("v")
    if type(version) is int and version != VERSION:
        raise refusal("E_VERSION", phrase("Its version is {version}.", version=str(version)))
    try:
        fields = msgspec.convert(document, _Body, strict=True)
    except msgspec.ValidationError:
        raise refusal("E_SCHEMA", phrase("A key of the card is missing or has the wrong type.")) from None
    keys = _keys(fields)
    if not keys.signing.verify(CARD_TYPE, body, signatures):
        raise refusal("E_DIGEST", phrase("The card is not signed by its own keys."))
    created, expires = parse_time(fields.created), parse_time(fields.expires)
    if expires <= created:
        raise refusal("E_SCHEMA", phrase("It expires before it was created."))
    _check_names(fields)
    return Card(
        body=body,
        signatures=signatures,
        agency=_agency(fields, body),
        name=fields.name,
        short=fields.short,
        country=fields.country,
        epoch=fields.epoch,
        keys=keys,
        recovery=bytes.fromhex(fields.recovery),
        created=created,
        expires=expires,
        previous=bytes.fromhex(fields.previous) if fields.previous else None,
    )


def _agency(fields: _Body, body: bytes) -> str:
    if fields.epoch == 1:
        if fields.agency is not None or fields.previous is not None:
            raise refusal("E_SCHEMA", phrase("A first card names neither its agency id nor a previous card."))
        return base64.b32encode(sha256(body).digest()[:16]).decode().rstrip("=").lower()
    if fields.agency is None or fields.previous is None:
        raise refusal("E_SCHEMA", phrase("A later card names its agency id and the previous card."))
    return fields.agency


def _keys(fields: _Body) -> KeySet:
    try:
        recipient = age.parse_recipient(fields.age)
    except age.KeyFormatError:
        raise refusal("E_SCHEMA", phrase("Its age recipient is not valid.")) from None
    if not isinstance(recipient, age.HybridRecipient) or recipient.to_string() != fields.age:
        raise refusal("E_SCHEMA", phrase("Its age recipient is not a post-quantum one."))
    try:
        signing = VerifyKeys(from_base64(fields.ed25519), from_base64(fields.mldsa65))
    except ValueError:
        raise refusal("E_SCHEMA", phrase("One of its signing keys is not valid.")) from None
    if not is_usable_ed25519_key(signing.ed25519):
        raise refusal("E_SCHEMA", phrase("Its Ed25519 key is one for which anybody can sign."))
    return KeySet(signing, recipient.raw)


def _check_names(fields: _Body) -> None:
    if not is_short_name(fields.short):
        raise refusal("E_SCHEMA", phrase("Its short name has characters that are not allowed."))
    try:
        check_text(fields.name, what=phrase("name"), limit=limits.AGENCY_NAME_BYTES)
    except InputError as error:
        raise refusal("E_SCHEMA", error.message) from None
