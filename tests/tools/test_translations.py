"""The four translations say everything that the source says, with the same fields, and the window speaks them."""

from __future__ import annotations

from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message

from stockpile_client.ui.actions import FRAME_ACTIONS
from stockpile_client.ui.tables.actions import TABLE_ACTIONS
from stockpile_client.ui.workspaces import WORKSPACES
from tests.tools.tool import translations

POINTS = {"。": ".", "．": ".", "：": ":", "；": ";", "？": "?", "！": "!", "…": "…"}

CATALOGUES: dict[str, Catalog] = {code: translations.read(code) for code in translations.LANGUAGES}
OFFERED = [code for code in translations.LANGUAGES if translations.target(code).exists()]
"""A language is offered once its texts are compiled; from then on nothing may be missing."""


@pytest.fixture(params=translations.LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return CATALOGUES[request.param]


def translated(catalogue: Catalog) -> list[tuple[Message, str, str]]:
    """Every message with a text of the source and what it became; plural forms against the source's plural."""
    pairs = []
    for message in catalogue:
        if message.id:
            forms, said = translations.forms(message), translations.said(message)
            pairs += [(message, forms[min(index, len(forms) - 1)], text) for index, text in enumerate(said) if text]
    return pairs


def test_an_offered_language_lacks_nothing():
    wanted = translations.collect()
    assert {code: texts for code in OFFERED if (texts := translations.missing(code, wanted))} == {}


def test_what_the_program_reads_is_what_the_translators_wrote(tmp_path, monkeypatch):
    read = {code: translations.target(code).read_bytes() for code in OFFERED}
    monkeypatch.setattr(translations, "target", lambda language: tmp_path / f"{language}.mo")
    for code in OFFERED:
        translations.compile_one(code)
    assert read == {code: (tmp_path / f"{code}.mo").read_bytes() for code in OFFERED}


def test_a_translation_has_the_fields_of_its_source(catalogue):
    wrong = []
    for message, source, text in translated(catalogue):
        allowed = translations.fields(translations.forms(message)[-1])
        needed = allowed - {"n"} if isinstance(message.id, tuple | list) else translations.fields(source)
        if not needed <= translations.fields(text) <= allowed | needed:
            wrong.append((source, text))
    assert wrong == []


def test_no_translation_begins_or_ends_with_a_blank(catalogue):
    assert [text for _message, _source, text in translated(catalogue) if text != text.strip()] == []


def test_a_translation_that_waits_for_more_says_so_as_its_source_does(catalogue):
    assert [
        text for _message, source, text in translated(catalogue) if source.endswith("…") != text.endswith("…")
    ] == []


def test_a_sentence_stays_a_sentence_and_a_label_a_label(catalogue):
    wrong = []
    for _message, source, text in translated(catalogue):
        ends = POINTS.get(text[-1], text[-1])
        if (source[-1] in ".?!") != (ends in ".?!") and not source.endswith(("p.m.", "etc.")):
            wrong.append((source, text))
    assert wrong == []


def test_only_a_text_with_a_mnemonic_has_one(catalogue):
    found = [(source, text) for _message, source, text in translated(catalogue)]
    assert [
        text for source, text in found if ("&" in source.replace("&&", "")) != ("&" in text.replace("&&", ""))
    ] == []


def mnemonic(text: str) -> str:
    place = text.replace("&&", "").find("&")
    return text[place + 1].casefold() if place >= 0 else ""


ACTIONS = [*FRAME_ACTIONS, *TABLE_ACTIONS, *(action for spec in WORKSPACES for action in spec.actions)]


@pytest.mark.parametrize("menu", sorted({action.menu for action in ACTIONS} - {""}))
def test_no_two_entries_of_a_menu_have_one_mnemonic(catalogue, menu):
    texts = [action.text for action in ACTIONS if action.menu == menu]
    said = [message.string if (message := catalogue.get(text)) and message.string else text for text in texts]
    keys = Counter(key for text in said if (key := mnemonic(str(text))))
    assert {key: count for key, count in keys.items() if count > 1} == {}


@pytest.mark.parametrize("menu", sorted({action.menu for action in ACTIONS} - {""}))
def test_no_two_entries_of_an_english_menu_have_one_mnemonic(menu):
    keys = Counter(key for action in ACTIONS if action.menu == menu and (key := mnemonic(action.text)))
    assert {key: count for key, count in keys.items() if count > 1} == {}


def test_no_number_of_the_source_is_lost(catalogue):
    def digits(text: str) -> Counter[str]:
        return Counter(character for character in text if character in "0123456789")

    assert [(source, text) for _message, source, text in translated(catalogue) if digits(source) - digits(text)] == []
