from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.core.lots import HolderClass
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.resources import resource_path
from stockpile_client.tables.findings import Severity
from stockpile_client.tables.inventory import Counts, InventoryPlan, plan_inventory
from stockpile_client.tables.mapping import guess_mapping
from stockpile_client.tables.rows import Defaults, InventoryRow, Place, Verdict
from tests.tables.conftest import HEADER, PlanText

TONNE = 10**9


def codes(plan: InventoryPlan, row: int) -> set[str]:
    return {finding.code for finding in plan.findings.listed if finding.row == row}


def only(plan: InventoryPlan) -> InventoryRow:
    (row,) = plan.rows()
    return row


def one_row(plan_text: PlanText, cells: str, header: str = HEADER, **arguments: object) -> InventoryPlan:
    return plan_text(f"{header}\n{cells}\n", **arguments)


# -- the published figures, as they stand ------------------------------------------------------------------------------


@pytest.fixture
def guest(catalogue: Catalogue) -> InventoryPlan:
    return plan_inventory(resource_path("demo", "guest", "us_nds_inventory.csv"), catalogue)


def test_the_published_us_tables_come_in_as_they_stand(guest: InventoryPlan) -> None:
    assert guest.counts == Counts(rows=27, stock=3, nil=2, without_number=15, rejected=7, totals=0)
    stock = {row.number: row for row in guest.rows() if row.verdict is Verdict.STOCK}
    assert {n: (row.form, str(row.amount), row.unit and row.unit.unit.code) for n, row in stock.items()} == {
        2: ("MN-HCFEMN", "369", "kt"),
        6: ("BE-HPP", "171", "st"),
        14: ("SN-ING", "4059", "t"),
    }
    assert {n: row.content and row.content.gross for n, row in stock.items()} == {
        2: 369_000 * TONNE,
        6: 155_128_590_540,
        14: 4_059 * TONNE,
    }


def test_a_printed_minus_nine_is_negative_stock(guest: InventoryPlan) -> None:
    assert [(f.row, f.column, f.value) for f in guest.findings.of("negative_stock")] == [(3, "quantity", "-9")]


def test_blank_quantities_beside_sales_are_not_compiled_and_never_zero(guest: InventoryPlan) -> None:
    assert {finding.severity for finding in guest.findings.of("flow_only")} == {Severity.WARNING}
    assert len(guest.findings.of("flow_only")) == 15
    assert sum(row.verdict is Verdict.NOT_COMPILED for row in guest.rows()) == 15


def test_exhausted_in_words_is_nil_for_a_person_to_confirm(guest: InventoryPlan) -> None:
    nil = [row for row in guest.rows() if row.verdict is Verdict.NIL]
    assert [(row.number, row.material, row.to_confirm, row.amount) for row in nil] == [
        (19, "NB", True, None),
        (20, "NB", True, None),
    ]


def test_each_spelling_of_a_unit_is_reported_once_with_its_kilograms(guest: InventoryPlan) -> None:
    assert [(f.row, f.value, f.reason) for f in guest.findings.of("unit_read")] == [
        (2, "thousand metric tons", "Read as kt: thousand tonnes, 1,000,000 kg."),
        (6, "short tons", "Read as st: short ton (2000 lb), 907.18474 kg."),
        (15, "tonnes", "Read as t: tonne (metric ton), 1,000 kg."),
    ]


def test_dates_to_the_month_fiscal_years_and_missing_dates_are_found(guest: InventoryPlan) -> None:
    assert [(f.row, f.severity) for f in guest.findings.of("date_month_only")] == [(6, Severity.WARNING)]
    assert [f.row for f in guest.findings.of("date_fiscal_year")] == [9, 10, 11]
    assert [(f.row, f.severity) for f in guest.findings.of("as_of_missing")] == [(18, Severity.ERROR)]


def test_a_form_that_could_be_several_is_refused_with_the_candidates(guest: InventoryPlan) -> None:
    refused = [f for f in guest.findings.of("form_unknown") if f.severity is Severity.ERROR]
    assert [f.row for f in refused] == [5, 7, 15, 16, 17, 18]
    assert refused[2].hint == "Which is meant? SN-ING (Tin ingot); SN-SNO2 (Tin(IV) oxide)"
    assert "mentions_total" in codes(guest, 5)


