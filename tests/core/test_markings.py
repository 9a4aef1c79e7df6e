"""Markings are data; doubt is always resolved towards the more restrictive."""

from __future__ import annotations

import json

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import Marking, MarkingScheme, scheme_from_json
from stockpile_client.services.resources import resource_text

TEXT = resource_text("markings", "tlp-2.0.json")
TLP = scheme_from_json(TEXT)
CODES = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]


def altered(**changes: object) -> str:
    return json.dumps(json.loads(TEXT) | changes)


def test_the_traffic_lights_have_the_order_and_colours_of_the_standard():
    assert [marking.code for marking in TLP.markings] == CODES
    assert [marking.colour for marking in TLP.markings] == ["#FFFFFF", "#33FF00", "#FFC000", "#FFC000", "#FF2B2B"]
    assert {marking.background for marking in TLP.markings} == {"#000000"}
    assert "https://www.first.org/tlp/" in TLP.source


def test_the_banner_is_the_highest_marking_inside():
    assert TLP.highest(["TLP:GREEN", "TLP:AMBER+STRICT", "TLP:AMBER"]).code == "TLP:AMBER+STRICT"
    assert TLP.highest([]).code == "TLP:CLEAR"


@pytest.mark.parametrize("unknown", ["", "TLP:WHITE", "tlp:green", "TLP:GREEN ", "SECRET"])
def test_an_unknown_marking_counts_as_the_most_restrictive(unknown: str):
    assert TLP.find(unknown).code == "TLP:RED"
    assert TLP.highest(["TLP:CLEAR", unknown]).code == "TLP:RED"
    assert not TLP.allows("TLP:AMBER+STRICT", unknown)


@pytest.mark.parametrize("code", CODES)
def test_an_agreement_allows_its_highest_marking_and_what_is_below(code: str):
    assert [TLP.allows(code, each) for each in CODES] == [CODES.index(each) <= CODES.index(code) for each in CODES]


def test_doubt_about_the_limit_never_lets_more_out():
    assert [code for code in CODES if TLP.allows("AMBER", code)] == ["TLP:CLEAR"]


def test_an_agency_adds_its_caveats_as_data():
    scheme = scheme_from_json(
        json.dumps(
            {
                "name": "Agency caveats",
                "version": "2026-1",
                "source": "the agency's own rules",
                "markings": [
                    {"code": "OPEN", "rank": 0, "meaning": "a", "colour": "#000000", "background": "#FFFFFF"},
                    {"code": "RISERVATO", "rank": 5, "meaning": "b", "colour": "#000000", "background": "#ffcc00"},
                ],
            }
        )
    )
    assert scheme.highest(["OPEN", "RISERVATO"]).code == "RISERVATO"


def test_labels_stand_in_order_of_rank_and_once():
    red, green = TLP.markings[-1], TLP.markings[1]
    for wrong in ((), (red, green), (green, green), (green, Marking("TLP:GREEN", 99, "", "#000000", "#000000"))):
        with pytest.raises(InputError) as refusal:
            MarkingScheme("x", "1", "", wrong)
        assert refusal.value.code == "E_MARKING_SCHEME"


LABEL = json.loads(TEXT)["markings"][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{" * 100_000,
        "[" * 100_000,
        '{"name":"a","name":"b"}',
        altered(extra=1),
        altered(name=""),
        altered(name=5),
        altered(markings={}),
        altered(markings=[]),
        altered(markings=[5]),
        altered(markings=[LABEL] * 65),
        altered(markings=[LABEL | {"rank": True}]),
        altered(markings=[LABEL | {"rank": 1.5}]),
        altered(markings=[LABEL | {"colour": "red"}]),
        altered(markings=[LABEL | {"colour": "#ffffff\n"}]),
        altered(markings=[LABEL | {"extra": ""}]),
        altered(markings=[{"code": "X"}]),
    ],
    ids=lambda text: text[:30] or "empty",
)
def test_a_scheme_that_is_not_quite_one_is_refused(text: str):
    with pytest.raises(InputError) as refusal:
        scheme_from_json(text)
    assert refusal.value.code in ("E_MARKING_SCHEME", "E_TEXT")


def test_a_label_that_hides_characters_is_refused():
    with pytest.raises(InputError) as refusal:
        scheme_from_json(altered(markings=[LABEL | {"code": "TLP:\u202eDER"}]))
    assert refusal.value.code == "E_TEXT"
