"""The filter line of the inventory, such as ``material:W form:oxide qty>10t expires<2027``.

The language is that of :mod:`stockpile_client.services.filter_line`; a bare word is looked for in lot number, material,
form, site and source.

>>> [(term.field, term.relation, term.value) for term in parse_filter("material:W qty>10t").terms]
[('material', ':', 'W'), ('contained', '>', 10000000000)]
"""

from __future__ import annotations

from dataclasses import dataclass

from stockpile_client.services.filter_line import (
    Fields,
    Term,
    kinds,
    read_day,
    read_mass,
    read_number_of_days,
    read_terms,
    read_text,
    read_yes_no,
)

__all__ = ["KEYS", "KINDS", "LotFilter", "Term", "parse_filter"]

_FIELDS: Fields = {
    "material": ("material", read_text),
    "form": ("form", read_text),
    "lot": ("number", read_text),
    "site": ("site", read_text),
    "country": ("country", read_text),
    "holder": ("holder_class", read_text),
    "source": ("source", read_text),
    "qty": ("contained", read_mass),
    "contained": ("contained", read_mass),
    "gross": ("gross", read_mass),
    "days": ("first_day", read_number_of_days),
    "expires": ("rotate_by", read_day),
    "rotate": ("rotate_by", read_day),
    "illustrative": ("illustrative", read_yes_no),
}
KEYS = tuple(_FIELDS)
"""The words before the sign, as they are offered to the user."""
KINDS = kinds(_FIELDS)
"""What each of them takes."""


@dataclass(frozen=True, slots=True)
class LotFilter:
    """Conditions that all have to hold; none: everything."""

    terms: tuple[Term, ...] = ()


def parse_filter(text: str) -> LotFilter:
    """What the filter line asks for; ``InputError`` ``E_FILTER`` names the part that is not understood."""
    return LotFilter(read_terms(text, _FIELDS))
