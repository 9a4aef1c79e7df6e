"""What the documents say, before they are drawn: nothing left out, nothing made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from stockpile_client.core.errors import InternalError
from stockpile_client.core.quantities import MG_PER_TONNE, Exact, Rounded, WithheldReason
from stockpile_client.core.statements import Position, PositionKey, StatementHeader
from stockpile_client.reports.disclosure_record import DisclosedValue, disclosure_document
from stockpile_client.reports.document import Facts, Groups, Notice, RowKind, Steps, Table
from stockpile_client.reports.holdings import HeldLine, HeldTotal, holdings_document
from stockpile_client.reports.recovery import recovery_document
from stockpile_client.reports.safety_number import safety_number_document
from stockpile_client.reports.statement import Standing, StatementPaper, statement_document
from tests.reports.papers import AGENCY, AMBER, AS_OF, NAMES, NOW
from tests.strategies import positions, requirements

T = MG_PER_TONNE
COMMON = {"agency": AGENCY, "marking": AMBER, "as_of": AS_OF, "printed_at": NOW}
HEADER = StatementHeader(
    AS_OF, "Autumn", ("W", "GA", "BE", "IN"), ("GA",), {"BE": WithheldReason.DEFENCE}, ("IN",), "A note"
)
TUNGSTEN = Position(
    PositionKey("W", "oxide", "", "country:JP", "", "contained"), "element:W", Rounded(1_500 * T, 500 * T)
)


def paper(*stock: Position, **fields: object) -> StatementPaper:
    return replace(
        StatementPaper(HEADER, stock, (), Standing.RELEASED, "Japan", ("Italy",), AMBER, "none", 14, "c0ffee"),
        **fields,
    )


def statement(*stock: Position, **fields: object):
    return statement_document(paper(*stock, **fields), NAMES, agency=AGENCY, printed_at=NOW)


def blocks_of(document, kind):
    return [block for block in document.blocks if isinstance(block, kind)]


def said(document) -> str:
    return repr(document.blocks)


@given(st.lists(positions(), max_size=12), st.lists(requirements(), max_size=5))
def test_every_position_and_requirement_of_a_statement_has_its_row(stock, stated):
    document = statement(*sorted(stock, key=lambda position: position.key), requirements=stated)
    rows = [[row for row in table.rows if row.kind is RowKind.PLAIN] for table in blocks_of(document, Table)]
    assert [len(found) for found in rows] == [len(stock), len(stated)]
    assert all(row.cells[3] for row in rows[0])
    assert sum("(illustrative)" in row.cells[0] for row in rows[0]) == sum(one.illustrative for one in stock)


def test_a_statement_says_nil_withheld_and_not_compiled_in_words():
    _, lists = blocks_of(statement(TUNGSTEN), Facts)
    assert lists.rows == (
        ("Gallium (GA)", "nil: the agency states that it holds none"),
        ("Beryllium (BE)", "withheld: defence"),
        ("Indium (IN)", "not compiled"),
    )


def test_the_head_of_a_statement_says_who_to_whom_which_and_how_it_may_be_shared():
    facts = dict(blocks_of(statement(TUNGSTEN), Facts)[0].rows)
    assert facts["From"] == "Japan"
    assert facts["To"] == "Italy"
    assert facts["Statement"] == "number 14 of channel c0ffee"
    assert facts["Marking"].startswith("TLP:AMBER. ")
    assert facts["May be passed on"] == "to nobody"
    assert facts["Materials in scope"] == "Tungsten (W), Gallium (GA), Beryllium (BE), Indium (IN)"
    assert facts["Note"] == "A note"


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"standing": Standing.PREVIEW}, "has not been released"),
        ({"standing": Standing.NOT_ACCEPTED}, "not yet accepted"),
        ({"withdrawn": "wrong day"}, "Withdrawn by the agency that released it. Reason: wrong day"),
    ],
)
def test_a_statement_that_does_not_simply_stand_says_so_first(fields, warning):
    first = statement(TUNGSTEN, **fields).blocks[0]
    assert isinstance(first, Notice)
    assert warning in first.text


def test_made_up_figures_are_announced():
    assert blocks_of(statement(TUNGSTEN), Notice) == []
    assert "made up" in blocks_of(statement(structs.replace(TUNGSTEN, illustrative=True)), Notice)[0].text


def test_an_empty_audience_is_said_to_be_nobody():
    assert "nobody" in dict(blocks_of(statement(TUNGSTEN, addressees=()), Facts)[0].rows)["To"]


def test_availability_is_in_the_row():
    position = structs.replace(TUNGSTEN, days=14, max_rate=25 * T, cross_border=False)
    row = blocks_of(statement(position), Table)[0].rows[1]
    assert " ".join(row.cells[-1].split()) == "from day 14, at most 25 t a day, stays in the country"


def test_the_disclosure_record_says_how_precise_each_value_was_and_in_which_statement():
    exact = structs.replace(TUNGSTEN, quantity=Exact(1_432 * T))
    values = [
        DisclosedValue(TUNGSTEN, AS_OF, NOW, "aa" * 16, 1),
        DisclosedValue(exact, AS_OF, NOW + timedelta(days=2), "aa" * 16, 2),
    ]
    record = disclosure_document("Italy", values, NAMES, **COMMON)
    rows = [row.cells[3:] for row in blocks_of(record, Table)[0].rows[1:]]
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == [
        ["1 432 t", "exact", "2026-09-30", "2", "2026-10-03"],
        ["1 500 t", "± 250 t", "2026-09-30", "1", "2026-10-01"],
    ]


def test_statements_of_two_channels_are_told_apart_in_the_record():
    values = [DisclosedValue(TUNGSTEN, AS_OF, NOW, channel * 16, 1) for channel in ("aa", "bb")]
    record = disclosure_document("Italy", values, NAMES, **COMMON)
    assert {row.cells[6] for row in blocks_of(record, Table)[0].rows[1:]} == {"1 of aaaaaaaa", "1 of bbbbbbbb"}
    assert dict(blocks_of(record, Facts)[0].rows)["Statements"] == "2"


def line(lot: str, **fields: object) -> HeldLine:
    return replace(HeldLine(lot, "W", "APT", "東京, JP", 100 * T, 70 * T, 60 * T, AS_OF, False, False), **fields)


def test_the_holding_list_sums_each_material_and_marks_what_is_special():
    lines = [line("A-1"), line("A-2", gross=None, past_rotation=True, illustrative=True, usable=0)]
    total = HeldTotal("W", 2, 100 * T, 140 * T, 65 * T, 5 * T)
    listed = holdings_document(lines, [total], NAMES, **COMMON)
    sums, lots = blocks_of(listed, Table)
    assert [" ".join(cell.split()) for cell in sums.rows[0].cells] == [
        "Tungsten (W)", "2", "100 t", "140 t", "65 t", "5 t",
    ]  # fmt: skip
    assert lots.rows[2].cells[3] == "with the lot"
    assert lots.rows[2].cells[-1] == "by-product, past rotation, illustrative"
    assert [row.kind for row in lots.rows].count(RowKind.TOTAL) == 1
    assert "Tickets bought" in lots.rows[3].cells[1]
    assert "illustrative" in blocks_of(listed, Notice)[0].text


def test_no_stock_is_said_and_not_left_blank():
    listed = holdings_document([], [], NAMES, **COMMON)
    assert [table.empty for table in blocks_of(listed, Table)] == [
        "There is no stock on that day.",
        "There are no lots.",
    ]


@pytest.mark.parametrize(("own_first", "theirs"), [(True, "7 to 12"), (False, "1 to 6")])
def test_the_partner_reads_out_its_own_groups(own_first, theirs):
    groups = [f"{number:05}" for number in range(12)]
    sheet = safety_number_document(groups, own="Japan", partner="Italy", own_first=own_first, **COMMON)
    number = blocks_of(sheet, Groups)[0]
    assert [name for name, _ in number.parts] == (["Japan", "Italy"] if own_first else ["Italy", "Japan"])
    assert [group for _, part in number.parts for group in part] == groups
    assert number.qr_text == "".join(groups)
    assert f"groups {theirs} " in said(sheet)


def test_a_safety_number_that_is_not_whole_is_not_printed():
    with pytest.raises(InternalError):
        safety_number_document(["12345"] * 11, own="A", partner="B", own_first=True, **COMMON)


def test_the_recovery_sheet_holds_the_key_and_says_where_to_keep_it():
    sheet = recovery_document("SX-RECOVERY-1 AAAA BBBB CC", agency_id="a" * 26, **COMMON)
    key = blocks_of(sheet, Groups)[0]
    assert key.parts == (("SX-RECOVERY-1, and then", ("AAAA", "BBBB", "CC")),)
    assert key.qr_text == "SX-RECOVERY-1 AAAA BBBB CC"
    assert "safes" in said(sheet)
    assert any("Delete the file" in step for steps in blocks_of(sheet, Steps) for step in steps.items)
