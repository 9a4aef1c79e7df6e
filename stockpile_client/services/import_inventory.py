"""Import an inventory from a spreadsheet: a plan that shows everything, then one transaction.

Rules
- The same file twice adds nothing, and neither does the same row in another file.
- A row whose lot number we know is the *same lot at a later day*: its balance becomes the new figure by a count
  adjustment, dated as of the row. A figure that agrees changes nothing, and neither does one of an earlier day than
  the lot's last count: late post does not undo what is known better.
- Rows with an error are left out and can be written to a file, mended and imported again.
- A lot number that stands in several rows of one file, and words that may mean nil, are asked about; until a person
  has answered (``Confirmed``) such rows are left out.
- A row without a number (withheld, not compiled) is no stock and no zero: it is counted and left out.

>>> plan = plan_import(ctx, Path("inventory.csv"))
>>> plan.new, plan.adjusted, plan.known, plan.table.counts.rejected
(31, 0, 0, 2)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import note_edit
from stockpile_client.services.inventory_booking import Booking
from stockpile_client.storage import imports
from stockpile_client.tables.inventory import InventoryPlan, plan_inventory
from stockpile_client.tables.mapping import ColumnMapping
from stockpile_client.tables.pasted import Source
from stockpile_client.tables.reading import ReadOptions
from stockpile_client.tables.rejects import write_rejects
from stockpile_client.tables.rows import Confirmed, Defaults, InventoryRow, Place, Verdict

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file would do. ``table`` is how it was read, with counts and findings.

    ``new``: lots to be added; ``adjusted``: known lots whose balance changes; ``known``: rows that change nothing.
    """

    path: Source
    table: InventoryPlan
    new: int
    adjusted: int
    known: int
    new_sites: tuple[str, ...]
    already_imported: datetime | None

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to confirm."""
        return not self.new and not self.adjusted


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was done; ``rejects`` is the file with the rows that were left out, if one was asked for and any were."""

    change: ChangeSet
    added: int
    adjusted: int
    skipped: int
    rejected: int
    rejects: Path | None


def plan_import(
    ctx: Context,
    path: Source,
    *,
    mapping: ColumnMapping | None = None,
    options: ReadOptions | None = None,
    country: str = "",
    as_of: date | None = None,
    confirmed: Confirmed | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """Read the file and say what importing it would do; nothing is written.

    ``country``: where rows lie that do not say (default: our own); ``as_of``: when rows were true that do not say;
    ``confirmed``: what a person has answered about the file. Raises ``InputError`` for a file that cannot be read as a
    table of stock.
    """
    table = plan_inventory(
        path,
        ctx.catalogue,
        mapping=mapping,
        remembered=lambda digest: _remembered(ctx, digest),
        options=options,
        defaults=Defaults(as_of=as_of, place=Place(country=country or ctx.agency.country)),
        confirmed=confirmed,
        today=ctx.today(),
        progress=progress,
    )
    earlier = imports.get(ctx.db, table.file_digest)
    tally = {"new": 0, "adjusted": 0, "known": 0}
    booking = Booking(ctx)
    for row in table.rows():
        if _is_booked(row):
            tally[booking.classify(row).kind] += 1
    return ImportPlan(
        path,
        table,
        tally["new"],
        tally["adjusted"],
        tally["known"],
        tuple(booking.new_site_names),
        earlier.at if earlier else None,
    )


def apply_import(
    ctx: Context, plan: ImportPlan, *, rejects: Path | None = None, progress: Progress | None = None
) -> ImportResult:
    """Book the plan in one transaction, and write the rejected rows to ``rejects`` if any.

    Raises ``InputError`` if the file changed since the plan, or if a count adjustment breaks a rule of the ledger; then
    nothing is booked.
    """
    rejected_file = None
    if rejects is not None and plan.table.counts.rejected:
        write_rejects(rejects, plan.table)
        rejected_file = rejects
    with ctx.transaction():
        booking = Booking(ctx)
        added_rows: list[bytes] = []
        for row in plan.table.rows(progress):
            if _is_booked(row) and booking.book(row):
                added_rows.append(row.digest)
        booking.flush()
        changed = booking.added + booking.adjusted
        if changed or imports.get(ctx.db, plan.table.file_digest) is None:
            _remember(ctx, plan, booking, added_rows)
    change = ChangeSet.of(Kind.LOTS, Kind.MOVEMENTS, Kind.SITES, summary=phrase("Imported {name}", name=plan.path.name))
    return ImportResult(
        change if changed else ChangeSet.nothing(phrase("Nothing new in {name}", name=plan.path.name)),
        booking.added, booking.adjusted, booking.known, plan.table.counts.rejected, rejected_file,
    )  # fmt: skip


def _is_booked(row: InventoryRow) -> bool:
    """Stock, and an explicit nil; "exhausted" in words is no nil before a person has said so."""
    return row.verdict is Verdict.STOCK or (row.verdict is Verdict.NIL and not row.to_confirm)


def _remember(ctx: Context, plan: ImportPlan, booking: Booking, added_rows: list[bytes]) -> None:
    digest, name = plan.table.file_digest, clean_text(plan.path.name, what=phrase("file name"))
    if imports.get(ctx.db, digest) is None:
        counts = (booking.added + booking.adjusted, booking.known, plan.table.counts.rejected)
        imports.record(ctx.db, imports.ImportBatch(digest, "inventory", name, ctx.now(), *counts), added_rows)
    else:
        imports.add_rows(ctx.db, digest, added_rows)
    mapping = plan.table.mapping
    imports.remember_mapping(ctx.db, (mapping.header_digest,), {"mapping": mapping.to_json()}, at=ctx.now())
    detail = {"file": name, "added": booking.added, "adjusted": booking.adjusted, "known": booking.known}
    ctx.record("inventory_imported", digest, detail)
    note_edit(ctx, phrase("Import of {file}", file=name))  # without a way back: Undo does not reach past it


def _remembered(ctx: Context, header_digest: str) -> ColumnMapping | None:
    stored = imports.remembered_mapping(ctx.db, (header_digest,))
    return ColumnMapping.from_json(stored["mapping"]) if stored else None
