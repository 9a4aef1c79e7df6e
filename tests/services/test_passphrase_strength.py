"""What a passphrase is worth is told in words, and repeating or decorating a word does not make it strong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.services.passphrase_strength import Level, strength


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("elevenchars", Level.SHORT),
        ("   spaces   ", Level.SHORT),
        ("aaaaaaaaaaaa", Level.HOURS),
        ("Password2026!", Level.HOURS),
        ("Password2026!Password2026!", Level.HOURS),
        ("tungsten tungsten tungsten", Level.HOURS),
        ("green lorry seven", Level.HOURS),
        ("correct horse battery staple", Level.YEARS),
        ("five unrelated words stand here", Level.AGES),
        ("xK9#mQ2$vL7!pR4", Level.AGES),
        ("経済産業省備蓄課の合言葉です", Level.AGES),
    ],
)
def test_it_is_judged_as_somebody_would_guess_it(passphrase: str, level: Level) -> None:
    assert strength(passphrase).level is level


@given(st.text("abcXYZ019-", min_size=1, max_size=40), st.integers(2, 5))
def test_saying_the_same_again_adds_nothing(unit: str, times: int) -> None:
    assert strength(unit * 12 * times) == strength(unit * 12)


@given(st.text(max_size=200))
def test_every_text_has_an_estimate_in_words(text: str) -> None:
    found = strength(text)
    assert found.words
    assert found.bits >= 0
    assert found.is_enough == (len(text.strip()) >= 12)
