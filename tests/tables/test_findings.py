from __future__ import annotations

from stockpile_client.core.errors import InputError
from stockpile_client.tables.findings import FindingCollector, Problem, Severity, excerpt
from stockpile_client.tables.number_text import NoNumberKind
from stockpile_client.tables.rows import Verdict
from stockpile_client.tables.verdicts import NO_NUMBER, PROBLEMS


def test_a_refusal_of_the_core_becomes_an_error_of_its_row() -> None:
    problem = Problem.of(InputError("E_UNIT_UNKNOWN", "The unit is not known.", hint="Use t."))
    assert (problem.code, problem.severity, problem.hint) == ("unit_unknown", Severity.ERROR, "Use t.")
    assert problem.softened().severity is Severity.WARNING


def test_an_excerpt_is_short_and_printable() -> None:
    assert excerpt("a\x00\u202eb") == "a\ufffd\ufffdb"
    assert len(excerpt("x" * 1_000)) == 60


def test_findings_are_counted_without_end_and_kept_within_bounds() -> None:
    collector = FindingCollector(limit=2)
    for row in range(5):
        collector.add(PROBLEMS["negative_stock"].at(row, "quantity", "-9"))
    collector.add(PROBLEMS["zero"].at(9, "quantity", "0"))
    found = collector.result()
    assert [finding.row for finding in found.listed] == [0, 1, 9]
    assert (found.total(Severity.ERROR), found.total(Severity.INFO), found.unlisted) == (5, 1, 3)


def test_every_error_says_what_to_do_next() -> None:
    problems = [*PROBLEMS.values(), *(problem for _, problem in NO_NUMBER.values())]
    assert all(problem.hint for problem in problems if problem.is_error)


def test_every_kind_of_no_number_has_its_verdict_and_none_is_stock_without_an_error() -> None:
    assert NO_NUMBER.keys() == set(NoNumberKind)
    assert all(problem.is_error == (verdict is Verdict.STOCK) for verdict, problem in NO_NUMBER.values())
