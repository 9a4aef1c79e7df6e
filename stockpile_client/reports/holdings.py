"""The holding list on paper: our lots by material as of a day, each material with its sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import joined, phrase
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
from stockpile_client.reports.words import Names, Scale, marking_words

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
    Column(phrase("Lot"), 20),
    Column(phrase("Form"), 34),
    Column(phrase("Site"), 28),
    Column(phrase("Gross"), align=Align.RIGHT),
    Column(phrase("Contained"), align=Align.RIGHT),
    Column(phrase("Usable"), align=Align.RIGHT),
    Column(phrase("Rotate by")),
    Column(phrase("Remarks"), 20),
)
_SUM_COLUMNS = (
    Column(phrase("Material"), 50),
    Column(phrase("Lots"), align=Align.RIGHT),
    Column(phrase("Gross"), 30, Align.RIGHT),
    Column(phrase("Contained"), 30, Align.RIGHT),
    Column(phrase("Usable"), 30, Align.RIGHT),
    Column(phrase("Of it, tickets bought"), 30, Align.RIGHT),
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
            Notice(
                phrase("Lots marked illustrative are made up for demonstration, and so are the sums that hold them.")
            )
        )
    blocks += [
        Facts(
            (
                (phrase("At the end of"), words.day(as_of)),
                (phrase("Materials"), str(len(totals))),
                (phrase("Marking"), marking_words(marking)),
            )
        ),
        Heading(phrase("Sums by material")),
        Table(_SUM_COLUMNS, [_sum_row(total, names) for total in by_name], phrase("There is no stock on that day.")),
        Heading(phrase("Lots")),
        Table(
            _COLUMNS,
            list(_rows(lines, {total.material: total for total in totals}, names)),
            phrase("There are no lots."),
        ),
        Paragraph(
            phrase(
                "Masses are rounded to the kilogram, or to the gram where a material is counted in kilograms; sums are"
                " of the exact figures. Usable is the contained mass after tickets, loans, pledges and holds, and"
                " nothing once the rotate-by date is past. A by-product stands on a line of its own; its gross mass is"
                " with the lot."
            )
        ),
    ]
    return Document(
        phrase("Holding list"),
        phrase("By material, {day}", day=words.day(as_of)),
        agency,
        marking,
        as_of,
        printed_at,
        (*blocks,),
        wide=True,
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
            scale.mass(total.tickets_bought) if total.tickets_bought else phrase("none"),
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
            yield Row(("", phrase("Tickets bought"), phrase("held by others"), "", "", bought, "", ""))
        sums = (scale.mass(total.gross), scale.mass(total.contained), scale.mass(total.usable))
        yield Row((phrase("Sum\u00a0{material}", material=material), "", "", *sums, "", ""), RowKind.TOTAL)


def _cells(line: HeldLine, scale: Scale) -> tuple[str, ...]:
    remarks = {
        phrase("by-product"): line.gross is None,
        phrase("past rotation"): line.past_rotation,
        phrase("illustrative"): line.illustrative,
    }
    return (
        line.lot,
        line.form,
        line.site,
        phrase("with the lot") if line.gross is None else scale.mass(line.gross),
        scale.mass(line.contained),
        scale.mass(line.usable),
        words.day(line.rotate_by),
        joined((word for word, holds in remarks.items() if holds), ", "),
    )
