"""What would help: the cheapest further cells of a plan to withhold or to round, checked by auditing once more.

Rules
- A cell is told in several measures, and coarsened in all of them alike.
- Between rounding further and withholding, the integer programme of the audit takes what tells the partner most.
- Where companies may be reading too, the plan is mended for the partner alone first, then for each company, on top of
  what was chosen before; each step is the cheapest, all together need not be.

>>> marks = marks_for(auditor, planned, readers, withheld)
>>> remedy_words(marks[0], names)
'round tungsten, oxides and hydroxides, United States to 100 t'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import MG_PER_TONNE, Quantity, Rounded, Withheld, WithheldReason
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import Auditor, Fact, Option, PlannedPosition, Protection, coarser_cell, remedy
from stockpile_client.disclosure.holdings import CellKey
from stockpile_client.disclosure.preview import PreviewLine
from stockpile_client.disclosure.rules.base import mass_words
from stockpile_client.disclosure.rules.secondary import CellMark

ROUNDINGS = tuple(step * MG_PER_TONNE for step in (1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 100_000))
"""Bases to which a single cell may be rounded further, in mg."""


class Reader(NamedTuple):
    """A partner alone (``insider`` empty), or one that knows a company: what that adds, and what is promised of it."""

    insider: str
    facts: tuple[Fact, ...]
    wanted: tuple[Protection, ...]


class PlannedLine(NamedTuple):
    """A line about to leave, and what it says."""

    line: PreviewLine
    fact: Fact


class _Cell(NamedTuple):
    """The lines of one cell, and what may be done with each: from fine to coarse, the last withheld."""

    lines: tuple[PlannedLine, ...]
    options: tuple[tuple[Option, ...], ...]


def marks_for(
    auditor: Auditor, planned: Sequence[PlannedLine], readers: Iterable[Reader], withheld: Iterable[Quantity]
) -> tuple[CellMark, ...]:
    """The cells to mark; none where nothing in this plan helps.

    ``withheld``: what is withheld already; its first reason is given for what is withheld beside it.
    """
    reason = next((one.reason for one in withheld if isinstance(one, Withheld)), WithheldReason.TRADE_SECRET)
    cells = _cells(planned, reason)
    chosen: dict[CellKey, int] = {}
    for reader in readers:
        fixed = [PlannedPosition(fact) for fact in reader.facts]
        found = remedy(auditor, [*fixed, *_positions(cells, chosen)], reader.wanted)
        taken = {step.position.cell: step.number for step in found.steps}
        chosen |= {key: chosen.get(key, -1) + 1 + taken[key] for key in cells if key in taken}
    return tuple(_mark(key, cells[key], number, reason) for key, number in chosen.items())


def _cells(planned: Sequence[PlannedLine], reason: WithheldReason) -> dict[CellKey, _Cell]:
    by_cell: dict[CellKey, list[PlannedLine]] = defaultdict(list)
    for one in planned:
        key = one.line.position.key
        by_cell[CellKey(key.material, key.group, key.form, key.at, key.holder)].append(one)
    found = {}
    for cell, inside in by_cell.items():
        lines = [(one.line.own, one.line.position.quantity) for one in inside]
        options = coarser_cell(lines, reason=reason, ladder=ROUNDINGS)
        open_above = [
            tuple(replace(option, high=None) for option in each) if one.fact.high is None else each
            for one, each in zip(inside, options, strict=True)
        ]
        found[cell] = _Cell(tuple(inside), tuple(open_above))
    return found


def _positions(cells: Mapping[CellKey, _Cell], chosen: Mapping[CellKey, int]) -> Iterator[PlannedPosition]:
    """What is still planned once the options of ``chosen`` are taken, with the coarser ones that are left."""
    for key, cell in cells.items():
        number = chosen.get(key)
        for one, options in zip(cell.lines, cell.options, strict=True):
            left = PlannedPosition(one.fact, options).as_released(number)
            if left is not None:
                yield PlannedPosition(left, options if number is None else options[number + 1 :], key)


def _mark(key: CellKey, cell: _Cell, number: int, reason: WithheldReason) -> CellMark:
    shown = [options[number] for options in cell.options]
    base = max((one.quantity.base for one in shown if isinstance(one.quantity, Rounded) and one.cost), default=0)
    return CellMark(*key, reason, base)


def remedy_words(mark: CellMark, names: Callable[[PositionKey], str]) -> str:
    """What a mark does, in words."""
    cell = names(PositionKey(mark.material, mark.group, mark.form, mark.at, mark.holder, ""))
    if mark.base:
        return phrase("round {cell} to {mass}", cell=cell, mass=mass_words(mark.base))
    return phrase("withhold {cell}", cell=cell)
