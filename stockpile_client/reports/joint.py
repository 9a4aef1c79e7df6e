"""The joint picture on paper: what we and our partners hold together, and each agency's days of cover.

Totals are intervals; what is withheld adds "or more" and never zero. Cover stands agency by agency on one stated
definition, beside the denominator that it was computed with; it is neither added up nor ranked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stockpile_client.analysis.cover import Cover, Reason, days_text
from stockpile_client.analysis.joint import Contribution, JointLine, Says
from stockpile_client.core.markings import Marking
from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import Interval
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
from stockpile_client.reports.words import Names, Scale, marking_words, or_more, reason_words

DECIMALS = 3


@dataclass(frozen=True, slots=True)
class JointPaper:
    """The lines with each agency's cover (by short name), and what a day of cover and the sum mean, in words."""

    lines: Sequence[tuple[JointLine, Mapping[str, Cover]]]
    definition: str
    added_up: str


SAYS = {
    Says.GIVEN: phrase("given"),
    Says.PARTLY_WITHHELD: phrase("partly withheld"),
    Says.NIL: phrase("nil"),
    Says.WITHHELD: phrase("withheld"),
    Says.NOT_COMPILED: phrase("not compiled"),
    Says.NOT_APPLICABLE: phrase("not applicable"),
    Says.OTHER_BASIS: phrase("on another basis"),
    Says.SILENT: phrase("silent"),
}
"""What an agency says, in words."""
REASONS = {
    Reason.WITHHELD: phrase("denominator withheld"),
    Reason.NOT_COMPILED: phrase("denominator not compiled"),
    Reason.NOT_APPLICABLE: phrase("does not apply"),
    Reason.OTHER_BASIS: phrase("denominator on another basis"),
}
"""Why there are no days, in words."""
_COLUMNS = (
    Column(phrase("Agency"), 20),
    Column(phrase("It says"), 30),
    Column(phrase("Holds"), align=Align.RIGHT),
    Column(phrase("Days of cover"), 28),
    Column(phrase("As of")),
    Column(phrase("Measured against"), 50),
)
_ANYTHING = Interval(0, None)


def joint_document(
    paper: JointPaper, names: Names, *, agency: str, marking: Marking, as_of: date, printed_at: datetime
) -> Document:
    """The picture of ``as_of``, material by material, each with its total and what every agency says."""
    blocks: list[Block] = []
    if any(line.illustrative for line, _ in paper.lines):
        blocks.append(
            Notice(phrase("Figures marked illustrative are made up for demonstration. They describe no real stock."))
        )
    agencies = sorted({each.agency for line, _ in paper.lines for each in line.contributions})
    blocks += [
        Facts(
            (
                (phrase("Day of cover"), paper.definition),
                (phrase("Added up"), paper.added_up),
                (phrase("Agencies"), ", ".join(agencies) or phrase("none")),
                (phrase("Marking"), marking_words(marking)),
            )
        ),
        Heading(phrase("Materials")),
        Table(_COLUMNS, list(_rows(paper, names)), phrase("There is no stock and no statement to add up.")),
        Heading(phrase("How to read this picture")),
        Paragraph(
            phrase(
                "A total is the interval of everything that is possible: a withheld or uncompiled figure is anything"
                " from nothing upwards, and makes the total open. Our own figures are exact and were released to nobody"
                " by this paper. Days of cover are each agency's own, on the definition above; they are not added up"
                " and not ranked."
            )
        ),
    ]
    return Document(
        phrase("Joint picture"),
        phrase("What we and our partners hold together, {day}", day=words.day(as_of)),
        agency,
        marking,
        as_of,
        printed_at,
        (*blocks,),
        wide=True,
    )


def _rows(paper: JointPaper, names: Names) -> Iterator[Row]:
    for line, covers in paper.lines:
        scale = Scale.of(_masses(line), at_most=DECIMALS)
        of = words.basis(line.basis)
        title = names.material(line.material)
        yield Row((phrase("{material}, of {basis}", material=title, basis=of) if of else title,), RowKind.GROUP)
        for each in line.contributions:
            yield Row(_cells(each, covers.get(each.agency), scale, names))
        yield Row((phrase("Together"), "", interval_words(line.total, scale), "", "", ""), RowKind.TOTAL)


def _cells(each: Contribution, cover: Cover | None, scale: Scale, names: Names) -> tuple[str, ...]:
    agency = phrase("{agency} (illustrative)", agency=each.agency) if each.illustrative else each.agency
    return (
        agency,
        says_words(each),
        interval_words(each.interval, scale),
        cover_words(each, cover),
        words.day(each.as_of),
        against_words(cover, names),
    )


def says_words(each: Contribution) -> str:
    """What an agency says, with its reasons for withholding."""
    reasons = joined((reason_words(reason) for reason in sorted(each.reasons)), ", ")
    return phrase("{what}: {why}", what=SAYS[each.says], why=reasons) if reasons else SAYS[each.says]


def interval_words(interval: Interval | None, scale: Scale) -> str:
    """``5 153–5 199 t``, ``34 t or more``; nothing known: ``unknown``."""
    if interval is None:
        return ""
    if interval == _ANYTHING:
        return phrase("unknown")
    if interval.high is None:
        return or_more(scale.mass(interval.low))
    return (
        scale.mass(interval.low) if interval.is_point else f"{scale.number(interval.low)}–{scale.mass(interval.high)}"
    )


def cover_words(each: Contribution, cover: Cover | None) -> str:
    """Days of cover, or why there are none."""
    if cover is None or each.says not in (Says.GIVEN, Says.PARTLY_WITHHELD, Says.NIL):
        return ""
    return REASONS[cover.reason] if cover.reason else days_text(cover.days)


def against_words(cover: Cover | None, names: Names) -> str:
    """The denominators behind a cover, with year and source."""
    used = cover.used if cover else ()
    return joined(
        (
            phrase(
                "{what} {year}, {source}",
                what=names.term("requirement_kind", one.kind.value),
                year=str(one.year),
                source=one.source,
            )
            for one in used
        ),
        "; ",
    )


def _masses(line: JointLine) -> Iterator[int]:
    for interval in (line.total, *(each.interval for each in line.contributions)):
        if interval is not None:
            yield interval.low
            yield interval.high or 0
