"""The holding list on paper: our lots by material as of a day, each material with its sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from stockpile_client.core.markings import Marking
from stockpile_client.reports import words
from stockpile_client.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from stockpile_client.reports.words import NO_BREAK_SPACE, Names, Scale

DECIMALS = 3
"""Of a tonne or a kilogram: stock is not weighed finer."""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One lot's stock of one material; masses in mg. A by-product has no gross mass of its own (``None``)."""

    lot: str
    material: str
    form: str
    site: str
    gross: int | None
    contained: int
    usable: int
    rotate_by: date | None
    past_rotation: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class HeldTotal:
    """A material's sums in mg; ``tickets_bought`` are in ``usable`` and in no lot."""

    material: str
    lots: int
    gross: int
    contained: int
    usable: int
    tickets_bought: int


_COLUMNS = (
    Column("Lot", 20),
    Column("Form", 34),
    Column("Site", 28),
    Column("Gross", align=Align.RIGHT),
    Column("Contained", align=Align.RIGHT),
    Column("Usable", align=Align.RIGHT),
    Column("Rotate by"),
    Column("Remarks", 20),
)
_SUM_COLUMNS = (
    Column("Material", 50),
    Column("Lots", align=Align.RIGHT),
    Column("Gross", 30, Align.RIGHT),
    Column("Contained", 30, Align.RIGHT),
    Column("Usable", 30, Align.RIGHT),
    Column("Of it, tickets bought", 30, Align.RIGHT),
)


def holdings_document(
    lines: Sequence[HeldLine],
    totals: Sequence[HeldTotal],
    names: Names,
    *,
    agency: str,
    marking: Marking,
    as_of: date,
    printed_at: datetime,
) -> Document:
    """The list at the end of ``as_of``: sums by material first, then every lot."""
    blocks: list[Block] = []
    by_name = sorted(totals, key=lambda total: names.material(total.material))
    if any(line.illustrative for line in lines):
        blocks.append(
            Notice("Lots marked illustrative are made up for demonstration, and so are the sums that hold them.")
        )
    blocks += [
        Facts(
            (
                ("At the end of", words.day(as_of)),
                ("Materials", str(len(totals))),
                ("Marking", f"{marking.code}. {marking.meaning}"),
            )
        ),
        Heading("Sums by material"),
        Table(_SUM_COLUMNS, [_sum_row(total, names) for total in by_name], "There is no stock on that day."),
        Heading("Lots"),
        Table(_COLUMNS, list(_rows(lines, {total.material: total for total in totals}, names)), "There are no lots."),
        Paragraph(
            "Masses are rounded to the kilogram, or to the gram where a material is counted in kilograms; sums are of"
            " the exact figures. Usable is the contained mass after tickets, loans, pledges and holds, and nothing once"
            " the rotate-by date is past. A by-product stands on a line of its own; its gross mass is with the lot."
        ),
    ]
    return Document(
        "Holding list", f"By material, {words.day(as_of)}", agency, marking, as_of, printed_at, (*blocks,), wide=True
    )


def _scale(total: HeldTotal) -> Scale:
    return Scale.of((total.gross, total.contained, total.usable), at_most=DECIMALS)


def _sum_row(total: HeldTotal, names: Names) -> Row:
    scale = _scale(total)
    return Row(
        (
            names.material(total.material),
            str(total.lots),
            scale.mass(total.gross),
            scale.mass(total.contained),
            scale.mass(total.usable),
            scale.mass(total.tickets_bought) if total.tickets_bought else "none",
        )
    )


def _rows(lines: Sequence[HeldLine], totals: dict[str, HeldTotal], names: Names) -> Iterator[Row]:
    ordered = sorted(lines, key=lambda line: (names.material(line.material), line.material))
    for material, found in groupby(ordered, key=lambda line: line.material):
        total = totals[material]
        scale = _scale(total)
        yield Row((names.material(material),), RowKind.GROUP)
        for line in found:
            yield Row(_cells(line, scale))
        if total.tickets_bought:
            bought = scale.mass(total.tickets_bought)
            yield Row(("", "Tickets bought", "held by others", "", "", bought, "", ""))
        sums = (scale.mass(total.gross), scale.mass(total.contained), scale.mass(total.usable))
        yield Row((f"Sum{NO_BREAK_SPACE}{material}", "", "", *sums, "", ""), RowKind.TOTAL)


def _cells(line: HeldLine, scale: Scale) -> tuple[str, ...]:
    remarks = {
        "by-product": line.gross is None,
        "past rotation": line.past_rotation,
        "illustrative": line.illustrative,
    }
    return (
        line.lot,
        line.form,
        line.site,
        "with the lot" if line.gross is None else scale.mass(line.gross),
        scale.mass(line.contained),
        scale.mass(line.usable),
        words.day(line.rotate_by),
        ", ".join(word for word, holds in remarks.items() if holds),
    )
