"""What several agencies hold together: withheld is never zero, and nothing is counted twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.analysis.joint import DEFINITIONS, JointLine, Says, joint_picture
from stockpile_client.core.encumbrances import CountedBy, Encumbrance, EncumbranceKind, usable
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import (
    Exact,
    Interval,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    WithheldReason,
)
from stockpile_client.core.statements import Measure, Position, PositionKey, StatementHeader
from tests import strategies

DAY = date(2026, 6, 30)
DEFENCE = Withheld(WithheldReason.DEFENCE)


def line(
    quantity: Quantity,
    *,
    group: str = "all",
    form: str = "",
    holder: str = "",
    measure: str = "usable",
    basis: str = "element:W",
    illustrative: bool = False,
) -> Position:
    key = PositionKey("W", group, form, "country:IT", holder, measure)
    return Position(key, basis, quantity, illustrative=illustrative)


def said(*positions: Position, **more: object) -> tuple[StatementHeader, list[Position]]:
    return StatementHeader(DAY, "June", ("W",), **more), list(positions)


def joint(**statements: tuple[StatementHeader, list[Position]]) -> JointLine:
    [only] = joint_picture(statements, Measure.USABLE)
    return only


def test_intervals_are_carried_through_the_sum_and_the_definition_stands_beside_it():
    found = joint(italy=said(line(Exact(100))), japan=said(line(Rounded(50, 20))))
    assert found.total == Interval(140, 160)
    assert found.definition == DEFINITIONS[Measure.USABLE]
    assert found.agencies(Says.GIVEN) == ("italy", "japan")


@pytest.mark.parametrize(
    ("statement", "says", "total"),
    [
        (said(nil=("W",)), Says.NIL, Interval(100, 100)),
        (said(withheld={"W": WithheldReason.DEFENCE}), Says.WITHHELD, Interval(100, None)),
        (said(line(DEFENCE, measure="contained")), Says.WITHHELD, Interval(100, None)),
        (said(not_compiled=("W",)), Says.NOT_COMPILED, Interval(100, None)),
        (said(line(NotCompiled())), Says.NOT_COMPILED, Interval(100, None)),
        (said(line(Exact(7), measure="contained")), Says.NOT_COMPILED, Interval(100, None)),
        (said(line(NotApplicable())), Says.NOT_APPLICABLE, Interval(100, 100)),
        (said(), Says.SILENT, Interval(100, 100)),
        (said(line(Exact(7), group="metal"), line(DEFENCE, group="ore")), Says.PARTLY_WITHHELD, Interval(107, None)),
    ],
)
def test_nil_adds_zero_and_every_other_silence_adds_what_it_must(statement, says: Says, total: Interval):
    found = joint(italy=said(line(Exact(100))), japan=statement)
    assert found.total == total
    assert found.agencies(says) == ("japan",)


def test_the_reason_for_withholding_is_kept():
    found = joint(italy=said(line(Exact(1), group="metal"), line(DEFENCE)))
    assert found.contributions[0].reasons == {WithheldReason.DEFENCE}


def test_a_line_for_all_holders_is_not_added_to_the_lines_it_sums_up():
    parts = [line(Exact(30), holder="government"), line(Exact(70), holder="mandated_industry")]
    assert joint(italy=said(*parts)).total == Interval(100, 100)
    assert joint(italy=said(line(Exact(100)), *parts)).total == Interval(100, 100)


def test_a_line_for_a_whole_group_is_not_added_to_its_forms():
    lines = [line(Exact(100), group="chemical"), line(Exact(40), group="chemical", form="W-APT")]
    assert joint(italy=said(*lines, line(Exact(5), group="metal"))).total == Interval(105, 105)


def test_kilograms_of_different_bases_are_never_added():
    picture = joint_picture(
        {"italy": said(line(Exact(100))), "japan": said(line(Exact(126), basis="oxide:WO3"))}, Measure.USABLE
    )
    assert [(each.basis, each.total) for each in picture] == [
        ("element:W", Interval(100, 100)),
        ("oxide:WO3", Interval(126, 126)),
    ]
    assert picture[0].agencies(Says.OTHER_BASIS) == ("japan",)


def test_a_made_up_figure_marks_the_whole_line():
    assert joint(italy=said(line(Exact(1), illustrative=True)), japan=said(line(Exact(1)))).illustrative
    assert not joint(italy=said(line(Exact(1)))).illustrative


def test_a_statement_that_says_something_twice_is_refused():
    with pytest.raises(InputError, match="two things about one position"):
        joint(italy=said(line(Exact(1)), line(Exact(2))))


def test_nobody_withholding_everything_is_no_total_of_zero():
    found = joint(italy=said(withheld={"W": WithheldReason.DEFENCE}), japan=said(not_compiled=("W",)))
    assert (found.basis, found.total) == ("", Interval(0, None))


@given(st.lists(st.tuples(strategies.stock_masses, st.sampled_from(CountedBy))), st.data())
def test_a_ticket_between_two_agencies_never_makes_a_tonne(tickets, data: st.DataObject):
    """Each agency states its joint number; the picture adds up to the metal that exists."""
    seller_holds, buyer_holds = data.draw(strategies.stock_masses), data.draw(strategies.stock_masses)

    def claims(kind: EncumbranceKind, lot: str) -> list[Encumbrance]:
        return [Encumbrance("1" * 32, kind, "W", lot, mg, DAY, None, counted_by) for mg, counted_by in tickets]

    seller = usable(seller_holds, claims(EncumbranceKind.TICKET_SOLD, "a" * 32), DAY).joint
    buyer = usable(buyer_holds, claims(EncumbranceKind.TICKET_BOUGHT, ""), DAY).joint
    total = seller_holds + buyer_holds
    assert joint(seller=said(line(Exact(seller))), buyer=said(line(Exact(buyer)))).total == Interval(total, total)


@given(st.dictionaries(st.sampled_from(["italy", "japan", "korea"]), strategies.statements(), min_size=1))
def test_every_material_that_anybody_speaks_of_is_in_the_picture(statements):
    for measure in Measure:
        picture = joint_picture(statements, measure)
        spoken = {material for header, _ in statements.values() for material in header.scope}
        assert {each.material for each in picture} == spoken
        for each in picture:
            assert len(each.contributions) == len(statements)
            withheld = each.agencies(Says.WITHHELD, Says.PARTLY_WITHHELD, Says.NOT_COMPILED)
            assert not withheld or each.total.high is None
