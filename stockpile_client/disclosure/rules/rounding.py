"""Seventh rule: masses become rounded figures or bands.

For each material the first of these that the profile states: its own band edges, its own base, band edges for all,
bases by order of magnitude (``steps``), one base for all. Bands and rounded figures are functions of the value alone:
the same value always looks the same.

A value near the threshold of two steps is known better than its base says, for beyond the threshold another base would
stand. It leaves as a band that says so: no interval is ever wider on paper than in truth.

Some cells are rounded further, to protect others (:class:`..rules.secondary.CellMark`): where their own base says
less than all of this would.

>>> Rounding(base=500 * MG_PER_TONNE).effect(cell, Exact(1204 * MG_PER_TONNE)).quantity
Rounded(mg=1000000000000, base=500000000000)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, joined, phrase
from stockpile_client.core.quantities import Band, Exact, NotCompiled, Quantity, Rounded, bounds, round_to
from stockpile_client.disclosure.holdings import Cell, CellKey
from stockpile_client.disclosure.rules.base import Effect, Rule, listed, mass_words

Edges = tuple[int, ...]
Steps = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Rounding:
    """All in mg. ``base`` and ``bases`` (material → base): 0 is exact. ``steps``: (from, base), the first from 0, bases
    growing. ``edges`` and ``edges_of`` (material → edges): where bands end, ascending; the last band is open.
    ``cells``: the base of each cell that is rounded further.
    """

    base: int = 0
    bases: Mapping[str, int] = field(default_factory=dict)
    steps: Steps = ()
    edges: Edges = ()
    edges_of: Mapping[str, Edges] = field(default_factory=dict)
    cells: Mapping[CellKey, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bases = (self.base, *self.bases.values(), *(base for _, base in self.steps))
        if any(base < 0 or base % 2 for base in bases):
            raise InputError(
                "E_PROFILE", phrase("A rounding base is an even number of milligrams, or 0 for exact figures.")
            )
        starts, stepped = [start for start, _ in self.steps], [base for _, base in self.steps]
        if self.steps and (starts[0] != 0 or starts != sorted(set(starts)) or stepped != sorted(stepped)):
            raise InputError("E_PROFILE", phrase("Rounding steps begin at 0, ascend, and never become finer."))
        for edges in (self.edges, *self.edges_of.values()):
            if any(edge <= 0 for edge in edges) or list(edges) != sorted(set(edges)):
                raise InputError("E_PROFILE", phrase("The edges of bands lie above 0 and ascend."))

    @property
    def sentence(self) -> str:
        """Names bases and edges."""
        parts = []
        for material, edges in sorted(self.edges_of.items()):
            parts.append(phrase("{material} in bands with edges at {masses}", material=material, masses=_masses(edges)))
        for material, base in sorted(self.bases.items()):
            to_base = phrase("{material} to {mass}", material=material, mass=mass_words(base))
            parts.append(to_base if base else phrase("{material} exact", material=material))
        if self.edges:
            parts.append(phrase("masses in bands with edges at {masses}", masses=_masses(self.edges)))
        elif self.steps:
            parts += [
                phrase("{start} and more to {base}", start=mass_words(start), base=mass_words(base))
                for start, base in self.steps
            ]
        elif self.base:
            parts.append(phrase("masses to {mass}", mass=mass_words(self.base)))
        if self.cells:
            parts.append(counted("{n} cell further", "{n} cells further", len(self.cells)))
        return phrase("Round {what}.", what=joined(parts, "; ")) if parts else ""

    def effect(self, cell: Cell, shown: Quantity) -> Effect | None:
        """The rounded figure or the band of an exact one; everything else stays what it is."""
        if not isinstance(shown, Exact):
            return None
        quantity = self.of(cell.material, shown.mg)
        if self.cells and (base := self.cells.get(cell.key)):
            further = _rounded(shown.mg, base)
            if _says_less(further, quantity):
                words = phrase("rounded to {mass}: protects another cell", mass=mass_words(base))
                return Effect(Rule.ROUNDED, words, further)
        match quantity:
            case Rounded(_, base):
                return Effect(Rule.ROUNDED, _rounded_words(base), quantity)
            case Band(low, high):
                return Effect(Rule.BANDED, band_words(low, high), quantity)
            case NotCompiled():
                return Effect(Rule.BANDED, phrase("less than nothing: no band holds it"), quantity)
            case _:
                return None

    def of(self, material: str, mg: int) -> Quantity:
        """What a mass of a material becomes. Less than nothing fits no band (and no release: the checks stop it)."""
        edges = self.edges_of.get(material)
        if edges is None and material in self.bases:
            return _rounded(mg, self.bases[material])
        edges = edges if edges is not None else self.edges
        if edges:
            return _band(mg, edges)
        return self._stepped(mg) if self.steps and mg >= 0 else _rounded(mg, self.base)

    def _stepped(self, mg: int) -> Quantity:
        at = bisect_right(self.steps, mg, key=lambda step: step[0]) - 1
        start, base = self.steps[at]
        end = self.steps[at + 1][0] if at + 1 < len(self.steps) else None
        rounded = _rounded(mg, base)
        if isinstance(rounded, Exact):
            return rounded
        low, high = rounded.mg - base // 2, rounded.mg + base // 2
        if (at and low < start) or (end is not None and high > end):
            return Band(max(low, start), high if end is None else min(high, end))
        return rounded


@lru_cache(maxsize=1024)
def band_words(low: int, high: int | None) -> str:
    """``between 100 t and 500 t``, ``500 t or more``."""
    if high is None:
        return phrase("{mass} or more", mass=mass_words(low))
    return phrase("between {low} and {high}", low=mass_words(low), high=mass_words(high))


@lru_cache
def _rounded_words(base: int) -> str:
    return phrase("rounded to {mass}", mass=mass_words(base))


def _says_less(one: Quantity, other: Quantity) -> bool:
    """Whether ``one`` leaves more open than ``other``, a rounded figure or a band."""
    wide, narrow = bounds(one), bounds(other)
    if wide is None or narrow is None or wide.high is None or narrow.high is None:
        return False
    return wide.high - wide.low > narrow.high - narrow.low


def _rounded(mg: int, base: int) -> Exact | Rounded:
    return Rounded(round_to(mg, base), base) if base else Exact(mg)


def _band(mg: int, edges: Edges) -> Band | NotCompiled:
    """A value on an edge belongs to the band above it."""
    if mg < 0:
        return NotCompiled()
    at = bisect_right(edges, mg)
    return Band(edges[at - 1] if at else 0, edges[at] if at < len(edges) else None)


def _masses(edges: Edges) -> str:
    return listed([mass_words(edge) for edge in edges])
