"""Positions are named as an officer names them, in words that can be said in another language."""

import pytest

from stockpile_client.core.phrases import say
from stockpile_client.core.quantities import MG_PER_KG, MG_PER_TONNE
from stockpile_client.core.statements import PositionKey
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.position_words import place_words, position_words, range_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (PositionKey("CO", "chemical", "", "country:US", "", "contained"),
         "cobalt, chemicals and intermediates, United States"),
        (PositionKey("W", "all", "", "world:everywhere", "", "usable"),
         "tungsten, all forms, everywhere, usable stock"),
        (PositionKey("W", "oxide", "W-APT", "bloc:EU", "government", "gross"),
         "tungsten, ammonium paratungstate (APT) tetrahydrate, European Union, government, gross weight"),
        (PositionKey("XX", "dust", "", "exact:Depot 9", "", "contained"), "XX, dust, Depot 9"),
        (PositionKey("W", "metal", "", "country:ZA", "", ""), "tungsten, metal, ZA"),
    ],
)  # fmt: skip
def test_what_a_position_is_about_is_said_as_far_as_it_says_anything(key: PositionKey, words: str) -> None:
    assert position_words(load_catalogue(), key) == words


def test_another_language_says_the_parts_in_its_own_words() -> None:
    words = position_words(load_catalogue(), PositionKey("CO", "metal", "", "country:US", "", "contained"))
    known = {"metal": "metallo", "United States": "Stati Uniti"}
    assert say(words, lambda template, *_: known.get(template, template), str) == "cobalt, metallo, Stati Uniti"


def test_masses_are_said_to_the_milligram_and_open_ranges_as_such() -> None:
    assert range_words(20 * MG_PER_TONNE, 24_500 * MG_PER_KG) == "20 t to 24.5 t"
    assert range_words(1_204_000 * MG_PER_KG, 1_204_000 * MG_PER_KG) == "1,204 t"
    assert range_words(1, None) == "0.000000001 t or more"


def test_a_place_is_named_by_its_name() -> None:
    assert [place_words(at) for at in ("country:IT", "region:IT-21", "world:everywhere")] == [
        "Italy", "IT-21", "everywhere",
    ]  # fmt: skip
