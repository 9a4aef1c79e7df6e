"""An inventory out of a spreadsheet: first a plan that shows everything, then the same rows again to be booked.

Nothing is written here. :func:`plan_inventory` reads the file to the end and returns what would happen: how it was
understood, what each row becomes, and every finding. A service shows the plan, a person confirms, and the service
books :meth:`InventoryPlan.rows`, which reads the file again and stops if a byte of it has changed.

>>> plan = plan_inventory(Path("inventory.csv"), catalogue, defaults=Defaults(place=Place(country="IT")))
>>> plan.counts.stock, plan.counts.rejected
(21, 2)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import joined, phrase
from stockpile_client.tables.evidence import Evidence
from stockpile_client.tables.fields import IGNORED_HEADERS, INVENTORY_FIELDS
from stockpile_client.tables.findings import Finding, FindingCollector, Findings
from stockpile_client.tables.lot_numbers import LotNumbers, SharedNumber
from stockpile_client.tables.mapping import (
    ColumnMapping,
    HeaderFacts,
    guess_mapping,
    header_digest,
    header_facts,
    header_words,
    known_headers,
)
from stockpile_client.tables.number_text import DecimalMark
from stockpile_client.tables.pasted import Source
from stockpile_client.tables.reading import Layout, ReadOptions, Table, open_table
from stockpile_client.tables.row_reader import RowReader
from stockpile_client.tables.rows import Confirmed, Defaults, InventoryRow, Verdict
from stockpile_client.tables.verdicts import PROBLEMS

Progress = Callable[[int, int], None]
"""Called now and then with the rows done and the rows in all; to cancel, it raises."""
Remembered = Callable[[str], ColumnMapping | None]
"""Looks up the mapping that was stored under a header digest."""

_PROGRESS_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what becomes of them; ``totals`` are lines of sums, which are left out. They add up to ``rows``."""

    rows: int = 0
    stock: int = 0
    nil: int = 0
    without_number: int = 0
    rejected: int = 0
    totals: int = 0


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is not booked: its cells as they were, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class InventoryPlan:
    """What importing one file would do. ``file_digest`` (SHA-256, hex) names the file in the history of imports.

    Two questions are a person's to answer (``confirmed``): ``nil_in_words`` rows say in words that nothing is left
    (``to_confirm`` until it is answered), and the rows in ``shared_numbers`` give one lot number twice (rejected until
    then).
    """

    table: Table
    mapping: ColumnMapping
    decimal_mark: DecimalMark | None
    counts: Counts
    findings: Findings
    confirmed: Confirmed
    nil_in_words: int
    shared_numbers: Mapping[int, SharedNumber]
    _catalogue: Catalogue
    _facts: dict[str, HeaderFacts]
    _evidence: Evidence
    _defaults: Defaults
    _today: date | None

    @property
    def file_digest(self) -> str:
        """SHA-256 of the file as it was planned."""
        return self.table.facts.digest

    @property
    def layout(self) -> Layout:
        """How the file is written."""
        return self.table.layout

    def rows(self, progress: Progress | None = None) -> Iterator[InventoryRow]:
        """Every row that is not rejected, read again from the file.

        Raises ``InputError`` ``E_TABLE_CHANGED`` before the first row or after the last: book all rows in one
        transaction, so that nothing stays if it does.
        """
        for row, _, _, _ in self._read(progress):
            if row is None or (row.number in self.shared_numbers and not self.confirmed.own_lots):
                continue
            yield msgspec.structs.replace(row, to_confirm=False) if self.confirmed.nil and row.to_confirm else row

    def rejects(self) -> Iterator[RejectedRow]:
        """The rejected rows with their errors, read again from the file."""
        for row, number, cells, findings in self._read(None):
            errors = tuple(finding for finding in findings if finding.severity == "error")
            if row is None and errors:
                yield RejectedRow(number, tuple(cells), errors)
            elif row is not None and number in self.shared_numbers and not self.confirmed.own_lots:
                yield RejectedRow(number, tuple(cells), (self._about_number(self.shared_numbers[number]),))

    def _about_number(self, shared: SharedNumber) -> Finding:
        return shared.finding(self.layout.header[self.mapping.columns["lot_number"]], confirmed=self.confirmed.own_lots)

    def _read(self, progress: Progress | None) -> Iterator[tuple[InventoryRow | None, int, list[str], list[Finding]]]:
        reader = RowReader(
            self._catalogue,
            header=self.layout.header,
            mapping=self.mapping,
            facts=self._facts,
            evidence=self._evidence,
            defaults=self._defaults,
            today=self._today,
        )
        for done, (number, cells) in enumerate(self.table.rows(), start=1):
            row, findings = reader.read(number, cells)
            yield row, number, cells, findings
            if progress and done % _PROGRESS_EVERY == 0:
                progress(done, self._evidence.rows)


