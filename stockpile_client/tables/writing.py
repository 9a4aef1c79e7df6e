"""Tables out: CSV and XLSX that a spreadsheet opens as they are meant, and that this program reads back the same.

- Text never becomes a formula: one that a spreadsheet could take for one gets an apostrophe in front, in both
  formats, and the reader takes it off again. (A text that already begins so gets one more.)
- Numbers stay numbers. A workbook keeps 15 significant digits; a number with more is written as text, whole.
- Days are ISO dates in CSV and real dates in XLSX.
- The file appears complete or not at all (:mod:`stockpile_client.tables.atomic`), in constant memory.

>>> write_csv(Path("holdings.csv"), ("Material", "Contained (kg)"), [("W", Decimal("1204.5"))])
1
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from stockpile_client.core.errors import InputError
from stockpile_client.tables.atomic import replacing
from stockpile_client.tables.number_text import DecimalMark

Cell = str | int | Decimal | bool | date | None

_FORMULA = re.compile(r"\s*'*[=+\-@\t\r\n＝＋－＠]|[\t\r\n]")
"""What spreadsheets take for the start of a formula, full-width signs included, with blanks before it.

OWASP, "CSV Injection", names = + - @ tab and carriage return; the full-width forms count in Japanese editions.
"""
_EXACT_DIGITS = 15
"""Decimal digits that a binary double always returns (IEEE 754: 53 bits)."""
_MAX_SHEET_ROWS = 1_048_576
_MAX_SHEET_TEXT = 32_767
_FIRST_SHEET_DAY = date(1900, 3, 1)
"""Spreadsheets believe in a 29 February 1900; before it their day numbers are wrong."""


def neutral(text: str) -> str:
    """``text`` as it may stand in a cell: with an apostrophe in front where it could be taken for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ",",
    decimal_mark: DecimalMark = ".",
) -> int:
    """Write a table as CSV (UTF-8 with byte order mark, CRLF) and return the number of rows below the header.

    Offices that write a decimal comma want ``delimiter=";"`` with it. Raises ``MachineError`` (``E_FILE``,
    ``E_DISK_FULL``).
    """
    count = 0
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow([neutral(cell) for cell in header])
        for row in rows:
            writer.writerow([_csv_cell(cell, decimal_mark) for cell in row])
            count += 1
    return count


def _csv_cell(cell: Cell, decimal_mark: DecimalMark) -> str:
    match cell:
        case None:
            return ""
        case str():
            return neutral(cell)
        case bool():
            return "yes" if cell else "no"
        case Decimal():
            return format(cell, "f").replace(".", decimal_mark)
        case date():
            return cell.isoformat()
    return str(cell)


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Stockpile") -> int:
    """Write a table as a workbook of one sheet and return the number of rows below the header.

    Raises ``InputError`` ``E_TABLE_LIMIT`` beyond what a sheet holds, and ``MachineError`` (``E_FILE``,
    ``E_DISK_FULL``).
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # The rows are spooled beside the target: figures do not stray to another disk.
    with replacing(path) as part, TemporaryDirectory(dir=path.parent, prefix=".part-") as spool:
        book = xlsxwriter.Workbook(str(part), options | {"tmpdir": spool})
        try:
            try:
                count = _fill(book, sheet, header, rows)
            finally:
                book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
    return count


def _fill(book: xlsxwriter.Workbook, sheet: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    page, count = book.add_worksheet(sheet), 0
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, title in enumerate(header):
        page.write_string(0, at, neutral(title), bold)
    page.freeze_panes(1, 0)
    for count, row in enumerate(rows, start=1):
        if count >= _MAX_SHEET_ROWS:
            raise InputError("E_TABLE_LIMIT", "A sheet holds no more than 1,048,575 rows.", hint="Write CSV.")
        for at, cell in enumerate(row):
            _write_cell(page, count, at, cell, day)
    return count


def _write_cell(page: xlsxwriter.worksheet.Worksheet, row: int, at: int, cell: Cell, day: object) -> None:
    match cell:
        case None | "":
            return
        case bool():
            page.write_string(row, at, "yes" if cell else "no")
        case int() | Decimal():
            digits = Decimal(cell).normalize().as_tuple().digits
            if len(digits) <= _EXACT_DIGITS:
                page.write_number(row, at, cell)
            else:
                page.write_string(row, at, format(Decimal(cell), "f"))
        case date() if cell >= _FIRST_SHEET_DAY:
            page.write_datetime(row, at, cell, day)
        case _:
            text = cell if isinstance(cell, str) else cell.isoformat()
            if len(text) >= _MAX_SHEET_TEXT:
                raise InputError(
                    "E_TABLE_LIMIT", "A cell of a sheet holds no more than 32,767 characters.", hint="Write CSV."
                )
            page.write_string(row, at, neutral(text))
