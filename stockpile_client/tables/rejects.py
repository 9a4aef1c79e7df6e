"""The rows that an import refused, as a file that can be corrected and imported again.

It has the columns of the original under their own headers, and four more that say what is wrong; those are ignored
when the file comes back. Rows that were booked are not in it, so that importing the corrected file adds only what was
missing.

>>> write_rejects(Path("inventory.rejects.csv"), plan)
2
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stockpile_client.tables.inventory import InventoryPlan
from stockpile_client.tables.number_text import DecimalMark, StoredNumber
from stockpile_client.tables.writing import Cell, write_csv

FINDING_HEADERS = ("Finding row", "Finding severity", "Finding", "Finding hint")
"""The added columns; ``fields.IGNORED_HEADERS`` holds the same words as they are compared."""


def write_rejects(path: Path, plan: InventoryPlan) -> int:
    """Write the rejected rows of ``plan`` as CSV, in the delimiter of the original, and return how many there are.

    Numbers that a workbook had stored are written with the decimal mark that the plan goes by. Raises ``InputError``
    ``E_TABLE_CHANGED`` if the original is no longer the one that was planned, and ``MachineError``.
    """
    return write_csv(path, reject_header(plan), reject_rows(plan), delimiter=plan.layout.delimiter or ",")


def reject_header(plan: InventoryPlan) -> tuple[str, ...]:
    """The original columns, and those that say what is wrong."""
    return (*plan.layout.header, *FINDING_HEADERS)


def reject_rows(plan: InventoryPlan) -> Iterator[list[Cell]]:
    """The rejected rows under :func:`reject_header`."""
    width, mark = len(plan.layout.header), plan.decimal_mark or "."
    for reject in plan.rejects():
        cells = [_cell(cell, mark) for cell in reject.cells[:width]]
        cells += [""] * (width - len(cells))
        reasons = "; ".join(f"{finding.column}: {finding.reason}".lstrip(": ") for finding in reject.findings)
        hints = "; ".join(finding.hint for finding in reject.findings if finding.hint)
        yield [*cells, reject.number, "error", reasons, hints]


def _cell(cell: str, mark: DecimalMark) -> Cell:
    return cell.replace(".", mark) if isinstance(cell, StoredNumber) else cell