def plan_inventory(
    path: Source,
    catalogue: Catalogue,
    *,
    mapping: ColumnMapping | None = None,
    remembered: Remembered | None = None,
    options: ReadOptions | None = None,
    defaults: Defaults | None = None,
    confirmed: Confirmed | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> InventoryPlan:
    """Read ``path`` to the end and say what importing it would do; nothing is changed anywhere.

    ``mapping`` is used as it is; without one, what ``remembered`` gives for the header, or else a guess. ``confirmed``
    is what a person has answered already; ``today`` lets a date in the future be found. Raises ``InputError``
    (``E_TABLE_…``; ``E_TABLE_COLUMNS`` where no column gives the material or the quantity; ``E_MAPPING``) and
    ``MachineError`` (``E_FILE``).
    """
    defaults = defaults or Defaults()
    table = open_table(path, known_headers, options)
    header = table.layout.header
    chosen = mapping or (remembered(header_digest(header)) if remembered else None) or guess_mapping(header)
    _check_mapping(chosen, header)
    facts = {
        name: header_facts(header[at], INVENTORY_FIELDS[name], catalogue.units) for name, at in chosen.columns.items()
    }
    evidence = Evidence(chosen, facts)
    evidence.gather(table.rows())
    plan = InventoryPlan(
        table, chosen, evidence.decimal_mark, Counts(), Findings(), confirmed or Confirmed(), 0, {}, catalogue, facts,
        evidence, defaults, today,
    )  # fmt: skip
    return _looked_through(plan, evidence.rows, progress)


def _looked_through(plan: InventoryPlan, rows: int, progress: Progress | None) -> InventoryPlan:
    """The plan with what every row becomes, and everything that was found."""
    collector, numbers, nil_in_words = FindingCollector(), LotNumbers(), 0
    for finding in _about_the_file(plan):
        collector.add(finding)
    tally = dict.fromkeys(("stock", "nil", "without_number", "rejected", "totals"), 0)
    nil_rows: set[int] = set()
    for row, _, _, findings in plan._read(progress):
        for finding in findings:
            collector.add(finding)
        tally[_outcome(row, findings)] += 1
        if row is not None:
            numbers.see(row)
            nil_in_words += row.to_confirm
            if row.verdict is Verdict.NIL:
                nil_rows.add(row.number)
    plan = replace(plan, nil_in_words=nil_in_words, shared_numbers=numbers.shared)
    for shared in numbers.shared.values():
        collector.add(plan._about_number(shared))
        if not plan.confirmed.own_lots:
            tally["nil" if shared.row in nil_rows else "stock"] -= 1
            tally["rejected"] += 1
    return replace(plan, counts=Counts(rows=rows, **tally), findings=collector.result())


def _outcome(row: InventoryRow | None, findings: list[Finding]) -> str:
    if row is None:
        return "rejected" if any(finding.severity == "error" for finding in findings) else "totals"
    return {Verdict.STOCK: "stock", Verdict.NIL: "nil"}.get(row.verdict, "without_number")


def _check_mapping(mapping: ColumnMapping, header: tuple[str, ...]) -> None:
    if mapping.header_digest != header_digest(header) or any(at >= len(header) for at in mapping.columns.values()):
        raise InputError(
            "E_MAPPING",
            phrase("The mapping was made for another header."),
            hint=phrase("Map the columns of this file."),
        )
    missing = [INVENTORY_FIELDS[name].label for name in ("material", "quantity") if name not in mapping.columns]
    if "material" not in mapping.columns and "form" in mapping.columns:
        missing.remove(INVENTORY_FIELDS["material"].label)
    if missing:
        shown = ", ".join(cell[:30] or "(empty)" for cell in header[:20])
        raise InputError(
            "E_TABLE_COLUMNS",
            phrase("No column was recognised as: {missing}.", missing=joined(missing, ", ")),
            hint=phrase("Map it by hand, or choose the header row. Columns found: {shown}.", shown=shown),
        )


def _about_the_file(plan: InventoryPlan) -> Iterator[Finding]:
    layout = plan.layout
    if plan._evidence.contradicts_itself:
        yield PROBLEMS["decimal_marks_differ"].at(0, "", "")
    if len(layout.sheets) > 1:
        yield PROBLEMS["other_sheets"].at(0, "", ", ".join(name for name in layout.sheets if name != layout.sheet))
    for at, cell in enumerate(layout.header):
        if cell and at not in plan.mapping.columns.values() and header_words(cell) not in IGNORED_HEADERS:
            yield PROBLEMS["column_ignored"].at(layout.header_row, cell, cell)
