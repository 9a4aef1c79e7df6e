"""Two statements side by side: each way in which they give something away is named."""

from __future__ import annotations

from datetime import date

from stockpile_client.core.quantities import Band, Interval, Quantity, Rounded, Withheld, WithheldReason
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.audit import FindingKind, ReleasedValue, compare

KEY = PositionKey("GA", "metal", "", "country:IT", "", "contained")
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def value(day: date, quantity: Quantity, own: int | None = None) -> ReleasedValue:
    return ReleasedValue(KEY, day, quantity, f"statement of {day}", own)


def unknown(*_: object) -> None:
    return None


def by(mg: int):
    return lambda *_: mg


def kinds(*values: ReleasedValue, change=unknown) -> list[tuple[FindingKind, Interval | None]]:
    return [(finding.kind, finding.reveals) for finding in compare(values, change)]


def test_the_same_value_in_the_same_band_gives_nothing_away():
    assert kinds(value(MARCH, Band(50, 100), 70), value(JUNE, Band(50, 100), 70)) == []


def test_the_same_value_in_another_band_is_named():
    found = kinds(value(MARCH, Band(50, 100), 70), value(JUNE, Band(60, 80), 70))
    assert found == [(FindingKind.ANOTHER_FIGURE, Interval(60, 80))]


def test_another_value_in_another_band_is_nothing_to_name():
    assert kinds(value(MARCH, Band(50, 100), 70), value(JUNE, Band(100, 150), 120)) == []


def test_a_narrower_band_for_the_same_day_is_named_with_what_it_reveals():
    found = kinds(value(MARCH, Band(50, 100)), value(MARCH, Band(80, 150)))
    assert found == [(FindingKind.NARROWER, Interval(80, 100))]


def test_a_wider_band_for_the_same_day_takes_nothing_back_and_is_named_as_well():
    found = kinds(value(MARCH, Band(60, 80)), value(MARCH, Band(50, 100)))
    assert found == [(FindingKind.NARROWER, Interval(60, 80))]


def test_a_difference_around_a_known_delivery_is_named_with_what_it_reveals():
    found = kinds(value(MARCH, Rounded(1_000, 100)), value(JUNE, Rounded(700, 100)), change=by(-210))
    assert found == [(FindingKind.DIFFERENCE, Interval(740, 749))]


def test_without_a_known_change_two_days_say_nothing_of_each_other():
    assert kinds(value(MARCH, Rounded(1_000, 100)), value(JUNE, Rounded(700, 100))) == []


def test_figures_that_cannot_both_be_true_are_named():
    assert kinds(value(MARCH, Band(50, 60)), value(MARCH, Band(70, 80))) == [(FindingKind.CONTRADICTION, None)]


def test_a_value_withheld_after_it_was_given_is_named_while_it_is_still_the_same():
    found = kinds(value(MARCH, Band(50, 100), 70), value(JUNE, Withheld(WithheldReason.DEFENCE), 70))
    assert found == [(FindingKind.ANOTHER_FIGURE, None)]
