"""Published examples of tables with suppressed cells: what their sources say can be worked out, the audit works out.

Sources, with the numbers as facts:

- *Handbook*: A. Hundepool and others, *Handbook on Statistical Disclosure Control*, second edition, Center of
  Excellence SDC, August 2024, chapter 4 (https://sdctools.github.io/HandbookSDC/04-magnitude-tabular-data.html).
- *sdcTable*: B. Meindl, the R package sdcTable, tests/testthat/test-simpleheuristic.R
  (https://github.com/sdcTools/sdcTable): a table in which every row and column has two suppressed cells, and one of
  them is revealed; the bounds that the package's ``attack()`` finds after one more suppression.

Tables without a source say that they are constructed.
"""

from __future__ import annotations

from stockpile_client.disclosure.audit import Auditor, Fact, infer, protect, remedy, total, verify
from tests.disclosure.audit.tables import Table, atom, public, worlds

GEURTS = Table.of_rows([[5, 2], [1, 2], [3, 3]])
"""*Handbook*, section 4.2.2, example 3, after J. Geurts (1992), table 10: rows 1 and 2 are suppressed and sum to 7 and
3, the columns to 9 and 7, all to 16. The true values are not printed; these are one table that fits."""
GEURTS_HIDDEN = {("1", "1"), ("1", "2"), ("2", "1"), ("2", "2")}

