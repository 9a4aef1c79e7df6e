"""The whole history of releases as a table: a line for every value that every partner was ever told.

Codes and headers are English, so that a table reads the same everywhere; masses are kilograms.

>>> export_releases(ctx, Path("/media/stick/disclosed.csv"), material="GA").rows
12
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from stockpile_client.core.quantities import (
    Band,
    Exact,
    Nil,
    NotApplicable,
    NotCompiled,
    Quantity,
    Rounded,
    Withheld,
    bounds,
    kg_text,
)
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure_record import Disclosed, list_disclosed
from stockpile_client.services.exports import ExportedTable, own_caption, write_table
from stockpile_client.tables.writing import Cell

RELEASE_COLUMNS = (
    "Released", "To", "Number", "As of", "Material", "Form group", "Form", "Where", "Holder class", "Measure", "Basis",
    "Told", "At least (kg)", "At most (kg)", "Rounded to (kg)", "Reason", "Days to first release",
    "Maximum rate (kg/day)", "Cross-border", "Illustrative", "Channel", "Bundle",
)  # fmt: skip


def export_releases(
    ctx: Context, target: Path, *, partner: str | None = None, material: str | None = None
) -> ExportedTable:
    """Write what was released to one partner (agency id) or all, of one material or all, the latest first.

    The ending of ``target`` gives the format. Raises as :func:`stockpile_client.services.exports.write_table` does.
    """
    rows = _lines(list_disclosed(ctx, partner=partner, material=material))
    return write_table(target, RELEASE_COLUMNS, rows, own_caption(ctx))


def _lines(values: list[Disclosed]) -> Iterator[list[Cell]]:
    for one in values:
        key, position = one.position.key, one.position
        told, low, high, base, reason = _told(position.quantity)
        yield [
            one.at.isoformat(timespec="seconds"), one.partner, one.seq, one.as_of, key.material, key.group, key.form,
            key.at, key.holder, key.measure,
            position.basis, told, low, high, base, reason, position.days, _kg(position.max_rate), position.cross_border,
            position.illustrative, one.channel, one.bundle,
        ]  # fmt: skip


def _told(quantity: Quantity) -> tuple[str, Cell, Cell, Cell, str]:
    """In what way it was told, its bounds, its base, and the reason of a withheld one."""
    interval = bounds(quantity) if isinstance(quantity, Exact | Rounded | Band) else None
    low = _kg(interval.low) if interval else None
    high = _kg(interval.high) if interval else None
    match quantity:
        case Exact():
            return "exact", low, high, None, ""
        case Rounded(_, base):
            return "rounded", low, high, _kg(base), ""
        case Band():
            return "band", low, high, None, ""
        case Nil():
            return "nil", Decimal(0), Decimal(0), None, ""
        case Withheld(reason):
            return "withheld", None, None, None, reason.value
        case NotCompiled():
            return "not compiled", None, None, None, ""
        case NotApplicable():
            return "not applicable", None, None, None, ""


def _kg(mg: int | None) -> Decimal | None:
    return None if mg is None else Decimal(kg_text(mg))
