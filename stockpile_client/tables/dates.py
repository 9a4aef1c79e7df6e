"""Reading a day as people write it in five languages, and refusing to guess between 3 April and 4 March.

Read as they stand: ISO, ``dd.mm.yyyy``, ``yyyy/m/d``, names of months, ``2026年6月30日`` and the Japanese eras.
``03/04/2026`` is read once the column has shown which comes first (a part above 12), or once a person has said so.
A month alone is its last day, with a warning; a year or a fiscal year alone names no day and is refused.

>>> read_date("令和8年6月30日", None)
(datetime.date(2026, 6, 30), None)
>>> read_date("2007-05", None)[0]
datetime.date(2007, 5, 31)
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from stockpile_client.core.phrases import phrase
from stockpile_client.tables.findings import Problem, Severity

DateOrder = Literal["dmy", "mdy"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(?P<month>\d{1,2})[/.](?P<year>\d{4})", re.ASCII)
_JAPANESE = re.compile(r"(\d{4})年 ?(\d{1,2})月(?: ?(\d{1,2})日| ?末)?", re.ASCII)
_ERA = re.compile(r"(令和|平成|昭和|[RHS])\.? ?(元|\d{1,2})(?:年|[./-]) ?(\d{1,2})(?:月|[./-]) ?(\d{1,2})日?", re.ASCII)
_FISCAL = re.compile(r"FY ?'?\d{2,4}|fiscal year.*|.*年度|esercizio.*|exercice.*|geschäftsjahr.*", re.I)
_YEAR = re.compile(r"\d{4}年?", re.ASCII)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:\.|º|er|st|nd|rd|th)?[ -])?([^\W\d_]+)\.?(?:[ -](\d{1,2})(?:st|nd|rd|th)?,)?[ -](\d{4})"
)

_ERAS: dict[str, tuple[date, date]] = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
"""First and last day of each era; the year of its first day is year 1 (元年)."""
_ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}

_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan gennaio gen janvier janv januar jän",
            "february feb febbraio février févr fevr februar",
            "march mar marzo mars märz mär mrz",
            "april apr aprile avril avr",
            "may maggio mag mai",
            "june jun giugno giu juin juni",
            "july jul luglio lug juillet juil juli",
            "august aug agosto ago août aout",
            "september sep sept settembre set septembre",
            "october oct ottobre ott octobre oktober okt",
            "november nov novembre",
            "december dec dicembre dic décembre déc dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def order_shown_by(text: str) -> DateOrder | None:
    """Which of day and month comes first, where ``text`` proves it by a part above 12."""
    match = _SLASHED.fullmatch(text.strip())
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def read_date(text: str, order: DateOrder | None) -> tuple[date | None, Problem | None]:
    """The day that ``text`` names, and what is to be said about it; ``order`` is what the column has shown.

    ``(None, None)`` for a blank cell, ``(None, problem)`` where the text names no day, ``(day, problem)`` where a month
    was taken as its last day.
    """
    plain = " ".join(text.translate(_FULL_WIDTH).split())
    if not plain or plain in {"-", "–", "—"}:
        return None, None
    if match := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(plain):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHED.fullmatch(plain):
        return _slashed(match, order or order_shown_by(plain))
    if match := _JAPANESE.fullmatch(plain):
        year, month = int(match[1]), int(match[2])
        return _day(year, month, int(match[3])) if match[3] else _month_end(year, month)
    if match := _ERA.fullmatch(plain):
        return _era(match)
    if match := _MONTH.fullmatch(plain):
        return _month_end(int(match[1] or match["year"]), int(match[2] or match["month"]))
    if (match := _NAMED.fullmatch(plain)) and (number := _MONTHS.get(match[2].casefold())):
        day = match[1] or match[3]
        return _day(int(match[4]), number, int(day)) if day else _month_end(int(match[4]), number)
    return None, _no_day(plain)


def _day(year: int, month: int, day: int) -> tuple[date | None, Problem | None]:
    try:
        return date(year, month, day), None
    except ValueError:
        return None, Problem(
            Severity.ERROR, "date_impossible", phrase("There is no such day."), phrase("Write it as 2026-06-30.")
        )


def _month_end(year: int, month: int) -> tuple[date | None, Problem | None]:
    if not (1 <= month <= 12 and year >= 1):
        return _day(year, month, 1)
    return date(year, month, monthrange(year, month)[1]), Problem(
        Severity.WARNING,
        "date_month_only",
        phrase("The date names a month only; it was taken as the last day of that month."),
        phrase("Write the day if it is known."),
    )


def _slashed(match: re.Match[str], order: DateOrder | None) -> tuple[date | None, Problem | None]:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if first == second:
        return _day(year, first, second)
    if order is None:
        return None, Problem(
            Severity.ERROR,
            "date_ambiguous",
            phrase("Day and month cannot be told apart."),
            phrase(
                "Which comes first in this column, the day or the month? Say so in the mapping, or write 2026-06-30."
            ),
        )
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def _era(match: re.Match[str]) -> tuple[date | None, Problem | None]:
    first, last = _ERAS[_ERA_LETTERS.get(match[1], match[1])]
    year = first.year - 1 + (1 if match[2] == "元" else int(match[2]))
    found, problem = _day(year, int(match[3]), int(match[4]))
    if found is not None and not first <= found <= last:
        return None, Problem(
            Severity.ERROR, "date_era", phrase("The day does not lie in that era."), phrase("Write it as 2026-06-30.")
        )
    return found, problem


def _no_day(plain: str) -> Problem:
    if _FISCAL.fullmatch(plain):
        return Problem(
            Severity.ERROR,
            "date_fiscal_year",
            phrase("A fiscal year names no day, and fiscal years end on different days."),
            phrase("On which day was the quantity true? Write it, for instance 2004-09-30."),
        )
    if _YEAR.fullmatch(plain):
        return Problem(
            Severity.ERROR,
            "date_year_only",
            phrase("A year names no day."),
            phrase("On which day was the quantity true? Write it, for instance 2025-12-31."),
        )
    if _SHORT_YEAR.fullmatch(plain):
        return Problem(
            Severity.ERROR,
            "date_short_year",
            phrase("A year of two digits can be read in two ways."),
            phrase("Write all four digits."),
        )
    return Problem(Severity.ERROR, "date_unreadable", phrase("This is not a date."), phrase("Write it as 2026-06-30."))
