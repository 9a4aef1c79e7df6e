"""The ledger of all lots as a table: its running balance, its filters, its two orders."""

from datetime import date

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.holdings import lot_detail
from stockpile_client.services.ledger import post_movement, reverse_movement
from stockpile_client.services.lot_table import lot_table
from stockpile_client.services.movement_table import (
    KEYS,
    MovementFilter,
    MovementRow,
    movement_table,
    parse_movement_filter,
)
from tests.services.agencies import Agencies, Desk


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def entries(desk: Desk, text: str = "", **order: object) -> list[MovementRow]:
    table = movement_table(desk.ctx, parse_movement_filter(text), **order)  # type: ignore[arg-type]
    return list(table.rows(0, table.count()))


def test_the_last_entry_of_a_lot_carries_what_the_lot_holds(it: Desk) -> None:
    for lot in lot_table(it.ctx).rows(0, 1000):
        of_lot = movement_table(it.ctx, MovementFilter(lot=lot.lot_id))
        last = of_lot.rows(0, of_lot.count())[0]
        assert (last.gross_after, last.contained_after, last.number) == (lot.gross, lot.contained, lot.number)


def test_a_backdated_entry_stands_at_its_day_and_changes_the_balances_after_it(it: Desk) -> None:
    lot = next(lot for lot in lot_table(it.ctx).rows(0, 1000) if lot.number == "CO-IT01")
    for day in (date(2026, 9, 20), date(2026, 9, 10)):
        post_movement(it.ctx, lot.lot_id, kind=MovementKind.RELEASE, effective=day, gross=-MG_PER_TONNE,
                      contained=-MG_PER_TONNE)  # fmt: skip
    found = [(row.effective, row.gross_after) for row in entries(it, "lot:CO-IT01")]
    assert found[:2] == [
        (date(2026, 9, 20), lot.gross - 2 * MG_PER_TONNE), (date(2026, 9, 10), lot.gross - MG_PER_TONNE)
    ]  # fmt: skip
    assert entries(it, order_by="recorded")[0].effective == date(2026, 9, 10)


def test_a_reversed_entry_says_so_and_is_not_reversed_again(it: Desk) -> None:
    lot = next(lot for lot in lot_table(it.ctx).rows(0, 1000) if lot.number == "CO-IT01")
    post_movement(it.ctx, lot.lot_id, kind=MovementKind.RELEASE, effective=date(2026, 9, 20), gross=-MG_PER_TONNE,
                  contained=-MG_PER_TONNE, counterparty="Foundry A", document="D-17")  # fmt: skip
    posted = entries(it, "with:foundry")[0]
    assert posted.can_be_reversed
    reverse_movement(it.ctx, lot_detail(it.ctx, lot.lot_id).movements[-1].id, reason="typed twice")
    assert not entries(it, "document:D-17")[0].can_be_reversed
    assert [row.can_be_reversed for row in entries(it, "kind:reversal")] == [False]
    assert entries(it, "twice")[0].reverses == posted.id


def test_conditions_all_have_to_hold(it: Desk) -> None:
    everything = entries(it)
    assert entries(it, "material:cobalt kind:opening") == [
        row for row in everything if row.material == "CO" and row.kind is MovementKind.OPENING
    ]
    assert all(abs(row.contained) > 10 * MG_PER_TONNE for row in entries(it, "qty>10t"))
    assert entries(it, "day>2099") == []
    assert len(entries(it, "day<=2099")) == len(everything)
    assert {row.site.name for row in entries(it, f'site:"{everything[0].site.name}"')} == {everything[0].site.name}


def test_an_unknown_field_is_answered_with_the_known_ones(it: Desk) -> None:
    with pytest.raises(InputError) as error:
        parse_movement_filter("colour:red")
    assert ", ".join(KEYS) in error.value.hint
    with pytest.raises(InputError):
        movement_table(it.ctx, order_by="reason")
