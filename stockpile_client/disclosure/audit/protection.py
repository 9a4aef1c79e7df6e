"""What must stay hidden, and by how much.

A :class:`Protection` promises that a partner's tightest interval for a sum of our masses still reaches at least
``true − lower_margin`` and ``true + upper_margin`` (the protection levels of Fischetti and Salazar-González 2001).
The lower end stops at zero: nobody can be left in doubt whether a stock is negative.

>>> protect(total([atom]), true=100_000, percent=20, at_least=5_000, why="defence").needed(Side.HIGH)
120000
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit.block import Inferred
from stockpile_client.disclosure.audit.certificates import Side
from stockpile_client.disclosure.audit.facts import Fact, Terms


@dataclass(frozen=True, slots=True)
class Protection:
    """``target`` has the ``true`` value (mg) and is to be known no better than down and up by the margins (mg)."""

    target: Terms
    true: int
    lower_margin: int
    upper_margin: int
    why: str
    key: PositionKey | None = None

    def __post_init__(self) -> None:
        if self.lower_margin < 0 or self.upper_margin < 0:
            raise InputError("E_PROTECTION", phrase("A protection margin is not negative."))

    def needed(self, side: Side) -> int:
        """How far (mg) the partner's interval must reach on one side."""
        if side is Side.HIGH:
            return self.true + self.upper_margin
        lowest = self.true - self.lower_margin
        return max(0, lowest) if all(coefficient > 0 for _, coefficient in self.target) else lowest

    def met(self, inferred: Inferred, side: Side) -> bool:
        """Whether a world that fits all facts, checked exactly, goes as far as is needed; without one it is not met."""
        reached = inferred.end(side).attained
        if reached is None:
            return False
        return reached >= self.needed(side) if side is Side.HIGH else reached <= self.needed(side)


def protect(
    target: Terms, *, true: int, percent: Fraction | int, at_least: int, why: str, key: PositionKey | None = None
) -> Protection:
    """Protection by ``percent`` of the true value to either side, and never less than ``at_least`` mg."""
    margin = max(at_least, -(-abs(true) * Fraction(percent) // 100))
    return Protection(target, true, int(margin), int(margin), why, key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a partner can infer of a protected value, and which sides fall short."""

    protection: Protection
    inferred: Inferred
    short: tuple[Side, ...]

    @property
    def holds(self) -> bool:
        """Whether the protection is kept."""
        return not self.short

    @property
    def interval(self) -> Interval:
        """The tightest interval the partner can derive."""
        return self.inferred.interval

    @property
    def chain(self) -> tuple[Fact, ...]:
        """The facts that together reveal the value on the sides that fall short, each once, with the heaviest first."""
        weights: dict[Fact, Fraction] = {}
        for side in self.short:
            certificate = self.inferred.end(side).certificate
            for fact, weight in certificate.weights if certificate else ():
                weights[fact] = max(abs(Fraction(weight)), weights.get(fact, Fraction(0)))
        return tuple(sorted(weights, key=lambda fact: -weights[fact]))


def judge(protection: Protection, inferred: Inferred) -> Verdict:
    """The verdict on one protection."""
    return Verdict(protection, inferred, tuple(side for side in Side if not protection.met(inferred, side)))
