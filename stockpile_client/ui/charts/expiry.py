"""Expiry ahead: what must be rotated, quarter by quarter; lots of all materials, or the mass of one.

Masses of different materials are not added up: of all materials together the chart counts lots.
"""

from __future__ import annotations

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.services.charts.expiry import QUARTERS_AHEAD, ExpiryPicture, ExpiryStep, When
from stockpile_client.ui import exchange_words
from stockpile_client.ui.charts.chart import Chart, illustrative_notes, length, quarter_text
from stockpile_client.ui.charts.figure import Figure, Ink, Mark, Pane, Reach, Series, Shape
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status


def expiry_chart(picture: ExpiryPicture, material: str, catalogue: Catalogue, formats: Formats) -> Chart:
    """The chart of one material, or of all of them (empty code), and its table."""
    steps = [step for step in picture.steps if step.when is not When.NEVER]
    undated = picture.steps[-1]
    unit = unit_for(max((step.contained.get(material, 0) for step in steps), default=0))
    figure = Figure(
        tr("Expiry ahead"),
        tr("Contained mass of {material} by the quarter of its rotate-by date.",
           material=exchange_words.material(catalogue, material))
        if material else tr("Lots by the quarter of their rotate-by date."),
        formats.day(picture.as_of),
        tuple(_name(step) for step in steps),
        (Pane(_axis(material, unit), (
            Series(tr("past: no longer usable"), Shape.BAR, Ink.DANGER, _marks(steps[:1], 0, material, unit, formats)),
            Series(tr("to be rotated"), Shape.BAR, Ink.MAIN, _marks(steps[1:], 1, material, unit, formats)),
        ), whole=not material),),
        horizontal=False,
        description=tr_count("{n} lot is to be rotated within {quarters} quarters; the table holds the same.",
                             "{n} lots are to be rotated within {quarters} quarters; the table holds the same.",
                             sum(_lots(step, material) for step in steps if step.when is When.QUARTER),
                             quarters=QUARTERS_AHEAD),
        notes=(
            tr_count("{n} lot has no rotate-by date and is not drawn.",
                     "{n} lots have no rotate-by date and are not drawn.", _lots(undated, material)),
            *illustrative_notes(any(step.illustrative for step in steps)),
        ),
    )  # fmt: skip
    return Chart(figure, _columns(material, catalogue, formats), picture.steps, "expiry-ahead")


def _axis(material: str, unit: str) -> str:
    if not material:
        return tr("lots")
    return tr("tonnes") if unit == "t" else tr("kilograms")


def _lots(step: ExpiryStep, material: str) -> int:
    return step.lots.get(material, 0) if material else sum(step.lots.values())


def _marks(steps: list[ExpiryStep], first: int, material: str, unit: str, formats: Formats) -> tuple[Mark, ...]:
    marks = []
    for place, step in enumerate(steps, start=first):
        if not _lots(step, material):
            continue
        mass = step.contained.get(material, 0)
        size = length(mass, unit) if material else float(_lots(step, material))
        words = formats.mass(mass, unit) if material else formats.integer(_lots(step, material))
        marks.append(Mark(place, Reach(size, size), words))
    return tuple(marks)


def _name(step: ExpiryStep) -> str:
    match step.when:
        case When.PAST:
            return tr("past")
        case When.LATER:
            return tr("later")
        case When.NEVER:
            return tr("no date")
        case When.QUARTER:
            assert step.quarter is not None
            return quarter_text(step.quarter)


def _columns(material: str, catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    def which(step: ExpiryStep) -> str:
        codes = sorted(step.lots, key=lambda code: exchange_words.material(catalogue, code))
        return (
            ", ".join(
                tr("{material}: {lots}", material=exchange_words.material(catalogue, code), lots=step.lots[code])
                for code in codes
            )
            or "–"
        )

    def figure(step: ExpiryStep) -> str:
        if not _lots(step, material):
            return "–"
        return tr("illustrative") if step.illustrative else tr("stated")

    def standing(step: ExpiryStep) -> Status | None:
        return Status.DANGER if step.when is When.PAST and _lots(step, material) else None

    when = Column("when", tr("Rotate by"), _name, characters=14, status=standing)
    lots = Column("lots", tr("Lots"), lambda step: formats.integer(_lots(step, material)), numeric=True, characters=8,
                  muted=lambda step: not _lots(step, material))  # fmt: skip
    if not material:
        return (when, lots, Column("which", tr("Lots by material"), which, characters=60, stretch=True,
                                   muted=lambda step: not step.lots))  # fmt: skip
    return (
        when,
        lots,
        Column("contained", tr("Contained"), lambda step: formats.mass(step.contained.get(material, 0), "t"),
               numeric=True, unit=lambda _step: "t", characters=18,
               muted=lambda step: not step.contained.get(material)),
        Column("figure", tr("Figure"), figure, characters=20, stretch=True,
               muted=lambda step: step.illustrative or not _lots(step, material)),
    )  # fmt: skip
