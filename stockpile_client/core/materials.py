"""What the catalogue holds: materials, the forms they are traded in, units of trade.

Values only, frozen. Factors are `Decimal` as printed in the lists, never a binary float.

>>> form.contained_element, form.contained_factor, form.reference_basis
('W', Decimal('0.704254'), 'WO3')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

LANGUAGES = ("en", "it", "fr", "de", "ja")
FORM_GROUPS = ("ore", "oxide", "chemical", "metal", "alloy", "product")
METHODS = ("stoichiometric", "pure_element", "nominal_grade")


@dataclass(frozen=True, slots=True)
class Material:
    """One material. ``names`` maps each of `LANGUAGES` to a name; ``symbol`` is empty for coal and feldspar.

    ``default_basis`` is free text (``element``, ``oxide:REO``, ``gross``); ``hs6`` holds the usual customs
    codes; ``eu_critical_entry`` and ``eu_strategic_entry`` are the entries of the EU lists that cover it.
    """

    code: str
    symbol: str
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    category: str
    default_basis: str
    default_unit: str
    hs6: tuple[str, ...]
    typical_forms: tuple[str, ...]
    eu_critical: bool
    eu_critical_entry: str
    eu_strategic: bool
    eu_strategic_entry: str
    us_critical_2022: bool
    us_critical_2025: bool
    jp_rare_metal: bool

    def name(self, language: str = "en") -> str:
        """The name in ``language``; the English one for a language that the catalogue does not hold."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True, slots=True)
class Form:
    """One traded form. Its factors are mass fractions of the pure, dry form, to six decimals.

    ``contained_factor``: kilograms of ``contained_element`` in a kilogram. ``reference_factor``: kilograms of
    ``reference_basis`` (WO3, Li2CO3…) that hold as much of the element, above one for a metal; both are None
    where trade uses no reference. ``method`` says what fixed the factors: chemistry (`stoichiometric`,
    `pure_element`) or a declared grade (`nominal_grade`, with ``declared_grade`` as in "0.6500 WO3").
    """

    code: str
    material: str
    name: str
    group: str
    aliases: tuple[str, ...]
    formula: str
    contained_element: str
    contained_factor: Decimal
    reference_basis: str | None
    reference_factor: Decimal | None
    method: str
    declared_grade: str
    default_unit: str
    hs6: str
    note: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of trade. ``kg``: its mass in kilograms; ``exact`` is false where the factor is a physical one.

    ``dimension`` says what is weighed: ``mass``, ``mass (dry basis)``, ``mass (wet basis)``,
    ``mass of the named oxide/element``, or ``volume``.
    """

    code: str
    name: str
    dimension: str
    kg: Decimal
    exact: bool
    note: str
