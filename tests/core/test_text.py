"""Text from outside is taken as it is or refused, never repaired."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given

from stockpile_client.core.errors import InputError
from stockpile_client.core.text import MAX_TEXT_BYTES, check_text, clean_text
from tests import strategies


@given(strategies.valid_text)
def test_accepted_text_comes_back_unchanged(text: str):
    assert check_text(text) is text


@pytest.mark.parametrize("text", strategies.HOSTILE_TEXT, ids=lambda text: ascii(text)[:24])
def test_text_that_hides_something_is_refused_and_never_echoed(text: str):
    with pytest.raises(InputError) as refusal:
        check_text(text, what="site")
    assert refusal.value.code == "E_TEXT"
    message = " ".join(refusal.value.lines())
    assert message.isascii()
    assert message.isprintable()


@pytest.mark.parametrize(("text", "fits"), [("é" * 2048, True), ("é" * 2048 + "a", False), ("a" * 4097, False)])
def test_the_limit_is_in_bytes_and_not_in_characters(text: str, fits: bool):
    assert MAX_TEXT_BYTES == 4096
    if fits:
        assert check_text(text) == text
    else:
        with pytest.raises(InputError, match="longer than 4096 bytes"):
            check_text(text)


def test_empty_text_is_text():
    assert check_text("") == ""


@pytest.mark.parametrize("text", ["Tiếng Việt", "東京都", "가나다", "Łódź", "Ω", "naïve café"])
def test_the_scripts_of_the_field_pass(text: str):
    composed = unicodedata.normalize("NFC", text)
    assert check_text(composed) == composed


def test_the_user_s_own_text_is_trimmed_and_composed():
    assert clean_text("  cafe\u0301 \u00a0 東京\u3000倉庫\n") == "café 東京 倉庫"


@pytest.mark.parametrize("text", ["a\ud800b", "\u202eabc", "pass\u200bport", "Z" + "\u030d" * 10_000])
def test_even_the_user_s_own_text_is_not_cleaned_of_tricks(text: str):
    with pytest.raises(InputError):
        clean_text(text)


def test_a_megabyte_of_combining_marks_is_refused_at_once():
    hostile = "a" + "\u0301\u0323" * 500_000
    began = time.perf_counter()
    for check in (check_text, clean_text):
        with pytest.raises(InputError):
            check(hostile)
    assert time.perf_counter() - began < 0.5