def test_an_answer_in_the_mapping_settles_a_form_for_good(catalogue: Catalogue, guest: InventoryPlan) -> None:
    answered = guest.mapping.answering(forms={"SN/tin": "SN-ING"})
    again = plan_inventory(guest.table.path, catalogue, mapping=answered)
    assert again.counts.stock == guest.counts.stock + 3
    with_date = plan_inventory(
        guest.table.path, catalogue, mapping=answered, defaults=Defaults(as_of=date(2012, 12, 31))
    )
    assert with_date.counts.stock == guest.counts.stock + 4


@pytest.mark.parametrize(("agency", "rows"), [("us", 37), ("jp", 36), ("it", 32)])
def test_the_inventories_of_the_three_agencies_come_in_whole(catalogue: Catalogue, agency: str, rows: int) -> None:
    defaults = Defaults(place=Place(country=agency.upper()))
    plan = plan_inventory(resource_path("demo", agency, "inventory.csv"), catalogue, defaults=defaults)
    assert plan.counts == Counts(rows=rows, stock=rows)
    assert all(row.content and row.content.contained > 0 and row.lot_number for row in plan.rows())


# -- traps -------------------------------------------------------------------------------------------------------------


def test_a_metric_ton_unit_is_of_the_oxide_and_never_of_the_product(plan_text: PlanText) -> None:
    row = only(one_row(plan_text, "A,W,W-APT,100,mtu WO3,2026-06-30"))
    assert row.content is not None
    assert row.content.contained == 792_971_000
    assert row.content.gross > row.content.contained


@pytest.mark.parametrize("basis", ["WO3", "WO3 content", "oxide:WO3"])
def test_a_unit_of_content_may_be_named_by_the_basis_column(plan_text: PlanText, basis: str) -> None:
    plan = one_row(plan_text, f"A,W,W-APT,100,mtu,2026-06-30,{basis}", f"{HEADER},Basis")
    assert only(plan).content == only(one_row(plan_text, "A,W,W-APT,100,mtu WO3,2026-06-30")).content


def test_tonnes_of_content_are_worked_back_to_the_product(plan_text: PlanText) -> None:
    row = only(one_row(plan_text, "A,W,W-APT,10,t,2026-06-30,W content", f"{HEADER},Basis"))
    assert row.content is not None
    assert row.content.contained == 10 * TONNE
    assert row.content.gross == round(Decimal(10 * TONNE) / Decimal("0.704254"))


@pytest.mark.parametrize("unit", ["tons", "ton", "mt", "MT"])
def test_a_bare_ton_is_refused_with_a_question(plan_text: PlanText, unit: str) -> None:
    plan = one_row(plan_text, f"A,W,W-APT,100,{unit},2026-06-30")
    assert plan.counts.rejected == 1
    (finding,) = plan.findings.of("unit_ambiguous")
    assert "Which" in finding.hint


def test_the_answer_to_that_question_is_remembered_in_the_mapping(plan_text: PlanText) -> None:
    mapping = guess_mapping(HEADER.split(",")).answering(units={"tons": "st"})
    row = only(one_row(plan_text, "A,W,W-APT,100,Tons,2026-06-30", mapping=mapping))
    assert row.content is not None
    assert row.content.gross == 90_718_474_000


@pytest.mark.parametrize(
    ("material", "form", "amount", "unit", "milligrams"),
    [
        ("HG", "HG-FLASK", "2", "flasks", 68_946_040),
        ("PT", "PT-SPONGE", "1000", "troy ounces", 31_103_477),
        ("CO", "CO-MET", "2204.6226", "lb", 1_000_000_000),
        ("W", "W-APT", "1", "short tons", 907_184_740),
        ("MN", "MN-ORE44", "1", "long dry tons", 1_016_046_909),
    ],
)
def test_trade_units_convert_exactly(
    plan_text: PlanText, material: str, form: str, amount: str, unit: str, milligrams: int
) -> None:
    row = only(one_row(plan_text, f"A,{material},{form},{amount},{unit},2026-06-30"))
    assert row.content is not None
    assert abs(row.content.gross - milligrams) <= 15  # the pounds of one tonne are written to four places


