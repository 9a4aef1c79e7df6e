"""What changed since the last statement, material by material: before and now, each material on a scale of its own.

Materials differ by a factor of a million in mass, so that one axis would show the largest alone; the figures beside the
bars are what is read, the bars show which way and how much of it.
"""

from __future__ import annotations

from stockpile_client.analysis.joint import Contribution, Says
from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.markings import Marking
from stockpile_client.core.quantities import Interval
from stockpile_client.services.charts.changes import ChangePicture, ChangeRow
from stockpile_client.storage.channels import Direction
from stockpile_client.ui import exchange_words
from stockpile_client.ui.charts.chart import Chart, illustrative_notes, mass_text, reach_in
from stockpile_client.ui.charts.cover import says_text
from stockpile_client.ui.charts.figure import Figure, Ink, Mark, Pane, Reach, Series, Shape
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.position_columns import basis_text

_UNKNOWN = Interval(0, None)


def changes_chart(
    picture: ChangePicture, catalogue: Catalogue, marking: Marking | None, formats: Formats, *, only_changed: bool
) -> Chart:
    """The chart of a pair of statements and its table; ``only_changed`` leaves out what stayed the same."""
    rows = [row for row in picture.rows if row.is_change or not only_changed]
    pair = picture.pair
    names = ", ".join(pair.partners)
    title = (
        tr("What changed: {names} told us", names=names) if pair.direction is Direction.IN
        else tr("What changed: we told {names}", names=names)
    )  # fmt: skip
    subtitle = (
        tr("{measure}: statement of {after} against the one of {before}. Each material is on a scale of its own.",
           measure=exchange_words.measure(picture.measure.value), after=formats.day(pair.as_of),
           before=formats.day(pair.previous_as_of))
        if pair.previous_as_of is not None
        else tr("{measure}: statement of {after}, the first one. Each material is on a scale of its own.",
                measure=exchange_words.measure(picture.measure.value), after=formats.day(pair.as_of))
    )  # fmt: skip
    figure = Figure(
        title,
        subtitle,
        formats.day(pair.as_of),
        tuple(exchange_words.material(catalogue, row.material) for row in rows),
        (Pane("", (
            Series(tr("before"), Shape.BAR, Ink.SECOND,
                   tuple(_mark(place, row, row.before, formats) for place, row in enumerate(rows)
                         if pair.previous_row is not None)),
            Series(tr("now"), Shape.BAR, Ink.MAIN,
                   tuple(_mark(place, row, row.after, formats) for place, row in enumerate(rows))),
        ), ticks=False),),
        horizontal=True,
        description=tr_count("{n} material changed; the table holds the same.",
                             "{n} materials changed; the table holds the same.",
                             sum(row.is_change for row in picture.rows)),
        notes=illustrative_notes(any(side.illustrative for row in rows for side in (row.before, row.after) if side)),
        marking=marking,
    )  # fmt: skip
    return Chart(figure, _columns(catalogue, formats), rows, f"changes-{pair.as_of.isoformat()}")


def side_text(formats: Formats, side: Contribution | None) -> str:
    """What a statement says of a material: an interval with its unit, or in words why there is none."""
    if side is None:
        return tr("not mentioned")
    if side.interval is None or side.interval == _UNKNOWN or side.says is Says.NIL:
        return says_text(side)
    return mass_text(formats, side.interval)


def _mark(place: int, row: ChangeRow, side: Contribution | None, formats: Formats) -> Mark:
    words = side_text(formats, side)
    if side is None or side.interval is None or side.interval == _UNKNOWN:
        return Mark(place, None, words)
    whole = max(_top(row.before), _top(row.after), 1)
    reach = reach_in(side.interval, "g")
    scale = 100 / reach_in(Interval(whole, whole), "g").low
    return Mark(place, Reach(reach.low * scale, None if reach.high is None else reach.high * scale), words)


def _top(side: Contribution | None) -> int:
    interval = side.interval if side else None
    if interval is None:
        return 0
    return interval.low if interval.high is None else interval.high


def _standing(row: ChangeRow) -> tuple[Status, str]:
    """Which way it went: certain only where the two intervals do not overlap."""
    if not row.is_change:
        return Status.NEUTRAL, tr("unchanged")
    if row.before is None:
        return Status.INFO, tr("new")
    if row.after is None:
        return Status.DANGER, tr("gone")
    one, other = row.before.interval, row.after.interval
    if one is None or other is None or _UNKNOWN in (one, other):
        return Status.CAUTION, tr("said differently")
    if one.high is not None and other.low > one.high:
        return Status.INFO, tr("more")
    if other.high is not None and other.high < one.low:
        return Status.CAUTION, tr("less")
    return Status.CAUTION, tr("within the intervals")


def _columns(catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    def number(side: Contribution | None) -> bool:
        return side is not None and side.interval not in (None, _UNKNOWN)

    return (
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, row.material),
               characters=22, stretch=True),
        Column("change", tr("Change"), lambda row: _standing(row)[1], status=lambda row: _standing(row)[0],
               characters=20),
        Column("before", tr("Before"), lambda row: side_text(formats, row.before), numeric=True, characters=26,
               muted=lambda row: not number(row.before)),
        Column("after", tr("Now"), lambda row: side_text(formats, row.after), numeric=True, characters=26,
               muted=lambda row: not number(row.after)),
        Column("basis", tr("Of"), lambda row: basis_text(row.basis) or "–", characters=8),
    )  # fmt: skip
