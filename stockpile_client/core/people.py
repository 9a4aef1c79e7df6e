"""Names of people where it matters that two are two: who prepared and who approves, and who signs along.

A name is typed, not proven; it must at least not be the same name in another dress. Two names are one person's if their
letters and digits are the same without regard to case, width, blanks, points and accents. Letters of another script
that look the same (Latin a, Cyrillic а) are met by taking no name that mixes scripts, as the highly restrictive level
of Unicode Technical Standard 39, section 5.2, has it; a whole name in look-alike letters of one script stays another.

>>> same_person("A. Rossi", "a rossì")
True
>>> check_person("A. Rоssi")  # the o is Cyrillic
Traceback (most recent call last):
stockpile_client.core.errors.InputError: This name mixes letters of several scripts: CYRILLIC, LATIN.
"""

from __future__ import annotations

import unicodedata

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)
"""Scripts that Japanese, Korean and Chinese write side by side (UTS 39, section 5.2), by the first word of the name
that Unicode gives their letters."""

_ACCENTS = range(0x0300, 0x0370)  # the block Combining Diacritical Marks; the voicing marks of kana lie elsewhere

_COMMON = frozenset({"\u30fc", "\u3005", "\u3006"})  # signs of length and repetition, which carry no script's name


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's under another spelling."""
    return _skeleton(one) == _skeleton(other)


def check_person(name: str) -> None:
    """Raise ``InputError`` (``E_PERSON_SCRIPTS``) for a name whose letters are of scripts nobody writes together."""
    letters = (sign for sign in unicodedata.normalize("NFKC", name) if sign.isalpha() and sign not in _COMMON)
    scripts = {unicodedata.name(sign, "?").split()[0] for sign in letters}
    if len(scripts) > 1 and not any(scripts <= allowed for allowed in _TOGETHER):
        raise InputError(
            "E_PERSON_SCRIPTS",
            phrase("This name mixes letters of several scripts: {scripts}.", scripts=", ".join(sorted(scripts))),
            hint=phrase("Some letters look alike in two scripts. Type the whole name with one keyboard."),
        )


def _skeleton(name: str) -> str:
    """The letters and digits, folded; a name of other signs only stands for itself.

    Capitals come first, because the capital of a Turkish dotless i is that of every i.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).upper().casefold())
    kept = (sign for sign in folded if sign.isalnum() or unicodedata.category(sign)[0] == "M")
    return "".join(sign for sign in kept if ord(sign) not in _ACCENTS) or name
