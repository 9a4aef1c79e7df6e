"""Key notices: how an agency changes its keys, or takes them back (BUNDLE.md section 9). Pure functions.

Rules
- A **rotation** is the next card, signed by its own new keys (as every card is) and by the old ones, both over
  ``PAE(card type, CARD)``. It must continue the pinned card: same agency, next epoch, ``previous`` its digest, and
  the same recovery key, so that a stolen signing key cannot replace the key of last resort.
- A **revocation** is a small JSON body, signed over its own type by the current keys or by the recovery key. A recovery
  key is carried in the notice and must have the digest that the pinned card names.
- A revocation names a first rejected number per channel; a channel that it does not name is rejected from number 1.
- A notice that does not check is refused with ``E_UNTRUSTED_SENDER``: it changes nothing, and the pinned card stays.

``keynotice.json`` holds base64 of what is signed, so that the signed bytes stay as they are::

    {"v":1, "type":"rotation", "card":"<sha256 of CARD>", "ed25519":"…", "mldsa65":"…"}      with card.agency-card
    {"v":1, "type":"revocation", "body":"…", "ed25519":"…", "mldsa65":"…", "recovery":null}
    {"v":1, "type":"revocation", "body":"…", …, "recovery":{"ed25519":"…", "mldsa65":"…"}}

    notice = make_revocation(recovery, card, reject_from={channel: 12}, created=now, reason="laptop stolen")
    path.write_bytes(encode_notice(notice))
    rejected = check_revocation(parse_notice(path.read_bytes()), pinned)
    rejected.from_seq(channel)   # 12
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from stockpile_client.bundle import limits, strict_json
from stockpile_client.bundle.base64text import from_base64, to_base64
from stockpile_client.bundle.cards import Card
from stockpile_client.bundle.keys import RecoveryKeys, SecretKeys
from stockpile_client.bundle.low_order import is_usable_ed25519_key
from stockpile_client.bundle.refusals import refusal
from stockpile_client.bundle.signatures import CARD_TYPE, REVOCATION_TYPE, Signatures, VerifyKeys
from stockpile_client.bundle.times import parse_time, write_time
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import check_text

VERSION: Final = 1

_Sha256Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
_ChannelId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Number = Annotated[int, Meta(ge=1, le=limits.INTEGER)]


@dataclass(frozen=True, slots=True)
class Rotation:
    """The next card and the old key set's signatures over it."""

    card: Card
    by_old_keys: Signatures


