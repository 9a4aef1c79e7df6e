"""Denominators: consumption, net imports and targets, each with its year and source.

A published figure is text first: ``W`` (withheld by the source), ``NA``, ``E`` (net exporter), ``<100000`` and ``>50``
keep their print and never become 0.

>>> printed_quantity("<100000", kg_per_unit=Decimal(1000))
Band(low=0, high=100000000000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    Band,
    Exact,
    NotApplicable,
    NotCompiled,
    Quantity,
    Withheld,
    WithheldReason,
    parse_mass,
)  # fmt: skip


class RequirementKind(StrEnum):
    """What the denominator is of; masses are kilograms a year, but for a target (kilograms) and target days (days)."""

    CONSUMPTION = "consumption"
    NET_IMPORTS = "net_imports"
    TARGET = "target"
    TARGET_DAYS = "target_days"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One denominator of one material, country and year.

    ``quantity`` is in milligrams (a year); ``days`` only for target days. ``printed`` is the source's own print,
    ``basis`` what the mass is of (``element:W``, ``gross``), ``estimated`` the source's own mark of an estimate.
    """

    material: str
    country: str
    year: int
    kind: RequirementKind
    quantity: Quantity = NotCompiled()
    days: int | None = None
    basis: str = ""
    printed: str = ""
    source: str = ""
    estimated: bool = False
    illustrative: bool = False

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2200:
            raise InputError("E_YEAR", phrase("The year of a requirement lies between 1900 and 2200."))
        if (self.kind is RequirementKind.TARGET_DAYS) != (self.days is not None):
            raise InputError("E_REQUIREMENT", phrase("Days belong to a target in days, and only there."))
        if self.days is not None and not 0 < self.days <= 3660:
            raise InputError("E_REQUIREMENT", phrase("A target in days lies between 1 and 3660."))


def printed_quantity(printed: str, *, kg_per_unit: Decimal) -> Quantity:
    """What a printed figure says, in milligrams: a number, a bound, or the reason why there is none.

    ``W``: withheld by its source as company proprietary data; ``E``: net exporter, so that net imports do not apply;
    ``NA``: not available; ``<x`` and ``>x``: a bound.
    """
    text = printed.strip()
    match text:
        case "W":
            return Withheld(WithheldReason.TRADE_SECRET)
        case "NA" | "":
            return NotCompiled()
        case "E":
            return NotApplicable()
        case "—" | "--":
            return Exact(0)
    if text.startswith("<"):
        return Band(0, parse_mass(text[1:].strip(), kg_per_unit=kg_per_unit))
    if text.startswith(">"):
        return Band(parse_mass(text[1:].strip(), kg_per_unit=kg_per_unit), None)
    return Exact(parse_mass(text, kg_per_unit=kg_per_unit))
