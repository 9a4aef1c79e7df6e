"""Stock against target, material by material: what is usable and what is there at all, in per cent of the yardstick.

Materials with the smallest usable share come first; those without a yardstick say so, with their mass.
"""

from __future__ import annotations

from fractions import Fraction

from stockpile_client.analysis.cover import Denominator, Range, Reason
from stockpile_client.analysis.yardsticks import Yardstick
from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.phrases import mark
from stockpile_client.core.quantities import Interval
from stockpile_client.core.requirements import Requirement
from stockpile_client.services.charts.stock import StockPicture, StockRow
from stockpile_client.ui import exchange_words
from stockpile_client.ui.charts.chart import (
    Chart,
    illustrative_notes,
    interval_unit,
    per_cent_text,
    reach_of,
    term,
)
from stockpile_client.ui.charts.figure import Figure, Ink, Mark, Pane, Reach, Series, Shape
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.position_columns import outward_text

YARDSTICKS: dict[Yardstick, str] = {
    Yardstick.TARGET: mark("the target"),
    Yardstick.CONSUMPTION: mark("a year's consumption"),
    Yardstick.NET_IMPORTS: mark("a year's net imports"),
}
_TITLES: dict[Yardstick, str] = {
    Yardstick.TARGET: mark("Stock against the target"),
    Yardstick.CONSUMPTION: mark("Stock against a year's consumption"),
    Yardstick.NET_IMPORTS: mark("Stock against a year's net imports"),
}
_UNITS: dict[Yardstick, str] = {
    Yardstick.TARGET: mark("per cent of the target"),
    Yardstick.CONSUMPTION: mark("per cent of a year's consumption"),
    Yardstick.NET_IMPORTS: mark("per cent of a year's net imports"),
}
_NONE: dict[Yardstick, str] = {
    Yardstick.TARGET: mark("no target recorded"),
    Yardstick.CONSUMPTION: mark("no consumption recorded"),
    Yardstick.NET_IMPORTS: mark("no net imports recorded"),
}
_REASONS: dict[Reason, str] = {
    Reason.WITHHELD: mark("withheld by its source"),
    Reason.NOT_COMPILED: mark("not compiled"),
    Reason.NOT_APPLICABLE: mark("does not apply"),
    Reason.OTHER_BASIS: mark("stated on another basis"),
}


def stock_chart(picture: StockPicture, catalogue: Catalogue, formats: Formats) -> Chart:
    """The chart and its table."""
    rows = sorted(picture.rows, key=lambda row: _order(row, catalogue))
    known = [row for row in rows if row.usable_share is not None]
    kind = picture.kind
    figure = Figure(
        tr(_TITLES[kind]),
        tr("Usable: contained mass after claims and rotate-by dates. Our own figures are exact; an interval comes from"
           " what they are measured against."),
        formats.day(picture.as_of),
        tuple(exchange_words.material(catalogue, row.material) for row in rows),
        (Pane(tr(_UNITS[kind]), (
            Series(tr("usable"), Shape.BAR, Ink.MAIN,
                   tuple(_usable(place, row, kind, formats)
                         for place, row in enumerate(rows))),
            Series(tr("contained"), Shape.BAR, Ink.SECOND,
                   tuple(Mark(place, reach_of(row.contained_share), _share_words(row.contained, row.contained_share,
                                                                               formats))
                         for place, row in enumerate(rows) if row.contained_share is not None)),
            Series(tr(YARDSTICKS[kind]), Shape.TICK, Ink.REFERENCE,
                   tuple(Mark(place, Reach(100.0, 100.0), "") for place, row in enumerate(rows)
                         if row.usable_share is not None)),
        )),),
        horizontal=True,
        description=tr_count("{n} material, {known} of them with a yardstick; the table holds the same.",
                             "{n} materials, {known} of them with a yardstick; the table holds the same.",
                             len(rows), known=len(known)),
        notes=illustrative_notes(any(row.illustrative for row in rows)),
    )  # fmt: skip
    return Chart(figure, _columns(picture, catalogue, formats), rows, f"stock-against-{kind.value.replace('_', '-')}")


def _order(row: StockRow, catalogue: Catalogue) -> tuple[bool, Fraction, str]:
    low = row.usable_share.low if row.usable_share else Fraction(0)
    return row.usable_share is None, low, exchange_words.material(catalogue, row.material)


def _usable(place: int, row: StockRow, kind: Yardstick, formats: Formats) -> Mark:
    mass, share = row.usable, row.usable_share
    if share is None:
        words = tr("{mass}; {why}", mass=formats.mass_with_unit(mass), why=_why(row.against, kind))
        return Mark(place, None, words)
    return Mark(place, reach_of(share), _share_words(mass, share, formats))


def _share_words(mass: int, share: Range | None, formats: Formats) -> str:
    return f"{per_cent_text(formats, share)} · {formats.mass_with_unit(mass)}" if share else ""


def _why(against: Denominator, kind: Yardstick) -> str:
    """Why there is nothing to measure against."""
    if against.reason is None or (against.reason is Reason.NOT_COMPILED and not against.used):
        return tr(_NONE[kind])
    return tr(_REASONS[against.reason])


def _read_from(one: Requirement) -> str:
    """A requirement with its country and year, and who printed it."""
    what, year = term("requirement_kind", one.kind.value), str(one.year)
    if not one.source:
        return tr("{what}, {country} {year}", what=what, country=one.country, year=year)
    return tr("{what}, {country} {year}, {source}", what=what, country=one.country, year=year, source=one.source)


def _columns(picture: StockPicture, catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    kind = picture.kind

    def mass(key: str, title: str, of: str, *, characters: int = 16) -> Column:
        return Column(key, title, lambda row: formats.mass(getattr(row, of), unit_for(row.contained)), numeric=True,
                      unit=lambda row: unit_for(row.contained), characters=characters)  # fmt: skip

    def share(key: str, title: str, of: str) -> Column:
        def text(row: StockRow) -> str:
            found: Range | None = getattr(row, of)
            return per_cent_text(formats, found) if found else "–"

        return Column(key, title, text, numeric=True, muted=lambda row: getattr(row, of) is None, characters=17)

    def against(row: StockRow) -> str:
        found: Interval | None = row.against.mass
        return outward_text(formats, found, interval_unit(found)) if found else _why(row.against, kind)

    def unit(row: StockRow) -> str:
        return interval_unit(row.against.mass) if row.against.mass else ""

    def source(row: StockRow) -> str:
        return "; ".join(map(_read_from, row.against.used)) or "–"

    return (
        Column("material", tr("Material"), lambda row: exchange_words.material(catalogue, row.material),
               characters=22),
        mass("usable", tr("Usable"), "usable"),
        mass("contained", tr("Contained"), "contained"),
        mass("mandated", tr("Held by obligation"), "mandated", characters=18),
        Column("against", tr("Measured against"), against, numeric=True, unit=unit,
               muted=lambda row: row.against.mass is None, characters=22),
        share("usable_share", tr("Usable share"), "usable_share"),
        share("contained_share", tr("Contained share"), "contained_share"),
        Column("source", tr("Read from"), source, characters=30, stretch=True,
               muted=lambda row: not row.against.used),
    )  # fmt: skip
