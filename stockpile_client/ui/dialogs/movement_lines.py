"""A planned movement as lines of figures: what the lot holds now, the change, what it holds afterwards."""

from __future__ import annotations

from stockpile_client.core.quantities import MG_PER_KG
from stockpile_client.services.movement_plan import PlannedPart
from stockpile_client.ui import stock_words
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.before_after import Line

_SEEN_IN_TONNES = 10 * MG_PER_KG
_SEEN_IN_KILOGRAMS = MG_PER_KG // 10
"""What two decimals of a tonne and one of a kilogram show."""


def title_of(part: PlannedPart) -> str:
    """Which lot it is, and where."""
    return tr("Lot {number} at {site}", number=part.lot.number, site=part.site.name)


def lines_of(formats: Formats, part: PlannedPart) -> list[Line]:
    """Gross, contained, and what is free of claims."""
    element = stock_words.symbol(part.lot.material)
    before, after = part.before, part.after
    figures = (
        (tr("Gross"), before.gross, after.gross, ""),
        (tr("Contained"), before.contained, after.contained, element),
        (tr("Free of claims"), before.free, after.free, element),
    )
    return [_line(formats, *figure) for figure in figures]


def _unit(change: int, largest: int) -> str:
    """The unit in which the change is still seen, beside a stock that may be large."""
    if 0 < abs(change) < _SEEN_IN_TONNES:
        return "kg" if abs(change) >= _SEEN_IN_KILOGRAMS else "g"
    return unit_for(largest)


def _line(formats: Formats, name: str, before: int, after: int, element: str) -> Line:
    unit = _unit(after - before, max(abs(before), abs(after)))
    change = stock_words.signed(formats, after - before, unit)
    return Line(name, formats.mass(before, unit), change, formats.mass(after, unit), f"{unit} {element}".rstrip())
