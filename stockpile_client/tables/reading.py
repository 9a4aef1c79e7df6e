"""One way to read a table, whatever it came in: rows of text cells with the numbers that the spreadsheet shows.

CSV is streamed in constant memory; a workbook is measured first (:mod:`stockpile_client.tables.workbook`) and then
read by python-calamine. What was recognised (encoding, delimiter, sheet, header row) is a value that is shown to a
person, and every part of it can be overruled.

>>> table = open_table(Path("inventory.csv"), known_words)
>>> table.layout.delimiter, table.layout.header
(';', ('Lotto', 'Materiale', 'Quantità (t)'))
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.core.phrases import phrase
from stockpile_client.tables.limits import (
    HEADER_SEARCH_ROWS,
    MAX_COLUMNS,
    MAX_FIELD_CHARS,
    MAX_LINE_CHARS,
    MAX_ROWS,
    SAMPLE_CHARS,
)
from stockpile_client.tables.number_text import StoredNumber
from stockpile_client.tables.pasted import Source
from stockpile_client.tables.sniffing import (
    DELIMITERS,
    FileFacts,
    HeaderScore,
    file_facts,
    find_header,
    open_file,
    sniff_delimiter,
    sniff_encoding,
)
from stockpile_client.tables.workbook import damaged, is_workbook, safe_workbook

_NEUTRALISED = re.compile(r"\s*'+[=+\-@\t\r\n＝＋－＠]")
_PARTED = {mark: re.compile(f"{other}'(?=[\\s']*[=+\\-@＝＋－＠])") for mark, other in ((",", ";"), (";", ","))}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp932")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person overrules; ``None`` leaves it to recognition. ``header_row`` counts from 1 as spreadsheets do."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is written. ``encoding`` and ``delimiter`` are empty for a workbook, ``sheet`` for a text file.

    ``sheets`` are all visible sheets, ``header`` the cells of the header row, ``header_row`` its number from 1.
    """

    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    header: tuple[str, ...]


Row = tuple[int, list[str]]
"""Number of the row as the spreadsheet counts it, from 1, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a file that was recognised but not yet read. ``rows`` may be called as often as needed."""

    path: Source
    facts: FileFacts
    layout: Layout
    _workbook: bytes | None = field(default=None, repr=False, compare=False)
    """The measured archive of a workbook, so that it is measured once; a text file is read from the disk every time."""

    def rows(self) -> Iterator[Row]:
        """The rows below the header, blank ones left out.

        Raises ``InputError``: ``E_TABLE_CHANGED`` before the first row or after the last one, where the file is no
        longer the one that was recognised; ``E_TABLE_LIMIT``, ``E_TABLE_ENCODING``, ``E_TABLE_DAMAGED``.
        """
        self._check_unchanged()
        for number, cells in self._all_rows():
            if number > self.layout.header_row and any(cells):
                yield number, cells
        self._check_unchanged()

    def _all_rows(self) -> Iterator[Row]:
        if self._workbook is None:
            return _text_rows(self.path, self.layout)
        return _sheet_rows(self._workbook, self.layout)

    def _check_unchanged(self) -> None:
        if file_facts(self.path).digest != self.facts.digest:
            raise InputError(
                "E_TABLE_CHANGED",
                phrase("{name} was changed after it was looked at.", name=self.path.name[:80]),
                hint=phrase("Look at it again, then import it."),
            )


def open_table(path: Source, score: HeaderScore, options: ReadOptions | None = None) -> Table:
    """Recognise the table in ``path``: a workbook by its first bytes, anything else as text.

    Raises ``InputError`` (``E_TABLE_EMPTY``, ``E_TABLE_HEADER``, ``E_TABLE_SHEET`` and those of :meth:`Table.rows`) and
    ``MachineError`` (``E_FILE``).
    """
    options = options or ReadOptions()
    facts = file_facts(path)
    if not facts.size:
        raise InputError(
            "E_TABLE_EMPTY", phrase("{name} is empty.", name=path.name[:80]), hint=phrase("Choose another file.")
        )
    workbook = safe_workbook(path, facts).getvalue() if is_workbook(facts) else None
    known = None if workbook is None else _recognise_workbook(workbook, options)
    shape = known or _recognise_text(path, facts, score, options)
    table = Table(path, facts, shape, workbook)
    first = [cells for _, cells in islice(table._all_rows(), HEADER_SEARCH_ROWS)]
    if not any(any(cells) for cells in first):
        raise InputError(
            "E_TABLE_EMPTY",
            phrase("{name} holds no table.", name=path.name[:80]),
            hint=phrase("Choose another file or sheet."),
        )
    index = options.header_row - 1 if options.header_row else find_header(first, score)
    if index is None:
        index = max(range(len(first)), key=lambda at: sum(map(bool, first[at])))
    if not 0 <= index < len(first):
        raise InputError(
            "E_TABLE_HEADER",
            phrase("Row {row} cannot head the table.", row=str(index + 1)),
            hint=phrase("Choose one of the first 50."),
        )
    header = tuple(" ".join(cell.split()) for cell in first[index])
    return replace(table, layout=replace(shape, header_row=index + 1, header=header))


