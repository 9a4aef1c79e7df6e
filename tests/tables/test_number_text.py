from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.tables.number_text import (
    NoNumber,
    NoNumberKind,
    Number,
    StoredNumber,
    mark_shown_by,
    read_number,
    says_exhausted,
)

GROUPS = {",": [".", " ", "\u00a0", "\u202f", "'", "’", ""], ".": [",", " ", "\u00a0", "\u202f", "'", ""]}


def written(value: Decimal, mark: str, group: str) -> str:
    whole, _, part = format(value, "f").lstrip("-").partition(".")
    groups = []
    while len(whole) > 3 and group:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    body = group.join([whole, *groups]) + (mark + part if part else "")
    return ("-" if value < 0 else "") + body


@given(
    st.decimals(min_value=-(10**11), max_value=10**11, places=4),
    st.sampled_from([",", "."]).flatmap(lambda mark: st.tuples(st.just(mark), st.sampled_from(GROUPS[mark]))),
)
def test_a_number_reads_back_from_every_way_of_writing_it(value: Decimal, style: tuple[str, str]) -> None:
    mark, group = style
    assert read_number(written(value, mark, group), mark) == Number(value)  # type: ignore[arg-type]


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from([",", "."]))
def test_a_shape_never_proves_the_wrong_mark(value: Decimal, mark: str) -> None:
    for group in GROUPS[mark]:
        assert mark_shown_by(written(value, mark, group)) in (mark, None)


@given(st.text(max_size=50), st.sampled_from([",", ".", None]))
def test_any_text_is_a_number_or_says_why_not(text: str, mark: str | None) -> None:
    read = read_number(text, mark)  # type: ignore[arg-type]
    assert isinstance(read, NoNumber) or read.value.is_finite()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "blank"),
        ("   ", "blank"),
        ("-", "dash"),
        ("—", "dash"),
        ("--", "dash"),
        ("W", "withheld"),
        ("NA", "not_available"),
        ("n/a", "not_available"),
        ("XX", "not_applicable"),
        ("E", "not_applicable"),
        ("nil", "nil"),
        ("なし", "nil"),
        ("exhausted", "exhausted"),
        ("esaurito", "exhausted"),
        ("<5", "bound"),
        (">1,000", "bound"),
        ("ca. 500", "bound"),
        ("1,000¹", "footnote"),
        ("53 e/", "footnote"),
        ("53*", "footnote"),
        ("1.5E+03", "exponent"),
        ("1.23456789012345678901", "too_long"),
        ("1,23,456", "unreadable"),
        ("12-5", "unreadable"),
        ("5 ‰", "unreadable"),
        ("NaN", "unreadable"),
        ("inf", "unreadable"),
    ],
)
def test_what_is_no_number_says_why_and_is_never_zero(text: str, kind: str) -> None:
    read = read_number(text, ".")
    assert isinstance(read, NoNumber)
    assert read.kind == NoNumberKind(kind)


def test_one_separator_before_three_digits_is_refused_until_the_file_shows_its_mark() -> None:
    assert read_number("1.234", None) == NoNumber(NoNumberKind.AMBIGUOUS, "1.234")
    assert read_number("1.234", ",") == Number(Decimal(1234))
    assert read_number("1.234", ".") == Number(Decimal("1.234"))


def test_a_number_that_a_workbook_stored_needs_no_mark_and_is_not_the_text_that_looks_like_it() -> None:
    assert read_number(StoredNumber("1.234"), ",") == Number(Decimal("1.234"))
    assert mark_shown_by(StoredNumber("1.5")) is None
    assert StoredNumber("1.5") != "1.5"
    assert len({StoredNumber("1.5"), "1.5"}) == 2


def test_brackets_and_the_true_minus_are_negative() -> None:
    assert read_number("(53)", None) == Number(Decimal(-53))
    assert read_number("−9", None) == Number(Decimal(-9))
    assert read_number("(1.234,5)", ",") == Number(Decimal("-1234.5"))


def test_minus_nothing_is_nothing() -> None:
    read = read_number("-0", None)
    assert isinstance(read, Number)
    assert not read.value.is_signed()


def test_a_per_cent_sign_is_kept_apart_from_the_value() -> None:
    assert read_number("12,5 %", ",") == Number(Decimal("12.5"), percent=True)


def test_full_width_digits_are_digits_and_superscripts_are_not() -> None:
    assert read_number("１２３．５", ".") == Number(Decimal("123.5"))
    assert isinstance(read_number("12²", "."), NoNumber)


def test_remarks_that_say_nothing_is_left_are_recognised() -> None:
    assert says_exhausted("Nb content; inventory exhausted by this sale")
    assert not says_exhausted("inexhaustible")
