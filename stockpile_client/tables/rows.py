"""The values that an inventory row becomes.

An :class:`InventoryRow` is what a service turns into a lot and its opening movement; ``digest`` tells it apart from
every other row, so that the same row is never booked twice, whatever file it comes in and in whatever order.

>>> row.verdict, row.content.gross
(<Verdict.STOCK: 'stock'>, 369000000000000)
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Content, Grade
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.units import StatedUnit


class Verdict(StrEnum):
    """What a row says of its stock: a quantity, an explicit none, or why there is no number."""

    STOCK = "stock"
    NIL = "nil"
    WITHHELD = "withheld"
    NOT_COMPILED = "not_compiled"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row says its lot lies; ``country`` is ISO 3166-1 alpha-2, ``region`` ISO 3166-2 or as written."""

    site: str = ""
    town: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for rows that do not say otherwise; ``None`` and empty leave nothing assumed."""

    as_of: date | None = None
    place: Place = Place()
    holder_class: HolderClass = HolderClass.GOVERNMENT
    source: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person has said about a file as a whole, after a look at it.

    ``nil``: words such as "exhausted" mean that none is held. ``own_lots``: rows that share a lot number are lots of
    their own.
    """

    nil: bool = False
    own_lots: bool = False


class InventoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row that was not rejected.

    With the verdict ``stock`` there are always ``form``, ``amount`` (above zero, in ``unit``), ``content`` and
    ``as_of``. With any other there is no amount, and ``form`` and ``as_of`` may be missing; ``to_confirm`` asks a
    person whether the words of the row really mean that none is held. ``as_of``: when the quantity was true;
    ``opened_on``: when the lot came in.
    """

    number: int
    digest: bytes
    verdict: Verdict
    to_confirm: bool
    lot_number: str
    material: str
    form: str
    amount: Decimal | None
    unit: StatedUnit | None
    grade: Grade
    content: Content | None
    place: Place
    holder_class: HolderClass
    holder: str
    supplier: str
    purpose: str
    as_of: date | None
    opened_on: date | None
    rotate_by: date | None
    availability: Availability
    illustrative: bool
    source: str
    note: str


def digest_of(parts: tuple[object, ...]) -> bytes:
    """SHA-256 over normalised values. Text that kept the text rules holds no U+001F, so the separator is never data."""
    texts = ["" if part is None else str(part) for part in parts]
    return hashlib.sha256("\x1f".join(texts).encode()).digest()


class RepeatedRows:
    """Numbers rows that say exactly the same, so that two equal lots in one file stay two.

    An open-addressed table of 64-bit digests in one flat array: 16 bytes a row where a set would take a hundred. Two
    different rows of five million share 64 bits with a chance of one in a million.

    >>> seen = RepeatedRows(); seen.occurrence(digest), seen.occurrence(digest)
    (0, 1)
    """

    def __init__(self) -> None:
        self._bits = 12
        self._slots = array("Q", bytes(8 << self._bits))
        self._used = 0
        self._repeats: Counter[int] = Counter()

    def occurrence(self, digest: bytes) -> int:
        """How often this digest was seen before."""
        key = int.from_bytes(digest[:8], "big") or 1
        if not self._insert(self._slots, key, (1 << self._bits) - 1):
            self._repeats[key] += 1
            return self._repeats[key]
        self._used += 1
        if self._used * 3 > 2 << self._bits:
            self._grow()
        return 0

    @staticmethod
    def _insert(slots: array[int], key: int, mask: int) -> bool:
        at = key & mask
        while held := slots[at]:
            if held == key:
                return False
            at = (at + 1) & mask
        slots[at] = key
        return True

    def _grow(self) -> None:
        self._bits += 1
        larger = array("Q", bytes(8 << self._bits))
        for key in self._slots:
            if key:
                self._insert(larger, key, (1 << self._bits) - 1)
        self._slots = larger
