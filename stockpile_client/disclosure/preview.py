"""The statement as a partner will see it, cell by cell beside our own value, with the rule that changed it.

The same positions that a preview shows are the ones that the bundle holds: a release takes them from here and from
nowhere else.

>>> [line.rule for line in preview(profile, cells, bases, "country:IT").lines]
['rounded to 500 t', 'withheld: market effect']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stockpile_client.core.quantities import (
    MG_PER_TONNE,
    Exact,
    Nil,
    Quantity,
    Rounded,
    Withheld,
    kg_text,
    round_to,
)
from stockpile_client.core.statements import Measure, Position, PositionKey
from stockpile_client.disclosure.holdings import Cell
from stockpile_client.disclosure.profile import Profile

ALL_GROUPS = "all"
"""Form group of a position that stands for a whole material."""


class Rule(StrEnum):
    """Which rule of the profile a value met last."""

    AS_IT_IS = "as_it_is"
    NIL = "nil"
    ROUNDED = "rounded"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What leaves (``position``) beside our own value in mg (``own``), and how many lots are inside."""

    position: Position
    own: int
    lots: int
    rule: Rule

    @property
    def words(self) -> str:
        """The rule in words, in English, for records and the command line."""
        match self.position.quantity:
            case Rounded(_, base):
                tonnes, rest = divmod(base, MG_PER_TONNE)
                return f"rounded to {kg_text(base)} kg" if rest else f"rounded to {tonnes} t"
            case Withheld(reason):
                return f"withheld: {reason.replace('_', ' ')}"
            case Nil():
                return "nil: we hold none"
            case _:
                return "as it is"


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would leave under a profile, and what stays: lines in order of key, and materials left out by scope."""

    lines: tuple[PreviewLine, ...]
    withheld: tuple[str, ...]
    out_of_scope: tuple[str, ...]

    @property
    def positions(self) -> list[Position]:
        """The positions of the statement."""
        return [line.position for line in self.lines]


def preview(profile: Profile, cells: Sequence[Cell], bases: Mapping[str, str], home: str) -> Preview:
    """Apply ``profile`` to ``cells``; ``bases`` maps a material to what its content is of (``element:W``).

    ``home`` is the agency's own place (``country:IT``): a withheld material is shown there, wherever it lies.

    The order is the profile's: scope, aggregation (already in the cells), withholding, rounding.
    """
    scope = set(profile.scope)
    lines: list[PreviewLine] = []
    for cell in cells:
        if cell.material in scope and cell.material not in profile.withhold:
            lines += _lines(profile, cell, bases)
    lines += _withheld_lines(profile, cells, bases, home)
    held = {cell.material for cell in cells}
    return Preview(
        lines=tuple(sorted(lines, key=lambda line: line.position.key)),
        withheld=tuple(material for material in profile.scope if material in profile.withhold),
        out_of_scope=tuple(sorted(held - scope)),
    )


def _lines(profile: Profile, cell: Cell, bases: Mapping[str, str]) -> Iterable[PreviewLine]:
    own_values = {
        Measure.CONTAINED: (cell.contained, bases[cell.material]),
        Measure.USABLE: (cell.usable, bases[cell.material]),
        Measure.GROSS: (cell.gross, "gross"),
        Measure.REFERENCE: (cell.reference, f"oxide:{cell.reference_basis}"),
    }
    for measure in profile.measures:
        own, basis = own_values[measure]
        only_claims = cell.group == ALL_GROUPS and measure is not Measure.USABLE
        if own is None or only_claims:  # a ticket bought is no stock of ours, not even a nil one
            continue
        quantity, rule = _released(own, profile.rounding)
        position = Position(
            PositionKey(cell.material, cell.group, "", cell.at, "", measure.value),
            basis,
            quantity,
            illustrative=cell.illustrative,
        )
        if profile.availability and measure is Measure.USABLE and own:
            position = _with_availability(position, cell, profile.rounding)
        yield PreviewLine(position, own, cell.lots, rule)


def _released(own: int, rounding: int) -> tuple[Quantity, Rule]:
    if own == 0:
        return Nil(), Rule.NIL
    if not rounding:
        return Exact(own), Rule.AS_IT_IS
    return Rounded(round_to(own, rounding), rounding), Rule.ROUNDED


def _with_availability(position: Position, cell: Cell, rounding: int) -> Position:
    """A rate is a mass too: it leaves no finer than the stock itself, and not at all where it rounds to nothing."""
    rate = cell.max_rate
    if rate is not None and rounding:
        rate = round_to(rate, rounding) or None
    return Position(
        position.key,
        position.basis,
        position.quantity,
        days=cell.first_day,
        max_rate=rate,
        cross_border=cell.cross_border,
        illustrative=position.illustrative,
    )


def _withheld_lines(
    profile: Profile, cells: Sequence[Cell], bases: Mapping[str, str], home: str
) -> Iterable[PreviewLine]:
    """One line for each place where a withheld material lies would tell where: so one for the whole material."""
    for material in profile.scope:
        reason = profile.withhold.get(material)
        if reason is None:
            continue
        inside = [cell for cell in cells if cell.material == material]
        key = PositionKey(material, ALL_GROUPS, "", home, "", Measure.CONTAINED.value)
        yield PreviewLine(
            Position(key, bases[material], Withheld(reason)),
            own=sum(cell.contained for cell in inside),
            lots=sum(cell.lots for cell in inside),
            rule=Rule.WITHHELD,
        )
