"""What is typed is read exactly, or refused in words that say how to write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.content import Grade
from stockpile_client.core.errors import InputError
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.typed import (
    by_products_text,
    read_amount,
    read_by_products,
    read_days,
    read_share,
    share_text,
)
from stockpile_client.services.weighing import unit_choices, weigh

CATALOGUE = load_catalogue()


def test_numbers_are_read_as_the_locale_writes_them():
    assert read_amount("1.204,5", ",") == read_amount("1,204.5", ".") == Decimal("1204.5")
    assert read_amount("0", ".", zero=True) == 0


@pytest.mark.parametrize("text", ["", "abc", "-1", "0", "5 %", "1e3", "1" * 30, "12 t"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(InputError) as error:
        read_amount(text, ".")
    assert error.value.message.startswith("Type ")


@given(st.decimals(0, 100, places=4), st.sampled_from([".", ","]))
def test_a_share_is_read_back_as_it_was_written(percent, mark):
    share = read_share(f"{percent}".replace(".", mark) + " %", mark)
    assert read_share(share_text(share, mark), mark) == share == percent / 100


def test_days_are_whole_and_within_ten_years():
    assert [read_days(text) for text in ("", " 14 ", "3660")] == [0, 14, 3660]
    for text in ("1.5", "-1", "3661", "x"):
        with pytest.raises(InputError):
            read_days(text)


def test_further_elements_are_named_once_with_their_shares():
    shares = read_by_products("Dy 1,2; terbium 0,2 %", ",", CATALOGUE)
    assert shares == {"DY": Decimal("0.012"), "TB": Decimal("0.002")}
    assert read_by_products(by_products_text(shares, ",", CATALOGUE), ",", CATALOGUE) == shares
    for text in ("Dy", "Xx 1", "Dy 1; Dy 2", "Dy 200"):
        with pytest.raises(InputError):
            read_by_products(text, ".", CATALOGUE)


def test_every_unit_that_is_offered_for_a_form_can_be_weighed_in():
    for code in CATALOGUE.forms:
        for unit in unit_choices(CATALOGUE, code):
            assert weigh(CATALOGUE, code, Grade(moisture=Decimal("0.1")), Decimal(10), unit).gross > 0


@pytest.mark.parametrize(
    ("typed", "mark", "large", "small"),
    [("1.204", ",", "1204", "1,204"), ("1,204", ".", "1204", "1.204"), ("１．２０４", ",", "1204", "1,204")],
)
def test_one_sign_that_could_part_thousands_or_decimals_is_asked_about(typed, mark, large, small):
    with pytest.raises(InputError) as refused:
        read_amount(typed, mark)
    assert refused.value.message == f"This could mean {large} or {small}. Type one of the two."


@pytest.mark.parametrize(
    ("typed", "mark", "value"),
    [("1.204,5", ",", "1204.5"), ("1.204.500", ",", "1204500"), ("1204,5", ",", "1204.5"), ("1 204", ",", "1204")],
)
def test_signs_that_can_mean_one_thing_only_are_read(typed, mark, value):
    assert read_amount(typed, mark) == Decimal(value)
