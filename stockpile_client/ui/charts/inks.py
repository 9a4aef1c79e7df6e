"""Colours and patterns of series. Every ink has a pattern of its own, so that no two are told apart by colour alone.

>>> brush_of(Ink.MAIN, theme.LIGHT).pattern
<Pattern.SOLID: 'solid'>
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor

from stockpile_client.ui.charts.figure import Ink
from stockpile_client.ui.theme import Colours


class Pattern(Enum):
    """How a bar is filled."""

    SOLID = "solid"
    OUTLINE = "outline"
    RISING = "rising"
    LEVEL = "level"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True)
class Stroke:
    """The colour of an ink and the pattern that goes with it."""

    colour: QColor
    pattern: Pattern


def brush_of(ink: Ink, scheme: Colours) -> Stroke:
    """How an ink looks in a scheme."""
    match ink:
        case Ink.MAIN:
            return Stroke(QColor(scheme.accent), Pattern.SOLID)
        case Ink.SECOND:
            return Stroke(QColor(scheme.text), Pattern.OUTLINE)
        case Ink.INCREASE:
            return Stroke(QColor(scheme.done), Pattern.SOLID)
        case Ink.DECREASE:
            return Stroke(QColor(scheme.caution), Pattern.LEVEL)
        case Ink.QUIET:
            return Stroke(QColor(scheme.muted), Pattern.OUTLINE)
        case Ink.DANGER:
            return Stroke(QColor(scheme.danger), Pattern.CROSSED)
        case Ink.REFERENCE:
            return Stroke(QColor(scheme.text), Pattern.SOLID)
