"""What the help calls a key, a button or a rule is what the window calls it, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pytest

from stockpile_client.ui.actions import FRAME_ACTIONS, way_to, without_mnemonic
from stockpile_client.ui.help.pages import Pages, load
from stockpile_client.ui.tables.actions import TABLE_ACTIONS
from stockpile_client.ui.workspaces import WORKSPACES
from tests.tools.tool import translations

LANGUAGES = ("en", *translations.LANGUAGES)
KEYS = re.compile(r"(?:(?:Ctrl|Strg)\+)(?:(?:Shift|Maiusc|Maj|Umschalt)\+)?(?:[A-Z0-9]\b)|\bF\d+")
LOCAL_NAMES = {"Strg": "Ctrl", "Maiusc": "Shift", "Maj": "Shift", "Umschalt": "Shift"}
NAME_OF_MORE = re.compile(r"\*+([^*\n]+…)\*+|「([^」\n]+…)」")
"""Only names end in dots that say that more will be asked; other words in italics are words."""
RULE = re.compile(r"^\d\. \*\*([^*]+)\*\*", re.MULTILINE)
SHOWN = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)|(?<!\d\. )\*\*([A-Z][^*\n]*)\*\*")
"""What an English page shows in the words of the window, if the window has them; steps of a list are its own words."""
SET_OFF = re.compile(r"\*+([^*\n]+)\*+|「([^」\n]+)」")
BELONG_TO_TABLES = {"Ctrl+C", "Ctrl+V", "F10"}


def shortcuts() -> set[str]:
    specs = [*FRAME_ACTIONS, *TABLE_ACTIONS, *(action for one in WORKSPACES for action in one.actions)]
    specs += [way_to(one.key, one.title, one.icon, number) for number, one in enumerate(WORKSPACES, start=1)]
    return {spec.shortcut for spec in specs if spec.shortcut}


def keys_in(texts: Iterable[str]) -> set[str]:
    found = {key for text in texts for key in KEYS.findall(text)}
    for local, name in LOCAL_NAMES.items():
        found = {key.replace(local, name) for key in found}
    return found


@cache
def texts_of_the_window(language: str) -> dict[str, str]:
    """English texts with what the window says in that language, both without the sign of the underlined letter."""
    if language == "en":
        every = [form for message in translations.collect() for form in translations.forms(message) if form]
        return {without_mnemonic(text): without_mnemonic(text) for text in every}
    return {
        without_mnemonic(one): without_mnemonic(other)
        for message in translations.read(language)
        if message.id
        for one, other in zip(translations.forms(message), translations.said(message), strict=False)
    }


def set_off(pattern: re.Pattern[str], markdown: str) -> set[str]:
    return {(one or other).rstrip(".:。：") for one, other in pattern.findall(markdown)}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pages(language: str) -> Pages:
    return load(language)


def test_the_help_names_only_shortcuts_that_exist(pages: Pages) -> None:
    assert keys_in(page.markdown for page in pages.pages) - shortcuts() - BELONG_TO_TABLES == set()


def test_the_page_of_the_keyboard_lists_every_shortcut(pages: Pages) -> None:
    ways = {f"Ctrl+{digit}" for digit in range(10)}  # two of them stand for all: 1 … 9, 0
    assert shortcuts() - ways - keys_in([pages.page("keyboard").markdown]) == set()


def test_every_button_and_menu_entry_that_the_help_names_exists(language: str, pages: Pages) -> None:
    there = set(texts_of_the_window(language).values())
    named = {(page.key, one or other) for page in pages.pages for one, other in NAME_OF_MORE.findall(page.markdown)}
    assert named
    assert {(page, name) for page, name in named if name not in there} == set()


def test_the_rules_of_a_profile_stand_in_the_order_and_by_the_names_of_its_form(language: str, pages: Pages) -> None:
    numbered = {one: other for one, other in texts_of_the_window(language).items() if re.match(r"\d · ", one)}
    names = [numbered[one].partition(" · ")[2] for one in sorted(numbered)]
    assert RULE.findall(pages.page("disclosure").markdown) == names


def test_a_name_that_the_english_help_takes_from_the_window_is_in_every_language_the_name_there(
    language: str, pages: Pages
) -> None:
    said = texts_of_the_window(language)
    differing = set()
    for page in load("en").pages:
        there = {text.casefold() for text in set_off(SET_OFF, pages.page(page.key).markdown)}
        names = {name for name in set_off(SHOWN, page.markdown) if name in said}
        differing |= {(page.key, said[name]) for name in names if said[name].casefold() not in there}
    assert differing == set()
