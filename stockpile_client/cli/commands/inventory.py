"""``inventory import``: a dry run that shows everything, then the same file again to be booked.

>>> stockpile --profile ./it inventory import inventario.csv
>>> stockpile --profile ./it inventory import inventario.csv --apply --rejects rejects.csv
"""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from stockpile_client.cli.arguments import FILE, day, pair
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.context import Context
from stockpile_client.services.import_inventory import ImportPlan, ImportResult, apply_import, plan_import
from stockpile_client.tables.fields import INVENTORY_FIELDS
from stockpile_client.tables.findings import Finding, Severity
from stockpile_client.tables.mapping import guess_mapping, known_headers
from stockpile_client.tables.reading import ENCODINGS, ReadOptions, open_table
from stockpile_client.tables.rows import Confirmed

_SHOWN = 30
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", ",": ",", ";": ";", "|": "|"}


@click.group(cls=Group)
def inventory() -> None:
    """The agency's own lots, from the spreadsheets that it has."""


@inventory.command("import")
@click.argument("file", type=FILE)
@click.option("--apply", "apply_it", is_flag=True, help="Book the rows; without it this is a dry run.")
@click.option("--rejects", type=FILE, help="With --apply: write the rows that were left out to this file.")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Overrule the encoding that was recognised.")
@click.option("--delimiter", type=click.Choice(list(_DELIMITERS)), help="Overrule the delimiter.")
@click.option("--sheet", help="The sheet of a workbook.")
@click.option("--header-row", type=click.IntRange(1), help="The row with the column names, counted from 1.")
@click.option("--country", default="", help="Where rows lie that do not say (default: our own country).")
@click.option("--as-of", type=day, help="When rows were true that name no day.")
@click.option("--nil", is_flag=True, help="Rows that say in words that nothing is left are nil.")
@click.option("--own-lots", is_flag=True, help="Rows that share a lot number are lots of their own.")
@click.option("--column", "columns", type=pair, multiple=True, metavar="FIELD=COLUMN", help="Map a column by header.")
@click.option("--unit", "units", type=pair, multiple=True, metavar="WRITTEN=UNIT", help="What a unit means: tons=st.")
@click.option("--form", "forms", type=pair, multiple=True, metavar="MATERIAL/WRITTEN=FORM", help="What a form means.")
@click.option("--decimal-mark", type=click.Choice([".", ","]), help="Overrule the decimal mark.")
@click.option("--all-findings", is_flag=True, help=f"Show every finding, not the first {_SHOWN}.")
@pass_state
def import_(
    state: State,
    *,
    file: Path,
    apply_it: bool,
    rejects: Path | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    header_row: int | None,
    country: str,
    as_of: date | None,
    nil: bool,
    own_lots: bool,
    columns: tuple[tuple[str, str], ...],
    units: tuple[tuple[str, str], ...],
    forms: tuple[tuple[str, str], ...],
    decimal_mark: str | None,
    all_findings: bool,
) -> None:
    """Read FILE (CSV or XLSX), show what importing it would do, and with --apply do it.

    The same file, or the same row in another file, adds nothing.
    """
    if rejects and not apply_it:
        raise click.UsageError("--rejects is written together with --apply.")
    options = ReadOptions(encoding, _DELIMITERS.get(delimiter or ""), sheet, header_row)
    answers = _Answers(
        dict(columns), dict(units), dict(forms), decimal_mark, as_of, Confirmed(nil=nil, own_lots=own_lots)
    )
    with state.open() as ctx:
        plan = _plan(ctx, file, options, country.strip().upper(), answers)
        result = apply_import(ctx, plan, rejects=rejects) if apply_it else None
    state.answer(_document(plan, result), lambda: _say(plan, result, None if all_findings else _SHOWN))


@dataclasses.dataclass(frozen=True, slots=True)
class _Answers:
    """What a person says about the file; empty where nothing was said."""

    columns: dict[str, str]
    units: dict[str, str]
    forms: dict[str, str]
    decimal_mark: Any
    as_of: date | None
    confirmed: Confirmed

    @property
    def changes_mapping(self) -> bool:
        """Whether the columns are read in another way than they would be."""
        return bool(self.columns or self.units or self.forms or self.decimal_mark)


