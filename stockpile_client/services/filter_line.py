"""The language of filter lines: words, and typed conditions such as ``material:W qty>10t expires<2027``.

- ``field:value`` looks for a text, ``field<value``, ``<=``, ``>``, ``>=`` compare; several conditions all have to hold.
- A bare word is looked for where a table says; ``"several words"`` stay together.
- A quantity has its unit (``10t``, ``500kg``); a day is ``2027``, ``2027-03`` or ``2027-03-31`` and means its first
  day.

Each table has its own :data:`Fields`: the word before the sign, the name of what it asks for, and the reader of values.

>>> [(term.field, term.relation, term.value) for term in read_terms("qty>10t", {"qty": ("contained", read_mass)})]
[('contained', '>', 10000000000)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import parse_mass

_TOKEN = re.compile(r'(?:(?P<key>[A-Za-z_]+)(?P<relation><=|>=|[:<>=]))?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))')
_MASS = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>kt|t|kg|g|lb|st)", re.ASCII)
_DAY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2}))?(?:-(?P<day>[0-9]{1,2}))?", re.ASCII)
_KG = {
    "kt": Decimal(1_000_000), "t": Decimal(1000), "kg": Decimal(1), "g": Decimal("0.001"),
    "lb": Decimal("0.45359237"), "st": Decimal("907.18474"),
}  # fmt: skip
"""Kilograms a unit: SI, and the international pound (exact since 1959) with its short ton of 2000."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``relation`` is ``:`` or a comparison; ``value`` is text, mg, days, an ISO date, or yes/no."""

    field: str
    relation: str
    value: str | int | bool


Reader = Callable[[str], str | int | bool]
Fields = Mapping[str, tuple[str, Reader]]


def read_terms(text: str, fields: Fields) -> tuple[Term, ...]:
    """What a filter line asks for; ``InputError`` ``E_FILTER`` names the part that is not understood."""
    terms: list[Term] = []
    at = 0
    for match in _TOKEN.finditer(text):
        if text[at : match.start()].strip():
            raise _refused(text[at : match.start()], phrase('Close the quotation mark: "several words".'))
        at = match.end()
        terms.append(_term(match, fields))
    if text[at:].strip():
        raise _refused(text[at:], phrase("Write a value after the sign, and close quotation marks."))
    return tuple(terms)


def _term(match: re.Match[str], fields: Fields) -> Term:
    value = match["bare"] if match["quoted"] is None else match["quoted"]
    if match["key"] is None:
        if value.endswith((":", "<", ">", "=")) and value.rstrip(":<>=").lower() in fields:
            raise _refused(match[0], phrase("Write a value after the sign: {value}…", value=value))
        return Term("word", ":", value)
    field = fields.get(match["key"].lower())
    if field is None:
        raise _refused(match[0], phrase("Fields are {keys}.", keys=", ".join(fields)))
    name, read = field
    relation = ":" if match["relation"] == "=" else match["relation"]
    if read is read_text and relation != ":":
        raise _refused(match[0], phrase("Write {key}:{value}.", key=match["key"], value=value))
    try:
        return Term(name, relation, read(value))
    except (ValueError, StockpileError):
        raise _refused(match[0], _example(read, match["key"])) from None


def read_text(value: str) -> str:
    """Any text."""
    return value


def read_mass(value: str) -> int:
    """A quantity with its unit, in mg."""
    match = _MASS.fullmatch(value)
    if match is None:
        raise ValueError
    return parse_mass(match["number"], kg_per_unit=_KG[match["unit"]])


def read_number_of_days(value: str) -> int:
    """A number of days, with or without a ``d``."""
    return int(value.lower().removesuffix("d"))


def read_day(value: str) -> str:
    """The first day of a year, month or day, as an ISO date."""
    match = _DAY.fullmatch(value)
    if match is None:
        raise ValueError
    return date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)).isoformat()


def read_yes_no(value: str) -> bool:
    """Yes or no."""
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if value.lower() not in answers:
        raise ValueError
    return answers[value.lower()]


def kinds(fields: Fields) -> dict[str, str]:
    """What each word before the sign takes: ``text``, ``mass``, ``days``, ``day`` or ``yes_no``."""
    names: dict[Reader, str] = {read_mass: "mass", read_number_of_days: "days", read_day: "day", read_yes_no: "yes_no"}
    return {key: names.get(read, "text") for key, (_, read) in fields.items()}


def _example(read: Reader, key: str) -> str:
    """How a value that was not understood is written."""
    if read is read_mass:
        return phrase("Write a quantity with its unit: {key}>10t, {key}<500kg.", key=key)
    if read is read_number_of_days:
        return phrase("Write a number of days: {key}<30.", key=key)
    if read is read_day:
        return phrase("Write a year or a day: {key}<2027, {key}<2027-03-31.", key=key)
    return phrase("Write {key}:yes or {key}:no.", key=key)


def _refused(part: str, hint: str) -> InputError:
    return InputError(
        "E_FILTER", phrase("The filter is not understood at '{part}'.", part=part.strip()[:40]), hint=hint
    )
