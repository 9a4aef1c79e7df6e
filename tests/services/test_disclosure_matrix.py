"""The disclosure matrix: what each partner holds of ours, side by side."""

import csv
from datetime import timedelta

from stockpile_client.core.quantities import MG_PER_TONNE, Nil, NotCompiled, WithheldReason
from stockpile_client.services.disclosure_export import export_releases
from stockpile_client.services.disclosure_matrix import disclosure_matrix
from stockpile_client.services.disclosure_record import list_disclosed
from stockpile_client.services.holdings import list_holdings
from stockpile_client.services.release import apply_release, plan_release
from tests.services.agencies import AS_OF, Agencies


def test_before_anything_was_released_the_matrix_is_empty(agencies: Agencies) -> None:
    matrix = disclosure_matrix(agencies.us.ctx)
    assert (matrix.partners, matrix.rows) == ((), ())


def test_each_partner_has_a_column_and_a_partner_that_was_never_told_an_empty_cell(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp", rounding=0)
    us.release("it", scope=("CO",))
    matrix = disclosure_matrix(us.ctx)
    assert {row.agency_id for row in matrix.partners} == {agencies.jp.id, agencies.it.id}
    japan = [row.agency_id for row in matrix.partners].index(agencies.jp.id)
    for row in matrix.rows:
        told, other = row.cells[japan], row.cells[1 - japan]
        cell = told if row.key.material == "W" else other
        assert (told is None) != (other is None)
        assert cell is not None
        assert cell.width == (0 if row.key.material == "W" else 50 * MG_PER_TONNE) or cell.interval is not None
        assert (cell.as_of, cell.seq, cell.releases) == (AS_OF, 1, 1)
    assert matrix.rows[0].words.startswith("CO ")


def test_the_figure_of_the_latest_day_is_shown_and_earlier_ones_are_counted(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp")
    agencies.clock.advance(days=31)
    us.release("jp", as_of=AS_OF + timedelta(days=31), rounding=100 * MG_PER_TONNE)
    (row, *_) = disclosure_matrix(us.ctx, material="W").rows
    (cell,) = row.cells
    assert cell is not None
    assert cell.as_of == AS_OF + timedelta(days=31)
    assert cell.releases == 2
    assert cell.width == 100 * MG_PER_TONNE - 2 or cell.width == 100 * MG_PER_TONNE


def test_only_the_material_that_is_asked_for_is_listed_and_withheld_says_nothing_of_the_mass(
    agencies: Agencies,
) -> None:
    us = agencies.us
    us.release("jp", scope=("W", "CO"), withhold={"CO": WithheldReason.DEFENCE})
    (row,) = disclosure_matrix(us.ctx, material="CO").rows
    (cell,) = row.cells
    assert cell is not None
    assert (cell.interval, cell.width) == (None, None)


def test_nil_and_not_compiled_were_told_too_and_are_not_the_same(agencies: Agencies) -> None:
    us = agencies.us
    held = {one.material for one in list_holdings(us.ctx).totals}
    assert held.isdisjoint({"HE"})
    plan = plan_release(us.ctx, profile=us.profile("jp", scope=("W", "HE")), as_of=AS_OF, nil=("HE",))
    apply_release(us.ctx, plan, folder=agencies.post)
    (row,) = disclosure_matrix(us.ctx, material="HE").rows
    assert [cell and cell.quantity for cell in row.cells] == [Nil()]
    agencies.clock.advance(days=31)
    plan = plan_release(us.ctx, profile=plan.profile, as_of=AS_OF + timedelta(days=31), not_compiled=("HE",))
    apply_release(us.ctx, plan, folder=agencies.post)
    (row,) = disclosure_matrix(us.ctx, material="HE").rows
    assert [(cell.quantity, cell.releases, cell.interval) for cell in row.cells if cell] == [(NotCompiled(), 2, None)]
    told = [one.position.quantity for one in list_disclosed(us.ctx, material="HE")]
    assert told == [NotCompiled(), Nil()]


def test_the_whole_history_is_written_as_a_table(agencies: Agencies) -> None:
    us = agencies.us
    us.release("jp", scope=("W", "CO"), withhold={"CO": WithheldReason.DEFENCE})
    us.release("it", rounding=0)
    target = agencies.folder / "told.csv"
    written = export_releases(us.ctx, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert file.readline().strip() == us.ctx.scheme.most_restrictive.code
        rows = list(csv.DictReader(file))
    assert written.rows == len(rows) == len(list_disclosed(us.ctx))
    assert {row["Told"] for row in rows if row["To"] == "IT"} <= {"exact", "nil"}
    (withheld,) = [row for row in rows if row["Material"] == "CO"]
    assert (withheld["Told"], withheld["Reason"], withheld["At most (kg)"]) == ("withheld", "defence", "")
    assert export_releases(us.ctx, agencies.folder / "co.xlsx", partner=agencies.jp.id, material="CO").rows == 1