def _plan(ctx: Context, file: Path, options: ReadOptions, country: str, answers: _Answers) -> ImportPlan:
    said: dict[str, Any] = {"country": country, "as_of": answers.as_of, "confirmed": answers.confirmed}
    if not answers.changes_mapping:
        return plan_import(ctx, file, options=options, **said)
    header = open_table(file, known_headers, options).layout.header
    mapping = guess_mapping(header)
    changed = {
        "columns": mapping.columns | {_field(name): _column(header, text) for name, text in answers.columns.items()},
        "units": {written.casefold(): unit for written, unit in answers.units.items()},
        "forms": {written.casefold(): form for written, form in answers.forms.items()},
    }
    if answers.decimal_mark:
        changed["decimal_mark"] = answers.decimal_mark
    return plan_import(ctx, file, mapping=mapping.answering(**changed), options=options, **said)


def _field(name: str) -> str:
    if name not in INVENTORY_FIELDS:
        raise click.BadParameter(
            f"'{name}' is no field; fields are {', '.join(INVENTORY_FIELDS)}.", param_hint="--column"
        )
    return name


def _column(header: tuple[str, ...], text: str) -> int:
    matching = [at for at, cell in enumerate(header) if cell.casefold() == text.casefold()]
    if len(matching) != 1:
        raise click.BadParameter(f"'{text}' is not the name of one column of the file.", param_hint="--column")
    return matching[0]


def _document(plan: ImportPlan, result: ImportResult | None) -> dict[str, Any]:
    table = plan.table
    document = {
        "file": plan.path,
        "sha256": table.file_digest,
        "applied": result is not None,
        "rows": dataclasses.asdict(table.counts),
        "new": plan.new,
        "adjusted": plan.adjusted,
        "known": plan.known,
        "new_sites": plan.new_sites,
        "already_imported": plan.already_imported,
        "layout": {
            "encoding": table.layout.encoding,
            "delimiter": table.layout.delimiter,
            "sheet": table.layout.sheet,
            "header_row": table.layout.header_row,
            "columns": {name: table.layout.header[at] for name, at in table.mapping.columns.items()},
        },
        "finding_counts": {str(weight): table.findings.total(weight) for weight in Severity},
        "findings": [_finding(one) for one in table.findings.listed],
    }
    if result is not None:
        document |= {
            "added": result.added,
            "adjusted": result.adjusted,
            "skipped": result.skipped,
            "rejected": result.rejected,
            "rejects_file": result.rejects,
        }
    return document


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "row": one.row,
        "column": one.column,
        "value": one.value,
        "severity": one.severity,
        "code": one.code,
        "reason": one.reason,
        "hint": one.hint,
    }


def _say(plan: ImportPlan, result: ImportResult | None, limit: int | None) -> None:
    table, counts = plan.table, plan.table.counts
    layout = table.layout
    how = f"sheet '{layout.sheet}'" if layout.sheet else f"{layout.encoding}, delimiter {layout.delimiter!r}"
    say(f"{plan.path.name}: {counts.rows} rows, header in row {layout.header_row}, {how}")
    say("Columns: " + ", ".join(f"{name} = '{layout.header[at]}'" for name, at in table.mapping.columns.items()))
    say(
        f"Stock {counts.stock}, nil {counts.nil}, without a number {counts.without_number}, "
        f"rejected {counts.rejected}, lines of totals {counts.totals}"
    )
    _say_findings(table.findings.listed, limit)
    if plan.already_imported:
        say(f"This very file was imported on {plan.already_imported:%Y-%m-%d %H:%M} UTC.")
    if result is None:
        say(f"Would add {plan.new} lots and adjust {plan.adjusted}; {plan.known} rows change nothing.")
        say("Nothing was changed. Run it again with --apply to book it.")
        return
    say(f"Added {result.added} lots, adjusted {result.adjusted}, skipped {result.skipped}, rejected {result.rejected}.")
    if result.rejects:
        say(f"The rejected rows are in {result.rejects}.")


def _say_findings(findings: tuple[Finding, ...], limit: int | None) -> None:
    if not findings:
        return
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    ordered = sorted(findings, key=lambda one: order[one.severity])
    say()
    say_table(
        ("", "row", "column", "value", "what"),
        [
            (one.severity, one.row or "file", one.column, one.value, f"{one.reason} {one.hint}".strip())
            for one in ordered[:limit]
        ],
        right=("row",),
    )
    if limit is not None and len(ordered) > limit:
        say(f"… and {len(ordered) - limit} more; --all-findings shows them.")
    say()