TWO_A_LINE = Table(
    {
        ("w", "a"): 30, ("w", "b"): 47, ("w", "c"): 64, ("w", "d"): 89,
        ("x", "a"): 90, ("x", "b"): 124, ("x", "c"): 5, ("x", "d"): 31,
        ("y", "a"): 92, ("y", "b"): 100, ("y", "c"): 59, ("y", "d"): 85,
        ("z", "a"): 800, ("z", "b"): 991, ("z", "c"): 651, ("z", "d"): 685,
    }
)  # fmt: skip
"""*sdcTable*: the table of the test problem."""
TWO_A_LINE_HIDDEN = {tuple(cell) for cell in ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")}

RECTANGLE = Table.of_rows([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
"""Constructed: three rows and columns of which the cell (2, 3) is sensitive."""

SMALL_COUNTS = Table.of_rows([[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]])
"""Constructed: counts in which everything below 5 is sensitive."""
SMALL_COUNTS_HIDDEN = {
    (row, column) for row, columns in (("1", "234"), ("2", "23"), ("3", "14"), ("4", "14")) for column in columns
}


def interval(table: Table, cell: tuple[str, ...], hidden: set[tuple[str, ...]]) -> tuple[int, int | None]:
    found = infer(table.published(without=hidden), total([atom(*cell)])).interval
    return found.low, found.high


def by_listing(table: Table, cell: tuple[str, ...], hidden: set[tuple[str, ...]]) -> tuple[int, int]:
    masses = [world[atom(*cell)] for world in worlds(table.published(without=hidden))]
    return min(masses), max(masses)


def test_the_suppressed_subsector_is_the_sector_less_the_others():
    """*Handbook*, section 4.1, example 1a: 56 600 − 47 600 − 8 002 = 998 million euro."""
    sector = [atom("I"), atom("II"), atom("III")]
    told = [
        Fact(total(sector), 56_600, 56_600, public("sector")),
        Fact(total([atom("II")]), 47_600, 47_600, public("subsector II")),
        Fact(total([atom("III")]), 8_002, 8_002, public("subsector III")),
    ]
    found = infer(told, total([atom("I")])).interval
    assert (found.low, found.high) == (998, 998)
    without_second = infer([told[0], told[2]], total([atom("I")])).interval
    assert (without_second.low, without_second.high) == (0, 56_600 - 8_002)


def test_the_feasibility_interval_of_the_handbook_is_3_to_6():
    """*Handbook*, section 4.2.2, example 3."""
    assert interval(GEURTS, ("1", "1"), GEURTS_HIDDEN) == (3, 6) == by_listing(GEURTS, ("1", "1"), GEURTS_HIDDEN)


def test_the_single_contributor_of_a_suppressed_cell_computes_its_neighbour_exactly():
    """*Handbook*, section 4.3.2, note on singletons: who is alone in cell (1, 2) has (1, 1) from the row's total."""
    told = GEURTS.published(without=GEURTS_HIDDEN)
    own = Fact(total([atom("1", "2")]), 2, 2, public("its own contribution"))
    found = infer([*told, own], total([atom("1", "1")])).interval
    assert (found.low, found.high) == (5, 5)


def test_a_cell_is_revealed_although_every_row_and_column_hides_two():
    """*sdcTable*: rows w and x less what they show are 236, columns a and c less what they show 189; 47 is left."""
    assert interval(TWO_A_LINE, ("w", "b"), TWO_A_LINE_HIDDEN) == (47, 47)


def test_one_more_suppression_opens_it_as_far_as_the_published_bounds():
    """*sdcTable*: after one more suppression the attacker's bounds of (w, b) are 0 and 78.

    The source does not print which cell its heuristic takes; (x, d), the smallest that helps, gives these bounds.
    """
    assert interval(TWO_A_LINE, ("w", "b"), TWO_A_LINE_HIDDEN | {("x", "d")}) == (0, 78)


def test_the_remedy_of_the_published_table_is_one_more_suppression():
    """*sdcTable*: its heuristic that solves the attacker's problems adds exactly one."""
    promise = protect(total([atom("w", "b")]), true=47, percent=0, at_least=1, why="sensitive")
    found = remedy(Auditor([]), TWO_A_LINE.plan(without=TWO_A_LINE_HIDDEN), [promise])
    assert found.complete
    assert found.optimal
    assert len(found.steps) == 1


def test_the_chain_of_a_revealed_cell_names_the_totals_that_give_it_away():
    facts = TWO_A_LINE.published(without=TWO_A_LINE_HIDDEN)
    promise = protect(total([atom("w", "b")]), true=47, percent=100, at_least=1, why="sensitive")
    (broken,) = Auditor(facts).audit([], [promise]).violations
    assert broken.interval.is_point
    lengths = [len(fact.terms) for fact in broken.chain]
    assert 4 in lengths
    assert 1 in lengths
    assert verify(broken.inferred.high.certificate) == 47


def test_a_single_suppressed_cell_is_computed_from_its_row():
    assert interval(RECTANGLE, ("2", "3"), {("2", "3")}) == (22, 22)


def test_four_suppressed_cells_leave_what_listing_all_tables_leaves():
    hidden = {("2", "1"), ("2", "3"), ("3", "1"), ("3", "3")}
    assert interval(RECTANGLE, ("2", "3"), hidden) == (5, 30) == by_listing(RECTANGLE, ("2", "3"), hidden)


def test_the_cheapest_remedy_is_a_rectangle_through_the_sensitive_cell():
    promise = protect(total([atom("2", "3")]), true=22, percent=20, at_least=1, why="sensitive")
    found = remedy(Auditor([]), RECTANGLE.plan(without={("2", "3")}), [promise])
    assert found.optimal
    assert found.complete
    assert len(found.steps) == 3
    rows = [{each.group for each, _ in step.position.fact.terms} for step in found.steps]
    assert all(len(row) == 1 for row in rows)


def test_a_small_count_is_revealed_by_two_rows_less_two_columns():
    cell = ("1", "4")
    assert (
        interval(SMALL_COUNTS, cell, SMALL_COUNTS_HIDDEN)
        == (1, 1)
        == by_listing(SMALL_COUNTS, cell, SMALL_COUNTS_HIDDEN)
    )


def test_every_small_count_can_be_protected():
    sensitive = {labels for labels, count in SMALL_COUNTS.cells.items() if count < 5}
    promises = [
        protect(total([atom(*labels)]), true=SMALL_COUNTS.cells[labels], percent=0, at_least=1, why="below 5")
        for labels in sorted(sensitive)
    ]
    found = remedy(Auditor([]), SMALL_COUNTS.plan(without=sensitive), promises)
    assert found.complete
    left = [step.position.fact.terms for step in found.steps]
    facts = [fact for fact in SMALL_COUNTS.published(without=sensitive) if fact.terms not in left]
    possible = worlds(facts)
    for labels in sensitive:
        assert len({world[atom(*labels)] for world in possible}) > 1
