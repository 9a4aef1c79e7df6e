"""The rules for text that came from outside: a partner's file, a spreadsheet, a key press.

Text is accepted as it is or refused, never repaired, so that what was signed is what is shown. Accepted text is in
Unicode normal form NFC and holds no control, format (bidirectional overrides, zero-width joiners), surrogate,
private-use or unassigned characters, no line or paragraph separators, nothing that has no shape (fillers, variation
selectors: they would let text say more than it shows), and no pile of combining marks.

>>> check_text("Novara – deposito 2", what=phrase("site"))
'Novara – deposito 2'
"""

from __future__ import annotations

import unicodedata

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase

MAX_TEXT_BYTES = 4096
"""BUNDLE.md section 7: a text field is at most 4 KiB of UTF-8."""

MAX_COMBINING_RUN = 4
"""Longest run of combining marks; NFC text of the languages of the field needs two (Vietnamese)."""

_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_COMBINING = frozenset({"Mn", "Me"})

_SHAPELESS = frozenset(
    map(
        chr,
        (
            0x034F,  # combining grapheme joiner
            *(0x115F, 0x1160, 0x3164, 0xFFA0),  # Hangul fillers
            *(0x17B4, 0x17B5),  # Khmer inherent vowels
            *(0x180B, 0x180C, 0x180D, 0x180F),  # Mongolian variation selectors
            *range(0xFE00, 0xFE10),  # variation selectors
            *range(0xE0100, 0xE01F0),  # variation selectors supplement
        ),
    )
)
"""Letters and marks that are drawn as nothing: Unicode's ``Default_Ignorable_Code_Point`` outside category Cf."""

_TEXT = phrase("text")


def check_text(value: str, *, what: str = _TEXT, limit: int = MAX_TEXT_BYTES) -> str:
    """Return ``value`` unchanged if it keeps the text rules, otherwise raise ``InputError`` (``E_TEXT``).

    ``what`` is a phrase that says which text it is; ``limit`` is in bytes of UTF-8. The message names the offending
    character by its code point, never by itself.
    """
    if value.isascii() and value.isprintable() and len(value) <= limit:
        return value
    problem = text_problem(value, limit)
    if problem:
        raise InputError(
            "E_TEXT",
            phrase("The {what} {problem}.", what=what, problem=problem),
            hint=phrase("Type it again as plain text."),
        )
    return value


def text_problem(value: str, limit: int = MAX_TEXT_BYTES) -> str:
    """What is wrong with a text, to follow its name in a sentence (``is longer than 64 bytes``); empty: nothing is."""
    if len(value) > limit:  # every character is a byte or more; nothing long is looked at further
        return phrase("is longer than {limit} bytes", limit=str(limit))
    run = 0
    for character in value:
        category = unicodedata.category(character)
        if category in _REFUSED_CATEGORIES or character in _SHAPELESS:
            return phrase(
                "holds the character U+{code}, which is invisible, reserved or a control",
                code=f"{ord(character):04X}",
            )
        run = run + 1 if category in _COMBINING else 0
        if run > MAX_COMBINING_RUN:
            return phrase("piles up more than {limit} combining marks", limit=MAX_COMBINING_RUN)
    if len(value.encode()) > limit:
        return phrase("is longer than {limit} bytes", limit=str(limit))
    if not unicodedata.is_normalized("NFC", value):
        return phrase("is not in Unicode normal form NFC")
    return ""


def clean_text(value: str, *, what: str = _TEXT, limit: int = MAX_TEXT_BYTES) -> str:
    """Trim and compose (NFC) what the user's own spreadsheet or keyboard gave, then apply :func:`check_text`.

    Only for the user's own input: a partner's text is never repaired.
    """
    words = " ".join(value.split())
    if len(words) <= limit:  # composing takes quadratic time on a pile of marks: what is too long is not composed
        words = unicodedata.normalize("NFC", words)
    return check_text(words, what=what, limit=limit)
