"""Reading a unit as people write it, and refusing the ones that mean several things.

Traps that this module knows (PRODUCT.md, "Rules of the domain"): a bare "ton" or "mt" is ambiguous and refused with a
question; mtu, stu and ltu are units of a named oxide or element and never of product mass; wet and dry tonnes differ.

>>> read_unit("mtu WO3", units).of
'WO3'
>>> read_unit("tons", units)
Traceback (most recent call last):
stockpile_client.core.errors.InputError: The unit 'tons' has several meanings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from stockpile_client.core.catalogue import Unit
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

CONTENT_UNITS = frozenset({"mtu", "stu", "ltu"})
"""Units of one per cent of a (metric, short, long) ton of the *named oxide or element*."""
DRY_UNITS = frozenset({"dmt", "sdt", "ldt"})
WET_UNITS = frozenset({"wmt"})

LONGEST_UNIT = 60
"""Characters; what is longer is no unit."""

_AMBIGUOUS = frozenset(
    {
        "ton",
        "tons",
        "mt",
        "mts",
        "m.t",
        "tonelada",
        "toneladas",
        "m/t",
        "thousand tons",
        "ounce",
        "ounces",
        "oz",
    }
)

_AMBIGUOUS_AS_WRITTEN = frozenset({"T", "St", "TN"})
"""Ambiguous in this case of letters only: ``T`` is a tonne here and a short ton there, ``St`` also pieces (Stück)."""

_SPELLINGS: dict[str, str] = {
    spelling: code
    for code, spellings in {
        "g": "gram grams gramme grammes gramm grammi グラム",
        "kg": "kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm chilogrammo chilogrammi キログラム",
        "t": "tonne tonnes tonnen tonnellata tonnellate トン",
        "kt": "kilotonne kilotonnes",
        "lb": "lbs pound pounds libbra libbre livre livres pfund ポンド",
        "ozt": "oztr ozt. toz tr.oz troyounce トロイオンス feinunze feinunzen",
        "flask": "flasks fl. bombola bombole フラスコ",
        "ct": "carat carats",
        "dmt": "dmts",
        "wmt": "wmts",
        "st": "shortton shorttons",
        "lt": "longton longtons",
    }.items()
    for spelling in spellings.split()
} | {
    "metric ton": "t", "metric tons": "t", "metric tonne": "t", "metric tonnes": "t", "tonne metriche": "t",
    "tonnellate metriche": "t", "tonnes métriques": "t", "metrische tonnen": "t",
    "thousand metric tons": "kt", "thousand tonnes": "kt", "thousand metric tonnes": "kt",
    "1000 t": "kt", "千トン": "kt",
    "million metric tons": "Mt", "million tonnes": "Mt",
    "short ton": "st", "short tons": "st", "short dry ton": "sdt", "short dry tons": "sdt",
    "long ton": "lt", "long tons": "lt", "long dry ton": "ldt", "long dry tons": "ldt",
    "dry metric ton": "dmt", "dry metric tons": "dmt", "dry tonne": "dmt", "dry tonnes": "dmt",
    "tonnellate secche": "dmt",
    "wet metric ton": "wmt", "wet metric tons": "wmt", "wet tonne": "wmt", "wet tonnes": "wmt",
    "tonnellate umide": "wmt",
    "乾量トン": "dmt", "湿量トン": "wmt",
    "troy oz": "ozt", "troy ounce": "ozt", "troy ounces": "ozt", "oz troy": "ozt", "oz t": "ozt",
    "once troy": "ozt", "oz tr": "ozt",
    "avoirdupois ounce": "oz", "oz av": "oz", "76-lb flask": "flask", "76-lb flasks": "flask",
    "metric ton unit": "mtu", "metric ton units": "mtu", "short ton unit": "stu", "short ton units": "stu",
    "long ton unit": "ltu", "long ton units": "ltu", "pounds avoirdupois": "lb",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit and, where it was said, what it is a unit of: ``mtu`` of ``WO3``."""

    unit: Unit
    of: str | None = None

    @property
    def is_content(self) -> bool:
        """Whether the unit measures the named oxide or element and not the product."""
        return self.unit.code in CONTENT_UNITS

    @property
    def is_dry(self) -> bool:
        """Whether moisture is already deducted."""
        return self.unit.code in DRY_UNITS

    @property
    def is_wet(self) -> bool:
        """Whether the unit says that moisture is included, so that a moisture content is required."""
        return self.unit.code in WET_UNITS


def read_unit(text: str, units: Mapping[str, Unit]) -> StatedUnit:
    """The unit that ``text`` names, in the spellings of the five languages.

    Raises ``InputError``: ``E_UNIT_AMBIGUOUS`` (with the question to answer), ``E_UNIT_UNKNOWN``, or ``E_UNIT_BASIS``
    for a unit of content that does not say of what.
    """
    # Compatibility forms: full-width letters, ㎏ and ㌧ of Japanese tables.
    plain = " ".join(unicodedata.normalize("NFKC", text[:LONGEST_UNIT]).split()).strip("()[].,: ")
    if plain in _AMBIGUOUS_AS_WRITTEN or plain.casefold() in _AMBIGUOUS:
        raise InputError(
            "E_UNIT_AMBIGUOUS",
            phrase("The unit '{unit}' has several meanings.", unit=plain[:20]),
            hint=_question(plain.casefold()),
        )
    if match := re.fullmatch(
        r"(mtu|stu|ltu|metric ton units?|short ton units?|long ton units?)(?:(?:\s*\(|\s+of\s+|\s+)(\w+))?",
        plain,
        re.I,
    ):
        name = match[1].casefold()
        code = name if name in CONTENT_UNITS else _SPELLINGS[name]
        if not match[2]:
            raise InputError(
                "E_UNIT_BASIS",
                phrase("The unit '{unit}' does not say of which oxide or element.", unit=plain[:20]),
                hint=phrase("Write for instance 'mtu WO3' or 'mtu Mn'."),
            )
        return StatedUnit(units[code], match[2])
    if plain in units and len(text) <= LONGEST_UNIT:
        return StatedUnit(units[plain])
    folded = plain.casefold()
    code = _SPELLINGS.get(folded) or next((known for known in units if known.casefold() == folded), "")
    if not code or len(text) > LONGEST_UNIT:
        raise InputError(
            "E_UNIT_UNKNOWN",
            phrase("The unit '{unit}' is not known.", unit=plain[:20]),
            hint=phrase(
                "Use one of {names}.", names=", ".join(code for code in units if code.casefold() not in _AMBIGUOUS)
            ),
        )
    return StatedUnit(units[code])


def _question(plain: str) -> str:
    """What to ask back about an ambiguous unit."""
    if plain.startswith("o"):
        return phrase("Which is meant: ozt (troy ounce, 31.1034768 g) or oz av (avoirdupois ounce, 28.349523125 g)?")
    if plain.startswith("m"):
        return phrase(
            "Which is meant: t (tonne, 1000 kg), st (short ton, 2000 lb), lt (long ton, 2240 lb), mtu, or million"
            " tonnes?"
        )
    return phrase("Which is meant: t (tonne, 1000 kg), st (short ton, 2000 lb) or lt (long ton, 2240 lb)?")
