"""Rows that pass several conditions are those in one alternative of each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.storage.row_marks import RowMarks

NUMBERS = st.sets(st.integers(0, 40))


@given(st.lists(st.lists(NUMBERS, max_size=3), max_size=5), st.permutations(range(41)))
def test_what_passes_stands_in_one_alternative_of_every_condition(conditions, order):
    marks, wanted = RowMarks(40), set(range(41))
    for alternatives in conditions:
        marks.keep(alternatives)
        wanted &= set().union(*alternatives)
    assert marks.count == len(wanted)
    assert marks.passed().tolist() == sorted(wanted)
    assert list(marks.among(order)) == [row for row in order if row in wanted]
