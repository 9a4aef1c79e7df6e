"""Importing an inventory into the books: each row once, whatever file it comes in; later figures as adjustments."""

from datetime import date
from pathlib import Path

import pytest

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.holdings import list_holdings, lot_detail
from stockpile_client.services.import_inventory import ImportResult, apply_import, plan_import
from stockpile_client.services.ledger import post_movement, reverse_movement
from stockpile_client.services.resources import resource_path
from stockpile_client.storage import imports, movements
from stockpile_client.tables.pasted import Clip, pasted_table
from stockpile_client.tables.rows import Confirmed
from tests.services.agencies import Agencies, Desk

HEADER = "Lot,Material,Form,Quantity,Unit,Depot,As of"


def table(folder: Path, *rows: str, name: str = "stock.csv", header: str = HEADER) -> Path:
    """A file of stock."""
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def take(desk: Desk, path: Path, *, confirmed: Confirmed | None = None, **options: Path) -> ImportResult:
    """Plan and book at once; the plan must have told what the booking does."""
    plan = plan_import(desk.ctx, path, confirmed=confirmed)
    done = apply_import(desk.ctx, plan, **options)
    assert (done.added, done.adjusted, done.skipped) == (plan.new, plan.adjusted, plan.known)
    return done


def gross(desk: Desk, number: str, *, as_of: date | None = None) -> list[float]:
    """Tonnes of product of every lot of that number."""
    rows = list_holdings(desk.ctx, as_of=as_of).rows
    return [row.gross / MG_PER_TONNE for row in rows if row.number == number]


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    """The agency that imports; it holds its demonstration stock already."""
    return agencies.it


