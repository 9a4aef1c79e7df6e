"""Whether a partner is told the same thing in the same way: precision that changes between releases gives away more.

Two statements about one position are two intervals around one value, if the value did not change. A partner that
suspects this cuts one with the other. So the last value that a partner has of each position is laid beside the new one:

- finer: the new interval lies inside the old one. What it reveals is the new interval.
- other base or other bands: the two overlap without one being inside the other. A value that did not change lies where
  both do.
- given after it was withheld: what was protected is told.
- withheld after it was given: the old value stays with the partner.

Values may really change: then the old figure says nothing, and only a changed precision is noted. A difference of
periods around a known delivery is for the audit.

>>> compare_precision(before, after, own=1_204 * MG_PER_TONNE).kind
<Change.FINER: 'finer'>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stockpile_client.core.checks import Check, Severity
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Interval,
    Nil,
    Quantity,
    Rounded,
    Withheld,
    bounds,
)
from stockpile_client.core.statements import Position, PositionKey
from stockpile_client.disclosure.preview import PreviewLine
from stockpile_client.disclosure.rules.base import mass_words
from stockpile_client.disclosure.rules.rounding import band_words


class Change(StrEnum):
    """How the precision of a position changed for a partner."""

    SAME = "same"
    FINER = "finer"
    OTHER_BASE = "other_base"
    COARSER = "coarser"
    NOW_GIVEN = "now_given"
    NOW_WITHHELD = "now_withheld"


@dataclass(frozen=True, slots=True)
class Precision:
    """What changed, and the interval (mg) that a partner can take a value to lie in that did not change."""

    kind: Change
    reveals: Interval | None = None


def compare_precision(before: Quantity, after: Quantity, *, own: int) -> Precision:
    """How ``after`` is told compared with ``before``; ``own`` is our value (mg) behind ``after``."""
    if isinstance(before, Withheld) != isinstance(after, Withheld):
        kind = Change.NOW_WITHHELD if isinstance(after, Withheld) else Change.NOW_GIVEN
        return Precision(kind, bounds(before if isinstance(after, Withheld) else after))
    old, new = bounds(before), bounds(after)
    if before == after or old is None or new is None or isinstance(after, Nil | Withheld):
        return Precision(Change.SAME)
    if old.contains(own):  # the value may be the one that was told: under the same rules it would look the same
        return _of_one_value(old, new)
    if _grain(before) == _grain(after):
        return Precision(Change.SAME)
    finer = _is_finer(_width(new), _width(old))
    return Precision(Change.FINER if finer else Change.OTHER_BASE, new)


def _of_one_value(old: Interval, new: Interval) -> Precision:
    both = Interval(max(old.low, new.low), _lower(old.high, new.high))
    if both.is_point and not new.is_point:  # they only touch: the value lies on an edge, and moved there
        return Precision(Change.SAME)
    if both == new:
        return Precision(Change.SAME if both == old else Change.FINER, both)
    return Precision(Change.COARSER if both == old else Change.OTHER_BASE, both)


def _grain(quantity: Quantity) -> tuple[str, int]:
    """What tells the rule behind a figure apart where the value changed: bands of one set differ, bases do not."""
    match quantity:
        case Rounded(_, base):
            return "rounded", base
        case Exact() | Nil():
            return "exact", 0
        case Band():
            return "band", 0
        case _:
            return "none", 0


def _width(interval: Interval) -> int | None:
    return None if interval.high is None else interval.high - interval.low


def _is_finer(new: int | None, old: int | None) -> bool:
    return new is not None and (old is None or new < old)


def _lower(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def check_consistency(
    partner: str, known: Mapping[PositionKey, Position], lines: Iterable[PreviewLine]
) -> Iterator[Check]:
    """Warnings about what the precision of ``lines`` gives away to a partner that holds the values ``known``."""
    for line in lines:
        key = line.position.key
        before = known.get(key)
        if before is None:
            continue
        found = compare_precision(before.quantity, line.position.quantity, own=line.own)
        sentence = _sentence(found)
        if sentence:
            code, words = sentence
            message = phrase("{partner}: {what}", partner=partner, what=words)
            yield Check(Severity.WARNING, code, f"{key.material} {key.group} {key.at}", message)


def _sentence(found: Precision) -> tuple[str, str] | None:
    inside = _interval_words(found.reveals)
    match found.kind:
        case Change.FINER:
            return "W_FINER", phrase("told more finely than before; the value shows as {inside}.", inside=inside)
        case Change.OTHER_BASE:
            words = phrase(
                "rounded or banded differently than before; if it did not change, it is {inside}.", inside=inside
            )
            return "W_BASE_CHANGED", words
        case Change.NOW_GIVEN:
            return "W_NOW_GIVEN", phrase("withheld before, now given as {inside}.", inside=inside)
        case Change.NOW_WITHHELD:
            words = phrase("withheld now, but known from an earlier statement as {inside}.", inside=inside)
            return "W_NOW_WITHHELD", words
        case _:
            return None


def _interval_words(interval: Interval | None) -> str:
    if interval is None:
        return phrase("not applicable")
    if interval.is_point:
        return mass_words(interval.low)
    return band_words(interval.low, interval.high)
