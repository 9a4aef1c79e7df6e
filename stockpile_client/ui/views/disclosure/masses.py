"""Masses as a profile's fields hold them: ``500 t``, lists of them, and what a material has for itself.

Written and read in the user's locale, so that what a field shows can be typed again. Units are t, kg and g; a bare
number asks for its unit, because a ton is not a tonne.

>>> read_mass(formats, "2,5 t")  # doctest: +SKIP
2500000000
>>> read_steps(formats, "0 t → 1 t; 1000 t → 50 t")  # doctest: +SKIP
((0, 1000000000), (1000000000000, 50000000000))
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_KG, in_unit, parse_mass
from stockpile_client.ui.formats import KG_PER_UNIT, Formats

_MASS = re.compile(r"([0-9][0-9.,'’\s\u00a0\u202f]*?)\s*([a-z]*)", re.IGNORECASE)
_ARROWS = re.compile(r"→|->|=>")

Edges = tuple[int, ...]
Steps = tuple[tuple[int, int], ...]


def mass_text(formats: Formats, mg: int) -> str:
    """A mass in the largest unit in which it is a whole number."""
    for unit in ("t", "kg"):
        if mg % int(KG_PER_UNIT[unit] * MG_PER_KG) == 0:
            return f"{formats.integer(mg // int(KG_PER_UNIT[unit] * MG_PER_KG))} {unit}"
    return f"{formats.decimal(in_unit(mg, KG_PER_UNIT['g'], decimals=3).normalize())} g"


def read_mass(formats: Formats, text: str) -> int:
    """Milligrams; ``InputError`` (``E_MASS``) where the text is no mass with its unit."""
    found = _MASS.fullmatch(text.strip())
    unit = found.group(2).casefold() if found else ""
    if found is None or unit not in KG_PER_UNIT:
        raise InputError(
            "E_MASS",
            phrase("'{text}' is no mass with its unit.", text=text.strip()[:40]),
            hint=phrase("Write a number and t, kg or g, such as 500 t."),
        )
    grouping = formats.locale.groupSeparator()
    digits = re.sub(r"[\s\u00a0\u202f'’]", "", found.group(1))
    if grouping in ".,":
        digits = digits.replace(grouping, "")
    return parse_mass(digits.replace(formats.locale.decimalPoint(), "."), kg_per_unit=Decimal(KG_PER_UNIT[unit]))


def edges_text(formats: Formats, edges: Edges) -> str:
    """Where bands end, with semicolons between, for a comma may belong to a number."""
    return "; ".join(mass_text(formats, edge) for edge in edges)


def read_edges(formats: Formats, text: str) -> Edges:
    """The ends of bands in mg, as typed."""
    return tuple(read_mass(formats, part) for part in text.split(";") if part.strip())


def steps_text(formats: Formats, steps: Steps) -> str:
    """From which mass on to which base a figure is rounded."""
    return "; ".join(f"{mass_text(formats, start)} → {mass_text(formats, base)}" for start, base in steps)


def read_steps(formats: Formats, text: str) -> Steps:
    """Pairs of (from, base) in mg, as typed; an arrow may be written ``->``."""
    steps = []
    for part in text.split(";"):
        if not part.strip():
            continue
        ends = _ARROWS.split(part)
        if len(ends) != 2:  # from and base
            raise InputError(
                "E_STEPS",
                phrase("'{text}' is no step of rounding.", text=part.strip()[:40]),
                hint=phrase("Write from which mass on, an arrow, and the base, such as 1000 t -> 50 t."),
            )
        steps.append((read_mass(formats, ends[0]), read_mass(formats, ends[1])))
    return tuple(steps)


def own_bases_text(formats: Formats, bases: Mapping[str, int]) -> str:
    """Bases of single materials: ``GA = 10 kg; W = 500 t``; 0 stands for exact figures."""
    return "; ".join(f"{code} = {mass_text(formats, base) if base else '0'}" for code, base in sorted(bases.items()))


def read_own_bases(formats: Formats, text: str) -> dict[str, int]:
    """Bases in mg by material code, as typed."""
    return {code: 0 if value == "0" else read_mass(formats, value) for code, value in _pairs(text)}


def own_edges_text(formats: Formats, edges_of: Mapping[str, Edges]) -> str:
    """Bands of single materials: ``GA = 100 kg | 1 t; W = 50 t | 500 t``."""
    return "; ".join(
        f"{code} = {' | '.join(mass_text(formats, edge) for edge in edges)}" for code, edges in sorted(edges_of.items())
    )


def read_own_edges(formats: Formats, text: str) -> dict[str, Edges]:
    """Edges in mg by material code, as typed."""
    return {code: tuple(read_mass(formats, one) for one in value.split("|")) for code, value in _pairs(text)}


def _pairs(text: str) -> list[tuple[str, str]]:
    found = []
    for part in text.split(";"):
        if not part.strip():
            continue
        code, sign, value = part.partition("=")
        if not sign or not code.strip() or not value.strip():
            raise InputError(
                "E_OWN_ROUNDING",
                phrase("'{text}' names no material and its rounding.", text=part.strip()[:40]),
                hint=phrase("Write the material's code, an equals sign and the mass, such as W = 500 t."),
            )
        found.append((code.strip().upper(), value.strip()))
    return found
