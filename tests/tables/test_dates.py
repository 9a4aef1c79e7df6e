from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.tables.dates import order_shown_by, read_date

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-30",
        "2026/6/30",
        "2026.06.30",
        "20260630",
        "2026-06-30T00:00:00",
        "30.06.2026",
        "30. 6. 2026",
        "30/06/2026",
        "06/30/2026",
        "2026年6月30日",
        "2026年06月30日",
        "２０２６年６月３０日",
        "令和8年6月30日",
        "R8.6.30",
        "30 June 2026",
        "30-Jun-2026",
        "June 30, 2026",
        "30 giugno 2026",
        "30 juin 2026",
        "30. Juni 2026",
    ],
)
def test_a_day_reads_the_same_however_it_is_written(text: str) -> None:
    assert read_date(text, None) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2007-05", date(2007, 5, 31)), ("2024/2", date(2024, 2, 29)), ("May 2007", date(2007, 5, 31)),
     ("2026年6月末", DAY), ("06/2026", DAY)],
)  # fmt: skip
def test_a_month_is_its_last_day_with_a_warning(text: str, day: date) -> None:
    found, problem = read_date(text, None)
    assert found == day
    assert problem is not None
    assert (problem.code, problem.is_error) == ("date_month_only", False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FY2004", "date_fiscal_year"),
        ("2004年度", "date_fiscal_year"),
        ("2004", "date_year_only"),
        ("1/2/26", "date_short_year"),
        ("2026-02-30", "date_impossible"),
        ("2026-13", "date_impossible"),
        ("平成40年1月1日", "date_era"),
        ("soon", "date_unreadable"),
        ("45000", "date_unreadable"),
        ("03/04/2026", "date_ambiguous"),
    ],
)
def test_what_names_no_single_day_is_refused_with_what_to_do(text: str, code: str) -> None:
    day, problem = read_date(text, None)
    assert day is None
    assert problem is not None
    assert problem.code == code
    assert problem.hint


def test_the_order_that_the_column_showed_decides() -> None:
    assert read_date("03/04/2026", "dmy") == (date(2026, 4, 3), None)
    assert read_date("03/04/2026", "mdy") == (date(2026, 3, 4), None)
    assert (order_shown_by("13/04/2026"), order_shown_by("04/13/2026"), order_shown_by("3/4/2026")) == (
        "dmy",
        "mdy",
        None,
    )


def test_the_first_year_of_an_era_has_its_own_word() -> None:
    assert read_date("令和元年5月1日", None) == (date(2019, 5, 1), None)
    assert read_date("令和元年4月30日", None)[0] is None


@given(st.text(max_size=40), st.sampled_from(["dmy", "mdy", None]))
def test_any_text_gives_a_day_a_problem_or_nothing(text: str, order: str | None) -> None:
    day, problem = read_date(text, order)  # type: ignore[arg-type]
    assert day is None or isinstance(day, date)
    assert day is not None or problem is not None or not text.strip() or text.strip() in {"-", "–", "—"}


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_iso_date_reads_back(day: date) -> None:
    assert read_date(day.isoformat(), None) == (day, None)
