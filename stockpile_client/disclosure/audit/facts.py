"""What a partner knows, as linear statements about our true masses.

An *atom* is a mass nobody divides further: one material in one form, place and holder class, on one day. Everything a
partner knows is a :class:`Fact`: a sum of atoms with whole coefficients lies in a closed interval of whole milligrams.

Rules
- Atoms are masses: whole milligrams, never below zero. Nothing else is taken for granted.
- A number that was rounded half to even says a milligram more than its half base does: exactly half way between two
  multiples goes to the even one, so an odd multiple excludes both ends (``core.quantities.round_to``).
- Withheld, not compiled and not applicable say nothing about the mass, and so are no facts.

Atoms, sources and facts are structs and not dataclasses: a partner's history holds some hundred thousand of them, which
the garbage collector need not visit, since they refer to nothing that could refer back.

>>> known(Rounded(mg=3_000, base=1_000))
(2501, 3499)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

import msgspec

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Band, Exact, Nil, Quantity, Rounded, bounds
from stockpile_client.core.statements import PositionKey


class Atom(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """A mass in milligrams that no fact divides further.

    ``contributor`` names a part of a cell that counts by itself: that of a company, or what a delivery took from it.
    """

    material: str
    group: str = ""
    form: str = ""
    at: str = ""
    holder: str = ""
    measure: str = "contained"
    day: date | None = None
    contributor: str = ""


Terms = tuple[tuple[Atom, int], ...]
"""A linear combination: each atom once, with a coefficient other than zero."""


class Origin(StrEnum):
    """How the partner comes to know a fact."""

    RELEASED = "released"
    PLANNED = "planned"
    MOVEMENT = "movement"
    PUBLIC = "public"
    DOMAIN = "domain"
    ASSUMED = "assumed"


class Source(msgspec.Struct, frozen=True, gc=False):
    """Where a fact comes from. ``words`` is what a stockpile officer reads; ``reference`` names the statement.

    ``key`` is the released position that says it, if one does; ``day`` the date as of which it is true.
    """

    origin: Origin
    words: str
    reference: str = ""
    day: date | None = None
    key: PositionKey | None = None


class Fact(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """``low ≤ Σ coefficient × atom ≤ high`` in milligrams; ``None`` where a side is open."""

    terms: Terms
    low: int | None
    high: int | None
    source: Source

    def __post_init__(self) -> None:
        if not self.terms:
            raise InputError("E_FACT_EMPTY", phrase("A fact speaks of no stock at all."))
        if self.low is not None and self.high is not None and self.high < self.low:
            raise InputError("E_FACT_RANGE", phrase("A fact ends below its beginning."))

    def holds(self, world: Mapping[Atom, int]) -> bool:
        """Whether the masses of ``world`` (missing atoms count as zero) agree with the fact."""
        value = value_of(self.terms, world)
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


def total(atoms: Iterable[Atom]) -> Terms:
    """The plain sum of ``atoms``."""
    return tuple((atom, 1) for atom in atoms)


def value_of(terms: Terms, world: Mapping[Atom, int]) -> int:
    """The combination's value in milligrams; an atom that ``world`` does not name is zero."""
    return sum(coefficient * world.get(atom, 0) for atom, coefficient in terms)


def known(quantity: Quantity) -> tuple[int, int | None] | None:
    """Lowest and highest whole milligram that a released quantity allows; ``None`` if it says nothing of the mass."""
    match quantity:
        case Rounded(mg, base) if base % 2 == 0 and mg > 0 and (mg // base) % 2 and mg % base == 0:
            return mg - base // 2 + 1, mg + base // 2 - 1
        case Exact() | Nil() | Band() | Rounded():
            interval = bounds(quantity)
            return None if interval is None else (interval.low, interval.high)
        case _:
            return None


def released(terms: Terms, quantity: Quantity, source: Source) -> Fact | None:
    """The fact that a released ``quantity`` of ``terms`` is; ``None`` if it says nothing."""
    interval = known(quantity)
    return None if interval is None else Fact(terms, *interval, source)


SMALL_FRACTIONS = 100
"""Largest denominator of a factor: proofs multiply factors, and stay exact while their denominators are small. No
factor of the catalogue becomes wider by more than four parts in a thousand."""


def conversion(contained: Terms, reference: Terms, factors: Iterable[Fraction], *, tolerance: int) -> Iterator[Fact]:
    """``reference = factor × contained``: stoichiometry lets nobody hide one behind the other.

    ``factors``: those of all forms inside, which differ in their last digit at most. ``tolerance`` (mg) is what
    rounding to whole milligrams, lot by lot, may have lost.
    """
    known_factors = list(factors)
    source = Source(Origin.DOMAIN, phrase("the reference mass is the content times a constant of the material"))
    below, above = outwards(min(known_factors))[0], outwards(max(known_factors))[1]
    for factor, low in ((below, True), (above, False)):
        slack = factor.denominator * tolerance
        terms = (
            *((atom, sign * factor.denominator) for atom, sign in reference),
            *((atom, -sign * factor.numerator) for atom, sign in contained),
        )
        yield Fact(terms, -slack if low else None, None if low else slack, source)


def outwards(factor: Fraction, largest: int = SMALL_FRACTIONS) -> tuple[Fraction, Fraction]:
    """The nearest fractions below and above (or equal) with denominators up to ``largest``."""
    sizes = range(1, largest + 1)
    return (
        max(Fraction(floor(factor * size), size) for size in sizes),
        min(Fraction(ceil(factor * size), size) for size in sizes),
    )


def at_most(smaller: Atom, larger: Atom, words: str) -> Fact:
    """``smaller ≤ larger``, such as usable ≤ contained, or contained ≤ gross, in one cell."""
    return Fact(((larger, 1), (smaller, -1)), 0, None, Source(Origin.DOMAIN, words))
