"""How a command speaks: one JSON document with ``--json``, otherwise plain lines and tables; errors on stderr.

Rules
- Nothing reaches a terminal but printable characters: what a partner or a spreadsheet sent could hold escape sequences
  that move the cursor or rewrite what was shown. Others are written as ``\\x1b``; in JSON as ``\\u001b``.
- Masses are shown in tonnes with all their decimals; in JSON they are decimal text in kilograms, as on the wire.
- Exit codes are those of :mod:`stockpile_client.core.errors` and :mod:`.program`; docs/cli.md lists them.

>>> tonnes(1_204_500_000_000)
'1 204.5 t'
>>> plain("\\x1b[2J gone")
'\\\\x1b[2J gone'
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import click

from stockpile_client.core.errors import InternalError, StockpileError

_MG_PER_TONNE = 10**9
_TONNE_DECIMALS = 9


def prepare_streams() -> None:
    """Let no character stop the program: a console or pipe of another encoding shows what it lacks as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def plain(text: str) -> str:
    """``text`` with everything unprintable escaped; blanks of any kind become a space."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def tonnes(mg: int) -> str:
    """A mass in tonnes with all its decimals, thousands set apart by spaces."""
    whole, rest = divmod(abs(mg), _MG_PER_TONNE)
    decimals = f".{rest:0{_TONNE_DECIMALS}d}".rstrip("0") if rest else ""
    sign = "−" if mg < 0 else ""
    return f"{sign}{whole:,}".replace(",", " ") + f"{decimals} t"


def jsonable(value: Any) -> Any:
    """A value as JSON types. Only values that say what they mean: a record is turned into named keys before."""
    match value:
        case Enum():
            return jsonable(value.value)
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal() | Path():
            return str(value)
        case Mapping():
            return {str(jsonable(key)): jsonable(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(jsonable(item) for item in value)
        case list() | tuple():
            return [jsonable(item) for item in value]
    raise InternalError("E_OUTPUT", f"A value of type {type(value).__name__} has no form on the command line.")


def json_text(value: Any, *, indent: int | None = 2, ascii_only: bool = False) -> str:
    """One JSON document; characters that a terminal would act on are written as ``\\uXXXX``."""
    text = json.dumps(jsonable(value), ensure_ascii=ascii_only, indent=indent)
    if all(line.isprintable() for line in text.split("\n")):
        return text
    # Outside of strings JSON is printable ASCII and line ends, so that what is left stands inside a string.
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _is_unicode(stream: Any) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def say_json(value: Any) -> None:
    """Print one JSON document, in ASCII alone where the stream is not Unicode."""
    click.echo(json_text(value, ascii_only=not _is_unicode(sys.stdout)))


def say(text: str = "") -> None:
    """Print one line."""
    click.echo(plain(text))


def note(text: str) -> None:
    """Print one line on stderr: what is not part of the answer."""
    click.echo(plain(text), err=True)


def say_error(error: StockpileError, *, as_json: bool) -> None:
    """Print a failure on stderr: code, what happened, what was not changed, what to do next."""
    if as_json:
        document = {"error": error.code, "message": error.message, "unchanged": error.unchanged, "hint": error.hint}
        click.echo(json_text(document, indent=None, ascii_only=not _is_unicode(sys.stderr)), err=True)
    else:
        note(f"{error.code}: " + " ".join(error.lines()))


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two, combining marks none."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else not unicodedata.combining(character)
        for character in text
    )


def say_table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print rows under headers, columns as wide as their widest text; columns named in ``right`` align right."""
    texts = [[_cell(cell) for cell in row] for row in rows]
    widths = [max([_width(header), *(_width(row[i]) for row in texts)]) for i, header in enumerate(headers)]

    def line(cells: Sequence[str]) -> str:
        padded = []
        for header, cell, width in zip(headers, cells, widths, strict=True):
            gap = " " * (width - _width(cell))
            padded.append(gap + cell if header in right else cell + gap)
        return "  ".join(padded).rstrip()

    click.echo(line(headers))
    click.echo("  ".join(("─" if _is_unicode(sys.stdout) else "-") * width for width in widths))
    for row in texts:
        click.echo(line(row))


def _cell(value: object) -> str:
    match value:
        case None | "":
            return "-"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
    return plain(str(value))
