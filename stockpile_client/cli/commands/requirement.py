"""``requirement``: denominators of cover, with year and source; none is ever erased.

The table is plain CSV (UTF-8, comma, decimal point): ``material,country,year,kind,quantity,unit,basis,printed,source,
estimated,illustrative``. ``printed`` is what the source printed (``W``, ``NA``, ``<50``) and stands for the quantity
where that is empty; ``kind`` is consumption, net_imports, target or target_days.

>>> stockpile --profile ./jp requirement import requirements.csv --apply
>>> stockpile --profile ./jp requirement end W --country JP --year 2025 --kind target --reason "a new plan"
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from stockpile_client.cli.arguments import FILE, codes
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.cli.views import quantity_words
from stockpile_client.cli.views import requirement as document_of
from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import NotCompiled
from stockpile_client.core.requirements import Requirement, RequirementKind, printed_quantity
from stockpile_client.core.text import clean_text
from stockpile_client.services.context import Context
from stockpile_client.services.requirements import end_requirement, list_requirements, record_requirements
from stockpile_client.storage.durable import machine_errors

_NEEDED = ("material", "country", "year", "kind", "quantity")
_MOST_ROWS = 100_000
_WHOLE_NUMBER_DIGITS = 4


@click.group(cls=Group)
def requirement() -> None:
    """Denominators of cover: consumption, net imports and targets."""


@requirement.command("list")
@click.option("--material", "materials", type=codes, default="", help="Only these materials: W,CO.")
@pass_state
def list_(state: State, materials: tuple[str, ...]) -> None:
    """List the denominators as they stand."""
    with state.open() as ctx:
        stated = [one for one in list_requirements(ctx) if not materials or one.material in materials]

    def human() -> None:
        _say(stated) if stated else say("There are none.")

    state.answer({"requirements": [document_of(one) for one in stated]}, human)


@requirement.command("import")
@click.argument("file", type=FILE)
@click.option("--apply", "apply_it", is_flag=True, help="Record them; without it this is a dry run.")
@pass_state
def import_(state: State, file: Path, apply_it: bool) -> None:
    """Read denominators from the CSV table FILE, and with --apply record them. One bad row refuses the whole table."""
    with state.open() as ctx:
        stated = _read(ctx, file)
        if apply_it:
            record_requirements(ctx, stated)

    def human() -> None:
        _say(stated)
        say(
            f"Recorded {len(stated)}." if apply_it else "Nothing was changed. Run it again with --apply to record them."
        )

    state.answer({"applied": apply_it, "requirements": [document_of(one) for one in stated]}, human)


@requirement.command("end")
@click.argument("material")
@click.option("--country", required=True, help="Two letters, like JP.")
@click.option("--year", type=int, required=True)
@click.option("--kind", type=click.Choice([kind.value for kind in RequirementKind]), required=True)
@click.option("--source", help="Its source, where several stand side by side.")
@click.option("--reason", required=True, help="Why; the record keeps it.")
@pass_state
def end(state: State, *, material: str, country: str, year: int, kind: str, source: str | None, reason: str) -> None:
    """Let the denominator of MATERIAL apply no longer; what it was stays on record."""
    wanted = (material.upper(), country.upper(), year, kind)
    with state.open() as ctx:
        found = [
            one
            for one in list_requirements(ctx)
            if (one.material, one.country, one.year, one.kind.value) == wanted and source in (None, one.source)
        ]
        change = end_requirement(ctx, _only(found), reason=reason)
    state.answer(document_of(found[0]), lambda: say(f"{change.summary}."))


def _only(found: list[Requirement]) -> Requirement:
    if not found:
        raise InputError(
            "E_NO_REQUIREMENT", "There is no such requirement in use.",
            hint="The command `requirement list` shows all of them.",
        )  # fmt: skip
    if len(found) > 1:
        raise InputError(
            "E_REQUIREMENT_WHICH", f"There are {len(found)} of that year and kind, from different sources.",
            hint="Say which with --source.",
        )  # fmt: skip
    return found[0]


def _say(stated: list[Requirement]) -> None:
    say_table(
        ("material", "country", "year", "kind", "a year", "basis", "printed", "source"),
        [
            (one.material, one.country, one.year, one.kind.replace("_", " "), _amount(one), one.basis, one.printed,
             one.source)
            for one in stated
        ],
        right=("year", "a year"),
    )  # fmt: skip


def _amount(one: Requirement) -> str:
    return quantity_words(one.quantity) if one.days is None else f"{one.days} days"


def _read(ctx: Context, file: Path) -> list[Requirement]:
    with machine_errors(f"reading {file.name}"), file.open(encoding="utf-8-sig", newline="") as stream:
        try:
            return list(_rows(ctx, csv.DictReader(stream, strict=True)))
        except (UnicodeDecodeError, csv.Error) as error:
            raise InputError("E_TABLE_ENCODING", f"{file.name[:80]} is no CSV table in UTF-8.") from error


def _rows(ctx: Context, reader: csv.DictReader[str]) -> Iterator[Requirement]:
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError("E_TABLE_COLUMNS", f"The table has no column {', '.join(missing)}.")
    for number, row in enumerate(reader, start=2):
        if number > _MOST_ROWS:
            raise InputError("E_TABLE_LIMIT", f"A table of denominators has at most {_MOST_ROWS} rows.")
        try:
            yield _requirement(ctx, {name: (cell or "").strip() for name, cell in row.items() if isinstance(cell, str)})
        except InputError as error:
            raise InputError(error.code, f"Row {number}: {error.message}", hint=error.hint) from None


def _requirement(ctx: Context, row: dict[str, str]) -> Requirement:
    kind = _kind(row["kind"])
    printed = clean_text(row.get("printed", ""), what="print")
    unit = ctx.catalogue.unit(row.get("unit") or "t")
    in_days = kind is RequirementKind.TARGET_DAYS
    return Requirement(
        material=ctx.catalogue.material(row["material"]).code,
        country=row["country"].upper(),
        year=_whole(row["year"], "year"),
        kind=kind,
        quantity=NotCompiled() if in_days else printed_quantity(row["quantity"] or printed, kg_per_unit=unit.kg),
        days=_whole(row["quantity"], "number of days") if in_days else None,
        basis=clean_text(row.get("basis", ""), what="basis"),
        printed=printed,
        source=clean_text(row.get("source", ""), what="source"),
        estimated=row.get("estimated", "") == "yes",
        illustrative=row.get("illustrative", "") == "yes",
    )


def _kind(text: str) -> RequirementKind:
    try:
        return RequirementKind(text)
    except ValueError:
        words = ", ".join(kind.value for kind in RequirementKind)
        raise InputError("E_REQUIREMENT", f"The kind '{text[:20]}' is not known.", hint=f"Kinds are {words}.") from None


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _WHOLE_NUMBER_DIGITS):
        raise InputError("E_NUMBER", f"The {what} '{text[:20]}' is no whole number.")
    return int(text)
