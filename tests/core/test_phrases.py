"""A sentence is English text that can still be said in another language."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from decimal import Decimal

import pytest

from stockpile_client.core.phrases import Phrase, counted, joined, mark, phrase, say

GERMAN = {
    "The {what} was received on {day}.": "Am {day} kam: {what}.",
    "statement": "Meldung",
    "{n} lot": ("{n} Partie", "{n} Partien"),
}


def german(template: str, plural: str, n: int) -> str:
    found = GERMAN[template]
    return found if isinstance(found, str) else found[0 if n == 1 else 1]


def number(value: object) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)


def test_a_phrase_is_its_english_text():
    text = phrase("{mass} t of {material}", mass=Decimal("1204.50"), material="tungsten")
    assert text == "1,204.50 t of tungsten"
    assert isinstance(text, str)


def test_a_phrase_inside_a_phrase_is_said_in_the_same_language():
    text = phrase("The {what} was received on {day}.", what=phrase("statement"), day=date(2026, 3, 1))
    assert say(text, german, number) == "Am 2026-03-01 kam: Meldung."


def test_one_thing_and_many_things_take_their_own_words():
    assert [counted("{n} lot", "{n} lots", n) for n in (0, 1, 2, 12000)] == ["0 lots", "1 lot", "2 lots", "12,000 lots"]
    assert [say(counted("{n} lot", "{n} lots", n), german, number) for n in (1, 12000)] == [
        "1 Partie",
        "12.000 Partien",
    ]


def test_text_that_someone_typed_is_never_translated():
    assert say("statement", german, number) == "statement"
    assert say(phrase("{name}", name="statement"), lambda t, _p, _n: t, number) == "statement"


def test_braces_in_a_value_stay_as_they_are():
    assert phrase("Site {name} is closed.", name="{x}") == "Site {x} is closed."


def test_a_template_without_values_keeps_its_braces():
    assert phrase("{") == "{"


def test_sentences_in_a_row_stay_translatable():
    row = joined([phrase("statement"), "", phrase("statement")])
    assert row == "statement statement"
    assert isinstance(row, Phrase)
    assert say(row, lambda t, p, n: GERMAN.get(t, t), number) == "Meldung Meldung"


@pytest.mark.parametrize("copied", [pickle.loads, copy.deepcopy])
def test_a_copy_is_still_a_phrase(copied):
    text = counted("{n} lot", "{n} lots", 3)
    again = copied(pickle.dumps(text) if copied is pickle.loads else text)
    assert (again, again.template, again.plural, again.number) == (text, "{n} lot", "{n} lots", 3)


def test_a_missing_value_is_our_bug_and_says_so():
    with pytest.raises(KeyError):
        phrase("{a} {b}", a="1")


def test_marking_a_text_changes_nothing():
    assert mark("verified") == "verified"


def test_nothing_joined_is_an_empty_text_and_no_phrase():
    """A catalogue answers an empty text with its own header: nothing must ask it for one."""
    nothing = joined(["", ""], ", ")
    assert nothing == ""
    assert not isinstance(nothing, Phrase)
