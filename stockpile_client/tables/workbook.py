"""Opening an XLSX file without trusting it: nothing is handed to the spreadsheet reader that was not measured first.

A workbook is a zip archive of XML. Its declared sizes may lie, two zip readers may see two different archives, and a
sheet with one cell in each of two far corners makes a reader lay out billions of cells. So:

- every member is inflated here under a cap, against its declared size and checksum;
- each XML part is walked by a streaming parser that refuses document types (and with them entities) and measures the
  rectangle of cells;
- only the few parts that a table needs are packed again, in memory, and only this new archive goes to the reader.
  Macros, pictures, links and embedded files never leave the original.

>>> workbook = safe_workbook(path)
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import ExitStack
from xml.parsers import expat

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.tables.limits import (
    MAX_COLUMNS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SHEET_CELLS,
    MAX_UNPACKED_BYTES,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_MEMBERS,
    MAX_XML_DEPTH,
    RATIO_FREE_BYTES,
)
from stockpile_client.tables.pasted import Source
from stockpile_client.tables.sniffing import FileFacts, open_file

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(workbook|sharedstrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml"
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_BLOCK = 1 << 18


def is_workbook(facts: FileFacts) -> bool:
    """Whether the file is a zip archive or an OLE container, and so no text; the first bytes decide, never the name."""
    return facts.start.startswith((OLE_MAGIC, *ZIP_MAGICS))


def safe_workbook(path: Source, facts: FileFacts) -> io.BytesIO:
    """A new, small XLSX archive in memory that holds the measured tables of ``path`` and nothing else.

    Raises ``InputError``: ``E_TABLE_ENCRYPTED``, ``E_TABLE_LEGACY``, ``E_TABLE_BOMB``, ``E_TABLE_LIMIT``,
    ``E_TABLE_DAMAGED``.
    """
    if facts.start.startswith(OLE_MAGIC):
        raise _ole_error(path)
    if facts.size > MAX_WORKBOOK_BYTES:
        raise InputError(
            "E_TABLE_LIMIT", phrase("The workbook is larger than 256 MiB."), hint=phrase("Save the table as CSV.")
        )
    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as archive:
            return _repack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise damaged() from error
    except expat.ExpatError as error:
        raise damaged() from error


def damaged() -> InputError:
    """The error for an archive or sheet that cannot be read."""
    return InputError(
        "E_TABLE_DAMAGED",
        phrase("The workbook is damaged or is not an XLSX file."),
        hint=phrase("Open it in a spreadsheet program and save it again as XLSX, or as CSV."),
    )


def _bomb(reason: str) -> InputError:
    return InputError(
        "E_TABLE_BOMB",
        phrase("The workbook was refused: {reason}.", reason=reason),
        hint=phrase("If it is honest, save the one sheet that is needed as CSV."),
    )


def _ole_error(path: Source) -> InputError:
    marker, tail = "EncryptedPackage".encode("utf-16-le"), b""
    with open_file(path) as stream:
        while block := stream.read(_BLOCK):
            if marker in tail + block:
                return InputError(
                    "E_TABLE_ENCRYPTED",
                    phrase("The workbook is protected by a password."),
                    hint=phrase("Remove the password in the spreadsheet program, or save the table as CSV."),
                )
            tail = block[-len(marker) :]
    return InputError(
        "E_TABLE_LEGACY",
        phrase("This is a document of an old Office format (.xls, .doc)."),
        hint=phrase("Open it in a spreadsheet program and save it as XLSX or CSV."),
    )


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_WORKBOOK_MEMBERS:
        raise _bomb(phrase("it has more than {limit} parts", limit=MAX_WORKBOOK_MEMBERS))
    names = [member.filename.replace("\\", "/").casefold() for member in members]
    if len(set(names)) < len(names):
        raise _bomb(phrase("it names the same part twice"))
    if "xl/workbook.xml" not in names:
        raise damaged()
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise _bomb(phrase("it unpacks to more than 1 GiB"))
    for member in members:
        if member.flag_bits & 1:
            raise InputError(
                "E_TABLE_ENCRYPTED", phrase("The workbook holds an encrypted part."), hint=phrase("Save it without.")
            )
        _check_ratio(member, member.file_size)


def _check_ratio(member: zipfile.ZipInfo, unpacked: int) -> None:
    if unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(member.compress_size, 1):
        raise _bomb(phrase("a part of it unpacks to more than {limit} times its size", limit=MAX_RATIO))


def _repack(archive: zipfile.ZipFile) -> io.BytesIO:
    members = archive.infolist()
    _check_directory(members)
    packed, total = io.BytesIO(), 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as clean:
        for member in members:
            name = member.filename.replace("\\", "/")
            needed = _NEEDED.fullmatch(name.casefold()) is not None
            total += _inflate(archive, member, clean if needed else None, MAX_UNPACKED_BYTES - total)
    packed.seek(0)
    return packed


def _inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo, clean: zipfile.ZipFile | None, allowance: int) -> int:
    """Inflate one member to its end, which checks its size and checksum; copy it if ``clean`` is given."""
    size, walker = 0, _SheetWalker()
    with ExitStack() as open_files:
        source = open_files.enter_context(archive.open(member))
        target = None
        if clean is not None:
            target = open_files.enter_context(clean.open(zipfile.ZipInfo(member.filename), "w", force_zip64=True))
        while block := source.read(_BLOCK):
            if not size and block.startswith(ZIP_MAGICS):
                raise _bomb(phrase("an archive is packed inside it"))
            size += len(block)
            if size > allowance:
                raise _bomb(phrase("it unpacks to more than 1 GiB"))
            _check_ratio(member, size)
            if target is not None:
                walker.feed(block)
                target.write(block)
        if target is not None:
            walker.close()
    return size


class _SheetWalker:
    """Walks one XML part as it streams by: no document type, bounded depth, and a bounded rectangle of cells."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.StartDoctypeDeclHandler = self._on_doctype
        self._depth = self._row = self._column = self._last_row = self._last_column = 0

    def feed(self, block: bytes) -> None:
        self._parser.Parse(block, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def _on_doctype(self, *_: object) -> None:
        raise _bomb(phrase("it declares a document type"))

    def _on_end(self, _name: str) -> None:
        self._depth -= 1

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise _bomb(phrase("it nests more than {limit} elements", limit=MAX_XML_DEPTH))
        local = name.rpartition(":")[2]
        if local == "c":
            self._on_cell(attributes.get("r"))
        elif local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 9 else self._row + 1
            self._column = 0
            self._measure(self._row, 0)

    def _on_cell(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            self._measure(self._row, self._column)
        elif match := _REFERENCE.fullmatch(reference):
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            self._column = column
            self._measure(int(match[2]), column)
        else:
            raise damaged()

    def _measure(self, row: int, column: int) -> None:
        if row <= self._last_row and column <= self._last_column:
            return
        self._last_row, self._last_column = max(row, self._last_row), max(column, self._last_column)
        if self._last_column > MAX_COLUMNS:
            raise InputError(
                "E_TABLE_LIMIT",
                phrase("The sheet has cells beyond column {limit}.", limit=MAX_COLUMNS),
                hint=phrase("Delete the columns beyond the table, or save the table as CSV."),
            )
        if self._last_row > MAX_ROWS or self._last_row * self._last_column > MAX_SHEET_CELLS:
            raise InputError(
                "E_TABLE_LIMIT",
                phrase("The sheet spans more than {limit} cells.", limit=MAX_SHEET_CELLS),
                hint=phrase("Delete the rows beyond the table, or save the table as CSV."),
            )
