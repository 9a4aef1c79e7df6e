"""How long a passphrase would hold against somebody who copied the disk: an estimate in words, not a rule.

The program demands a length and nothing else (:mod:`stockpile_client.storage.passphrases`). This says what a choice is
worth, so that a person can decide. The estimate is careful: words count as words and not as letters, what is repeated
counts once, and whoever guesses is rich.

>>> strength("aaaaaaaaaaaa").level, strength("five unrelated words stand here").level
(<Level.HOURS: 'hours'>, <Level.AGES: 'ages'>)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from stockpile_client.core.phrases import mark, phrase
from stockpile_client.storage.passphrases import MINIMUM_CHARACTERS

GUESSES_PER_SECOND = 2**17
"""What one guess costs is in the key file: 256 MiB of memory and about half a second of a processor core. 131 072 a
second take some 65 000 cores and 32 TiB of memory: a large data centre that does nothing else."""
_BITS_OF_A_WORD = 11
"""A word that a person thinks of is one of about two thousand that are used most (2 ** 11)."""
_LETTERS_OF_A_WORD = 8
_BITS_OF_A_LETTER, _BITS_OF_A_FURTHER_LETTER = 4.0, 3.5
_BITS_OF_A_DIGIT, _BITS_OF_A_SIGN, _BITS_OF_AN_IDEOGRAPH = 3.3, 3.0, 5.0
_PARTS = re.compile(r"\d+|[^\W\d_]+|[^\w\s]+")
_HOUR, _YEAR = 3600, 365 * 24 * 3600


class Level(StrEnum):
    """How long it would hold."""

    SHORT = "short"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    AGES = "ages"


_WORDS = {
    Level.SHORT: mark("Too short: twelve characters or more."),
    Level.HOURS: mark("Weak: whoever copies the disk guesses it within hours or days."),
    Level.MONTHS: mark("Fair: whoever copies the disk and owns a data centre needs months."),
    Level.YEARS: mark("Good: it outlasts a data centre for years."),
    Level.AGES: mark("Strong: nobody guesses it, as long as nobody else has seen it."),
}


@dataclass(frozen=True, slots=True)
class Strength:
    """An estimate: the level, and the bits behind it."""

    level: Level
    bits: float

    @property
    def words(self) -> str:
        """The estimate in a sentence."""
        return phrase(_WORDS[self.level])

    @property
    def is_enough(self) -> bool:
        """Whether the program would take it: length alone decides."""
        return self.level is not Level.SHORT


def strength(passphrase: str) -> Strength:
    """Estimate ``passphrase``; nothing of it is kept."""
    text = passphrase.strip()
    if len(text) < MINIMUM_CHARACTERS:
        return Strength(Level.SHORT, 0)
    bits = _guessed_bits(text)
    seconds = 2 ** (bits - 1) / GUESSES_PER_SECOND  # half of the guesses are enough on average
    if seconds < 72 * _HOUR:
        return Strength(Level.HOURS, bits)
    if seconds < 2 * _YEAR:
        return Strength(Level.MONTHS, bits)
    return Strength(Level.YEARS if seconds < 1000 * _YEAR else Level.AGES, bits)


def _guessed_bits(text: str) -> float:
    """Bits if it is guessed part by part: words, numbers and signs; a part that comes again is nearly free."""
    bits, seen = 0.0, set()
    for part in _PARTS.findall(_unrepeated(text)):
        known = part.casefold()
        bits += 1 if known in seen else _bits_of(part)
        seen.add(known)
    return bits


def _unrepeated(text: str) -> str:
    """The unit that a text repeats as a whole, or the text itself."""
    return text[: (text + text).find(text, 1)]


def _bits_of(part: str) -> float:
    if part.isdigit():
        return _BITS_OF_A_DIGIT * min(len(part), 2) + (len(part) - 2 if len(part) > 2 else 0)  # years and runs
    if not part.isalpha():
        return _BITS_OF_A_SIGN * len(set(part))
    if part.upper() == part.lower():  # no capitals: a script in which one character is worth a syllable or a word
        return _BITS_OF_AN_IDEOGRAPH * len(set(part))
    varied = sum(1 for before, after in pairwise(part) if abs(ord(after) - ord(before)) > 1) + 1
    long = max(0, varied - _LETTERS_OF_A_WORD)
    return min(_BITS_OF_A_WORD, _BITS_OF_A_LETTER * varied) + _BITS_OF_A_FURTHER_LETTER * long
