"""Padmé keeps few bits of a length and costs little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.bundle.padding import padme


@pytest.mark.parametrize(("length", "padded"), [(0, 0), (1, 1), (2, 2), (9, 10), (1024, 1024), (1025, 1088)])
def test_small_lengths_are_padded_as_computed_by_hand(length: int, padded: int) -> None:
    assert padme(length) == padded


@given(st.integers(min_value=0, max_value=2**40))
def test_padding_never_shortens_and_costs_at_most_an_eighth(length: int) -> None:
    assert length <= padme(length) <= length + length // 8 + 1


@given(st.integers(min_value=0, max_value=2**40))
def test_a_padded_length_is_not_padded_further(length: int) -> None:
    assert padme(padme(length)) == padme(length)


@given(st.integers(min_value=0, max_value=2**24).map(lambda blocks: 512 * blocks))
def test_whole_blocks_stay_whole_blocks(length: int) -> None:
    assert padme(length) % 512 == 0


@given(st.integers(min_value=1, max_value=2**40), st.integers(min_value=1, max_value=2**40))
def test_a_longer_text_is_never_padded_to_less(one: int, other: int) -> None:
    assert (one <= other) <= (padme(one) <= padme(other))


def test_a_mebibyte_to_two_has_thirty_two_possible_lengths() -> None:
    assert len({padme(length) for length in range(2**20, 2**21, 257)}) <= 33