def test_wet_tonnes_without_moisture_are_refused_and_with_it_are_not(plan_text: PlanText) -> None:
    assert one_row(plan_text, "A,NI,NI-MHP38,100,wmt,2026-06-30").findings.of("moisture_missing")
    row = only(one_row(plan_text, 'A,NI,NI-MHP38,100,wmt,2026-06-30,"12,5 %"', f"{HEADER},Moisture"))
    assert row.grade.moisture == Decimal("0.125")


def test_one_two_three_four_is_settled_by_the_rest_of_the_file_or_refused(plan_text: PlanText) -> None:
    header = HEADER.replace(",", ";")
    alone = plan_text(f"{header}\nA;W;W-APT;1.234;t;2026-06-30\n")
    assert [f.code for f in alone.findings.listed if f.severity is Severity.ERROR] == ["number_ambiguous"]
    comma = plan_text(f"{header}\nA;W;W-APT;1.234;t;2026-06-30\nB;W;W-APT;0,5;t;2026-06-30\n")
    assert [row.amount for row in comma.rows()] == [Decimal(1234), Decimal("0.5")]
    point = plan_text(f"{header}\nA;W;W-APT;1.234;t;2026-06-30\nB;W;W-APT;0.5;t;2026-06-30\n")
    assert [row.amount for row in point.rows()] == [Decimal("1.234"), Decimal("0.5")]


def test_a_file_that_writes_both_marks_is_told_so_and_doubtful_numbers_are_refused(plan_text: PlanText) -> None:
    header = HEADER.replace(",", ";")
    rows = "\n".join(f"{n};W;W-APT;{amount};t;2026-06-30" for n, amount in enumerate(("0,5", "0.5", "1.234")))
    plan = plan_text(f"{header}\n{rows}\n")
    assert plan.findings.of("decimal_marks_differ")
    assert [row.amount for row in plan.rows()] == [Decimal("0.5"), Decimal("0.5")]


def test_a_comma_that_lost_its_quotation_marks_does_not_shift_the_row(plan_text: PlanText) -> None:
    plan = one_row(plan_text, "A,W,W-APT,1,234,t,2026-06-30")
    assert "row_too_long" in codes(plan, 2)
    assert plan.counts.rejected == 1


def test_shares_follow_the_sign_then_the_column_and_a_mixture_is_asked_about(plan_text: PlanText) -> None:
    def assays(header: str, *cells: str) -> list[Decimal | None]:
        rows = "\n".join(f"{n},W,W-APT,5,t,2026-06-30,{cell}" for n, cell in enumerate(cells))
        return [row.grade.assay for row in plan_text(f"{HEADER},{header}\n{rows}\n").rows()]

    assert assays("Assay (%)", "65.2", "0.5") == [Decimal("0.652"), Decimal("0.005")]
    assert assays("Assay", "0.652", "0.5") == [Decimal("0.652"), Decimal("0.5")]
    assert assays("Assay", "65.2 %", "0.5 %") == [Decimal("0.652"), Decimal("0.005")]
    assert assays("Assay", "65.2", "0.652") == [Decimal("0.652")]


def test_day_and_month_are_settled_by_the_column_or_asked_about(plan_text: PlanText) -> None:
    both = f"{HEADER}\nA,W,W-APT,1,t,03/04/2026\nB,W,W-APT,1,t,13/04/2026\n"
    assert [row.as_of for row in plan_text(both).rows()] == [date(2026, 4, 3), date(2026, 4, 13)]
    assert one_row(plan_text, "A,W,W-APT,1,t,03/04/2026").findings.of("date_ambiguous")


def test_a_quantity_without_a_date_takes_the_one_given_for_the_file(plan_text: PlanText) -> None:
    assert one_row(plan_text, "A,W,W-APT,1,t,").counts.rejected == 1
    defaults = Defaults(as_of=date(2026, 6, 30), place=Place(country="IT"))
    assert only(one_row(plan_text, "A,W,W-APT,1,t,", defaults=defaults)).as_of == date(2026, 6, 30)


def test_a_day_that_has_not_come_is_refused(plan_text: PlanText) -> None:
    plan = one_row(plan_text, "A,W,W-APT,1,t,2062-06-30", today=date(2026, 7, 1))
    assert plan.findings.of("as_of_future")
    assert plan.counts.rejected == 1


