"""Movements over time: the running stock of a material above, what came in and went out each quarter below."""

from __future__ import annotations

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.services.charts.movements import MaterialMoves, QuarterMoves
from stockpile_client.ui import exchange_words
from stockpile_client.ui.charts.chart import Chart, illustrative_notes, length, quarter_text
from stockpile_client.ui.charts.figure import Figure, Ink, Mark, Pane, Reach, Series, Shape
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column


def movements_chart(moves: MaterialMoves, catalogue: Catalogue, formats: Formats) -> Chart:
    """The chart of one material and its table, the latest quarter first."""
    unit = unit_for(max((step.stock for step in moves.steps), default=0))
    steps = moves.steps

    def flow(of: str, sign: int) -> tuple[Mark, ...]:
        found = ((place, getattr(step, of)) for place, step in enumerate(steps))
        return tuple(
            Mark(place, Reach(sign * length(mg, unit), sign * length(mg, unit)), formats.mass(mg, unit))
            for place, mg in found if mg
        )  # fmt: skip

    running = tuple(
        Mark(
            place, Reach(length(step.stock, unit), length(step.stock, unit)), f"{formats.mass(step.stock, unit)} {unit}"
        )
        for place, step in enumerate(steps)
    )
    figure = Figure(
        tr("Movements over time: {material}", material=exchange_words.material(catalogue, moves.material)),
        tr("Contained mass at the end of each quarter, the last one today; below, what moved in it. Entering a lot in"
           " the books is neither in nor out, and a reversal counts against what it undoes."),
        formats.day(moves.as_of),
        tuple(quarter_text(step.quarter) for step in steps),
        (
            Pane(tr("stock, {unit}", unit=unit), (Series(tr("stock"), Shape.LINE, Ink.MAIN, running),)),
            Pane(tr("moved, {unit}", unit=unit), (
                Series(tr("in"), Shape.BAR, Ink.INCREASE, flow("brought_in", 1)),
                Series(tr("out"), Shape.BAR, Ink.DECREASE, flow("taken_out", -1)),
                Series(tr("entered in the books"), Shape.BAR, Ink.QUIET, flow("opened", 1)),
            )),
        ),
        horizontal=False,
        description=tr_count("{n} quarter; the table holds the same.", "{n} quarters; the table holds the same.",
                             len(steps)),
        notes=illustrative_notes(moves.illustrative),
    )  # fmt: skip
    return Chart(figure, _columns(unit, formats), steps[::-1], f"movements-{moves.material}")


def _columns(unit: str, formats: Formats) -> tuple[Column, ...]:
    def days(step: QuarterMoves) -> str:
        return f"{formats.day(step.quarter.first_day)} – {formats.day(step.quarter.last_day)}"

    def mass(key: str, title: str, characters: int = 18) -> Column:
        def text(step: QuarterMoves) -> str:
            mg: int = getattr(step, key)
            return formats.mass(mg, unit) if mg or key == "stock" else "–"

        return Column(key, title, text, numeric=True, unit=lambda step: unit if getattr(step, key) else "",
                      muted=lambda step: not getattr(step, key), characters=characters)  # fmt: skip

    return (
        Column("quarter", tr("Quarter"), lambda step: quarter_text(step.quarter), characters=14),
        mass("brought_in", tr("In")),
        mass("taken_out", tr("Out")),
        mass("opened", tr("Entered in the books"), 24),
        mass("stock", tr("Stock at the end")),
        Column("days", tr("From and to"), days, characters=26, stretch=True),
    )
