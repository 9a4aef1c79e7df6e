"""Tables out: CSV and XLSX that a spreadsheet opens as they are meant, and that this program reads back the same.

- Text never becomes a formula: one that a spreadsheet could take for one gets an apostrophe in front, in both
  formats, and the reader takes it off again. (A text that already begins so gets one more.) In CSV the same is done
  inside a text behind a semicolon: offices that write a decimal comma part columns there.
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
from stockpile_client.core.phrases import phrase
from stockpile_client.tables.atomic import replacing
from stockpile_client.tables.number_text import DecimalMark

Cell = str | int | Decimal | bool | date | None

_FORMULA = re.compile(r"\s*'*[=+\-@\t\r\n＝＋－＠]|[\t\r\n]")
"""What spreadsheets take for the start of a formula, full-width signs included, with blanks before it.

OWASP, "CSV Injection", names = + - @ tab and carriage return; the full-width forms count in Japanese editions.
"""
_PARTED = {mark: re.compile(f"{other}(?=[\\s']*[=+\\-@＝＋－＠])") for mark, other in ((",", ";"), (";", ","))}
"""Delimiter → where an office that parts columns by the other sign would see a cell begin with a formula."""
_EXACT_DIGITS = 15
"""Decimal digits that a binary double always returns (IEEE 754: 53 bits)."""
_MAX_SHEET_ROWS = 1_048_576
_MAX_SHEET_TEXT = 32_767
_A4 = 9
"""``paperSize`` of ``pageSetup`` in ECMA-376, part 1."""
_MAX_PRINTED = 200
"""A printed header holds 255 characters, its own marks included (``headerFooter``, there)."""
_NARROWEST, _WIDEST = 10, 48
"""Characters of a column."""
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
    above: Sequence[str] = (),
    delimiter: str = ",",
    decimal_mark: DecimalMark = ".",
) -> int:
    """Write a table as CSV (UTF-8 with byte order mark, CRLF) and return the number of rows below the header.

    ``above`` are lines over the header, such as the marking. Offices that write a decimal comma want ``delimiter=";"``
    with it. Raises ``MachineError`` (``E_FILE``, ``E_DISK_FULL``).
    """
    count = 0
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows([_csv_text(line, delimiter)] for line in above)
        writer.writerow([_csv_text(cell, delimiter) for cell in header])
        for row in rows:
            writer.writerow([_csv_cell(cell, delimiter, decimal_mark) for cell in row])
            count += 1
    return count


def _csv_text(text: str, delimiter: str) -> str:
    """``text`` that is no formula, nor becomes one where a program parts the line by another sign than ours."""
    return (
        _PARTED[delimiter].sub(lambda found: f"{found[0]}'", neutral(text)) if delimiter in _PARTED else neutral(text)
    )


def _csv_cell(cell: Cell, delimiter: str, decimal_mark: DecimalMark) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _csv_text(cell, delimiter)
        case bool():
            return "yes" if cell else "no"
        case Decimal():
            return format(cell, "f").replace(".", decimal_mark)
        case date():
            return cell.isoformat()
    return str(cell)


def write_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str = "Stockpile",
    above: Sequence[str] = (),
    marking: str = "",
) -> int:
    """Write a table as a workbook of one sheet and return the number of rows below the header.

    ``above`` are lines over the header; ``marking`` stands at the top of every printed page. Raises ``InputError``
    ``E_TABLE_LIMIT`` beyond what a sheet holds, and ``MachineError`` (``E_FILE``, ``E_DISK_FULL``).
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
                count = _fill(_page(book, sheet, marking), book, above, header, rows)
            finally:
                book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
    return count


def _page(book: xlsxwriter.Workbook, sheet: str, marking: str) -> xlsxwriter.worksheet.Worksheet:
    """A sheet that prints across the page, with the marking at its top and the number of the page below."""
    page = book.add_worksheet(sheet)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    if marking:
        page.set_header("&C&B" + marking.replace("&", "&&")[:_MAX_PRINTED])
    page.set_footer("&C&P / &N")
    return page


def _fill(
    page: xlsxwriter.worksheet.Worksheet,
    book: xlsxwriter.Workbook,
    above: Sequence[str],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> int:
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, title in enumerate(header):
        page.set_column(at, at, min(max(len(title) + 2, _NARROWEST), _WIDEST))
    for number, line in enumerate(above):
        page.write_string(number, 0, neutral(line), bold if not number else None)
    top = len(above)
    for at, title in enumerate(header):
        page.write_string(top, at, neutral(title), bold)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    count = 0
    for count, row in enumerate(rows, start=1):
        if top + count >= _MAX_SHEET_ROWS:
            raise InputError(
                "E_TABLE_LIMIT", phrase("A sheet holds no more than 1,048,575 rows."), hint=phrase("Write CSV.")
            )
        for at, cell in enumerate(row):
            _write_cell(page, top + count, at, cell, day)
    if header:
        page.autofilter(top, 0, top + count, len(header) - 1)
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
                    "E_TABLE_LIMIT",
                    phrase("A cell of a sheet holds no more than 32,767 characters."),
                    hint=phrase("Write CSV."),
                )
            page.write_string(row, at, neutral(text))
