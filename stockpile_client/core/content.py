"""How much of an element a quantity of product holds.

``contained = gross × (1 − moisture) × assay``; without an assay, ``× declared purity × contained-element factor`` of
the form. Gross, contained and the reference oxide are kept together with the factor that was used, so that a
reader can always see where a number came from. Products are exact; each mass is rounded once, half to even.

>>> content_of(Decimal(100), StatedUnit(units["mtu"], "WO3"), catalogue.form("W-APT"), catalogue).contained
792971000
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from stockpile_client.core.catalogue import Catalogue, Form
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MAX_MG, MG_PER_KG, round_half_even
from stockpile_client.core.units import StatedUnit


@dataclass(frozen=True, slots=True)
class Grade:
    """What is known of a product's composition; every value is a mass fraction in [0, 1].

    ``assay`` is measured on the dry product; it is of ``assay_of`` (an oxide such as ``WO3``), or of the element where
    that is empty. ``purity`` is the declared share of the form's own compound, used where there is no assay.
    """

    moisture: Decimal | None = None
    assay: Decimal | None = None
    assay_of: str = ""
    purity: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("moisture", "assay", "purity"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise InputError("E_FRACTION", phrase("The {name} lies between 0 and 100 %.", name=name))
        if self.moisture == 1:
            raise InputError("E_FRACTION", phrase("A product that is all moisture holds nothing."))


@dataclass(frozen=True, slots=True)
class Content:
    """Masses in milligrams of one element in a quantity of product, and the factor that gave them.

    ``reference`` is the mass as ``reference_basis`` (WO3, LCE as Li2CO3, REO, …), ``None`` where the field has no such
    convention. ``factor`` says in words what was multiplied.
    """

    material: str
    gross: int
    contained: int
    reference: int | None
    reference_basis: str
    factor: str


def element_fraction(compound: str, material: str, catalogue: Catalogue) -> Fraction:
    """Mass fraction of ``material``'s element in ``compound`` (an oxide or the element itself).

    Raises ``InputError`` (``E_UNIT_BASIS``) where the catalogue knows no such compound of the material.
    """
    symbol = catalogue.material(material).symbol
    if symbol and compound.casefold() == symbol.casefold():
        return Fraction(1)
    compound = "Li2CO3" if compound.casefold() == "lce" else compound  # lithium carbonate equivalent
    for form in catalogue.forms_of(material):
        if form.formula and form.formula.casefold() == compound.casefold() and form.method != "nominal_grade":
            return Fraction(form.contained_factor)
    for form in catalogue.forms_of(material):
        if form.reference_basis and form.reference_basis.casefold() == compound.casefold() and form.reference_factor:
            return Fraction(form.contained_factor) / Fraction(form.reference_factor)
    raise InputError(
        "E_UNIT_BASIS",
        phrase(
            "'{compound}' is not an oxide or element of {material} that the catalogue knows.",
            compound=compound[:20],
            material=material,
        ),
        hint=phrase("Name the element or its reference oxide, for instance 'mtu WO3' for tungsten."),
    )


def _share(form: Form, grade: Grade, catalogue: Catalogue) -> tuple[Fraction, str]:
    """Contained element per dry mass of product, and the words that explain it."""
    if grade.assay is not None:
        if not grade.assay_of:
            return Fraction(grade.assay), phrase("assay {assay}", assay=grade.assay)
        of_element = element_fraction(grade.assay_of, form.material, catalogue)
        return Fraction(grade.assay) * of_element, phrase("assay {assay} {of}", assay=grade.assay, of=grade.assay_of)
    if grade.purity is not None and form.method != "nominal_grade":
        return Fraction(grade.purity) * Fraction(form.contained_factor), (
            phrase(
                "purity {purity} × {factor} {element} in {formula}",
                purity=grade.purity,
                factor=form.contained_factor,
                element=form.contained_element,
                formula=form.formula,
            )
        )
    if form.method == "nominal_grade":
        return Fraction(form.contained_factor), phrase("declared grade {grade}", grade=form.declared_grade)
    return Fraction(form.contained_factor), phrase(
        "{factor} {element} in {formula}",
        factor=form.contained_factor,
        element=form.contained_element,
        formula=form.formula,
    )


@dataclass(frozen=True, slots=True)
class ContentRule:
    """What one unit of a product is in exact milligrams: all there is to say about its content but the amount.

    A table has a million amounts and a few dozen of these, so a rule is worked out once and kept. ``reference`` is the
    reference oxide of one unit where the unit states it, else of one milligram contained.
    """

    material: str
    gross: Fraction
    contained: Fraction
    reference: Fraction | None
    reference_is_stated: bool
    reference_basis: str
    factor: str

    def content(self, amount: Decimal) -> Content:
        """The masses of ``amount`` units; raises ``InputError``: ``E_CONTENT_OVER_GROSS``, ``E_QUANTITY_RANGE``."""
        numerator, denominator = amount.as_integer_ratio()
        gross = _product(numerator, denominator, self.gross)
        contained = _product(numerator, denominator, self.contained)
        reference = None
        if self.reference is not None:
            # stated: nothing is worked out from six-digit factors
            of = (numerator, denominator) if self.reference_is_stated else (contained, 1)
            reference = _product(*of, self.reference)
        if max(abs(gross), abs(contained), abs(reference or 0)) > MAX_MG:
            raise InputError("E_QUANTITY_RANGE", phrase("The quantity is larger than anything that can be meant."))
        if abs(contained) > abs(gross):
            raise InputError("E_CONTENT_OVER_GROSS", phrase("More content than product: check the assay and the unit."))
        return Content(self.material, gross, contained, reference, self.reference_basis, self.factor)


def _product(numerator: int, denominator: int, factor: Fraction) -> int:
    """``numerator / denominator × factor`` to the nearest integer, ties to even; the denominator is positive."""
    return _nearest(numerator * factor.numerator, denominator * factor.denominator)


def _nearest(dividend: int, divisor: int) -> int:
    """``dividend / divisor`` to the nearest integer, ties to even; the divisor is positive."""
    whole, rest = divmod(dividend, divisor)
    return whole + (2 * rest > divisor or (2 * rest == divisor and whole % 2 == 1))


def content_rule(stated: StatedUnit, form: Form, catalogue: Catalogue, grade: Grade | None = None) -> ContentRule:
    """The masses of one ``stated`` unit of ``form``.

    A unit of content (mtu WO3) states the oxide or element, and the gross mass is worked back from it; a dry unit
    states the mass without moisture; a wet unit requires a moisture content.
    Raises ``InputError``: ``E_MOISTURE_MISSING``, ``E_UNIT_BASIS``, ``E_CONTENT_OVER_GROSS``.
    """
    grade = grade or Grade()
    if stated.is_wet and grade.moisture is None:
        raise InputError(
            "E_MOISTURE_MISSING",
            phrase("Wet tonnes were given without a moisture content."),
            hint=phrase("Give the moisture in per cent."),
        )
    dry_share = 1 - Fraction(grade.moisture or 0)
    share, words = _share(form, grade, catalogue)
    unit_mg = Fraction(stated.unit.kg) * MG_PER_KG
    if grade.moisture:
        words = phrase("(1 − {moisture} moisture) × {words}", moisture=grade.moisture, words=words)
    if stated.is_content:
        of_element = element_fraction(stated.of or "", form.material, catalogue)
        contained = unit_mg * of_element
        words = phrase(
            "{factor} {element} in {of}; gross ÷ {words}",
            factor=in_six_places(of_element),
            element=form.contained_element,
            of=stated.of or "",
            words=words,
        )
        if not share:
            raise InputError(
                "E_CONTENT_OVER_GROSS", phrase("A product without content cannot hold the stated units of content.")
            )
        gross = contained / share / dry_share
    else:
        gross = unit_mg / dry_share if stated.is_dry else unit_mg
        contained = gross * dry_share * share
    reference = _reference_factor(form)
    is_stated = reference is not None and (stated.of or "").casefold() == (form.reference_basis or "").casefold()
    return ContentRule(
        form.material,
        gross,
        contained,
        unit_mg if is_stated else reference,
        is_stated,
        form.reference_basis or "",
        words,
    )


def content_of(
    amount: Decimal, stated: StatedUnit, form: Form, catalogue: Catalogue, grade: Grade | None = None
) -> Content:
    """Gross, contained and reference mass of ``amount`` units of ``form``, as :func:`content_rule` says.

    Raises ``InputError``: ``E_MOISTURE_MISSING``, ``E_UNIT_BASIS``, ``E_CONTENT_OVER_GROSS``, ``E_QUANTITY_RANGE``.
    """
    return content_rule(stated, form, catalogue, grade).content(amount)


def _reference_factor(form: Form) -> Fraction | None:
    """Milligrams of the form's reference oxide for each milligram of the element."""
    if not form.reference_basis or not form.reference_factor or not form.contained_factor:
        return None
    return Fraction(form.reference_factor) / Fraction(form.contained_factor)


