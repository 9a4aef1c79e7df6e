"""Attacks on our own consistency: what a partner learns by laying two of our statements side by side.

The inference audit finds all of these by itself, as narrower intervals. Here they are named, so that a person sees
*why*.

Rules
- The same value gives the same figure to the same partner: what changes without reason gives something away.
- Two different figures for one position on one day leave only what they have in common.
- Two days around a movement that the partner knows say more of each other than either says alone.

>>> [finding.kind for finding in compare([in_march, in_june], lambda key, since, until: -200_000_000_000)]
[<FindingKind.DIFFERENCE: 'difference around a known movement'>]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from stockpile_client.core.quantities import Interval, Quantity
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit.auditor import Audit
from stockpile_client.disclosure.audit.certificates import Side
from stockpile_client.disclosure.audit.facts import known
from stockpile_client.disclosure.audit.protection import Protection, Verdict


class FindingKind(StrEnum):
    """What two statements give away together."""

    ANOTHER_FIGURE = "another figure for the same value"
    NARROWER = "a narrower figure for the same day"
    CONTRADICTION = "figures that cannot both be true"
    DIFFERENCE = "difference around a known movement"


@dataclass(frozen=True, slots=True)
class ReleasedValue:
    """A figure that the partner has or is about to get; ``own`` is our own value in mg, where we still know it."""

    key: PositionKey
    as_of: date
    quantity: Quantity
    reference: str
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """``later`` beside ``earlier``: the partner now knows that the value of ``later`` lies in ``reveals`` (mg)."""

    kind: FindingKind
    earlier: ReleasedValue
    later: ReleasedValue
    reveals: Interval | None


Change = Callable[[PositionKey, date, date], int | None]
"""By how much (mg) the partner knows a position to have changed between two days; ``None`` where it cannot know."""


def compare(values: Iterable[ReleasedValue], change: Change) -> list[Finding]:
    """Findings over each two consecutive figures of a position, by position; ``values`` in the order of release."""
    by_key: dict[PositionKey, list[ReleasedValue]] = defaultdict(list)
    for value in values:
        by_key[value.key].append(value)
    findings = []
    for key in sorted(by_key):
        in_time = sorted(by_key[key], key=lambda value: value.as_of)
        for earlier, later in pairwise(in_time):
            found = _pair(earlier, later, change)
            if found is not None:
                findings.append(found)
    return findings


def _pair(earlier: ReleasedValue, later: ReleasedValue, change: Change) -> Finding | None:
    first, second = known(earlier.quantity), known(later.quantity)
    same_day = earlier.as_of == later.as_of
    moved = 0 if same_day else change(earlier.key, earlier.as_of, later.as_of)
    if first is not None and second is not None and moved is not None:
        low = max(first[0] + moved, second[0])
        highs = [high for high in (None if first[1] is None else first[1] + moved, second[1]) if high is not None]
        high = min(highs, default=None)
        if high is not None and high < low:
            return Finding(FindingKind.CONTRADICTION, earlier, later, None)
        if (low, high) != second or (same_day and (low, high) != first):
            kind = FindingKind.NARROWER if same_day else FindingKind.DIFFERENCE
            return Finding(kind, earlier, later, Interval(low, high))
    if earlier.own is not None and earlier.own == later.own and earlier.quantity != later.quantity:
        reveals = None if second is None else Interval(*second)
        return Finding(FindingKind.ANOTHER_FIGURE, earlier, later, reveals)
    return None


@dataclass(frozen=True, slots=True)
class Gain:
    """A protected value that partners together know better than any of them alone (mg)."""

    protection: Protection
    alone: tuple[Interval, ...]
    together: Verdict


def coalition(alone: Sequence[Audit], together: Audit) -> list[Gain]:
    """What partners gain by pooling: ``alone`` the audit of each, ``together`` that of all their facts in one auditor.

    Only values whose promise breaks, or breaks by more, are named: a coalition is a warning and does not block.
    """
    gains = []
    verdicts = [{verdict.protection: verdict for verdict in audit.verdicts} for audit in alone]
    for verdict in together.violations:
        apart = [each[verdict.protection] for each in verdicts if verdict.protection in each]
        if all(_narrower(verdict, each) for each in apart):
            gains.append(Gain(verdict.protection, tuple(each.interval for each in apart), verdict))
    return gains


def _narrower(one: Verdict, other: Verdict) -> bool:
    return any(one.inferred.end(side).value != other.inferred.end(side).value for side in Side)