def test_words_and_signs_in_place_of_a_quantity_keep_their_meaning(plan_text: PlanText) -> None:
    cells = ("W", "NA", "-", "XX", "0", "nil", "")
    rows = "\n".join(f"{n},W,W-APT,{cell},t,2026-06-30" for n, cell in enumerate(cells))
    plan = plan_text(f"{HEADER}\n{rows}\n")
    assert [row.verdict for row in plan.rows()] == [
        Verdict.WITHHELD,
        Verdict.NOT_COMPILED,
        Verdict.NOT_COMPILED,
        Verdict.NOT_APPLICABLE,
        Verdict.NIL,
        Verdict.NIL,
        Verdict.NOT_COMPILED,
    ]
    assert all(row.amount is None for row in plan.rows())


def test_a_line_of_totals_is_left_out_with_a_warning(plan_text: PlanText) -> None:
    plan = plan_text(f"{HEADER}\nA,W,W-APT,5,t,2026-06-30\nTotal,,,5,t,\n")
    assert (plan.counts.stock, plan.counts.totals, plan.counts.rejected) == (1, 1, 0)
    assert plan.findings.of("totals_row")[0].row == 3


def test_more_content_than_product_is_refused(plan_text: PlanText) -> None:
    header = f"{HEADER},Assay (%),Assay of"
    plan = one_row(plan_text, "A,W,W-APT,100,mtu WO3,2026-06-30,0.00,WO3", header)
    assert plan.counts.rejected == 1
    assert one_row(plan_text, "A,W,W-APT,1,t,2026-06-30,165,WO3", header).findings.of("fraction")


def test_control_and_invisible_characters_are_found_and_shown_harmlessly(plan_text: PlanText) -> None:
    plan = one_row(plan_text, "A\u202eB,W,W-APT,5,t,2026-06-30")
    (finding,) = plan.findings.of("text")
    assert (finding.severity, finding.value) == (Severity.ERROR, "A\ufffdB")


def test_a_header_gives_the_unit_where_no_column_does(plan_text: PlanText) -> None:
    header = "Lotto;Materiale;Forma;Quantità [kg];Situazione al;Ritmo massimo (t/giorno)"
    row = only(plan_text(f"{header}\nA;Tungsteno;W-APT;1.204,5;30.06.2026;\n"))
    assert (row.amount, row.unit and row.unit.unit.code) == (Decimal("1204.5"), "kg")


def test_a_unit_may_stand_beside_the_number(plan_text: PlanText) -> None:
    row = only(plan_text("Material,Form,Quantity,As of\nW,W-APT,5 t,2026-06-30\n"))
    assert (row.amount, row.unit and row.unit.unit.code) == (Decimal(5), "t")


def test_supplier_and_purpose_are_read_in_the_words_of_the_agency(plan_text: PlanText) -> None:
    plan = plan_text("鉱種,形態,数量(t),基準日,仕入先,備蓄目的\nW,W-APT,5,2026-06-30,供給 A,緊急\n")
    assert [(row.supplier, row.purpose) for row in plan.rows()] == [("供給 A", "緊急")]


def test_the_class_and_the_name_of_a_holder_are_told_apart(plan_text: PlanText) -> None:
    plan = plan_text(f"{HEADER},Holder\nA,W,W-APT,5,t,2026-06-30,Ente di stoccaggio\nB,W,W-APT,5,t,2026-06-30,Acme\n")
    assert [(row.holder_class, row.holder) for row in plan.rows()] == [
        (HolderClass.STOCKHOLDING_ENTITY, ""),
        (HolderClass.GOVERNMENT, "Acme"),
    ]


def test_the_largest_rate_is_a_mass_per_day_in_the_unit_of_its_header(plan_text: PlanText) -> None:
    header = f"{HEADER},Decision days,Max rate (t/day),Cross-border"
    row = only(one_row(plan_text, "A,W,W-APT,500,mtu WO3,2026-06-30,14,15,yes", header))
    assert (row.availability.decision_days, row.availability.max_rate) == (14, 15 * TONNE)
    assert row.availability.cross_border
    assert one_row(plan_text, "A,W,W-APT,5,mtu WO3,2026-06-30,14,15,yes", header.replace(" (t/day)", "")).findings.of(
        "rate_unit"
    )


