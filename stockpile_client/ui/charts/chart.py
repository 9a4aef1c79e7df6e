"""A chart and the table of the same figures: what every chart of the program is made of.

>>> Chart(figure, columns, rows, "stock-against-target")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from stockpile_client.analysis.cover import Range
from stockpile_client.core.quantities import MG_PER_KG, Interval
from stockpile_client.services.catalogue import load_terms
from stockpile_client.services.charts.quarters import Quarter
from stockpile_client.ui import language
from stockpile_client.ui.charts.figure import Figure, Reach
from stockpile_client.ui.formats import KG_PER_UNIT, Formats, unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.position_columns import outward_text


@dataclass(frozen=True, slots=True)
class Chart:
    """``rows`` are those of the table below the drawing, ``stem`` the name of an exported file without its ending."""

    figure: Figure
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    stem: str


def reach_of(found: Range) -> Reach:
    """A range as lengths."""
    return Reach(float(found.low), None if found.high is None else float(found.high))


def reach_in(interval: Interval, unit: str) -> Reach:
    """An interval of milligrams as lengths in a unit (t, kg, g)."""
    return Reach(length(interval.low, unit), None if interval.high is None else length(interval.high, unit))


def length(mg: int, unit: str) -> float:
    """Milligrams as a length in a unit."""
    return float(Fraction(mg, MG_PER_KG) / Fraction(KG_PER_UNIT[unit]))


def per_cent_text(formats: Formats, share: Range) -> str:
    """``84–90 %``, rounded outward; ``≥ 84 %`` without an upper end."""
    return tr("{range} %", range=range_text(formats, share))


def range_text(formats: Formats, found: Range) -> str:
    """``34–51``, rounded outward to whole numbers; ``≥ 34`` without an upper end."""
    low, high = found.whole()
    if high is None:
        return f"≥ {formats.integer(low)}"
    exact = found.low == found.high  # one number is rounded to the nearest, and is not made an interval of two
    if exact:
        return formats.integer(round(found.low))
    return f"{formats.integer(low)}–{formats.integer(high)}" if low != high else formats.integer(low)


def mass_text(formats: Formats, interval: Interval) -> str:
    """An interval with its unit, rounded outward."""
    unit = interval_unit(interval)
    return f"{outward_text(formats, interval, unit)} {unit}"


def interval_unit(interval: Interval) -> str:
    """The unit in which an interval reads best."""
    return unit_for(interval.low if interval.high is None else interval.high)


def quarter_text(quarter: Quarter) -> str:
    """A quarter as an axis shows it."""
    return tr("Q{number} {year}", number=str(quarter.number), year=str(quarter.year))


def term(kind: str, code: str) -> str:
    """The name of a code word in the language of the window."""
    return load_terms().name(kind, code, language.current())


def illustrative_notes(any_illustrative: bool) -> tuple[str, ...]:
    """What must stand below a chart with made-up figures inside."""
    return (tr("Some of these figures are illustrative: made up for demonstration."),) if any_illustrative else ()
