"""Days of cover of one material, agency by agency, on one stated definition: intervals side by side, never added up.

An agency without a number says why. The order is that of the names: the picture is no ranking.
"""

from __future__ import annotations

from datetime import date

from stockpile_client.analysis.cover import Cover, Reason
from stockpile_client.analysis.joint import Contribution, Says
from stockpile_client.core.phrases import mark
from stockpile_client.services.joint import JointRow
from stockpile_client.ui import exchange_words
from stockpile_client.ui.charts.chart import Chart, illustrative_notes, range_text, reach_of, term
from stockpile_client.ui.charts.figure import Figure, Ink, Mark, Pane, Series, Shape
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column

SAYS: dict[Says, str] = {
    Says.GIVEN: mark("given"),
    Says.PARTLY_WITHHELD: mark("partly withheld"),
    Says.NIL: mark("nil"),
    Says.WITHHELD: mark("withheld"),
    Says.NOT_COMPILED: mark("not compiled"),
    Says.NOT_APPLICABLE: mark("not applicable"),
    Says.OTHER_BASIS: mark("on another basis"),
    Says.SILENT: mark("silent"),
}
_REASONS: dict[Reason, str] = {
    Reason.WITHHELD: mark("denominator withheld"),
    Reason.NOT_COMPILED: mark("denominator not compiled"),
    Reason.NOT_APPLICABLE: mark("does not apply"),
    Reason.OTHER_BASIS: mark("denominator on another basis"),
}


def says_text(each: Contribution) -> str:
    """What an agency says, with its reasons for withholding."""
    words = tr(SAYS[each.says])
    reasons = ", ".join(sorted(exchange_words.reason(reason.value) for reason in each.reasons))
    return tr("{what}: {why}", what=words, why=reasons) if reasons else words


def days_words(formats: Formats, each: Contribution, cover: Cover | None) -> str:
    """``34–51 days``, or in words why there are none."""
    if each.says not in (Says.GIVEN, Says.PARTLY_WITHHELD, Says.NIL):
        return says_text(each)
    if cover is None or cover.days is None:
        return tr(_REASONS[cover.reason]) if cover and cover.reason else "–"
    low, high = cover.days.whole()
    if not low and high is None:
        return tr("unknown")
    return tr_count("{days} day", "{days} days", low if low == high else 2, days=range_text(formats, cover.days))


def against_text(cover: Cover | None) -> str:
    """The denominators behind a cover, with year and source; a dash for none."""
    used = cover.used if cover else ()
    parts = (
        tr("{what} {year}, {source}", what=term("requirement_kind", one.kind.value), year=str(one.year),
           source=one.source)
        for one in used
    )  # fmt: skip
    return "; ".join(parts) or "–"


def cover_chart(row: JointRow, material: str, definition: str, day: date, formats: Formats) -> Chart:
    """The chart of one line of the joint picture; ``definition`` is what a day means, in words.

    Our own figures are inside and carry no marking: a file of it is of the most restrictive one.
    """
    contributions = row.line.contributions
    marks = []
    for place, each in enumerate(contributions):
        cover = row.covers.get(each.agency)
        number = cover is not None and cover.days is not None and each.says in (
            Says.GIVEN, Says.PARTLY_WITHHELD, Says.NIL,
        )  # fmt: skip
        words = days_words(formats, each, cover)
        marks.append(Mark(place, reach_of(cover.days) if number and cover and cover.days else None, words))
    known = sum(mark.reach is not None for mark in marks)
    figure = Figure(
        tr("Days of cover: {material}", material=material),
        definition,
        formats.day(day),
        tuple(
            tr("{agency}, {day}", agency=each.agency, day=formats.day(each.as_of)) for each in contributions
        ),
        (Pane(tr("days"), (Series(tr("days of cover"), Shape.BAR, Ink.MAIN, tuple(marks)),)),),
        horizontal=True,
        description=tr_count("{n} agency, {known} with days; the table holds the same.",
                             "{n} agencies, {known} with days; the table holds the same.", len(marks), known=known),
        notes=(
            tr("Cover is not added up or ranked across agencies: each stands on its own denominator."),
            *illustrative_notes(row.line.illustrative),
        ),
    )  # fmt: skip
    rows = [(each, row.covers.get(each.agency)) for each in contributions]
    return Chart(figure, _columns(formats), rows, f"cover-{row.line.material}")


def _columns(formats: Formats) -> tuple[Column, ...]:
    return (
        Column("agency", tr("Agency"), lambda pair: pair[0].agency, characters=14),
        Column("says", tr("It says"), lambda pair: says_text(pair[0]), characters=32),
        Column("cover", tr("Days of cover"), lambda pair: days_words(formats, *pair), characters=30,
               muted=lambda pair: pair[1] is None or pair[1].days is None),
        Column("as_of", tr("As of"), lambda pair: formats.day(pair[0].as_of), characters=12),
        Column("against", tr("Measured against"), lambda pair: against_text(pair[1]), characters=30, stretch=True),
    )  # fmt: skip
