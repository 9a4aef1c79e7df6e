"""Finding out how a text file is written: its encoding, its delimiter, and the row that heads its table.

The encoding is decided over the whole file, because the one accented letter may stand in its last row. UTF-8 proves
itself; Shift-JIS (cp932) is believed where it decodes and its pairs look Japanese; what remains is Windows Western
(cp1252). Delimiter and header are decided together: the right delimiter is the one under which a row of known field
words appears.

>>> sniff_delimiter("lotto;quantità (t)\\r\\nA1;1.204,5\\r\\n", known_words)
';'
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from stockpile_client.core.errors import InputError, MachineError
from stockpile_client.core.phrases import phrase
from stockpile_client.tables.limits import HEADER_SEARCH_ROWS, MAX_COLUMNS, MAX_FIELD_CHARS, MAX_FILE_BYTES
from stockpile_client.tables.pasted import Source

DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

HeaderScore = Callable[[Sequence[str]], int]
"""How many cells of a row are words that head a column."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one pass over the bytes tells: SHA-256 (hex), size in bytes, the first bytes, whether all of it is UTF-8."""

    digest: str
    size: int
    start: bytes
    is_utf8: bool


def file_facts(path: Source) -> FileFacts:
    """Digest and size of the file in constant memory; ``MachineError`` ``E_FILE``, ``InputError`` ``E_TABLE_LIMIT``."""
    digest, size, start = hashlib.sha256(), 0, b""
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    with open_file(path) as stream:
        while block := stream.read(_BLOCK):
            start = start or block[:4096]
            digest.update(block)
            size += len(block)
            if size > MAX_FILE_BYTES:
                raise InputError(
                    "E_TABLE_LIMIT",
                    phrase("The file is larger than 2 GiB."),
                    hint=phrase("Split it into several files."),
                )
            decoder = decoder if decoder and _decodes(decoder, block) else None
    return FileFacts(digest.hexdigest(), size, start, decoder is not None and _decodes(decoder, b"", final=True))


def open_file(path: Source) -> BinaryIO:
    """The file opened for reading; ``MachineError`` ``E_FILE`` where the system refuses."""
    try:
        return path.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MachineError(
            "E_FILE",
            phrase("{name} cannot be read: {reason}.", name=path.name[:80], reason=reason),
            hint=phrase("Check that it exists and is not in use."),
        ) from error


def sniff_encoding(path: Source, facts: FileFacts) -> str:
    """The Python codec of the file's text; ``InputError`` ``E_TABLE_ENCODING`` where the bytes are no text."""
    for mark, encoding in _BOMS:
        if facts.start.startswith(mark):
            return encoding
    if b"\0" in facts.start:
        even, odd = facts.start[::2].count(0), facts.start[1::2].count(0)
        if max(even, odd) > 10 * min(even, odd) and max(even, odd) * 4 >= len(facts.start):
            return "utf-16-be" if even > odd else "utf-16-le"
        raise InputError(
            "E_TABLE_ENCODING",
            phrase("The file holds binary data and no text."),
            hint=phrase("Save the table as CSV (UTF-8) or XLSX."),
        )
    if facts.is_utf8:
        return "utf-8"
    return "cp932" if _looks_japanese(path) else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _looks_japanese(path: Source) -> bool:
    """Whether the file decodes as cp932 and at least half of what is not ASCII there is kana or common kanji.

    Western letters that happen to form pairs fall on rare kanji (lead bytes E0 and above) or do not decode at all.
    """
    decoder = codecs.getincrementaldecoder("cp932")()
    common = foreign = 0
    with open_file(path) as stream:
        while block := stream.read(_BLOCK):
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError:
                return False
            if not text.isascii():
                pairs = Counter(text.encode("cp932", "replace")[i] for i in _lead_positions(text))
                common += sum(count for lead, count in pairs.items() if 0x81 <= lead <= 0x97)
                foreign += sum(count for lead, count in pairs.items() if lead > 0x97)
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return common > foreign


def _lead_positions(text: str) -> list[int]:
    """Where, in the cp932 bytes of ``text``, each character that is not ASCII begins."""
    positions, at = [], 0
    for character in text:
        width = len(character.encode("cp932", "replace"))
        if not character.isascii():
            positions.append(at)
        at += width
    return positions


def sample_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a text under one delimiter; an incomplete last row does no harm."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), HEADER_SEARCH_ROWS))
    except csv.Error:
        return []


def sniff_delimiter(text: str, score: HeaderScore) -> str:
    """The delimiter under which the text looks most like a table: first by known headers, then by even rows."""

    def likeness(delimiter: str) -> tuple[int, int, int]:
        rows = [row for row in sample_rows(text, delimiter) if any(row)]
        widths = Counter(len(row) for row in rows if 1 < len(row) <= MAX_COLUMNS)
        width, agreeing = widths.most_common(1)[0] if widths else (0, 0)
        return max(map(score, rows), default=0), agreeing, width

    return max(DELIMITERS, key=likeness)


def find_header(rows: Sequence[Sequence[str]], score: HeaderScore) -> int | None:
    """Index of the row that heads the table: the one with the most known words, at least two; else ``None``."""
    scores = [score(row) for row in rows]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None
