"""The proof of a bound: which facts, with which weights, add up to it. Checked in exact fractions.

Every atom is at least zero. If facts ``f`` with weights ``w`` satisfy ``target ≤ Σ w·f`` atom by atom, then the target
is at most ``Σ w·(the side of f that w pushes against)``: the upper side for a positive weight, the lower for a negative
one. That is weak duality (Schrijver, *Theory of Linear and Integer Programming*, Wiley 1986, section 7.4), and it
needs neither trust in a solver nor a tolerance: floating point only proposes the weights. A lower bound is an upper
bound of the negated target. Because masses are whole milligrams, a bound is rounded inwards to a whole one.

>>> verify(Certificate(target, Side.HIGH, weights))
30
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from stockpile_client.core.errors import InternalError
from stockpile_client.core.phrases import phrase
from stockpile_client.disclosure.audit.facts import Atom, Fact, Terms

Weight = Fraction | int
"""Mostly whole numbers, and these are much faster than fractions."""


class Side(StrEnum):
    """Which end of an interval."""

    LOW = "low"
    HIGH = "high"

    @property
    def sign(self) -> int:
        """1 where the target is maximised, −1 where its negation is."""
        return 1 if self is Side.HIGH else -1


@dataclass(frozen=True, slots=True)
class Certificate:
    """Weighted facts that prove one end of the interval of ``target``.

    For ``Side.LOW`` the weights prove an upper bound of the *negated* target.
    """

    target: Terms
    side: Side
    weights: tuple[tuple[Fact, Weight], ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the proof rests on."""
        return tuple(fact for fact, _ in self.weights)


def limit(fact: Fact, weight: Weight) -> int:
    """The side of ``fact`` that ``weight`` pushes against; ``InternalError`` (``E_CERTIFICATE``) if it is open."""
    side = fact.high if weight > 0 else fact.low
    if side is None:
        raise InternalError("E_CERTIFICATE", phrase("A proof leans on a side of a fact that is open."))
    return side


def verify(certificate: Certificate) -> int:
    """The bound that the certificate proves, in milligrams; ``InternalError`` (``E_CERTIFICATE``) if it proves none."""
    sign = certificate.side.sign
    rest: dict[Atom, Weight] = {atom: sign * coefficient for atom, coefficient in certificate.target}
    proved: Weight = 0
    for fact, weight in certificate.weights:
        proved += weight * limit(fact, weight)
        for atom, coefficient in fact.terms:
            rest[atom] = rest.get(atom, 0) - weight * coefficient
    if any(value > 0 for value in rest.values()):
        raise InternalError("E_CERTIFICATE", phrase("The facts of a proof do not cover what it is about."))
    return sign * floor(proved)
