"""A table that came over the clipboard: read like a file, and never written to a disk.

Spreadsheet programs put a selection there twice: as tab-separated text and as HTML. The text is what the screen shows,
rounded; the HTML may hold the stored number beside it (``sdval``, ``x:num``). The stored number is taken where what is
shown is that number, rounded, and nothing else: a date, a per cent or a currency is stored as something that was not
meant.

>>> table = pasted_table(Clip(text="Lot\\tMaterial\\nT-1\\tW"))
>>> table.open("rb").read()
b'Lot\\tMaterial\\r\\nT-1\\tW\\r\\n'
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from pathlib import Path
from typing import BinaryIO

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.tables.limits import MAX_COLUMNS, MAX_PASTED_BYTES, MAX_ROWS

_GROUPING = frozenset(".,' \u00a0\u2009\u202f\u2019")
"""What stands between thousands in the locales of the field."""
_PLAIN = re.compile(r"-?[0-9]+(?:[.,](?P<places>[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Clip:
    """What the clipboard holds of a table; either may be empty."""

    text: str = ""
    html: str = field(default="", repr=False)

    @property
    def holds_table(self) -> bool:
        """Whether there is more than a word: a second column, a second row, or a table."""
        return "\t" in self.text or "\n" in self.text.strip() or "<table" in self.html.lower()


@dataclass(frozen=True, slots=True)
class Pasted:
    """Stands where a path may stand; ``data`` is text in UTF-8, columns parted by tabs."""

    name: str
    data: bytes = field(repr=False)

    def open(self, mode: str = "rb") -> BinaryIO:
        """The text as a file; ``mode`` is that of :meth:`pathlib.Path.open` and is always ``rb``."""
        if mode != "rb":
            raise ValueError(mode)
        return io.BytesIO(self.data)


Source = Path | Pasted
"""Where a table is read from."""


def pasted_table(clip: Clip, name: str = "clipboard") -> Pasted:
    """The table on the clipboard, with exact numbers where it holds them.

    Raises ``InputError``: ``E_PASTE_EMPTY`` if there is none, ``E_TABLE_LIMIT`` if it is too large.
    """
    if len(clip.text) > MAX_PASTED_BYTES or len(clip.html) > 4 * MAX_PASTED_BYTES:  # markup weighs more than its text
        raise _too_large()
    rows = _html_rows(clip) if "<table" in clip.html.lower() else []
    text = _written(rows) if rows else clip.text
    if not text.strip():
        raise nothing_to_paste()
    data = text.encode("utf-8", "replace")
    if len(data) > MAX_PASTED_BYTES:
        raise _too_large()
    return Pasted(name, data)


def nothing_to_paste() -> InputError:
    """The refusal of a clipboard without a table."""
    return InputError(
        "E_PASTE_EMPTY", phrase("There is no table on the clipboard."),
        hint=phrase("In the spreadsheet select the rows with their headings, copy them, and paste again."),
    )  # fmt: skip


def _too_large() -> InputError:
    return InputError(
        "E_TABLE_LIMIT", phrase("The table on the clipboard is larger than {n} MiB.", n=MAX_PASTED_BYTES // 1024**2),
        hint=phrase("Save it as a file and import that."),
    )  # fmt: skip


def exact_number(shown: str, stored: str) -> str:
    """``stored`` (a number as a program writes it) in the way of ``shown``, if that is the same number rounded.

    >>> exact_number("1.204,50", "1204.4967")
    '1204,4967'
    >>> exact_number("12,5 %", "0.125"), exact_number("30.06.2026", "46203")
    ('12,5 %', '30.06.2026')
    """
    shown = shown.strip()
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return shown
    if not value.is_finite() or len(stored) > 40:
        return shown
    for mark in (".", ","):
        plain = "".join(character for character in shown if character in "-0123456789" + mark)
        rest = set(shown) - set(plain)
        if rest - _GROUPING:
            continue
        match = _PLAIN.fullmatch(plain)
        if match is None:
            continue
        places = len(match["places"] or "")
        if _same_rounded(Decimal(plain.replace(",", ".")), value, places):
            return f"{value.normalize():f}".replace(".", mark)
    return shown


def _written(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t").writerows(rows)
    return out.getvalue()


def _same_rounded(shown: Decimal, value: Decimal, places: int) -> bool:
    """Whether ``value`` rounds to ``shown``; one with more digits than a number may have does not."""
    try:
        return shown == round(value, places)
    except InvalidOperation:
        return False


def _html_rows(clip: Clip) -> list[list[str]]:
    """The rows of the first table; none if it breaks off and the text beside it is whole.

    The reader is never closed: on closing it goes over all of a broken end again, at each of its signs.
    """
    reader = _TableReader()
    reader.feed(clip.html)
    if clip.text.strip() and not reader.is_done:
        return []
    return [row for row in reader.rows if any(row)]


class _TableReader(HTMLParser):
    """The cells of the first table; merged cells give their text once and blanks beside and below it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._depth = 0
        self.is_done = False
        self._below: dict[int, int] = {}
        self._cell: list[str] | None = None
        self._stored = ""
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
        elif self._depth != 1 or self.is_done:
            return
        elif tag == "tr":
            self._end_cell()
            self._start_row()
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            self._cell = []
            self._stored = given.get("sdval") or given.get("x:num") or ""
            self._spans = (_span(given.get("colspan", "")), _span(given.get("rowspan", "")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._depth -= 1
            self.is_done |= self._depth == 0

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _start_row(self) -> None:
        if len(self.rows) >= MAX_ROWS:
            raise _too_large()
        self.rows.append([])
        self._fill_from_above()

    def _fill_from_above(self) -> None:
        """Blanks where a cell of an earlier row reaches down to here."""
        row = self.rows[-1]
        while self._below.get(len(row), 0):
            self._below[len(row)] -= 1
            row.append("")

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = " ".join("".join(self._cell).split())
        self._cell = None
        row, (wide, high) = self.rows[-1], self._spans
        for number in range(wide):
            if len(row) >= MAX_COLUMNS:
                break
            if high > 1:
                self._below[len(row)] = high - 1
            row.append("" if number else exact_number(text, self._stored) if self._stored else text)
        self._fill_from_above()


def _span(text: str) -> int:
    """How many columns or rows a cell takes, 1 to 200."""
    return min(max(int(text), 1), MAX_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 6 else 1
