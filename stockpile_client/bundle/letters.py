"""The small documents of a bundle: one JSON object each (docs/statement-schema.md, `statement.json` and "Other kinds").

Rules
- At most 1 MiB; typed, without unknown or duplicate keys, all text by the text rules.
- Dates are days (``2026-06-30``), times UTC to the second; digests are 64 hex digits.
- A material stands once in ``scope``, and once at most among ``nil``, ``withheld`` and ``not_compiled``, which
  hold nothing that is not in scope.

>>> request = Request(("W", "CO"), date(2026, 6, 30), "winter outlook", date(2026, 9, 1))
>>> encode_request(request)
b'{"materials":["W","CO"],"as_of":"2026-06-30","purpose":"winter outlook","deadline":"2026-09-01"}'
>>> decode_request(encode_request(request)) == request
True
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from stockpile_client.bundle import limits
from stockpile_client.bundle.faults import BadFieldError, code, text
from stockpile_client.bundle.lines import decode
from stockpile_client.bundle.refusals import refusal
from stockpile_client.bundle.times import is_time, parse_time, write_time
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import WithheldReason
from stockpile_client.core.statements import StatementHeader

STATEMENT_FILE: Final = "statement.json"
RECEIPT_FILE: Final = "receipt.json"
WITHDRAWAL_FILE: Final = "withdrawal.json"
REQUEST_FILE: Final = "request.json"

Hex128 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Sha256Hex = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Sha256OrNone = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
Outcome = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a bundle at its addressee. ``channel`` is hex, ``manifest`` a SHA-256 in hex, ``at`` aware UTC."""

    channel: str
    seq: int
    manifest: str
    outcome: Outcome
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement taken back by its sender: its bundle id and manifest digest in hex, and why."""

    bundle: str
    manifest: str
    reason: str


@dataclass(frozen=True, slots=True)
class Request:
    """Which materials an agency asks about, as of which day, what for, and until when."""

    materials: tuple[str, ...]
    as_of: date
    purpose: str
    deadline: date


class _Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class _Withheld(_Wire, frozen=True):
    material: str
    reason: WithheldReason


class _Statement(_Wire, frozen=True, kw_only=True):
    as_of: Day
    title: str
    scope: tuple[str, ...]
    nil: tuple[str, ...] = ()
    withheld: tuple[_Withheld, ...] = ()
    not_compiled: tuple[str, ...] = ()
    note: str = ""
    catalogue: Sha256OrNone = ""
    profile: Sha256OrNone = ""


class _Receipt(_Wire, frozen=True):
    channel: Hex128
    seq: Annotated[int, msgspec.Meta(ge=1, le=limits.INTEGER)]
    manifest: Sha256Hex
    outcome: Outcome
    reason: str
    at: str


class _Withdrawal(_Wire, frozen=True):
    bundle: Hex128
    manifest: Sha256Hex
    reason: str


class _Request(_Wire, frozen=True):
    materials: tuple[str, ...]
    as_of: Day
    purpose: str
    deadline: Day


def encode_statement(header: StatementHeader) -> bytes:
    """``statement.json``."""
    return msgspec.json.encode(
        _Statement(
            as_of=header.as_of.isoformat(),
            title=header.title,
            scope=header.scope,
            nil=header.nil,
            withheld=tuple(_Withheld(material, reason) for material, reason in header.withheld.items()),
            not_compiled=header.not_compiled,
            note=header.note,
            catalogue=header.catalogue,
            profile=header.profile,
        )
    )


def decode_statement(data: bytes) -> StatementHeader:
    """The header in ``statement.json``. Raises ``E_SCHEMA`` or ``E_LIMIT``."""
    wire = _decode(_Statement, data, STATEMENT_FILE)
    try:
        header = StatementHeader(
            _day("as_of", wire.as_of),
            text("title", wire.title),
            _codes("scope", wire.scope),
            _codes("nil", wire.nil),
            {entry.material: entry.reason for entry in wire.withheld},
            _codes("not_compiled", wire.not_compiled),
            text("note", wire.note),
            wire.catalogue,
            wire.profile,
        )
        _codes("withheld", [entry.material for entry in wire.withheld])
        said = [*header.nil, *header.withheld, *header.not_compiled]
        if len(set(said)) != len(said) or not set(said) <= set(header.scope):
            raise BadFieldError(
                "scope", phrase("lacks a material of nil, withheld or not_compiled, or one is in two of them")
            )
    except BadFieldError as error:
        raise error.refusal(STATEMENT_FILE) from None
    return header


def encode_receipt(receipt: Receipt) -> bytes:
    """``receipt.json``."""
    return msgspec.json.encode(
        _Receipt(
            receipt.channel, receipt.seq, receipt.manifest, receipt.outcome, receipt.reason, write_time(receipt.at)
        )
    )


def decode_receipt(data: bytes) -> Receipt:
    """The receipt in ``receipt.json``. Raises ``E_SCHEMA`` or ``E_LIMIT``."""
    wire = _decode(_Receipt, data, RECEIPT_FILE)
    try:
        if not is_time(wire.at):
            raise BadFieldError("at", phrase("is not a time in UTC to the second"))
        return Receipt(
            wire.channel, wire.seq, wire.manifest, wire.outcome, text("reason", wire.reason), parse_time(wire.at)
        )
    except BadFieldError as error:
        raise error.refusal(RECEIPT_FILE) from None


def encode_withdrawal(withdrawal: Withdrawal) -> bytes:
    """``withdrawal.json``."""
    return msgspec.json.encode(_Withdrawal(withdrawal.bundle, withdrawal.manifest, withdrawal.reason))


def decode_withdrawal(data: bytes) -> Withdrawal:
    """The withdrawal in ``withdrawal.json``. Raises ``E_SCHEMA`` or ``E_LIMIT``."""
    wire = _decode(_Withdrawal, data, WITHDRAWAL_FILE)
    try:
        return Withdrawal(wire.bundle, wire.manifest, text("reason", wire.reason))
    except BadFieldError as error:
        raise error.refusal(WITHDRAWAL_FILE) from None


def encode_request(request: Request) -> bytes:
    """``request.json``."""
    return msgspec.json.encode(
        _Request(request.materials, request.as_of.isoformat(), request.purpose, request.deadline.isoformat())
    )


def decode_request(data: bytes) -> Request:
    """The request in ``request.json``. Raises ``E_SCHEMA`` or ``E_LIMIT``."""
    wire = _decode(_Request, data, REQUEST_FILE)
    try:
        return Request(
            _codes("materials", wire.materials),
            _day("as_of", wire.as_of),
            text("purpose", wire.purpose),
            _day("deadline", wire.deadline),
        )
    except BadFieldError as error:
        raise error.refusal(REQUEST_FILE) from None


_Letter = TypeVar("_Letter", bound=_Wire)


def _decode(kind: type[_Letter], data: bytes, name: str) -> _Letter:
    if len(data) > limits.LETTER_BYTES:
        raise refusal(
            "E_LIMIT", phrase("{name}: it is larger than {limit} bytes.", name=name, limit=limits.LETTER_BYTES)
        )
    return decode(msgspec.json.Decoder(kind), data, where=name)


def _codes(field: str, values: Iterable[str]) -> tuple[str, ...]:
    codes = tuple(code(field, value) for value in values)
    if len(set(codes)) != len(codes):
        raise BadFieldError(field, phrase("names a material twice"))
    return codes


def _day(field: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadFieldError(field, phrase("is not a day of the calendar")) from None