@dataclass(frozen=True, slots=True)
class Revocation:
    """The signed body of a revocation; ``recovery`` is there when the recovery key signed."""

    body: bytes
    signatures: Signatures
    recovery: VerifyKeys | None


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a checked revocation says. ``keys`` is the digest of the key set that is no longer trusted (32 bytes)."""

    agency: str
    epoch: int
    keys: bytes
    reject_from: Mapping[str, int]
    created: datetime
    reason: str
    by_recovery_key: bool

    def from_seq(self, channel: str) -> int:
        """The first rejected number on ``channel`` (32 hex digits)."""
        return self.reject_from.get(channel, 1)


class _RevocationBody(Struct, frozen=True, kw_only=True):
    v: Literal[1]
    type: Literal["revocation"]
    agency: Annotated[str, Meta(pattern=r"^[a-z2-7]{26}\Z")]
    epoch: _Number
    keys: _Sha256Hex
    reject_from: dict[_ChannelId, _Number]
    created: str
    reason: str


class _Keys(Struct, frozen=True):
    ed25519: str
    mldsa65: str


class _RotationNotice(Struct, frozen=True, kw_only=True, tag="rotation"):
    v: Literal[1]
    card: _Sha256Hex
    ed25519: str
    mldsa65: str


class _RevocationNotice(Struct, frozen=True, kw_only=True, tag="revocation"):
    v: Literal[1]
    body: str
    ed25519: str
    mldsa65: str
    recovery: _Keys | None


def make_rotation(old_keys: SecretKeys, card: Card) -> Rotation:
    """Introduce ``card``, made by :func:`cards.make_card` for the new keys after the old card."""
    return Rotation(card, old_keys.signing.sign(CARD_TYPE, card.body))


def check_rotation(notice: Rotation, pinned: Card) -> Card:
    """The card that takes the place of ``pinned``. Raises ``E_UNTRUSTED_SENDER``."""
    card = notice.card
    if not pinned.keys.signing.verify(CARD_TYPE, card.body, notice.by_old_keys):
        raise refusal("E_UNTRUSTED_SENDER", phrase("The new card is not signed by the keys that it replaces."))
    continues = (card.agency, card.epoch, card.previous) == (pinned.agency, pinned.epoch + 1, pinned.digest)
    if not continues:
        raise refusal("E_UNTRUSTED_SENDER", phrase("The new card does not continue the one that we have."))
    if card.recovery != pinned.recovery:
        raise refusal("E_UNTRUSTED_SENDER", phrase("The new card names another recovery key."))
    if card.keys.digest() == pinned.keys.digest():
        raise refusal("E_UNTRUSTED_SENDER", phrase("The new card has the old keys."))
    return card


def make_revocation(
    signer: SecretKeys | RecoveryKeys,
    card: Card,
    *,
    reject_from: Mapping[str, int],
    created: datetime,
    reason: str,
) -> Revocation:
    """Take back the keys of ``card``, signed by them or by the recovery key.

    ``reject_from``: first rejected number per channel; what is not in it is rejected from number 1 on. Raises
    ``InputError`` for a reason or a number that the reader would refuse.
    """
    body = msgspec.json.encode(
        _RevocationBody(
            v=VERSION,
            type="revocation",
            agency=card.agency,
            epoch=card.epoch,
            keys=card.keys.digest().hex(),
            reject_from=dict(sorted(reject_from.items())),
            created=write_time(created),
            reason=reason,
        )
    )
    try:
        _parse_body(body)
    except PartnerFileError as error:
        raise InputError(
            "E_REVOCATION", phrase("No revocation can be made of this: {message}", message=error.message)
        ) from error
    by_recovery = isinstance(signer, RecoveryKeys)
    signing = signer.signing() if isinstance(signer, RecoveryKeys) else signer.signing
    return Revocation(body, signing.sign(REVOCATION_TYPE, body), signing.public() if by_recovery else None)


def check_revocation(notice: Revocation, pinned: Card) -> Revoked:
    """What the notice takes back of ``pinned``.

    Raises ``E_UNTRUSTED_SENDER``, and ``E_SCHEMA`` for a signed body that breaks the rules.
    """
    signer = pinned.keys.signing
    if notice.recovery is not None:
        if notice.recovery.digest() != pinned.recovery or not is_usable_ed25519_key(notice.recovery.ed25519):
            raise refusal("E_UNTRUSTED_SENDER", phrase("The recovery key is not the one of the agency's card."))
        signer = notice.recovery
    if not signer.verify(REVOCATION_TYPE, notice.body, notice.signatures):
        raise refusal("E_UNTRUSTED_SENDER", phrase("The revocation is not signed by the agency."))
    body = _parse_body(notice.body)
    if (body.agency, body.epoch, body.keys) != (pinned.agency, pinned.epoch, pinned.keys.digest().hex()):
        raise refusal("E_UNTRUSTED_SENDER", phrase("The revocation is about other keys than those that we have."))
    return Revoked(
        agency=body.agency,
        epoch=body.epoch,
        keys=bytes.fromhex(body.keys),
        reject_from=body.reject_from,
        created=parse_time(body.created),
        reason=body.reason,
        by_recovery_key=notice.recovery is not None,
    )


def encode_notice(notice: Rotation | Revocation) -> bytes:
    """``keynotice.json``. With a rotation goes its card, as ``card.agency-card``."""
    if isinstance(notice, Rotation):
        return msgspec.json.encode(
            _RotationNotice(
                v=VERSION,
                card=notice.card.digest.hex(),
                ed25519=to_base64(notice.by_old_keys.ed25519),
                mldsa65=to_base64(notice.by_old_keys.mldsa65),
            )
        )
    keys = notice.recovery
    return msgspec.json.encode(
        _RevocationNotice(
            v=VERSION,
            body=to_base64(notice.body),
            ed25519=to_base64(notice.signatures.ed25519),
            mldsa65=to_base64(notice.signatures.mldsa65),
            recovery=_Keys(to_base64(keys.ed25519), to_base64(keys.mldsa65)) if keys else None,
        )
    )


def parse_notice(data: bytes, card: Card | None = None) -> Rotation | Revocation:
    """The notice in ``keynotice.json``, not checked yet. ``card``: the one that came with it, for a rotation.

    Raises ``E_LIMIT``, ``E_SCHEMA``, or ``E_DIGEST`` when a rotation does not belong to ``card``.
    """
    if len(data) > limits.NOTICE_BYTES:
        raise refusal("E_LIMIT", phrase("A key notice has at most 256 KiB."))
    document = strict_json.loads(data)
    try:
        fields: _RotationNotice | _RevocationNotice = msgspec.convert(document, _RotationNotice | _RevocationNotice)
        signatures = Signatures(from_base64(fields.ed25519), from_base64(fields.mldsa65))
        if isinstance(fields, _RevocationNotice):
            keys = fields.recovery
            recovery = VerifyKeys(from_base64(keys.ed25519), from_base64(keys.mldsa65)) if keys else None
            return Revocation(from_base64(fields.body), signatures, recovery)
    except ValueError:  # also what msgspec raises
        raise refusal("E_SCHEMA", phrase("The key notice does not keep the rules.")) from None
    if card is None or card.digest.hex() != fields.card:
        raise refusal("E_DIGEST", phrase("The new card did not come with its notice."))
    return Rotation(card, signatures)


def _parse_body(body: bytes) -> _RevocationBody:
    document = strict_json.loads(body)
    try:
        fields = msgspec.convert(document, _RevocationBody)
        check_text(fields.reason, what=phrase("reason"))
    except msgspec.ValidationError:
        raise refusal("E_SCHEMA", phrase("The revocation does not keep the rules.")) from None
    except InputError as error:
        raise refusal("E_SCHEMA", error.message) from None
    parse_time(fields.created)
    return fields
