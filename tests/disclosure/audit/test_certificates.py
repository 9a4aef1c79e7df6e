"""A proof is checked, not believed: what verifies is true, and what is not true does not verify."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InternalError
from stockpile_client.disclosure.audit import Certificate, Side, infer, total, verify
from tests.disclosure.audit.tables import Table, atom, worlds

TABLE = Table.of_rows([[2, 5, 1], [1, 2, 3]])
HIDDEN: set[tuple[str, ...]] = {("1", "1"), ("1", "2"), ("2", "1"), ("2", "2")}
FACTS = TABLE.published(without=HIDDEN)
POSSIBLE = worlds(FACTS)
TARGET = total([atom("1", "1")])
RANGE = (min(world[atom("1", "1")] for world in POSSIBLE), max(world[atom("1", "1")] for world in POSSIBLE))

weights = st.lists(
    st.tuples(st.sampled_from(FACTS), st.fractions(-2, 2, max_denominator=3)),
    max_size=6,
    unique_by=lambda pair: pair[0].terms,
)


@pytest.mark.parametrize("side", Side)
def test_the_certificate_of_a_bound_proves_that_bound(side):
    bound = infer(FACTS, TARGET).inferred.end(side)
    assert bound.certificate is not None
    assert verify(bound.certificate) == bound.value == RANGE[side is Side.HIGH]


@given(weights, st.sampled_from(Side))
def test_whatever_weights_are_claimed_nothing_false_is_proved(claimed, side):
    certificate = Certificate(TARGET, side, tuple((fact, weight) for fact, weight in claimed if weight))
    with suppress(InternalError):
        bound = verify(certificate)
        assert bound >= RANGE[1] if side is Side.HIGH else bound <= RANGE[0]


def test_a_certificate_without_one_of_its_facts_is_refused():
    certificate = infer(FACTS, TARGET).inferred.high.certificate
    assert certificate is not None
    upward = [pair for pair in certificate.weights if pair[1] > 0]
    shorter = Certificate(TARGET, Side.HIGH, tuple(pair for pair in certificate.weights if pair != upward[0]))
    with pytest.raises(InternalError, match="do not cover"):
        verify(shorter)


def test_a_certificate_for_one_side_does_not_pass_for_the_other():
    certificate = infer(FACTS, TARGET).inferred.high.certificate
    assert certificate is not None
    turned = Certificate(TARGET, Side.LOW, tuple((fact, -weight) for fact, weight in certificate.weights))
    with suppress(InternalError):
        assert verify(turned) <= RANGE[0]


def test_a_bound_between_two_milligrams_is_the_one_inside():
    two = total([atom("1"), atom("2")])
    doubled = Table({("1",): 3, ("2",): 4}).fact(tuple((each, 2) for each, _ in two))
    certificate = Certificate(total([atom("1")]), Side.HIGH, ((doubled, Fraction(1, 4) + Fraction(1, 4)),))
    assert verify(certificate) == 7
