"""How a command speaks: one JSON document with ``--json``, otherwise plain lines and tables; errors on stderr.

Exit codes: 0 done, 2 wrong usage of a command, 3 the input is wrong, 4 the state of this machine, 5 a partner's file
was refused, 70 a bug of ours. With ``--json`` an error is a JSON document on stderr as well.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from stockpile_client.core.errors import InternalError, StockpileError


def jsonable(value: Any) -> Any:
    """A value of the program as JSON types: dataclasses become objects, masses stay integers of milligrams."""
    match value:
        case None | bool() | int() | str():
            return value.value if isinstance(value, Enum) else value
        case datetime():
            return value.isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal() | Fraction() | Path():
            return str(value)
        case bytes():
            return value.hex()
        case Mapping():
            return {str(jsonable(key)): jsonable(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(jsonable(item) for item in value)
        case tuple() if hasattr(value, "_asdict"):
            return jsonable(value._asdict())
        case list() | tuple():
            return [jsonable(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: jsonable(item) for name, item in named.items() if not name.startswith("_")}
    raise InternalError("E_OUTPUT", f"A value of type {type(value).__name__} has no form on the command line.")


def say_json(value: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(jsonable(value), ensure_ascii=False, indent=2))


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def say_table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print rows under headers, columns as wide as their widest text; columns named in ``right`` align right."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max([_width(header), *(_width(row[i]) for row in texts)]) for i, header in enumerate(headers)]

    def line(cells: Sequence[str]) -> str:
        padded = []
        for header, cell, width in zip(headers, cells, widths, strict=True):
            gap = " " * (width - _width(cell))
            padded.append(gap + cell if header in right else cell + gap)
        return "  ".join(padded).rstrip()

    click.echo(line(headers))
    click.echo("  ".join("─" * width for width in widths))
    for row in texts:
        click.echo(line(row))


@contextmanager
def errors_to_exit_codes(as_json: bool) -> Iterator[None]:
    """One clear message and a documented exit code for every expected failure; no traceback."""
    try:
        yield
    except StockpileError as error:
        if as_json:
            document = {"error": error.code, "message": error.message, "unchanged": error.unchanged, "hint": error.hint}
            click.echo(json.dumps(document, ensure_ascii=False), err=True)
        else:
            click.echo(f"{error.code}: " + " ".join(error.lines()), err=True)
        sys.exit(error.exit_code)
