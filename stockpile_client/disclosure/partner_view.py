"""A statement as one partner sees it: cell by cell beside our own value, what is new to it, and what is not there.

The lines are those of the preview, which are those of the bundle; here they are laid beside what the partner already
holds, whatever statement or channel it came in.

>>> view = partner_view("qjv…", shown, known=known, last=last)
>>> [(line.line.words, line.news) for line in view.lines]
[('rounded to 500 t', <News.FINER: 'finer'>)]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stockpile_client.core.quantities import Withheld, WithheldReason
from stockpile_client.core.statements import Position, PositionChange, PositionKey, diff
from stockpile_client.disclosure.consistency import Change, compare_precision
from stockpile_client.disclosure.preview import Preview, PreviewLine
from stockpile_client.disclosure.rules.aggregate import LeftOut


class News(StrEnum):
    """What a line is to the partner: never told, told otherwise, told more finely, or told already."""

    NEW = "new"
    CHANGED = "changed"
    FINER = "finer"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One line, the last value that the partner has of it, and what it is to the partner."""

    line: PreviewLine
    known: Position | None
    news: News


@dataclass(frozen=True, slots=True)
class WithheldCell:
    """A value that is not given, the code that the partner is shown, and the rule that withheld it in words."""

    key: PositionKey
    reason: WithheldReason
    words: str


@dataclass(frozen=True, slots=True)
class PartnerView:
    """All that a partner will see and will not see. ``changes``: since the last statement of this audience."""

    partner: str
    lines: tuple[PartnerLine, ...]
    changes: tuple[PositionChange, ...]
    withheld: tuple[WithheldCell, ...]
    out_of_scope: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    def counts(self) -> dict[News, int]:
        """How many lines are new, changed, finer and known."""
        found = dict.fromkeys(News, 0)
        for line in self.lines:
            found[line.news] += 1
        return found


def partner_view(
    partner: str, shown: Preview, *, known: Mapping[PositionKey, Position], last: Iterable[Position]
) -> PartnerView:
    """``known``: the last value that the partner has of each position; ``last``: the last statement, which it got."""
    lines = tuple(_line(line, known.get(line.position.key)) for line in shown.lines)
    withheld = tuple(
        WithheldCell(line.position.key, line.position.quantity.reason, line.chain_words)
        for line in shown.lines
        if isinstance(line.position.quantity, Withheld)
    )
    changes = tuple(diff(last, shown.positions))
    return PartnerView(partner, lines, changes, withheld, shown.out_of_scope, shown.left_out)


def _line(line: PreviewLine, known: Position | None) -> PartnerLine:
    if known is None:
        return PartnerLine(line, None, News.NEW)
    if known == line.position:
        return PartnerLine(line, known, News.KNOWN)
    found = compare_precision(known.quantity, line.position.quantity, own=line.own)
    finer = found.kind in (Change.FINER, Change.NOW_GIVEN)
    return PartnerLine(line, known, News.FINER if finer else News.CHANGED)
