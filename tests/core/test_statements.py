"""A statement speaks of every material in its scope, once of each position, and can be compared with the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import Exact, Nil, NotCompiled, Quantity, Withheld, WithheldReason
from stockpile_client.core.statements import (
    ChangeKind,
    Position,
    PositionKey,
    StatementHeader,
    by_key,
    diff,
    unreported,
)
from tests import strategies

KEY = PositionKey("W", "all", "", "country:IT", "", "contained")
statement_lines = strategies.statements().map(lambda statement: statement[1])


@given(strategies.statements(), st.data())
def test_a_material_of_which_nothing_is_said_is_named(statement, data: st.DataObject):
    header, lines = statement
    reported = {line.key.material for line in lines}
    assert unreported(header, reported) == ()
    forgotten = data.draw(st.sampled_from(header.scope))
    silent = replace(
        header,
        nil=tuple(code for code in header.nil if code != forgotten),
        withheld={code: reason for code, reason in header.withheld.items() if code != forgotten},
        not_compiled=tuple(code for code in header.not_compiled if code != forgotten),
    )
    assert unreported(silent, reported - {forgotten}) == (forgotten,)


def test_the_unreported_stand_in_the_order_of_the_scope():
    assert unreported(StatementHeader(date(2026, 6, 30), "", ("W", "CO", "BE")), ["CO"]) == ("W", "BE")


@given(statement_lines)
def test_a_statement_does_not_differ_from_itself_in_any_order(lines: list[Position]):
    assert diff(lines, list(reversed(lines))) == []


@given(statement_lines, statement_lines)
def test_the_changes_lead_from_one_statement_to_the_other_and_back(before: list[Position], after: list[Position]):
    changes = diff(before, after)
    state = by_key(before)
    for change in changes:
        if change.after is None:
            assert change.kind is ChangeKind.GONE
            del state[change.key]
        else:
            assert change.kind is (ChangeKind.CHANGED if change.key in state else ChangeKind.NEW)
            state[change.key] = change.after
    assert state == by_key(after)
    assert [(change.key, change.after, change.before) for change in changes] == [
        (change.key, change.before, change.after) for change in diff(after, before)
    ]
    assert [change.key for change in changes] == sorted(change.key for change in changes)


@pytest.mark.parametrize("now", [Withheld(WithheldReason.DEFENCE), NotCompiled(), Exact(0)])
def test_from_nil_to_withheld_not_compiled_or_a_zero_is_a_change(now: Quantity):
    [change] = diff([Position(KEY, "element:W", Nil())], [Position(KEY, "element:W", now)])
    assert change.kind is ChangeKind.CHANGED


def test_a_position_said_twice_is_refused_and_does_not_shadow_the_first():
    twice = [Position(KEY, "element:W", Exact(1)), Position(KEY, "element:W", Exact(2))]
    for compare in (lambda: diff(twice, []), lambda: diff([], twice), lambda: by_key([*twice[:1], *twice[:1]])):
        with pytest.raises(InputError) as refusal:
            compare()
        assert refusal.value.code == "E_POSITION_TWICE"
