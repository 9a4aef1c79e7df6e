"""The joint picture as a document and as a table.

Our own figures inside are exact and carry no marking of anybody, so that the paper is of the most restrictive marking
unless a person chooses another one; that is never below the highest of the statements inside.

>>> print_joint(ctx, Path("joint.pdf"), definition=Definition.EU).pages
4
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stockpile_client.analysis.cover import Definition
from stockpile_client.analysis.joint import DEFINITIONS, Says
from stockpile_client.core.errors import InputError
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import phrase
from stockpile_client.core.quantities import Interval
from stockpile_client.core.statements import Measure
from stockpile_client.reports.joint import JointPaper, against_words, cover_words, joint_document, says_words
from stockpile_client.reports.saying import ENGLISH, Tongue
from stockpile_client.services.context import Context
from stockpile_client.services.exports import Caption, ExportedTable, kilograms, write_table
from stockpile_client.services.joint import JointRow, list_joint
from stockpile_client.services.received import list_received
from stockpile_client.services.reports import PrintedReport, known_marking, names_in, own_name, write_report
from stockpile_client.tables.writing import Cell

DAY_MEANS: dict[Definition, str] = {
    Definition.EU: phrase("EU: average daily net imports of the year before"),
    Definition.JAPAN: phrase("Japan: daily domestic consumption"),
    Definition.KOREA: phrase("Korea: stock ÷ target quantity × target days"),
}
"""Definitions that know days, in words; a picture stands on one of them."""
JOINT_COLUMNS = (
    "Material", "Material name", "Basis", "Measure", "Added up", "Agency", "It says", "At least (kg)", "At most (kg)",
    "Cover definition", "Cover at least (days)", "Cover at most (days)", "Cover", "Measured against", "As of",
    "Illustrative",
)  # fmt: skip
TOGETHER = "TOTAL"
"""What stands for an agency in the line of the sum."""


def print_joint(
    ctx: Context,
    target: Path,
    *,
    definition: Definition,
    measure: Measure = Measure.USABLE,
    marking: str | None = None,
    tongue: Tongue = ENGLISH,
) -> PrintedReport:
    """The joint picture of today as PDF.

    Raises ``InputError`` (``E_MARKING``) for an unknown marking and for one below the highest of the statements inside.
    """
    rows = list_joint(ctx, definition=definition, measure=measure)
    document = joint_document(
        JointPaper([(row.line, row.covers) for row in rows], DAY_MEANS[definition], DEFINITIONS[measure]),
        names_in(ctx, tongue),
        agency=own_name(ctx),
        marking=_marking(ctx, marking),
        as_of=ctx.today(),
        printed_at=ctx.now(),
    )
    return write_report(ctx, "joint_picture", document, target, tongue)


def export_joint(
    ctx: Context, target: Path, *, definition: Definition, measure: Measure = Measure.USABLE
) -> ExportedTable:
    """The joint picture of today as XLSX or CSV: a line for each agency of each material, and one for their sum.

    The most restrictive marking stands above it: our own figures are inside.
    """
    rows = list_joint(ctx, definition=definition, measure=measure)
    above = (f"Joint picture, {own_name(ctx)}, {ctx.today().isoformat()}", str(DAY_MEANS[definition]))
    caption = Caption(ctx.scheme.most_restrictive.code, above)
    return write_table(target, JOINT_COLUMNS, _lines(ctx, rows, definition), caption)


def joint_marking(ctx: Context) -> Marking | None:
    """The highest marking of the statements inside; none while there are only our own figures."""
    inside = [received.marking for received in list_received(ctx) if received.in_force]
    return ctx.scheme.highest(inside) if inside else None


def _marking(ctx: Context, code: str | None) -> Marking:
    if code is None:
        return ctx.scheme.most_restrictive
    chosen, inside = known_marking(ctx, code), joint_marking(ctx)
    if inside is not None and ctx.scheme.highest([chosen.code, inside.code]) != chosen:
        raise InputError(
            "E_MARKING",
            phrase("A statement inside is marked {inside}, which is higher than {chosen}.", inside=inside.code,
                   chosen=chosen.code),
            hint=phrase("Choose {inside} or a higher marking.", inside=inside.code),
        )  # fmt: skip
    return chosen


def _lines(ctx: Context, rows: list[JointRow], definition: Definition) -> Iterator[list[Cell]]:
    names = names_in(ctx, ENGLISH)
    for row in rows:
        line = row.line
        about: list[Cell] = [
            line.material, row.material_name, line.basis, line.measure.value, str(line.definition),
        ]  # fmt: skip
        for each in line.contributions:
            cover = row.covers.get(each.agency)
            counted = each.says in (Says.GIVEN, Says.PARTLY_WITHHELD, Says.NIL)
            low, high = cover.days.whole() if counted and cover and cover.days else (None, None)
            yield [
                *about, each.agency, str(says_words(each)), *_ends(each.interval), definition.value, low, high,
                str(cover_words(each, cover)), str(against_words(cover, names)), each.as_of, each.illustrative,
            ]  # fmt: skip
        yield [*about, TOGETHER, "", *_ends(line.total), "", None, None, "", "", None, line.illustrative]


def _ends(interval: Interval | None) -> tuple[Cell, Cell]:
    if interval is None:
        return None, None
    return kilograms(interval.low), None if interval.high is None else kilograms(interval.high)
