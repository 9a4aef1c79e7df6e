"""What a change of precision gives away is found, and nothing is found where only the value changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.quantities import (
    MG_PER_TONNE as T,
)
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Interval,
    Nil,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
)
from stockpile_client.core.statements import Measure, Position
from stockpile_client.disclosure.consistency import Change, Precision, check_consistency, compare_precision
from stockpile_client.disclosure.partner_view import News, partner_view
from stockpile_client.disclosure.rules.rounding import Rounding
from tests.disclosure.inventories import even_bases, interval, lot, profile, seen

SECRET = Withheld(WithheldReason.DEFENCE)


@pytest.mark.parametrize(
    ("before", "after", "own", "found"),
    [
        (Band(0, 100), Band(0, 100), 60, Precision(Change.SAME)),
        (Band(0, 100), Band(50, 100), 60, Precision(Change.FINER, Interval(50, 100))),
        (Rounded(60, 20), Exact(60), 60, Precision(Change.FINER, Interval(60, 60))),
        (Rounded(50, 20), Rounded(60, 30), 55, Precision(Change.OTHER_BASE, Interval(45, 60))),
        (Band(50, 100), Band(0, 100), 60, Precision(Change.COARSER, Interval(50, 100))),
        (SECRET, Rounded(60, 20), 60, Precision(Change.NOW_GIVEN, Interval(50, 70))),
        (Rounded(60, 20), SECRET, 60, Precision(Change.NOW_WITHHELD, Interval(50, 70))),
        (NotCompiled(), Band(50, None), 60, Precision(Change.FINER, Interval(50, None))),
        # the value moved: only how it is told counts
        (Rounded(60, 20), Rounded(200, 20), 200, Precision(Change.SAME)),
        (Rounded(60, 20), Rounded(200, 10), 200, Precision(Change.FINER, Interval(195, 205))),
        (Rounded(60, 20), Rounded(200, 40), 200, Precision(Change.OTHER_BASE, Interval(180, 220))),
        (Band(0, 50), Band(50, 100), 50, Precision(Change.SAME)),
        (Band(0, 50), Nil(), 0, Precision(Change.SAME)),
    ],
)
def test_precision_is_compared_value_by_value(before: Quantity, after: Quantity, own: int, found: Precision) -> None:
    assert compare_precision(before, after, own=own) == found


@given(st.integers(1, 10**15), st.integers(1, 10**15), even_bases, st.lists(st.integers(1, 10**15), unique=True))
def test_under_unchanged_bases_or_bands_no_value_however_it_moves_is_called_inconsistent(was, now, base, edges) -> None:
    rule = Rounding(base=base, edges=tuple(sorted(edges)))
    assert compare_precision(rule.of("W", was), rule.of("W", now), own=now) == Precision(Change.SAME)


@given(st.integers(1, 10**6), st.integers(1, 500).map(lambda n: 2 * n), st.integers(1, 500).map(lambda n: 2 * n))
def test_what_two_roundings_of_one_value_reveal_holds_the_value_and_is_their_common_part(mg, one, other) -> None:
    before, after = Rounding(base=one).of("W", mg), Rounding(base=other).of("W", mg)
    found = compare_precision(before, after, own=mg)
    if found.reveals is not None:
        assert found.reveals.contains(mg)
        assert found.reveals.low == max(interval(before).low, interval(after).low)


def released(**rules: object) -> dict:
    return {one.key: one for one in seen(profile(measures=(Measure.CONTAINED,), **rules), lot()).positions}


def warnings(known: dict[object, Position], **rules: object) -> list[tuple[str, str]]:
    shown = seen(profile(measures=(Measure.CONTAINED,), **rules), lot())
    return [(one.code, one.message) for one in check_consistency("Japan", known, shown.lines)]


def test_the_same_value_under_the_same_rules_gives_no_warning() -> None:
    assert warnings(released(edges=(500 * T, 5000 * T)), edges=(500 * T, 5000 * T)) == []


def test_a_narrower_band_is_flagged_with_what_it_reveals() -> None:
    assert warnings(released(edges=(500 * T, 5000 * T)), edges=(1000 * T, 2000 * T)) == [
        ("W_FINER", "Japan: told more finely than before; the value shows as between 1,000 t and 2,000 t.")
    ]


def test_another_base_is_flagged_with_what_both_together_reveal() -> None:
    assert warnings(released(rounding=500 * T), rounding=600 * T) == [
        (
            "W_BASE_CHANGED",
            "Japan: rounded or banded differently than before; if it did not change, it is between 900 t and 1,250 t.",
        )
    ]


def test_a_value_withheld_too_late_is_flagged_with_what_is_known() -> None:
    assert warnings(released(rounding=500 * T), further_cells=(_mark(),)) == [
        ("W_NOW_WITHHELD", "Japan: withheld now, but known from an earlier statement as between 750 t and 1,250 t.")
    ]


def _mark() -> object:
    from stockpile_client.disclosure.rules.secondary import CellMark

    return CellMark("W", "oxide", at="country:IT")


def test_a_partner_view_says_of_each_line_what_is_news_and_what_is_withheld_why() -> None:
    lots = (lot(), lot("CO"), lot("BE"), lot(group="metal"))
    old = seen(profile(measures=(Measure.CONTAINED,), rounding=500 * T), *lots[:3])
    new = seen(
        profile(measures=(Measure.CONTAINED,), rounding=500 * T, bases={"CO": 2 * T}, withhold={"BE": "defence"}), *lots
    )
    known = {one.key: one for one in old.positions}
    view = partner_view("Japan", new, known=known, last=old.positions)
    assert [(one.line.position.key.material, one.line.position.key.group, one.news) for one in view.lines] == [
        ("BE", "all", News.NEW), ("CO", "oxide", News.FINER), ("W", "metal", News.NEW), ("W", "oxide", News.KNOWN),
    ]  # fmt: skip
    assert view.counts() == {News.NEW: 2, News.CHANGED: 0, News.FINER: 1, News.KNOWN: 1}
    assert [(one.key.material, one.reason, one.words) for one in view.withheld] == [
        ("BE", WithheldReason.DEFENCE, "withheld: defence")
    ]
    assert [(change.key.material, change.kind) for change in view.changes] == [
        ("BE", "new"), ("BE", "gone"), ("CO", "changed"), ("W", "new"),
    ]  # fmt: skip
