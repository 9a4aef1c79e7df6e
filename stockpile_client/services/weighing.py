"""From what a person weighs to milligrams: amount and unit to gross and contained mass, and the words for the way.

>>> weigh(ctx.catalogue, "W-APT", Grade(), Decimal(100), "mtu WO3").contained
792971000
>>> unit_choices(ctx.catalogue, "W-APT")[-3:]
('mtu W', 'stu W', 'ltu W')
"""

from __future__ import annotations

from decimal import Decimal

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.content import Content, Grade, content_of
from stockpile_client.core.units import read_unit

_ALWAYS = ("t", "kg", "g", "dmt", "wmt", "lb", "st", "lt")
_TROY_CATEGORIES = frozenset({"pgm", "precious"})
_CONTENT_GROUPS = frozenset({"ore", "oxide", "chemical"})
"""Groups that trade settles by units of content."""


def weigh(catalogue: Catalogue, form: str, grade: Grade, amount: Decimal, unit: str) -> Content:
    """What ``amount`` of a unit holds, as :func:`stockpile_client.core.content.content_of` says; its errors."""
    return content_of(amount, read_unit(unit, catalogue.units), catalogue.form(form), catalogue, grade)


def unit_choices(catalogue: Catalogue, form_code: str) -> tuple[str, ...]:
    """The units in which a form is weighed, the customary one first; units of content name their oxide or element."""
    form = catalogue.form(form_code)
    material, further = catalogue.material(form.material), list[str]()
    if material.category in _TROY_CATEGORIES:
        further.append("ozt")
    if form.group in _CONTENT_GROUPS:
        bases = dict.fromkeys(basis for basis in (form.reference_basis, material.symbol) if basis)
        further += [f"{unit} {basis}" for basis in bases for unit in ("mtu", "stu", "ltu")]
    return tuple(dict.fromkeys((form.default_unit, *_ALWAYS, *further)))
