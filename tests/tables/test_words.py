from __future__ import annotations

import pytest

from stockpile_client.core.lots import HolderClass
from stockpile_client.tables import words


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("W content", "W"),
        ("contained Co", "Co"),
        ("WO3", "WO3"),
        ("oxide:WO3", "WO3"),
        ("element:W", "W"),
        ("Nb content; inventory exhausted by this sale", "Nb"),
        ("gross weight; uncommitted inventory", ""),
        ("gross (plan about 44 t Be content)", ""),
        ("stock as last reported", ""),
        ("metal content", ""),
        ("", ""),
    ],
)
def test_a_basis_names_the_oxide_or_element_that_the_quantity_is_of(text: str, basis: str) -> None:
    assert words.content_basis(text) == basis


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("it", "IT"),
        ("IT", "IT"),
        ("Stati Uniti", "US"),
        ("États-Unis", "US"),
        ("日本", "JP"),
        ("UK", "GB"),
        ("Atlantis", None),
    ],
)
def test_a_country_is_two_letters_or_a_name_in_five_languages(text: str, code: str | None) -> None:
    assert words.country_code(text) == code


@pytest.mark.parametrize("holder", list(HolderClass))
def test_a_holder_class_is_read_by_its_code_with_or_without_underscores(holder: HolderClass) -> None:
    assert words.holder_class(holder.value) is holder
    assert words.holder_class(holder.value.replace("_", " ").upper()) is holder


def test_yes_and_no_are_read_in_five_languages_and_nothing_else_is_either() -> None:
    assert [words.yes_or_no(text) for text in ("Sì", "はい", "○", "Ja", "TRUE")] == [True] * 5
    assert [words.yes_or_no(text) for text in ("No", "不可", "×", "nein", "0")] == [False] * 5
    assert words.yes_or_no("maybe") is None


def test_totals_are_told_from_texts_that_mention_one() -> None:
    assert words.is_total("Grand Total:")
    assert words.is_total("合計")
    assert not words.is_total("Cobalt, total")
    assert words.mentions_total("Cobalt, total")
    assert not words.mentions_total("Totalizer")
