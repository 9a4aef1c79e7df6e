"""Which column says what: guessed from the header, corrected by a person, remembered for the next file.

A :class:`ColumnMapping` belongs to one header (by digest) and also keeps the answers to the questions that files of
that agency raise: the decimal mark, the order of day and month, what its "tons" are, which form its "Tin" is.

>>> guess_mapping(("Lotto", "Materiale", "Quantità (t)")).columns
{'lot_number': 0, 'material': 1, 'quantity': 2}
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.materials import Unit
from stockpile_client.core.phrases import phrase
from stockpile_client.core.units import read_unit
from stockpile_client.tables.dates import DateOrder
from stockpile_client.tables.fields import IGNORED_HEADERS, INVENTORY_FIELDS, Field, Kind
from stockpile_client.tables.number_text import DecimalMark
from stockpile_client.tables.words import folded

Scale = Literal["percent", "fraction"]

_BRACKETS = re.compile(r"[(\[（［【]([^)\]）］】]*)[)\]）］】]")
_PER_DAY = re.compile(r"\s*(?:/|per|al|par|pro)\s*(?:day|d|giorno|g|jour|j|tag|日)$", re.I)
_COMPOUND = re.compile(r"(?:[A-Z][a-z]?[0-9]*){1,8}", re.ASCII)
_MIN_CONTAINED = 3


class ColumnMapping(msgspec.Struct, frozen=True, kw_only=True):
    """Field → column (from 0) for one header, and the answers that go with it. JSON by :meth:`to_json`.

    ``decimal_mark`` and ``date_order`` overrule what the file shows; ``scales`` says of a field of fractions whether
    it is written in per cent; ``units`` maps what the file writes to a unit that the program knows (``{"tons":
    "st"}``), ``forms`` maps ``material code/what the file writes`` to a form code (``{"SN/tin": "SN-ING"}``); case
    does not count in either.
    """

    header_digest: str
    columns: dict[str, int]
    decimal_mark: DecimalMark | None = None
    date_order: DateOrder | None = None
    scales: dict[str, Scale] = {}
    units: dict[str, str] = {}
    forms: dict[str, str] = {}

    def answering(self, **answers: Any) -> ColumnMapping:
        """A copy with some answers or columns replaced: ``mapping.answering(units={"tons": "st"})``."""
        return msgspec.structs.replace(self, **answers)

    def to_json(self) -> str:
        """The mapping as one line of JSON, to be stored under its header digest."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> ColumnMapping:
        """The inverse of :meth:`to_json`; ``InputError`` ``E_MAPPING`` where the text is no mapping."""
        try:
            mapping = msgspec.json.decode(text, type=cls)
        except (msgspec.MsgspecError, ValueError) as error:
            raise InputError(
                "E_MAPPING", phrase("The stored mapping cannot be read."), hint=phrase("Map the columns again.")
            ) from error
        if not mapping.columns.keys() <= INVENTORY_FIELDS.keys() or any(at < 0 for at in mapping.columns.values()):
            raise InputError(
                "E_MAPPING", phrase("The stored mapping names unknown fields."), hint=phrase("Map the columns again.")
            )
        return mapping


class HeaderFacts(msgspec.Struct, frozen=True):
    """What one header says beside its field: a unit, per cent, or the oxide that an assay is of."""

    unit: str = ""
    percent: bool = False
    compound: str = ""


def header_digest(header: Sequence[str]) -> str:
    """SHA-256 (hex) of a header: the key under which its mapping is remembered."""
    return hashlib.sha256(
        "\x1f".join(folded(unicodedata.normalize("NFKC", cell)) for cell in header).encode()
    ).hexdigest()


def header_words(cell: str) -> str:
    """A header as compared: without its bracketed unit, per cent sign, case and punctuation."""
    return folded(_BRACKETS.sub(" ", unicodedata.normalize("NFKC", cell)).replace("%", " "))


def _by_word(fields: Iterable[Field]) -> dict[str, str]:
    return {folded(word): field.name for field in fields for word in field.words}


_EXACT = _by_word(INVENTORY_FIELDS.values())


def known_headers(cells: Sequence[str]) -> int:
    """How many different fields the cells of a row name exactly: what makes a row the header of a table."""
    return len({_EXACT[words] for cell in cells if len(cell) < 200 and (words := header_words(cell)) in _EXACT})


def guess_mapping(header: Sequence[str]) -> ColumnMapping:
    """The most likely mapping of a header: exact words first, then the longest word that a header contains."""
    scored: list[tuple[int, int, str]] = []
    for at, cell in enumerate(header):
        words = header_words(cell[:200])
        if not words or words in IGNORED_HEADERS:
            continue
        if words in _EXACT:
            scored.append((1000, -at, _EXACT[words]))
        else:
            scored += [(len(word), -at, name) for word, name in _EXACT.items() if _contains(words, word)]
    columns: dict[str, int] = {}
    for _, at, name in sorted(scored, reverse=True):
        if name not in columns and -at not in columns.values():
            columns[name] = -at
    ordered = {name: columns[name] for name in INVENTORY_FIELDS if name in columns}
    return ColumnMapping(header_digest=header_digest(header), columns=ordered)


def _contains(words: str, word: str) -> bool:
    if word.isascii() or " " in words:
        return len(word) >= _MIN_CONTAINED and f" {word} " in f" {words} "
    return len(word) > 1 and word in words


def header_facts(cell: str, field: Field, units: Mapping[str, Unit]) -> HeaderFacts:
    """What the header of a column of ``field`` says beside its name; a unit may stand in brackets or after the word."""
    plain = unicodedata.normalize("NFKC", cell)
    inside = [part.strip() for part in _BRACKETS.findall(plain)]
    outside = re.sub(r"[_\s]+", " ", _BRACKETS.sub(" ", plain)).strip()
    if field.kind is Kind.FRACTION:
        tokens = [token for part in (*inside, outside) for token in re.split(r"[\s,/%]+", part)]
        compounds = [t for t in tokens if _COMPOUND.fullmatch(t) and folded(t) not in _EXACT]
        percent = "%" in plain or any(folded(token) in {"pct", "percent", "per cent", "wt"} for token in tokens)
        return HeaderFacts(percent=percent, compound=compounds[0] if compounds else "")
    if field.kind is not Kind.QUANTITY:
        return HeaderFacts()
    tokens = outside.split(" ")
    tails = [" ".join(tokens[at:]) for at in range(1, len(tokens))]
    for candidate in (*inside, *tails):
        unit = _PER_DAY.sub("", candidate.strip(" ,"))
        if unit and _is_unit(unit, units):
            return HeaderFacts(unit=unit)
    return HeaderFacts()


def _is_unit(text: str, units: Mapping[str, Unit]) -> bool:
    """Whether the text means a unit, be it one that must be asked about."""
    try:
        read_unit(text, units)
    except InputError as error:
        return error.code != "E_UNIT_UNKNOWN"
    return True
