"""An error says what happened, what was not changed, and what to do next."""

from __future__ import annotations

import pytest

from stockpile_client.core.errors import InputError, InternalError, MachineError, PartnerFileError, StockpileError


def test_the_parts_come_in_order_and_empty_ones_are_left_out():
    error = InputError("E_X", "It is wrong.", hint="Try again.")
    assert error.lines() == ["It is wrong.", "Nothing was changed.", "Try again."]
    assert str(error) == "It is wrong."
    assert InputError("E_X", "It is wrong.", unchanged="").lines() == ["It is wrong."]


@pytest.mark.parametrize(
    ("kind", "exit_code"), [(InputError, 3), (MachineError, 4), (PartnerFileError, 5), (InternalError, 70)]
)
def test_the_exit_code_says_whose_fault_it_is(kind: type[StockpileError], exit_code: int):
    assert kind.exit_code == exit_code
