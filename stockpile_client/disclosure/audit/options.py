"""What can still be done with a position before it leaves: coarser, or withheld; and what each choice costs.

The price of a choice is the information that the partner loses: the logarithm of how much wider its interval becomes,
in sixteenths of a bit, in whole numbers so that the same positions always give the same remedy.

A cell is told in several measures at once, and coarsened in all of them: :func:`coarser_cell`.

>>> [option.words for option in coarser(1_204_000_000, Exact(1_204_000_000), ladder=(10**9,), reason=reason)]
['rounded to 1 t', 'withheld: market effect']
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    MG_PER_TONNE,
    Band,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
    round_to,
)
from stockpile_client.disclosure.audit.facts import Fact, known
from stockpile_client.disclosure.rules.base import mass_words, reason_words
from stockpile_client.disclosure.rules.rounding import band_words

ROUNDING_LADDER = tuple(step * MG_PER_TONNE for step in (1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000))
"""Rounding bases offered by default, in mg."""
STEPS_PER_BIT = 16
WITHHELD_WIDTH = 4
"""A withheld mass is priced as if the partner could still guess it within four times its size."""


@dataclass(frozen=True, slots=True)
class Option:
    """A coarser form of a position; ``low`` and ``high`` (mg) are what it says, both open if it says nothing."""

    quantity: Quantity
    low: int | None
    high: int | None
    cost: int

    @property
    def words(self) -> str:
        """What would be done, in words."""
        match self.quantity:
            case Rounded(_, base):
                return phrase("rounded to {mass}", mass=mass_words(base))
            case Withheld(reason):
                return phrase("withheld: {reason}", reason=reason_words(reason))
            case Band(low, high):
                return band_words(low, high)
            case _:
                return phrase("as it is")


@dataclass(frozen=True, slots=True)
class PlannedPosition:
    """A position about to leave: the fact that it is, and what may be done with it instead.

    ``options`` go from fine to coarse; the last, which hides most, is what a remedy falls back on. Positions with the
    same name in ``cell`` are treated alike: they have as many options as each other, and one choice is made for all.
    Without options a position stays as it is.
    """

    fact: Fact
    options: tuple[Option, ...] = ()
    cell: Hashable = None

    def __post_init__(self) -> None:
        for option in self.options:
            sides = ((self.fact.low, option.low), (self.fact.high, option.high))
            if any(planned is None and offered is not None for planned, offered in sides):
                raise InputError("E_REMEDY_OPTION", phrase("A coarser form says no more than the planned one."))

    def as_released(self, number: int | None) -> Fact | None:
        """The fact that is left under an option (``None``: as planned); ``None`` if nothing is."""
        if number is None:
            return self.fact
        option = self.options[number]
        if option.low is None and option.high is None:
            return None
        return Fact(self.fact.terms, option.low, option.high, self.fact.source)


def coarser(
    own: int, planned: Quantity, *, reason: WithheldReason, ladder: Sequence[int] = ROUNDING_LADDER
) -> tuple[Option, ...]:
    """Every coarser form of ``own`` (mg) than ``planned``: each base of the ladder that is wider, then withheld."""
    width = _width(planned, own)
    options = [
        _option(Rounded(round_to(own, base), base), own, width) for base in ladder if base > width and base <= 2 * own
    ]
    return (*options, withheld(own, planned, reason))


def coarser_cell(
    lines: Sequence[tuple[int, Quantity]], *, reason: WithheldReason, ladder: Sequence[int] = ROUNDING_LADDER
) -> list[tuple[Option, ...]]:
    """The coarser forms of a cell that is told in several measures, for each of ``lines`` (own mg, planned).

    The same bases for all, each of which is wider than some line; a line that is coarser already, or nil, stays as it
    is at no cost. Then withheld.
    """
    widths = [_width(planned, own) for own, planned in lines]
    bases = [
        base for base in ladder if any(width < base <= 2 * own for (own, _), width in zip(lines, widths, strict=True))
    ]
    return [
        (*(_rounded(own, planned, base, width) for base in bases), withheld(own, planned, reason))
        for (own, planned), width in zip(lines, widths, strict=True)
    ]


def _rounded(own: int, planned: Quantity, base: int, width: int) -> Option:
    if base > width and own:
        return _option(Rounded(round_to(own, base), base), own, width)
    low, high = known(planned) or (None, None)
    return Option(planned, low, high, 0)


def withheld(own: int, planned: Quantity, reason: WithheldReason) -> Option:
    """The choice not to give the position at all."""
    return _option(Withheld(reason), own, _width(planned, own))


def price(before: int, after: int) -> int:
    """Information lost, in sixteenths of a bit (at least one), when an interval of ``before`` mg becomes ``after``."""
    return max(1, _sixteenths(after) - _sixteenths(before))


def _sixteenths(width: int) -> int:
    """Sixteenths of a bit that a mass known within ``width`` mg leaves open."""
    power: int = (width + 1) ** STEPS_PER_BIT
    return power.bit_length()


def _option(quantity: Quantity, own: int, width: int) -> Option:
    low, high = known(quantity) or (None, None)
    return Option(quantity, low, high, price(width, _width(quantity, own)))


def _width(quantity: Quantity, own: int) -> int:
    interval = known(quantity)
    if interval is None or interval[1] is None:
        return WITHHELD_WIDTH * own
    return interval[1] - interval[0]
