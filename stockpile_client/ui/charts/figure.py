"""A chart as plain values: what stands where, in words and lengths, before anything is known of pens or pixels.

Rules
- A mark reaches certainly to ``low`` and possibly to ``high``; without an upper bound ``high`` is ``None``.
- Where there is no number the mark has no length at all and says why (``withheld: market effect``): never a zero.
- Lengths are floats for drawing only; what is read as a figure is the text beside it, which was made exactly.

>>> Mark(0, Reach(34, 51), "34–51 days")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from stockpile_client.core.markings import Marking


class Shape(Enum):
    """How a series is drawn: bars side by side, a line through points, or a tick across the bars of its category."""

    BAR = "bar"
    LINE = "line"
    TICK = "tick"


class Ink(Enum):
    """The part that a series plays; its colour and its pattern follow from it (:mod:`.inks`)."""

    MAIN = "main"
    SECOND = "second"
    INCREASE = "increase"
    DECREASE = "decrease"
    QUIET = "quiet"
    DANGER = "danger"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a mark goes, in the pane's unit; ``high`` ``None``: nobody knows how far."""

    low: float
    high: float | None

    @property
    def is_exact(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure of a series at category ``place``; without a ``reach`` there is no number and ``words`` say why.

    ``ink`` differs from that of the series where one mark must stand out.
    """

    place: int
    reach: Reach | None
    words: str
    ink: Ink | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Marks that mean the same, with the name that the legend gives them."""

    name: str
    shape: Shape
    ink: Ink
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Pane:
    """One pair of axes. ``unit`` names the value axis; without ``ticks`` each category has a scale of its own.

    ``whole``: the values are counts, and between two of them there is nothing.
    """

    unit: str
    series: tuple[Series, ...]
    ticks: bool = True
    whole: bool = False

    @property
    def has_numbers(self) -> bool:
        """Whether any mark has a length: an axis without one would measure nothing."""
        return any(mark.reach is not None for one in self.series for mark in one.marks)

    @property
    def bars(self) -> tuple[Series, ...]:
        """The series that share a category's room."""
        return tuple(one for one in self.series if one.shape is Shape.BAR)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart. ``horizontal``: categories below each other (names), else side by side (time), with one pane at least.

    ``subtitle`` is the definition, ``as_of`` the day in words, ``description`` what a screen reader says; ``notes``
    stand below. ``marking`` is that of what is inside, ``None`` for our own figures that were given none.
    """

    title: str
    subtitle: str
    as_of: str
    categories: tuple[str, ...]
    panes: tuple[Pane, ...]
    horizontal: bool
    description: str
    notes: tuple[str, ...] = ()
    marking: Marking | None = None

    def legend(self) -> Iterator[Series]:
        """The series with at least one mark, each name once, in order."""
        seen: set[str] = set()
        for pane in self.panes:
            for one in pane.series:
                if one.marks and one.name not in seen:
                    seen.add(one.name)
                    yield one

    @property
    def has_intervals(self) -> bool:
        """Whether some mark is not exact, so that the legend must explain the hatching."""
        marks = (mark for pane in self.panes for one in pane.series for mark in one.marks)
        return any(mark.reach is not None and not mark.reach.is_exact for mark in marks)


def span(pane: Pane) -> tuple[float, float]:
    """The lowest and the highest value of a pane, zero included; never an empty span."""
    ends = [0.0]
    for one in pane.series:
        for mark in one.marks:
            if mark.reach is not None:
                ends.append(mark.reach.low)
                if mark.reach.high is not None:
                    ends.append(mark.reach.high)
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (0.0, 1.0)
