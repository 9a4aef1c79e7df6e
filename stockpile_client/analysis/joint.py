"""The joint picture: what several agencies hold together, with honest intervals and the definition beside the number.

Rules
- One measure at a time, and kilograms of different bases are never added: each basis is a line of its own.
- An agency that withholds or has not compiled a figure adds "anything from nothing upwards", never zero; an agency that
  says NIL adds zero; an agency that says nothing is named as silent, and the total does not speak of it.
- A line for all holders (or all forms of a group) is the sum of the finer lines beside it, so that these are left out.
- ``usable`` positions are stated after claims, each tonne counted by the side that the claim names (``counted_by``),
  so that their sum counts none twice; see :func:`stockpile_client.core.encumbrances.usable`.

>>> [(line.material, line.total) for line in joint_picture(statements, Measure.USABLE)]
[('W', Interval(low=900000000000, high=1500000000000))]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Interval, NotApplicable, NotCompiled, Withheld, WithheldReason, bounds
from stockpile_client.core.statements import Measure, Position, PositionKey, StatementHeader, by_key

DEFINITIONS: dict[Measure, str] = {
    Measure.CONTAINED: phrase("element content that each agency holds, before claims"),
    Measure.USABLE: phrase("element content after claims, each tonne counted by the side that the claim names"),
    Measure.GROSS: phrase("mass of product that each agency holds, before claims"),
    Measure.REFERENCE: phrase("mass as reference oxide that each agency holds, before claims"),
}
"""What a joint total is of; shown beside every number."""


class Says(StrEnum):
    """What an agency says of a material."""

    GIVEN = "given"
    PARTLY_WITHHELD = "partly withheld"
    NIL = "nil"
    WITHHELD = "withheld"
    NOT_COMPILED = "not compiled"
    NOT_APPLICABLE = "not applicable"
    OTHER_BASIS = "on another basis"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One agency's part; ``reasons`` why it withholds some of it.

    ``interval`` is ``None`` where it adds nothing to this total (silent, not applicable, on another basis).
    """

    agency: str
    as_of: date
    says: Says
    interval: Interval | None
    reasons: frozenset[WithheldReason] = frozenset()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class JointLine:
    """What the agencies hold of one material on one basis, in milligrams; ``definition`` says what was added up."""

    material: str
    measure: Measure
    basis: str
    definition: str
    total: Interval
    contributions: tuple[Contribution, ...]

    def agencies(self, *says: Says) -> tuple[str, ...]:
        """The agencies that say one of ``says``."""
        return tuple(each.agency for each in self.contributions if each.says in says)

    @property
    def illustrative(self) -> bool:
        """Whether a made-up figure is inside."""
        return any(each.illustrative for each in self.contributions)


def joint_picture(
    statements: Mapping[str, tuple[StatementHeader, Iterable[Position]]], measure: Measure
) -> list[JointLine]:
    """The joint lines of ``measure``, by material and basis, over the last statement of each agency (by name).

    Raises ``InputError`` (``E_POSITION_TWICE``) where a statement says two things about one position.
    """
    read = {agency: (header, list(by_key(lines).values())) for agency, (header, lines) in statements.items()}
    bases: dict[str, set[str]] = {}
    for header, positions in read.values():
        for material in (*header.scope, *header.nil, *header.withheld, *header.not_compiled):
            bases.setdefault(material, set())
        for position in positions:
            found = bases.setdefault(position.key.material, set())
            if position.key.measure == measure and _has_number(position):
                found.add(position.basis)
    return [
        _line(material, measure, basis, read) for material in sorted(bases) for basis in sorted(bases[material]) or [""]
    ]


def _line(
    material: str, measure: Measure, basis: str, read: Mapping[str, tuple[StatementHeader, list[Position]]]
) -> JointLine:
    contributions = []
    for agency, (header, lines) in sorted(read.items()):
        ours = [each for each in lines if each.key.material == material]
        contributions.append(_contribution(agency, header, ours, material=material, measure=measure, basis=basis))
    total = Interval(0, 0)
    for each in contributions:
        if each.interval is not None:
            total += each.interval
    return JointLine(material, measure, basis, DEFINITIONS[measure], total, tuple(contributions))


def _contribution(
    agency: str, header: StatementHeader, positions: list[Position], *, material: str, measure: Measure, basis: str
) -> Contribution:
    """What one agency adds; ``positions`` are all its lines of the material."""
    measured = [each for each in positions if each.key.measure == measure]
    lines = _coarsest([each for each in measured if each.basis == basis or not _has_number(each)])
    withheld = frozenset(
        each.quantity.reason for each in lines or positions if isinstance(each.quantity, Withheld)
    ) | frozenset(reason for code, reason in header.withheld.items() if code == material)

    def says(what: Says, interval: Interval | None) -> Contribution:
        return Contribution(agency, header.as_of, what, interval, withheld, any(each.illustrative for each in lines))

    unknown = Interval(0, None)
    if any(_has_number(each) for each in lines):
        total = Interval(0, 0)
        for each in lines:
            total += bounds(each.quantity) or Interval(0, 0)
        return says(Says.PARTLY_WITHHELD if withheld else Says.GIVEN, total + unknown if withheld else total)
    if any(_has_number(each) for each in measured):
        return says(Says.OTHER_BASIS, None)
    if withheld:
        return says(Says.WITHHELD, unknown)
    if material in header.nil:
        return says(Says.NIL, Interval(0, 0))
    if lines and all(isinstance(each.quantity, NotApplicable) for each in lines):
        return says(Says.NOT_APPLICABLE, None)
    if positions or material in header.not_compiled:
        return says(Says.NOT_COMPILED, unknown)
    return says(Says.SILENT, None)


def _has_number(position: Position) -> bool:
    return not isinstance(position.quantity, Withheld | NotCompiled | NotApplicable)


def _coarsest(lines: list[Position]) -> list[Position]:
    """The lines without those that a line for all holders or all forms of their group includes already."""
    keys = {each.key for each in lines}

    def included(key: PositionKey) -> bool:
        wider = (replace(key, holder=""), replace(key, form=""), replace(key, form="", holder=""))
        return any(other != key and other in keys for other in wider)

    return [each for each in lines if not included(each.key)]