def in_six_places(factor: Fraction) -> Decimal:
    """A factor as people print it, to six decimals as in the catalogue: for showing only."""
    return Decimal(round_half_even(factor * 10**6)) / 10**6


def reference_mass(contained: int, form: Form) -> int | None:
    """Milligrams of the form's reference oxide that hold ``contained`` milligrams of the element."""
    return reference_of(form)(contained)


def reference_of(form: Form) -> Callable[[int], int | None]:
    """:func:`reference_mass` made ready for the many lots of one form."""
    factor = _reference_factor(form)
    if factor is None:
        return lambda _contained: None
    of, to = factor.denominator, factor.numerator  # whole numbers: a fraction is asked for them a hundred times slower
    return lambda contained: _nearest(contained * to, of)


def by_product_content(gross: int, grade: Grade, material: str, fraction: Decimal) -> Content:
    """A further element of the same mass (the dysprosium of a magnet block): every content is booked, the mass once.

    ``fraction`` is of the dry product; ``gross`` of the result is 0, because the mass stands with the first element.
    Raises ``InputError`` (``E_FRACTION``) where the fraction is none.
    """
    if not 0 <= fraction <= 1:
        raise InputError("E_FRACTION", phrase("The content of {material} lies between 0 and 100 %.", material=material))
    contained = round_half_even(gross * (1 - Fraction(grade.moisture or 0)) * Fraction(fraction))
    return Content(material, 0, contained, None, "", phrase("{fraction} by certificate", fraction=fraction))
