"""Published tables with suppressed cells: what their sources say can be worked out, the audit works out."""

from __future__ import annotations

from stockpile_client.disclosure.audit import Auditor, infer, protect, remedy, total, verify
from tests.disclosure.audit.tables import Table, atom, worlds

INVESTMENT = Table.of_rows([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
"""Investment of enterprises by activity (rows I to III) and region (columns A to C), where activity II in region C (22)
is sensitive: the introductory example of M. Fischetti and J.-J. Salazar-González, "Solving the cell suppression problem
on tabular data with linear constraints", Management Science 47(7), 2001."""

DELINQUENT_CHILDREN = Table.of_rows([[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]])
"""Delinquent children by county (Alpha to Delta) and education of the household head (low to very high), a fictitious
table where counts below 5 are sensitive: Federal Committee on Statistical Methodology, "Report on Statistical
Disclosure Limitation Methodology", Statistical Policy Working Paper 22, 1994, chapter II."""


def interval(table: Table, cell: tuple[str, str], hidden: set[tuple[str, ...]]) -> tuple[int, int | None]:
    found = infer(table.published(without=hidden), total([atom(*cell)])).interval
    return found.low, found.high


def by_listing(table: Table, cell: tuple[str, str], hidden: set[tuple[str, ...]]) -> tuple[int, int]:
    masses = [world[atom(*cell)] for world in worlds(table.published(without=hidden))]
    return min(masses), max(masses)


def test_a_single_suppressed_cell_is_computed_from_its_row():
    assert interval(INVESTMENT, ("2", "3"), {("2", "3")}) == (22, 22)


def test_four_suppressed_cells_leave_the_published_interval():
    hidden = {("2", "1"), ("2", "3"), ("3", "1"), ("3", "3")}
    assert interval(INVESTMENT, ("2", "3"), hidden) == (5, 30) == by_listing(INVESTMENT, ("2", "3"), hidden)


def test_the_cheapest_remedy_of_the_published_table_is_a_rectangle_through_the_sensitive_cell():
    promise = protect(total([atom("2", "3")]), true=22, percent=20, at_least=1, why="sensitive")
    found = remedy(Auditor([]), INVESTMENT.plan(without={("2", "3")}), [promise])
    assert found.optimal
    assert found.complete
    assert len(found.steps) == 3
    rows = [{each.group for each, _ in step.position.fact.terms} for step in found.steps]
    assert all(len(row) == 1 for row in rows)


def test_a_cell_in_a_table_with_two_suppressions_in_every_row_and_column_is_still_revealed_exactly():
    """The paper's point: rows Alpha and Beta less columns medium and high leave Alpha-high, which is 1."""
    hidden = {
        *[("1", "2"), ("1", "3"), ("1", "4")],
        *[("2", "2"), ("2", "3")],
        *[("3", "1"), ("3", "4")],
        *[("4", "1"), ("4", "4")],
    }
    assert interval(DELINQUENT_CHILDREN, ("1", "4"), hidden) == (1, 1)
    assert by_listing(DELINQUENT_CHILDREN, ("1", "4"), hidden) == (1, 1)


def test_the_chain_of_a_revealed_cell_names_the_totals_that_give_it_away():
    hidden = {
        ("1", "2"),
        ("1", "3"),
        ("1", "4"),
        ("2", "2"),
        ("2", "3"),
        ("3", "1"),
        ("3", "4"),
        ("4", "1"),
        ("4", "4"),
    }
    facts = DELINQUENT_CHILDREN.published(without=hidden)
    promise = protect(total([atom("1", "4")]), true=1, percent=100, at_least=1, why="below 5")
    (broken,) = Auditor(facts).audit([], [promise]).violations
    assert broken.interval.is_point
    lengths = [len(fact.terms) for fact in broken.chain]
    assert 4 in lengths
    assert 1 in lengths
    assert verify(broken.inferred.high.certificate) == 1


def test_every_sensitive_cell_of_the_published_table_can_be_protected():
    sensitive = {labels for labels, count in DELINQUENT_CHILDREN.cells.items() if count < 5}
    promises = [
        protect(total([atom(*labels)]), true=DELINQUENT_CHILDREN.cells[labels], percent=0, at_least=1, why="below 5")
        for labels in sorted(sensitive)
    ]
    found = remedy(Auditor([]), DELINQUENT_CHILDREN.plan(without=sensitive), promises)
    assert found.complete
    left = [step.position.fact.terms for step in found.steps]
    facts = [fact for fact in DELINQUENT_CHILDREN.published(without=sensitive) if fact.terms not in left]
    possible = worlds(facts)
    for labels in sensitive:
        assert len({world[atom(*labels)] for world in possible}) > 1
