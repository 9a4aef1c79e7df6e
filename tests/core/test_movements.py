"""The ledger of a lot is append-only, never negative, and keeps what was known when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.movements import (
    DIRECTION,
    Balance,
    Movement,
    MovementKind,
    balance,
    check_movement,
    check_posting,
    daily_balances,
    first_negative_day,
    reversal_of,
)
from stockpile_client.core.quantities import MAX_MG
from tests import strategies

MAY = date(2026, 5, 1)
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def entry(
    number: int, kind: str, gross: int, contained: int | None = None, *, day: date = MAY, reason: str = ""
) -> Movement:
    """Movement number ``number`` of one lot, recorded in that order."""
    recorded = NOW + timedelta(minutes=number)
    inside = gross if contained is None else contained
    return Movement(f"{number:032x}", "a" * 32, MovementKind(kind), day, recorded, gross, inside, reason=reason)


def code_of_refusal(ledger: list[Movement], movement: Movement) -> str:
    with pytest.raises(StockpileError) as refusal:
        check_posting(ledger, movement)
    return refusal.value.code


OPENING = entry(0, "opening", 100)


@given(strategies.ledgers())
def test_every_ledger_is_posted_entry_by_entry(ledger: list[Movement]):
    for count, movement in enumerate(ledger):
        check_posting(ledger[:count], movement)
    assert first_negative_day(ledger) is None


@given(strategies.ledgers(), st.data())
def test_what_was_known_at_a_moment_is_never_changed_by_a_later_entry(ledger: list[Movement], data: st.DataObject):
    count = data.draw(st.integers(1, len(ledger)))
    moment, day = ledger[count - 1].recorded, data.draw(strategies.days)
    assert balance(ledger, as_of=day, known_at=moment) == balance(ledger[:count], as_of=day)


@given(strategies.ledgers())
def test_a_balance_is_opening_and_movements(ledger: list[Movement]):
    closing = balance(ledger, as_of=strategies.LAST_DAY)
    assert closing == Balance(sum(m.gross for m in ledger), sum(m.contained for m in ledger))
    assert daily_balances(ledger)[-1][1] == closing


@given(strategies.ledgers(), st.data())
def test_a_reversal_leaves_the_balance_of_every_day_as_if_the_entry_had_never_been(
    ledger: list[Movement], data: st.DataObject
):
    undone = {movement.reverses for movement in ledger}
    open_entries = [m for m in ledger if m.kind is not MovementKind.REVERSAL and m.id not in undone]
    original = data.draw(st.sampled_from(open_entries)) if open_entries else None
    if original is None:
        return
    reversal = reversal_of(original, id="f" * 32, recorded=ledger[-1].recorded, reason="typed twice")
    check_movement(reversal)
    day = data.draw(strategies.days)
    without = [movement for movement in ledger if movement is not original]
    assert balance([*ledger, reversal], as_of=day) == balance(without, as_of=day)


@pytest.mark.parametrize("kind", [kind for kind, direction in DIRECTION.items() if direction])
def test_a_kind_with_a_direction_refuses_the_other_sign(kind: MovementKind):
    with pytest.raises(StockpileError) as refusal:
        check_movement(entry(1, kind, -5 * DIRECTION[kind], reason="checked"))
    assert refusal.value.code == "E_MOVEMENT_SIGN"


def test_gross_and_content_do_not_move_apart_unless_the_product_is_upgraded():
    with pytest.raises(StockpileError, match="opposite directions"):
        check_movement(entry(1, "count_adjustment", 5, -5, reason="counted"))
    check_movement(entry(1, "upgrade", -5, 3))


@pytest.mark.parametrize("kind", ["loss", "count_adjustment"])
def test_a_loss_or_an_adjustment_says_why(kind: str):
    assert code_of_refusal([OPENING], entry(1, kind, -5)) == "E_REASON_MISSING"


def test_a_movement_moves_something_but_an_opening_may_be_empty():
    assert code_of_refusal([OPENING], entry(1, "receipt", 0)) == "E_MOVEMENT_EMPTY"
    check_posting([], entry(0, "opening", 0))


def test_stock_is_never_negative_on_a_day_in_between():
    ledger = [entry(0, "opening", 100), entry(1, "receipt", 50, day=MAY + timedelta(days=20))]
    too_early = entry(2, "release", -120, day=MAY + timedelta(days=10))
    assert balance([*ledger, too_early], as_of=date(2026, 12, 31)).gross == 30
    assert code_of_refusal(ledger, too_early) == "E_NEGATIVE_STOCK"


def test_an_opening_is_not_reversed_under_the_releases_that_rest_on_it():
    ledger = [OPENING, entry(1, "release", -60, day=MAY + timedelta(days=5))]
    reversal = reversal_of(OPENING, id="f" * 32, recorded=NOW + timedelta(hours=1), reason="wrong lot")
    assert code_of_refusal(ledger, reversal) == "E_NEGATIVE_STOCK"


def test_a_receipt_is_not_reversed_under_a_later_release_even_if_a_still_later_receipt_covers_it():
    receipt = entry(1, "receipt", 50, day=MAY + timedelta(days=1))
    ledger = [
        OPENING,
        receipt,
        entry(2, "release", -120, day=MAY + timedelta(days=2)),
        entry(3, "receipt", 500, day=MAY + timedelta(days=3)),
    ]
    reversal = reversal_of(receipt, id="f" * 32, recorded=NOW + timedelta(hours=1), reason="wrong lot")
    assert code_of_refusal(ledger, reversal) == "E_NEGATIVE_STOCK"


def test_more_content_than_product_is_refused():
    assert code_of_refusal([], entry(0, "opening", 100, 101)) == "E_CONTENT_OVER_GROSS"
    rich = entry(0, "opening", 100, 70)
    assert code_of_refusal([rich], entry(1, "release", -90, -10)) == "E_CONTENT_OVER_GROSS"


def test_the_sum_of_large_receipts_does_not_outgrow_the_database():
    assert code_of_refusal([entry(0, "opening", MAX_MG)], entry(1, "receipt", 1)) == "E_QUANTITY_RANGE"


def test_an_entry_is_posted_once_and_in_the_ledger_of_its_own_lot():
    assert code_of_refusal([OPENING], OPENING) == "E_MOVEMENT_TWICE"
    other = Movement("1" * 32, "b" * 32, MovementKind.RECEIPT, MAY, NOW + timedelta(hours=1), 5, 5)
    assert code_of_refusal([OPENING], other) == "E_MOVEMENT_LOT"


def test_a_lot_is_opened_once():
    assert code_of_refusal([OPENING], entry(1, "opening", 5)) == "E_OPENING_TWICE"


@pytest.mark.parametrize("kind", ["count_adjustment", "upgrade"])
def test_a_correction_is_not_the_first_thing_that_happens_to_a_lot(kind: str):
    assert code_of_refusal([], entry(0, kind, 5, reason="counted")) == "E_MOVEMENT_FIRST"


@pytest.mark.parametrize("kind", ["receipt", "loan_in", "rotation_in", "transfer_of_title"])
def test_a_lot_may_begin_without_an_opening(kind: str):
    check_posting([], entry(0, kind, 5))


def test_nothing_happens_to_a_lot_before_its_opening():
    early = entry(1, "receipt", 5, day=MAY - timedelta(days=1))
    assert code_of_refusal([OPENING], early) == "E_BEFORE_OPENING"


def test_an_entry_is_not_slipped_in_before_one_that_was_recorded():
    late = entry(5, "receipt", 5)
    assert code_of_refusal([OPENING, late], entry(3, "receipt", 5)) == "E_RECORDED_EARLIER"


def test_a_reversal_undoes_one_entry_of_this_lot_wholly_and_once():
    receipt = entry(1, "receipt", 50, 40)
    ledger = [entry(0, "opening", 100), receipt]
    good = reversal_of(receipt, id="e" * 32, recorded=NOW + timedelta(hours=1), reason="typed twice")
    check_posting(ledger, good)

    def altered(**changes: object) -> Movement:
        values = {name: getattr(good, name) for name in Movement.__slots__} | {"id": "d" * 32} | changes
        return Movement(**values)

    for wrong in (
        altered(gross=-49),
        altered(contained=-39),
        altered(effective=MAY + timedelta(days=1)),
        altered(reverses="9" * 32),
        altered(reverses=""),
        altered(kind=MovementKind.RELEASE),
    ):
        assert code_of_refusal(ledger, wrong) == "E_REVERSAL"
    assert code_of_refusal(ledger, altered(reason="")) == "E_REASON_MISSING"
    assert code_of_refusal([*ledger, good], altered()) == "E_REVERSAL"
    again = reversal_of(good, id="c" * 32, recorded=NOW + timedelta(hours=2), reason="regret")
    assert code_of_refusal([*ledger, good], again) == "E_REVERSAL"


def test_as_of_and_known_at_are_two_axes():
    late_news = entry(9, "loss", -30, day=MAY + timedelta(days=1), reason="theft")
    ledger = [OPENING, late_news]
    june = date(2026, 6, 1)
    assert balance(ledger, as_of=june).gross == 70
    assert balance(ledger, as_of=june, known_at=NOW).gross == 100
    assert balance(ledger, as_of=MAY).gross == 100
