"""Names of people: one script each, and no second person by another spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.core.errors import InputError
from stockpile_client.core.people import check_person, same_person


@pytest.mark.parametrize(
    "name",
    [
        "A. Rossi",
        "José Müller-Łęcki",
        "Иванов И.",
        "山田 はなこ",
        "山田 エリー",
        "김 영수",
        "Ωμέγα",
        "h.sato",
        "佐藤 H.",
        "Ünal 2",
    ],
)
def test_names_as_people_have_them_are_taken(name: str) -> None:
    check_person(name)
    assert same_person(name, name.upper() + " ")


@pytest.mark.parametrize("name", ["Rоssi", "\uff21 Иванов", "山田 Иван", "Αlice", "Аlice"])
def test_a_name_that_mixes_scripts_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_person(name)
    assert refusal.value.code == "E_PERSON_SCRIPTS"
    assert refusal.value.hint


def test_voiced_kana_are_letters_of_their_own_and_accents_are_not() -> None:
    assert not same_person("かわた", "かわだ")
    assert same_person("José", "JOSE")
    assert not same_person("A. Rossi", "B. Rossi")
    assert not same_person("?", "!")


@given(st.text(max_size=20), st.text(max_size=20))
def test_to_be_the_same_holds_both_ways_and_of_oneself(one: str, other: str) -> None:
    assert same_person(one, one)
    assert same_person(one, other) == same_person(other, one)
