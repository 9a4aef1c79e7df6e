"""What a released figure says about the mass, to the milligram."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import (
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Rounded,
    Withheld,
    WithheldReason,
    round_to,
)
from stockpile_client.disclosure.audit import Atom, Fact, Origin, Source, conversion, infer, known, total

NOWHERE = Source(Origin.PUBLIC, "a newspaper")


@given(st.integers(0, 200), st.sampled_from([2, 4, 10, 20]))
def test_a_rounded_figure_says_exactly_which_masses_round_to_it(mass: int, base: int) -> None:
    interval = known(Rounded(round_to(mass, base), base))
    assert interval is not None
    low, high = interval
    assert high is not None
    assert [each for each in range(300) if round_to(each, base) == round_to(mass, base)] == list(range(low, high + 1))


@pytest.mark.parametrize(
    ("quantity", "interval"),
    [
        (Exact(5), (5, 5)),
        (Nil(), (0, 0)),
        (Band(5, 9), (5, 9)),
        (Band(5, None), (5, None)),
        (Withheld(WithheldReason.DEFENCE), None),
        (NotCompiled(), None),
        (NotApplicable(), None),
    ],
)
def test_each_kind_of_quantity_says_its_interval_or_nothing(quantity, interval):
    assert known(quantity) == interval


def test_a_fact_about_nothing_or_with_ends_crossed_is_refused():
    with pytest.raises(InputError, match="no stock"):
        Fact((), 0, 1, NOWHERE)
    with pytest.raises(InputError, match="ends below"):
        Fact(total([Atom("W")]), 2, 1, NOWHERE)


@given(st.integers(0, 10**15), st.fractions(Fraction(1), Fraction(3), max_denominator=10_000))
def test_a_reference_mass_computed_from_its_content_fits_the_conversion(content: int, factor: Fraction) -> None:
    contained, reference = Atom("W"), Atom("W", measure="reference")
    facts = list(conversion(total([contained]), total([reference]), [factor], tolerance=1))
    assert all(fact.holds({contained: content, reference: round(content * factor)}) for fact in facts)
    far_off = round(content * factor * Fraction(103, 100)) + 100
    assert not all(fact.holds({contained: content, reference: far_off}) for fact in facts)


def test_a_content_that_is_kept_back_follows_from_the_reference_mass() -> None:
    """Tungsten as WO3: 1.2611 times the content (183.84 and 231.84 g/mol)."""
    contained, reference = Atom("W"), Atom("W", measure="reference")
    facts = [*conversion(total([contained]), total([reference]), [Fraction(23184, 18384)], tolerance=1)]
    facts.append(Fact(total([reference]), 1_261_097, 1_261_097, NOWHERE))
    found = infer(facts, total([contained])).interval
    assert found.high is not None
    assert found.low <= 1_000_000 <= found.high
    assert found.high - found.low < 1_000
