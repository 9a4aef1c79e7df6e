"""The disclosure matrix: what each partner holds of ours, side by side."""

from datetime import timedelta

from stockpile_client.core.quantities import MG_PER_TONNE, WithheldReason
from stockpile_client.services.disclosure_matrix import disclosure_matrix
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