def test_planning_changes_nothing(it: Desk, tmp_path: Path) -> None:
    before = it.dump()
    plan = plan_import(it.ctx, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-01"))
    assert (plan.new, plan.adjusted, plan.known, plan.new_sites) == (1, 0, 0, ("Novara",))
    assert plan.already_imported is None
    assert it.dump() == before


def test_the_same_file_twice_adds_nothing(it: Desk, tmp_path: Path) -> None:
    rows = ["T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-01", ",Tungsten,Tungsten powder,3,t,Novara,2026-09-01"]
    path = table(tmp_path, *rows)
    assert take(it, path).added == 2
    before = it.dump()
    plan = plan_import(it.ctx, path)
    assert plan.changes_nothing
    assert plan.already_imported == it.ctx.now()
    assert apply_import(it.ctx, plan).change.kinds == frozenset()
    assert {name: rows for name, rows in it.dump().items() if name != "column_mapping"} == {
        name: rows for name, rows in before.items() if name != "column_mapping"
    }


def test_the_same_row_in_another_file_adds_nothing(it: Desk, tmp_path: Path) -> None:
    row = ",Tungsten,Tungsten powder,3,t,Novara,2026-09-01"
    assert take(it, table(tmp_path, row)).added == 1
    other = table(tmp_path, "T-2,Tungsten,Tungsten powder,5,t,Novara,2026-09-01", row, name="second.csv")
    assert (take(it, other).added, take(it, other).added) == (1, 0)
    assert gross(it, "") == [3]


def test_two_equal_rows_of_one_file_are_two_lots(it: Desk, tmp_path: Path) -> None:
    row = ",Tungsten,Tungsten powder,3,t,Novara,2026-09-01"
    path = table(tmp_path, row, row)
    assert (take(it, path).added, take(it, path).added) == (2, 0)
    assert gross(it, "") == [3, 3]


def test_a_later_inventory_adjusts_the_lot_as_of_its_own_day(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    later = table(tmp_path, "T-1,Tungsten,Tungsten powder,8,t,Novara,2026-09-15", name="later.csv")
    done = take(it, later)
    assert (done.added, done.adjusted) == (0, 1)
    assert gross(it, "T-1", as_of=date(2026, 9, 14)) == [10]
    assert gross(it, "T-1", as_of=date(2026, 9, 15)) == [8]
    (row,) = [row for row in list_holdings(it.ctx).rows if row.number == "T-1"]
    last = lot_detail(it.ctx, row.lot_id).movements[-1]
    assert (last.kind, last.gross, last.effective) == (
        MovementKind.COUNT_ADJUSTMENT, -2 * MG_PER_TONNE, date(2026, 9, 15),
    )  # fmt: skip
    assert take(it, later).adjusted == 0


def test_a_later_inventory_with_the_same_figure_changes_nothing(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    done = take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10000,kg,Novara,2026-09-15", name="later.csv"))
    assert (done.added, done.adjusted, done.skipped) == (0, 0, 1)


@pytest.mark.parametrize("opened", ["", "2020-01-31"])
def test_an_older_inventory_does_not_change_what_was_counted_later(it: Desk, tmp_path: Path, opened: str) -> None:
    header = HEADER + ",Date received"
    newer = table(tmp_path, f"T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-15,{opened}", header=header)
    older = table(
        tmp_path, f"T-1,Tungsten,Tungsten powder,12,t,Novara,2026-06-30,{opened}", name="o.csv", header=header
    )
    take(it, newer)
    done = take(it, older)
    assert (done.added, done.adjusted, done.skipped) == (0, 0, 1)
    assert gross(it, "T-1") == [10]
    later = table(tmp_path, f"T-1,Tungsten,Tungsten powder,9,t,Novara,2026-09-20,{opened}", name="l.csv", header=header)
    between = table(
        tmp_path, f"T-1,Tungsten,Tungsten powder,11,t,Novara,2026-09-18,{opened}", name="b.csv", header=header
    )
    assert take(it, later).adjusted == 1
    assert take(it, between).adjusted == 0
    assert gross(it, "T-1") == [9]


def test_a_count_is_of_its_day_whatever_was_posted_after_it(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    (row,) = [row for row in list_holdings(it.ctx).rows if row.number == "T-1"]
    post_movement(
        it.ctx, row.lot_id, kind=MovementKind.RELEASE, effective=date(2026, 9, 20),
        gross=-4 * MG_PER_TONNE, contained=-row.contained * 4 // 10,
    )  # fmt: skip
    assert take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,9,t,Novara,2026-09-15", name="l.csv")).adjusted == 1
    assert gross(it, "T-1", as_of=date(2026, 9, 15)) == [9]
    assert gross(it, "T-1") == [5]


def test_a_count_that_the_ledger_cannot_hold_is_named_before_anything_is_booked(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    (row,) = [row for row in list_holdings(it.ctx).rows if row.number == "T-1"]
    post_movement(
        it.ctx, row.lot_id, kind=MovementKind.RELEASE, effective=date(2026, 9, 20),
        gross=-8 * MG_PER_TONNE, contained=-row.contained * 8 // 10,
    )  # fmt: skip
    before = it.dump()
    with pytest.raises(InputError, match=r"Row 2, lot T-1: .* 2026-09-20") as error:
        plan_import(it.ctx, table(tmp_path, "T-1,Tungsten,Tungsten powder,5,t,Novara,2026-09-15", name="l.csv"))
    assert error.value.code == "E_NEGATIVE_STOCK"
    assert it.dump() == before


def test_a_count_that_was_reversed_no_longer_counts(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,1,t,Novara,2026-09-20", name="wrong.csv"))
    (row,) = [row for row in list_holdings(it.ctx).rows if row.number == "T-1"]
    wrong = lot_detail(it.ctx, row.lot_id).movements[-1]
    reverse_movement(it.ctx, wrong.id, reason="inventory as of the wrong depot")
    assert take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,9,t,Novara,2026-09-15", name="l.csv")).adjusted == 1
    assert gross(it, "T-1") == [9]


def test_a_lot_number_that_stands_twice_is_asked_about_and_neither_row_is_booked(it: Desk, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30",
        "T-2,Tungsten,Tungsten powder,7,t,Novara,2026-06-30",
        "T-1,Tungsten,Tungsten powder,4,t,Novara,2026-06-30",
    )
    plan = plan_import(it.ctx, path)
    assert (plan.new, plan.table.counts.stock, plan.table.counts.rejected) == (1, 1, 2)
    assert [(found.row, found.value) for found in plan.table.findings.of("lot_number_shared")] == [
        (2, "T-1"),
        (4, "T-1"),
    ]
    rejects = tmp_path / "rejects.csv"
    assert take(it, path, rejects=rejects).added == 1
    assert (gross(it, "T-1"), gross(it, "T-2")) == ([], [7])
    assert "stands in row 4 too" in rejects.read_text("utf-8-sig").splitlines()[1]


def test_lots_that_share_a_number_stay_two_once_a_person_has_said_so(it: Desk, tmp_path: Path) -> None:
    own = Confirmed(own_lots=True)
    first = [
        "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30",
        "T-1,Tungsten,Tungsten powder,4,t,Novara,2026-06-30",
    ]
    assert take(it, table(tmp_path, *first), confirmed=own).added == 2
    second = [row.replace("2026-06-30", "2026-09-15").replace(",4,", ",3,") for row in first]
    done = take(it, table(tmp_path, *second, name="later.csv"), confirmed=own)
    assert (done.added, done.adjusted, done.skipped) == (0, 1, 1)
    assert gross(it, "T-1") == [10, 3]


def test_words_that_may_mean_nil_empty_a_lot_once_a_person_has_said_so(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    later = table(tmp_path, "T-1,Tungsten,Tungsten powder,exhausted,t,Novara,2026-09-15", name="later.csv")
    plan = plan_import(it.ctx, later)
    assert (plan.changes_nothing, plan.table.nil_in_words) == (True, 1)
    assert take(it, later, confirmed=Confirmed(nil=True)).adjusted == 1
    assert gross(it, "T-1") == [0]


def test_one_day_holds_for_all_rows_that_name_none(it: Desk, tmp_path: Path) -> None:
    rows = ["T-1,Tungsten,Tungsten powder,10,t,Novara,", "T-2,Tungsten,Tungsten powder,5,t,Novara,2026-06-30"]
    path = table(tmp_path, *rows)
    assert plan_import(it.ctx, path).table.counts.rejected == 1
    plan = plan_import(it.ctx, path, as_of=date(2026, 9, 1))
    assert [row.as_of for row in plan.table.rows()] == [date(2026, 9, 1), date(2026, 6, 30)]


def test_what_was_pasted_is_planned_and_booked_like_a_file(it: Desk) -> None:
    clip = Clip("Lot\tMaterial\tForm\tQuantity (t)\tDepot\tAs of\nP-1\tW\tW-APT\t10\tNovara\t2026-09-01\n")
    plan = plan_import(it.ctx, pasted_table(clip))
    assert (plan.new, plan.table.layout.delimiter) == (1, "\t")
    assert apply_import(it.ctx, plan).added == 1
    assert gross(it, "P-1") == [10]
    assert plan_import(it.ctx, pasted_table(clip)).changes_nothing


def test_a_nil_row_empties_a_known_lot_and_makes_none(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    nil = ["T-1,Tungsten,Tungsten powder,0,t,Novara,2026-09-15", "T-9,Tungsten,Tungsten powder,0,t,Novara,2026-09-15"]
    done = take(it, table(tmp_path, *nil, name="later.csv"))
    assert (done.added, done.adjusted, done.skipped) == (0, 1, 1)
    assert gross(it, "T-9") == []
    assert [one for one in gross(it, "T-1") if one] == []


@pytest.mark.parametrize("words", ["W", "NA", "withheld"])
def test_a_row_without_a_number_is_no_stock_and_no_zero(it: Desk, tmp_path: Path, words: str) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-06-30"))
    later = table(tmp_path, f"T-1,Tungsten,Tungsten powder,{words},t,Novara,2026-09-15", name="later.csv")
    plan = plan_import(it.ctx, later)
    assert (plan.new, plan.adjusted, plan.table.counts.without_number) == (0, 0, 1)
    apply_import(it.ctx, plan)
    assert gross(it, "T-1") == [10]


def test_rejected_rows_are_written_mended_and_imported(it: Desk, tmp_path: Path) -> None:
    good = "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-01"
    path = table(
        tmp_path, good, "T-2,Unobtainium,,5,t,Novara,2026-09-01", "T-3,Tungsten,Tungsten powder,-9,t,Novara,2026-09-01"
    )
    rejects = tmp_path / "rejects.csv"
    done = take(it, path, rejects=rejects)
    assert (done.added, done.rejected, done.rejects) == (1, 2, rejects)
    text = rejects.read_text(encoding="utf-8-sig")
    assert "T-2" in text
    assert "T-1" not in text
    mended = text.replace("Unobtainium,,", "Tungsten,Tungsten powder,").replace("'-9", "9")
    rejects.write_text(mended, encoding="utf-8")
    again = take(it, rejects)
    assert (again.added, again.rejected) == (2, 0)
    assert take(it, path).added == 0


def test_no_file_of_rejects_is_written_where_none_were_rejected(it: Desk, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    done = take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-01"), rejects=rejects)
    assert done.rejects is None
    assert not rejects.exists()


def test_a_file_that_changed_after_the_plan_is_not_booked(it: Desk, tmp_path: Path) -> None:
    path = table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-01", "T-2,Xx,,1,t,Novara,2026-09-01")
    plan = plan_import(it.ctx, path)
    table(tmp_path, "T-1,Tungsten,Tungsten powder,99,t,Novara,2026-09-01", "T-2,Xx,,1,t,Novara,2026-09-01")
    before = it.dump()
    with pytest.raises(InputError) as error:
        apply_import(it.ctx, plan, rejects=tmp_path / "rejects.csv")
    assert error.value.code == "E_TABLE_CHANGED"
    assert it.dump() == before
    assert not (tmp_path / "rejects.csv").exists()


def test_a_failure_in_the_middle_leaves_nothing(it: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"T-{n},Tungsten,Tungsten powder,10,t,Depot {n},2026-09-01" for n in range(9)]
    plan = plan_import(it.ctx, table(tmp_path, *rows))
    before = it.dump()

    def full(*_arguments: object) -> None:
        raise MachineError("E_DISK_FULL", "The disk is full.")

    monkeypatch.setattr(movements, "post", full)
    with pytest.raises(MachineError):
        apply_import(it.ctx, plan)
    monkeypatch.undo()
    assert it.dump() == before
    assert apply_import(it.ctx, plan).added == 9


def test_a_plan_that_is_booked_twice_adds_once(it: Desk, tmp_path: Path) -> None:
    plan = plan_import(it.ctx, table(tmp_path, ",Tungsten,Tungsten powder,10,t,Novara,2026-09-01"))
    assert apply_import(it.ctx, plan).added == 1
    assert apply_import(it.ctx, plan).added == 0


def test_rows_that_a_better_mapping_lets_in_are_known_from_then_on(it: Desk, tmp_path: Path) -> None:
    path = table(tmp_path, ",Tungsten,Tungsten powder,10,t,Novara,2026-09-01", ",Tungsten,,5,t,Novara,2026-09-01",
                 header="Lot,Material,Sort,Quantity,Unit,Depot,As of")  # fmt: skip
    plan = plan_import(it.ctx, path)
    apply_import(it.ctx, plan)
    columns = {**plan.table.mapping.columns, "form": 2}
    better = type(plan.table.mapping)(header_digest=plan.table.mapping.header_digest, columns=columns)
    second = apply_import(it.ctx, plan_import(it.ctx, path, mapping=better))
    third = apply_import(it.ctx, plan_import(it.ctx, path, mapping=better))
    assert second.added == 1
    assert third.added == 0


def test_the_file_of_the_american_stockpile_comes_in_with_its_findings(agencies: Agencies) -> None:
    us = agencies.us
    plan = plan_import(us.ctx, resource_path("demo", "guest", "us_nds_inventory.csv"))
    assert plan.new == plan.table.counts.stock > 0
    assert plan.table.counts.rejected > 0
    assert {finding.value for finding in plan.table.findings.of("negative_stock")} == {"-9"}
    assert {"short tons", "thousand metric tons"} <= {one.value for one in plan.table.findings.of("unit_read")}
    assert any(finding.value == "2007-05" for finding in plan.table.findings.of("date_month_only"))
    assert plan.table.findings.of("flow_only")
    done = apply_import(us.ctx, plan)
    assert (done.added, done.adjusted) == (plan.new, 0)
    assert plan_import(us.ctx, plan.path).changes_nothing
    assert all(row.gross >= 0 for row in list_holdings(us.ctx).rows)


def test_an_import_is_in_the_history_and_in_the_audit_log(it: Desk, tmp_path: Path) -> None:
    take(it, table(tmp_path, "T-1,Tungsten,Tungsten powder,10,t,Novara,2026-09-01"))
    batch = imports.every(it.db)[0]
    assert (batch.file_name, batch.added, batch.rejected) == ("stock.csv", 1, 0)
    event = it.db.execute("SELECT event, subject FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    assert event == ("inventory_imported", batch.digest)
