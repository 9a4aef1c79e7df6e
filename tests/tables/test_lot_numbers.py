"""A lot number in several rows of one file: asked about, whatever the rows say, before anything is booked."""

from __future__ import annotations

import pytest

from stockpile_client.tables.findings import Severity
from stockpile_client.tables.lot_numbers import LotNumbers
from stockpile_client.tables.rows import Confirmed
from tests.tables.conftest import PlanText

HEADER = "Lot,Material,Form,Quantity,Unit,Depot,As of"
FIRST = "A,W,W-APT,5,t,Novara,2026-06-30"


@pytest.mark.parametrize(
    "second",
    [
        "A,W,W-APT,7,t,Novara,2026-06-30",
        "A,W,W-APT,5,t,Novara,2026-06-30",
        "A,W,W-APT,5,t,NOVARA,2026-09-30",
        "A,W,W-APT,0,t,Novara,2026-06-30",
    ],
)
def test_rows_that_share_a_number_are_left_out_and_named(plan_text: PlanText, second: str) -> None:
    plan = plan_text(f"{HEADER}\n{FIRST}\nB,W,W-APT,1,t,Novara,2026-06-30\n{second}\n")
    shared = plan.findings.of("lot_number_shared")
    assert [(one.row, one.column, one.value, one.severity) for one in shared] == [
        (2, "Lot", "A", Severity.ERROR),
        (4, "Lot", "A", Severity.ERROR),
    ]
    assert "row 4 too" in shared[0].reason
    assert (plan.counts.stock, plan.counts.nil, plan.counts.rejected, plan.counts.rows) == (1, 0, 2, 3)
    assert [row.lot_number for row in plan.rows()] == ["B"]
    assert [row.number for row in plan.rejects()] == [2, 4]


@pytest.mark.parametrize(
    "second",
    [
        "A,W,W-APT,7,t,Trieste,2026-06-30",
        "A,W,W-PWD,7,t,Novara,2026-06-30",
        "A,CO,CO-MET,7,t,Novara,2026-06-30",
        ",W,W-APT,7,t,Novara,2026-06-30",
        "a,W,W-APT,7,t,Novara,2026-06-30",
        "A,W,W-APT,W,t,Novara,2026-06-30",
    ],
)
def test_another_lot_is_another_lot(plan_text: PlanText, second: str) -> None:
    assert plan_text(f"{HEADER}\n{FIRST}\n{second}\n").shared_numbers == {}


def test_what_a_person_confirmed_is_booked_and_noted(plan_text: PlanText) -> None:
    plan = plan_text(f"{HEADER}\n{FIRST}\n{FIRST.replace('5', '7')}\n", confirmed=Confirmed(own_lots=True))
    assert plan.counts.stock == 2
    assert [found.severity for found in plan.findings.of("lot_number_shared")] == [Severity.INFO] * 2
    assert [row.number for row in plan.rows()] == [2, 3]
    assert list(plan.rejects()) == []


def test_a_number_in_three_rows_is_found_three_times(plan_text: PlanText) -> None:
    rows = "\n".join(FIRST.replace("5", str(number)) for number in (5, 6, 7))
    plan = plan_text(f"{HEADER}\n{rows}\n")
    assert {number: shared.other for number, shared in plan.shared_numbers.items()} == {2: 3, 3: 2, 4: 2}


def test_many_numbers_are_told_apart(plan_text: PlanText) -> None:
    rows = [f"L-{number % 6000},W,W-APT,5,t,Novara,2026-06-30" for number in range(6010)]
    plan = plan_text("\n".join([HEADER, *rows]))
    assert len(plan.shared_numbers) == 20
    numbers = LotNumbers()
    for row in plan.rows():
        numbers.see(row)
    assert numbers.shared == {}
