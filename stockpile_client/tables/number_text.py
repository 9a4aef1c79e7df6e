"""Reading a number as people write it, or saying why there is none.

The field's tables write thousands with points, commas, spaces, no-break spaces and apostrophes, negatives in brackets,
percentages, bounds, and words and signs where there is no number. None of these is ever turned into 0: the answer is a
:class:`Number` or a :class:`NoNumber`. ``1.234`` alone may be 1234 or 1.234: it is read only when the file as a whole
has shown its decimal mark (:func:`mark_shown_by`), and otherwise refused with the question.

>>> read_number("1 204,5", ",")
Number(value=Decimal('1204.5'), percent=False)
>>> read_number("1.234", None).kind
<NoNumberKind.AMBIGUOUS: 'ambiguous'>
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from stockpile_client.core.quantities import MAX_SIGNIFICANT_DIGITS

DecimalMark = Literal[".", ","]


class StoredNumber(str):
    """Canonical decimal text of a cell that the workbook stored as a number: no separators to interpret.

    Never equal to the same characters typed as text: what is remembered of one does not hold for the other.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoredNumber) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)


class NoNumberKind(StrEnum):
    """Why a cell gives no number."""

    BLANK = "blank"
    DASH = "dash"
    WITHHELD = "withheld"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    NIL = "nil"
    EXHAUSTED = "exhausted"
    BOUND = "bound"
    AMBIGUOUS = "ambiguous"
    FOOTNOTE = "footnote"
    EXPONENT = "exponent"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; ``percent`` says that a per cent sign followed it (the value is not divided by 100)."""

    value: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class NoNumber:
    """No number, why, and what stood there."""

    kind: NoNumberKind
    printed: str


_WORDS: dict[str, NoNumberKind] = {
    word: kind
    for kind, words in {
        NoNumberKind.DASH: "-|--|---|–|—|―|−|ー|–|...|…|..",
        NoNumberKind.WITHHELD: "w|withheld|riservato|confidentiel|vertraulich|非公開|秘",
        NoNumberKind.NOT_AVAILABLE: "na|n/a|n.a.|n.a|nd|n.d.|n/d|not available|unknown|k.a.|?|不明|未集計|未詳",
        NoNumberKind.NOT_APPLICABLE: "xx|x|not applicable|e|該当なし",
        NoNumberKind.NIL: "nil|none|zero|nessuno|nulla|néant|keine|なし|無し|ゼロ",
        NoNumberKind.EXHAUSTED: "exhausted|depleted|esaurito|esaurita|épuisé|erschöpft|aufgebraucht|枯渇|払底",
    }.items()
    for word in words.split("|")
}
"""Signs and words of published tables: USGS writes W, NA, XX, E and dashes; the rest are the other four languages."""

_EXHAUSTED_IN_WORDS = re.compile(
    r"\b(exhausted|depleted|esaurit[oa]|épuisée?s?|erschöpft|aufgebraucht)\b|枯渇|払底", re.I
)
_SPACES = re.compile(r"[ \u00a0\u2007\u2009\u202f'’`´]")
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_SHAPED = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[0-9][0-9.,]*|[.,][0-9]+)(?P<percent> ?[%‰])?",
    re.ASCII,
)
_GROUPED_BY_SPACE = re.compile(r"[0-9]{1,3}([ \u00a0\u2007\u2009\u202f'’`´][0-9]{3})+([.,][0-9]*)?", re.ASCII)
_EXPONENT = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?e[+-]?[0-9]+", re.ASCII | re.I)
_BOUND = re.compile(r"(<|>|≤|≥|<=|>=|about|approx\.?|circa|ca\.?|~|約)\s*[0-9].*", re.I)
_FOOTNOTE = re.compile(
    r"\(?[+-]?[0-9][0-9.,' ]*\)?\s*([*†‡§¹²³⁰⁴-⁹]+|[a-z]{1,2}/?|\([a-z0-9]\)|\[[a-z0-9]+\]|注.*)", re.I
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-", 0x2026: "..."}
_MAX_CHARS = 40


def says_exhausted(text: str) -> bool:
    """Whether a remark says in words that nothing is left."""
    return _EXHAUSTED_IN_WORDS.search(text) is not None


def mark_shown_by(text: str) -> DecimalMark | None:
    """The decimal mark that ``text`` proves by its shape, or ``None`` where it proves neither.

    ``1.234,5`` and ``1,23`` prove a comma, ``1,234,567`` and ``0.125`` a point; ``1.234`` and ``1234`` prove nothing.
    """
    if isinstance(text, StoredNumber):
        return None
    body = _folded(text).strip("()+-% ")
    marks = [character for character in body if character in ".,"]
    plain = body.replace(".", "").replace(",", "")
    if not marks or not (plain.isascii() and plain.isdigit()):
        spaced = _SPACES.sub("", body)
        if spaced == body or not _GROUPED_BY_SPACE.fullmatch(body) or len(marks) != 1:
            return None
        return _as_mark(marks[0])
    last = marks[-1]
    if len(set(marks)) == 2:
        return _as_mark(last) if marks.count(last) == 1 else None
    if len(marks) > 1:
        return "," if last == "." else "."
    whole, _, part = body.partition(last)
    if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        return None
    return _as_mark(last) if part else None


def read_number(text: str, mark: DecimalMark | None) -> Number | NoNumber:
    """The number that ``text`` writes in a file whose decimal mark is ``mark`` (``None``: the file did not show it)."""
    if isinstance(text, StoredNumber) or (mark != "," and "." not in text and _PLAIN.fullmatch(text)):
        return _checked(text, str(text), percent=False)
    body = _folded(text)
    if not body:
        return NoNumber(NoNumberKind.BLANK, text)
    if word := _WORDS.get(body.casefold()):
        return NoNumber(word, text)
    if says_exhausted(body):
        return NoNumber(NoNumberKind.EXHAUSTED, text)
    if body.startswith("(") and body.endswith(")") and body[1:-1].strip()[:1].isdigit():
        inner = read_number(body[1:-1], mark)
        return Number(-inner.value, inner.percent) if isinstance(inner, Number) else NoNumber(inner.kind, text)
    grouped = _GROUPED_BY_SPACE.fullmatch(body.strip("+-% "))
    match = _SHAPED.fullmatch(_SPACES.sub("", body) if grouped else body)
    if match is None or "‰" in body:
        return NoNumber(_refusal(body), text)
    digits = _canonical(match["digits"], mark or mark_shown_by(text), grouped=grouped is not None)
    if digits is None:
        ambiguous = mark is None and _canonical(match["digits"], ".", grouped=False) is not None
        return NoNumber(NoNumberKind.AMBIGUOUS if ambiguous else NoNumberKind.UNREADABLE, text)
    return _checked(text, ("-" if match["sign"] == "-" else "") + digits, percent=match["percent"] is not None)


def _folded(text: str) -> str:
    """Full-width digits and signs as ordinary ones, the true minus as a hyphen, outer spaces gone.

    Not by compatibility normalisation: that would turn a footnote mark (``1 000²``) into a digit.
    """
    return text.strip() if text.isascii() else text.translate(_FULL_WIDTH).strip()


def _as_mark(character: str) -> DecimalMark:
    return "," if character == "," else "."


def _canonical(digits: str, mark: DecimalMark | None, *, grouped: bool) -> str | None:
    """``digits`` with a point as its only mark, or ``None`` where its separators do not fit ``mark``."""
    if "." not in digits and "," not in digits:
        return digits.lstrip("0") or "0"
    if mark is None:
        return None
    other = "." if mark == "," else ","
    whole, _, part = digits.partition(mark)
    if mark in part or other in part or (grouped and other in whole):
        return None
    head, *groups = whole.split(other)
    if groups and (not 1 <= len(head) <= 3 or head.startswith("0") or any(len(group) != 3 for group in groups)):
        return None
    return ("".join([head, *groups]).lstrip("0") or "0") + (f".{part}" if part else "")


def _checked(text: str, canonical: str, *, percent: bool) -> Number | NoNumber:
    if len(canonical) > _MAX_CHARS:
        return NoNumber(NoNumberKind.TOO_LONG, text)
    value = Decimal(canonical)
    if len(value.as_tuple().digits) > MAX_SIGNIFICANT_DIGITS:
        return NoNumber(NoNumberKind.TOO_LONG, text)
    return Number(value if value else abs(value), percent)


def _refusal(body: str) -> NoNumberKind:
    if _EXPONENT.fullmatch(body):
        return NoNumberKind.EXPONENT
    if _BOUND.fullmatch(body):
        return NoNumberKind.BOUND
    return NoNumberKind.FOOTNOTE if _FOOTNOTE.fullmatch(body) else NoNumberKind.UNREADABLE
