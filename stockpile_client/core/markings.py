"""Markings as data: TLP 2.0 labels and an agency's own caveats, in versioned schemes.

A scheme is a JSON object with ``name``, ``version``, ``source`` and ``markings``, a list of objects with the fields
of :class:`Marking`, least restrictive first (``resources/markings/tlp-2.0.json``); an agency adds its caveats by
writing another. Nothing here decides a label by name: the rules are that the banner is
the highest marking inside, that an unknown marking counts as the most restrictive one, and that an empty audience
means nobody. TLP is a sharing rule and not a classification.

>>> scheme.highest(["TLP:GREEN", "TLP:AMBER"]).code
'TLP:AMBER'
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, NoReturn

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import check_text

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
MAX_MARKINGS = 64
"""Labels in one scheme: TLP has five, and a banner is read by people."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One label: ``rank`` grows with restriction, ``colour`` and ``background`` are the scheme's own (``#rrggbb``)."""

    code: str
    rank: int
    meaning: str
    colour: str
    background: str


@dataclass(frozen=True, slots=True)
class MarkingScheme:
    """A versioned list of markings, least restrictive first."""

    name: str
    version: str
    source: str
    markings: tuple[Marking, ...]

    def __post_init__(self) -> None:
        ranks = [marking.rank for marking in self.markings]
        if not ranks or ranks != sorted(set(ranks)):
            raise InputError(
                "E_MARKING_SCHEME",
                phrase("A marking scheme lists its labels from least to most restrictive, each once."),
            )
        if len({marking.code for marking in self.markings}) != len(self.markings):
            raise InputError("E_MARKING_SCHEME", phrase("A marking scheme names each label once."))

    @property
    def most_restrictive(self) -> Marking:
        """The label that an unknown marking counts as."""
        return self.markings[-1]

    def find(self, code: str) -> Marking:
        """The marking of that code; an unknown one is the most restrictive."""
        return next((marking for marking in self.markings if marking.code == code), self.most_restrictive)

    def knows(self, code: str) -> bool:
        """Whether the code is in the scheme."""
        return any(marking.code == code for marking in self.markings)

    def highest(self, codes: Iterable[str]) -> Marking:
        """The most restrictive of ``codes``: what the banner shows. Nothing inside: the least restrictive."""
        return max((self.find(code) for code in codes), key=lambda marking: marking.rank, default=self.markings[0])

    def allows(self, highest_allowed: str, code: str) -> bool:
        """Whether material marked ``code`` may go where ``highest_allowed`` is the agreement's highest marking.

        An unknown limit allows only the least restrictive label: doubt about the limit never lets more out.
        """
        if not self.knows(highest_allowed):
            return self.find(code).rank <= self.markings[0].rank
        return self.find(code).rank <= self.find(highest_allowed).rank


def scheme_from_json(text: str) -> MarkingScheme:
    """The scheme that a JSON text describes; ``InputError`` (``E_MARKING_SCHEME``) says what is wrong with it.

    Nothing is guessed: an unknown, missing or repeated key, a rank that is no whole number, a colour that is not
    ``#rrggbb`` or text against the rules of :mod:`stockpile_client.core.text` refuses the scheme.
    """
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        _refuse(phrase("it is not JSON"))
    _expect_keys(data, {field.name for field in fields(MarkingScheme)})
    if not isinstance(data["markings"], list) or len(data["markings"]) > MAX_MARKINGS:
        _refuse(phrase("'markings' is not a list of at most {limit} labels", limit=MAX_MARKINGS))
    return MarkingScheme(
        name=_text(data, "name"),
        version=_text(data, "version"),
        source=_text(data, "source"),
        markings=tuple(map(_marking, data["markings"])),
    )


def _marking(data: object) -> Marking:
    entry = _expect_keys(data, {field.name for field in fields(Marking)})
    if type(entry["rank"]) is not int:
        _refuse(phrase("a rank is not a whole number"))
    for colour in ("colour", "background"):
        if not _COLOUR.fullmatch(_text(entry, colour)):
            _refuse(phrase("a colour is not written like #FFC000"))
    return Marking(
        _text(entry, "code"), entry["rank"], _text(entry, "meaning"), _text(entry, "colour"), _text(entry, "background")
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse(phrase("a key is repeated"))
    return found


def _expect_keys(data: object, keys: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict) or data.keys() != keys:
        _refuse(phrase("an object does not hold exactly {keys}", keys=", ".join(sorted(keys))))
    return data


def _text(data: dict[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        _refuse(phrase("'{key}' is not a text", key=key))
    return check_text(value, what=phrase("{key} of a marking", key=key))


def _refuse(problem: str) -> NoReturn:
    raise InputError(
        "E_MARKING_SCHEME",
        phrase("The marking scheme cannot be read: {problem}.", problem=problem),
        hint=phrase("Compare it with the TLP 2.0 scheme."),
    )