# -- plan and apply ----------------------------------------------------------------------------------------------------


def test_the_same_rows_have_the_same_digests_in_whatever_order_they_come(plan_text: PlanText) -> None:
    rows = [",W,W-APT,5,t,2026-06-30", "B,CO,CO-MET,7,t,2026-06-30", ",W,W-APT,5,t,2026-06-30"]
    first = [row.digest for row in plan_text("\n".join([HEADER, *rows])).rows()]
    other = [row.digest for row in plan_text("\n".join([HEADER, *reversed(rows)]), encoding="utf-16").rows()]
    assert len(set(first)) == 3
    assert set(first) == set(other)


def test_two_equal_rows_are_two_lots_with_a_warning(plan_text: PlanText) -> None:
    plan = plan_text(f"{HEADER}\n,W,W-APT,5,t,2026-06-30\n,W,W-APT,5.0,t,2026-06-30\n")
    assert plan.counts.stock == 2
    assert [f.row for f in plan.findings.of("row_repeated")] == [3]


def test_a_file_that_changed_after_the_plan_is_not_booked(plan_text: PlanText) -> None:
    plan = one_row(plan_text, "A,W,W-APT,5,t,2026-06-30")
    plan.table.path.write_bytes(plan.table.path.read_bytes().replace(b",5,", b",9,"))
    with pytest.raises(InputError) as refused:
        list(plan.rows())
    assert refused.value.code == "E_TABLE_CHANGED"


def test_a_change_while_rows_are_booked_is_noticed_at_the_end(plan_text: PlanText) -> None:
    plan = one_row(plan_text, "A,W,W-APT,5,t,2026-06-30")
    rows = plan.rows()
    next(rows)
    plan.table.path.write_bytes(plan.table.path.read_bytes() + b"B,W,W-APT,5,t,2026-06-30\n")
    with pytest.raises(InputError, match="was changed"):
        list(rows)


def test_a_stored_mapping_is_used_for_its_header_and_no_other(plan_text: PlanText) -> None:
    text = "a,b,c,d,e\nW,W-APT,5,t,2026-06-30\n"
    with pytest.raises(InputError) as refused:
        plan_text(text)
    assert refused.value.code == "E_TABLE_COLUMNS"
    columns = {"material": 0, "form": 1, "quantity": 2, "unit": 3, "as_of": 4}
    stored = guess_mapping(["a", "b", "c", "d", "e"]).answering(columns=columns)
    plan = plan_text(text, remembered={stored.header_digest: stored}.get)
    assert plan.counts.stock == 1
    with pytest.raises(InputError, match="another header"):
        plan_text(f"{HEADER}\n", mapping=stored)


def test_progress_can_cancel_a_plan(plan_text: PlanText) -> None:
    def cancel(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        plan_text(HEADER + "\n" + "A,W,W-APT,5,t,2026-06-30\n" * 2_000, progress=cancel)


def test_findings_are_all_counted_and_a_thousand_of_a_kind_are_kept(plan_text: PlanText) -> None:
    plan = plan_text(HEADER + "\n" + "A,W,W-APT,-5,t,2026-06-30\n" * 1_500)
    assert plan.findings.total(Severity.ERROR) == 1_500
    assert len(plan.findings.of("negative_stock")) == 1_000
    assert plan.findings.unlisted == 500


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", HEADER.encode() + b"\n", b"\xff\xfe", b"PK\x03\x04", b'Lot;Menge\n"']),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_plan_or_one_clear_error(tmp_path: Path, data: bytes, start: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(start + data)
    try:
        plan = plan_inventory(path, load_catalogue())
    except StockpileError:
        return
    assert plan.counts.rows == sum(1 for _ in plan.table.rows())


@given(st.lists(st.lists(st.text(max_size=20), min_size=6, max_size=7), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_give_a_plan_in_which_every_row_is_accounted_for(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    lines = [HEADER, *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace", newline="")
    if "\0" in "".join(map("".join, rows)):
        return  # no text at all: refused as a whole
    counts = plan_inventory(path, load_catalogue()).counts
    assert counts.rows == counts.stock + counts.nil + counts.without_number + counts.rejected + counts.totals