def _recognise_text(path: Source, facts: FileFacts, score: HeaderScore, options: ReadOptions) -> Layout:
    if options.encoding is not None and options.encoding not in ENCODINGS:
        raise InputError(
            "E_TABLE_ENCODING",
            phrase("That encoding is not offered."),
            hint=phrase("Use one of {names}.", names=", ".join(ENCODINGS)),
        )
    if options.delimiter is not None and options.delimiter not in DELIMITERS:
        raise InputError(
            "E_TABLE_DELIMITER", phrase("That delimiter is not offered."), hint=phrase("Use a comma, ; tab or |.")
        )
    encoding = options.encoding or sniff_encoding(path, facts)
    with _decoded(path, encoding) as text:
        try:
            sample = text.read(SAMPLE_CHARS)
        except UnicodeError as error:
            raise _undecodable(encoding) from error
    return Layout(encoding, options.delimiter or sniff_delimiter(sample, score), "", (), 0, ())


def _decoded(path: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(open_file(path), encoding=encoding, errors="strict", newline="")


def _undecodable(encoding: str) -> InputError:
    return InputError(
        "E_TABLE_ENCODING",
        phrase("The file is not written in {encoding} throughout.", encoding=encoding),
        hint=phrase("Choose its encoding by hand, or save it again as CSV (UTF-8)."),
    )


def _too_long() -> InputError:
    return InputError(
        "E_TABLE_LIMIT",
        phrase("A cell is longer than {limit} characters.", limit=MAX_FIELD_CHARS),
        hint=phrase("Most often a quotation mark was opened and never closed."),
    )


def _bounded_lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_LINE_CHARS):
        if len(line) == MAX_LINE_CHARS:
            raise _too_long()
        yield line


def _text_rows(path: Source, layout: Layout) -> Iterator[Row]:
    csv.field_size_limit(MAX_FIELD_CHARS)
    with _decoded(path, layout.encoding) as text:
        number = 0
        try:
            for number, cells in enumerate(csv.reader(_bounded_lines(text), delimiter=layout.delimiter), start=1):
                _check_extent(number, len(cells))
                yield number, [_unguarded(_joined(cell, layout)) if "'" in cell else cell for cell in cells]
        except UnicodeError as error:
            raise _undecodable(layout.encoding) from error
        except csv.Error as error:
            raise _too_long() from error


def _check_extent(number: int, width: int) -> None:
    if number > MAX_ROWS:
        raise InputError(
            "E_TABLE_LIMIT", phrase("The table has more than {limit} rows.", limit=MAX_ROWS), hint=phrase("Split it.")
        )
    if width > MAX_COLUMNS:
        raise InputError(
            "E_TABLE_LIMIT",
            phrase("Row {number} has more than {limit} columns.", number=str(number), limit=MAX_COLUMNS),
            hint=phrase("Check the delimiter, or delete the columns beyond the table."),
        )


def _joined(cell: str, layout: Layout) -> str:
    """Take back the apostrophes that :mod:`stockpile_client.tables.writing` puts behind the other delimiter."""
    parted = _PARTED.get(layout.delimiter)
    return parted.sub(lambda found: found[0][0], cell) if parted else cell


def _unguarded(cell: str) -> str:
    """Take back the apostrophe by which :mod:`stockpile_client.tables.writing` keeps a text from being a formula."""
    return cell.replace("'", "", 1) if _NEUTRALISED.match(cell) else cell


def _open_workbook(workbook: bytes) -> Any:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    except BaseException as error:
        raise _reader_failure(error) from error


def _reader_failure(error: BaseException) -> BaseException:
    """What a failure inside the spreadsheet reader means; a panic of its native code is no ``Exception`` in Python."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return damaged()
    return error


def _recognise_workbook(workbook: bytes, options: ReadOptions) -> Layout:
    metadata = _open_workbook(workbook).sheets_metadata
    names = tuple(
        sheet.name
        for sheet in metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )
    if not names or (options.sheet is not None and options.sheet not in names):
        raise InputError(
            "E_TABLE_SHEET",
            phrase("The workbook has no such visible sheet."),
            hint=phrase("It has: {names}.", names=", ".join(name[:40] for name in names[:10]))
            if names
            else phrase("Choose another file."),
        )
    return Layout("", "", options.sheet or names[0], names, 0, ())


def _sheet_rows(workbook: bytes, layout: Layout) -> Iterator[Row]:
    try:
        sheet = _open_workbook(workbook).get_sheet_by_name(layout.sheet)
        left = sheet.start[1] if sheet.start else 0  # the reader skips empty columns before the table, but no rows
        rows = iter(sheet.iter_rows())
    except StockpileError:
        raise
    except BaseException as error:
        raise _reader_failure(error) from error
    for number, values in enumerate(_each(rows), start=1):
        cells = [_cell_text(value) for value in values]
        yield number, [""] * left + cells


def _each(rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    while True:
        try:
            values = next(rows, None)
        except BaseException as error:
            raise _reader_failure(error) from error
        if values is None:
            return
        yield values


def _cell_text(value: object) -> str:
    """One cell of a workbook as text.

    The only place where a binary float enters the program: XLSX stores numbers as such, and the reader hands them over.
    ``repr`` gives the shortest decimal text that names the same float, which is what was typed for up to 15 digits.
    """
    if isinstance(value, str):
        return _unguarded(value) if "'" in value else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        written = Decimal(repr(value))
        return (
            StoredNumber(format(written.normalize() if written else Decimal(0), "f"))
            if written.is_finite()
            else str(value)
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
