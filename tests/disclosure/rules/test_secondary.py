"""Further cells are withheld, or rounded where that is enough, to protect others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, Exact, Nil, Rounded, Withheld, WithheldReason
from stockpile_client.core.statements import Measure
from stockpile_client.disclosure.preview import Rule
from stockpile_client.disclosure.profile import profile_from_json
from stockpile_client.disclosure.rules.secondary import CellMark
from tests.disclosure.inventories import interval, lot, profile, seen

T = MG_PER_TONNE
OXIDE = CellMark("W", "oxide", at="country:IT")
TO_100 = CellMark("W", "oxide", at="country:IT", base=100 * T)
CONTENT = (Measure.CONTAINED,)


def test_a_marked_cell_is_withheld_with_its_reason_and_the_sentence_counts_it() -> None:
    rules = profile(further_cells=(OXIDE,), measures=CONTENT)
    (line,) = seen(rules, lot()).lines
    assert (line.position.quantity, line.rule) == (Withheld(WithheldReason.TRADE_SECRET), Rule.COMPLEMENTED)
    assert "Withhold 1 further cell to protect others." in rules.sentences()


def test_a_cell_that_is_marked_with_a_base_is_rounded_in_every_measure() -> None:
    rules = profile(further_cells=(TO_100,), measures=(Measure.CONTAINED, Measure.USABLE))
    shown = seen(rules, lot(contained=1_204 * T, usable=0))
    assert [line.position.quantity for line in shown.lines] == [Rounded(1_200 * T, 100 * T), Nil()]
    assert shown.lines[0].rule is Rule.ROUNDED
    assert shown.lines[0].chain_words.endswith("rounded to 100 t: protects another cell")
    assert rules.sentences()[-1] == "Round 1 cell further."


def test_another_cell_stays_as_it_is() -> None:
    shown = seen(profile(further_cells=(TO_100,), measures=CONTENT), lot(group="metal"))
    assert shown.positions[0].quantity == Exact(1_204 * T)


@given(st.integers(1, 10**15), st.sampled_from([0, 2, 50 * T, 500 * T]), st.booleans())
def test_a_mark_never_makes_a_cell_finer_than_the_profile_does(mass: int, base: int, banded: bool) -> None:
    edges = (10 * T, 1_000 * T) if banded else ()
    plain = seen(profile(rounding=base, edges=edges, measures=CONTENT), lot(contained=mass)).positions[0].quantity
    marked = profile(rounding=base, edges=edges, measures=CONTENT, further_cells=(TO_100,))
    told = seen(marked, lot(contained=mass)).positions[0].quantity
    before, after = interval(plain), interval(told)
    assert after.contains(mass)
    assert before.high is None or (after.high is not None and after.high - after.low >= before.high - before.low)


def test_of_two_bases_the_coarser_counts_and_withholding_before_both() -> None:
    rules = profile(further_cells=(TO_100, CellMark("W", "oxide", at="country:IT", base=2 * T)), measures=CONTENT)
    assert seen(rules, lot()).positions[0].quantity == Rounded(1_200 * T, 100 * T)
    rules = profile(further_cells=(TO_100, OXIDE), measures=CONTENT)
    assert isinstance(seen(rules, lot()).positions[0].quantity, Withheld)


def test_a_mark_is_stored_with_the_profile_and_one_from_before_there_were_bases_is_read() -> None:
    rules = profile(further_cells=(TO_100, OXIDE))
    text = rules.canonical()
    assert profile_from_json(text) == rules
    old = text.replace(b'"base":0,', b"", 1)
    assert old != text
    assert profile_from_json(old) == rules


@pytest.mark.parametrize("base", [-2, 3])
def test_a_base_that_cannot_be_meant_is_refused(base: int) -> None:
    with pytest.raises(InputError):
        CellMark("W", "oxide", base=base)
