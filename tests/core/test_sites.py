"""A location is only ever made coarser."""

from __future__ import annotations

import pytest
from hypothesis import given

from stockpile_client.core.errors import InputError
from stockpile_client.core.sites import LADDER, Level, Site, location, read_location
from tests import strategies

NOVARA = Site("1" * 32, "Deposito 2", "Novara", "IT-21", "IT", "EU")


def test_the_ladder_goes_from_the_exact_place_to_the_bloc():
    assert [location(NOVARA, level) for level in LADDER] == [
        "exact:Deposito 2",
        "town:Novara",
        "region:IT-21",
        "country:IT",
        "bloc:EU",
    ]


@given(strategies.sites(), strategies.levels)
def test_a_location_is_never_finer_than_was_asked_for(site: Site, level: Level):
    found, value = read_location(location(site, level))
    assert LADDER.index(found) >= LADDER.index(level) or (level is Level.BLOC and not site.bloc)
    assert value
    if found is not Level.EXACT:
        assert value in (site.town, site.region, site.country, site.bloc)


def test_a_country_outside_a_bloc_stands_for_itself():
    assert location(Site("1" * 32, "A", "", "", "JP"), Level.BLOC) == "country:JP"


@pytest.mark.parametrize(
    "text", ["", "IT", "country:", "planet:earth", "country:IT\n", "Country:IT", "country:" + "x" * 201]
)
def test_a_location_names_its_level(text: str):
    with pytest.raises(InputError) as refusal:
        read_location(text)
    assert refusal.value.code == "E_LOCATION"
