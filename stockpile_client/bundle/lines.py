"""Records of a partner, line by line: typed, bounded, without duplicate or unknown keys.

Rules
- The type comes first: msgspec decodes into structs that forbid unknown keys, so that depth, kinds and ranges are fixed
  before anything is kept. No record of this format nests deeper than three levels.
- A key stands once. msgspec keeps the last of two and says nothing, therefore every record goes one of two ways:
  what our own encoder would write byte for byte has no duplicate; anything else (other key order, spaces, escapes) is
  parsed a second time with a look at every key.
- ``null`` and empty text are not ways to leave something out.
- A refusal names file, line and field, and quotes nothing: the names of fields are ours, the values are not.

A line ends with a line feed; the last one too.

>>> import io
>>> list(line_blocks(io.BytesIO(b'{"a":1}\\n{"a":2}\\n'), where="rows.ndjson"))
[(1, b'{"a":1}\\n{"a":2}\\n')]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, Protocol, TypeVar

import msgspec

from stockpile_client.bundle import limits
from stockpile_client.bundle.faults import BadFieldError
from stockpile_client.bundle.refusals import refusal
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.phrases import phrase

BLOCK_BYTES: Final = 128 * 1024
"""Raw bytes decoded at once: some five hundred positions. Their objects then stay in the processor's cache; with blocks
of 512 KiB the same lines took two thirds longer."""

_PATH = re.compile(r" - at `\$\.?([a-z_.\[\]0-9]*)`\Z")
_MISSING = re.compile(r"Object missing required field `([a-z_]+)`")


class ByteSource(Protocol):
    """What is read from. ``read(n)`` gives at most n bytes, and none only at the end."""

    def read(self, size: int, /) -> bytes: ...


Record = TypeVar("Record", bound=msgspec.Struct)


def decode(decoder: msgspec.json.Decoder[Record], record: bytes, *, where: str) -> Record:
    """One record, type and keys checked; the values that need more are the caller's. Raises ``E_SCHEMA``."""
    try:
        decoded = decoder.decode(record)
    except msgspec.MsgspecError as error:
        raise refusal("E_SCHEMA", phrase("{where}: {error}.", where=where, error=_explain(error))) from None
    except UnicodeDecodeError:
        raise refusal("E_SCHEMA", phrase("{where}: it is not UTF-8.", where=where)) from None
    try:
        json.loads(record, object_pairs_hook=_each_key_once)
    except BadFieldError as error:
        raise error.refusal(where) from None
    return decoded


def line_blocks(stream: ByteSource, *, where: str) -> Iterator[tuple[int, bytes]]:
    """Whole lines in blocks of about `BLOCK_BYTES`, each with the number of its first line (from 1).

    Raises ``E_LIMIT`` for a line without end within 64 KiB and ``E_SCHEMA`` for a last line without line feed.
    """
    number = 1
    rest = b""
    while piece := stream.read(BLOCK_BYTES):
        block = rest + piece
        end = block.rfind(b"\n") + 1
        rest = block[end:]
        if end:
            whole = block[:end]
            yield number, whole
            number += whole.count(b"\n")
        if len(rest) > limits.LINE_BYTES:
            raise too_long_line(where, number)
    if rest:
        raise refusal("E_SCHEMA", phrase("{where}, line {number}: it has no end.", where=where, number=str(number)))


def lines_of(block: bytes, first: int, *, where: str) -> Iterator[tuple[str, bytes]]:
    """The lines of a block without their line feeds, each with where it stands: ``rows.ndjson, line 7``."""
    for number, line in enumerate(block[:-1].split(b"\n"), first):
        if len(line) > limits.LINE_BYTES:
            raise too_long_line(where, number)
        yield f"{where}, line {number}", line


def check_keys(block: bytes, first: int, *, where: str) -> int:
    """The number of lines in a block of which each is one JSON value and no key stands twice; else ``ValueError``."""
    count = 0
    for _, line in lines_of(block, first, where=where):
        json.loads(line, object_pairs_hook=_each_key_once)
        count += 1
    return count


def too_long_line(where: str, number: int) -> PartnerFileError:
    """The refusal of a line of more than 64 KiB."""
    return refusal(
        "E_LIMIT",
        phrase(
            "{where}, line {number}: it is longer than {limit} bytes.",
            where=where,
            number=str(number),
            limit=limits.LINE_BYTES,
        ),
    )


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise BadFieldError(phrase("a key"), phrase("stands twice"))
    for key, value in pairs:
        if value is None:
            raise BadFieldError(key, phrase("is null; what is not stated is left out"))
    return record


def _explain(error: msgspec.MsgspecError) -> str:
    message = str(error)
    path = _PATH.search(message)
    field = path[1] if path and path[1] else phrase("the record")
    if missing := _MISSING.match(message):
        return phrase("{field} lacks {missing}", field=field, missing=missing[1])
    if "unknown field" in message:
        return phrase("{field} has a key that the schema does not know", field=field)
    if isinstance(error, msgspec.ValidationError):
        return phrase("{field} is not of the kind or in the range that the schema states", field=field)
    return phrase("it is not JSON")
