"""What is drawn: intervals as intervals, no number as words, and no two series told apart by colour alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from stockpile_client.services.catalogue import load_marking_scheme
from stockpile_client.ui import theme
from stockpile_client.ui.charts import brushwork
from stockpile_client.ui.charts.brushwork import Canvas, paint_pane
from stockpile_client.ui.charts.figure import Figure, Ink, Mark, Pane, Reach, Series, Shape, span
from stockpile_client.ui.charts.inks import brush_of
from stockpile_client.ui.charts.legend import Legend, LegendLine
from stockpile_client.ui.charts.plot import Plot
from stockpile_client.ui.charts.sheet import Sheet
from stockpile_client.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Colours

SCHEMES = [LIGHT, DARK, HIGH_CONTRAST]
AMBER = load_marking_scheme().find("TLP:AMBER")
pytestmark = pytest.mark.usefixtures("qapp")


def figure(*marks: Mark, shape: Shape = Shape.BAR, horizontal: bool = True) -> Figure:
    names = tuple(f"Material {place}" for place in range(max((mark.place for mark in marks), default=0) + 1))
    series = Series("usable", shape, Ink.MAIN, marks)
    return Figure(
        "A chart", "Of something", "2026-10-01", names, (Pane("tonnes", (series,)),), horizontal, "Three bars."
    )


def painted(pane: Pane, scheme: Colours = LIGHT, width: int = 400) -> QImage:
    """A pane with one category, 100 units wide in 200 pixels, 40 pixels high."""
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(scheme.surface))
    painter = QPainter(image)
    canvas = Canvas(
        lambda value: value * 2, lambda _place: 20.0, 40.0, 216.0, 4.0, True, scheme, theme.font(theme.Size.SMALL)
    )
    paint_pane(painter, pane, canvas)
    painter.end()
    return image


def inked(image: QImage, x: int, scheme: Colours = LIGHT) -> set[str]:
    """The colours in a column of pixels other than the ground."""
    return {image.pixelColor(x, y).name() for y in range(image.height())} - {QColor(scheme.surface).name()}


def bar(reach: Reach | None, words: str = "") -> Pane:
    return Pane("t", (Series("usable", Shape.BAR, Ink.MAIN, (Mark(0, reach, words),)),))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_certain_is_filled_and_what_is_possible_is_hatched(scheme):
    image = painted(bar(Reach(40, 80)), scheme)
    accent = QColor(scheme.accent).name()
    assert inked(image, 40, scheme) == {accent} or accent in inked(image, 40, scheme)
    certain = [image.pixelColor(x, 20).name() for x in range(2, 78)]
    possible = [image.pixelColor(x, 20).name() for x in range(84, 158)]
    assert set(certain) == {accent}
    assert len(set(possible)) > 2  # lines on a softer ground
    assert inked(image, 200, scheme) == set()


def test_a_bar_without_an_end_points_onward():
    open_ended, closed = painted(bar(Reach(40, None))), painted(bar(Reach(40, 80)))
    assert inked(open_ended, 210)
    assert not inked(closed, 210)
    assert QColor(LIGHT.accent).name() in inked(open_ended, 219)  # the arrow


def test_no_number_has_no_length_and_says_why():
    silent, said = painted(bar(None)), painted(bar(None, "withheld: defence"))
    assert not any(inked(silent, x) for x in range(400))
    assert any(inked(said, x) for x in range(10, 60))
    assert not any(QColor(LIGHT.accent).name() in inked(said, x) for x in range(400))


def test_nothing_held_is_a_stroke_on_the_axis_and_not_a_blank():
    assert inked(painted(bar(Reach(0, 0))), 0)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_inks_of_a_chart_differ_by_colour_alone(scheme):
    together = [(Ink.MAIN, Ink.SECOND), (Ink.INCREASE, Ink.DECREASE), (Ink.DECREASE, Ink.QUIET),
                (Ink.INCREASE, Ink.QUIET), (Ink.MAIN, Ink.DANGER)]  # fmt: skip
    for one, other in together:
        assert brush_of(one, scheme).pattern is not brush_of(other, scheme).pattern


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = colour.getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ink", list(Ink))
def test_every_ink_stands_out_from_the_ground_by_three_to_one(scheme, ink):
    """WCAG 2.2, 1.4.11: what is needed to understand a graphic."""
    light, dark = sorted((luminance(brush_of(ink, scheme).colour), luminance(QColor(scheme.surface))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(0.5, 500), st.floats(0.5, 500), st.floats(1, 40))
def test_hatches_stay_inside_their_bar(x, y, width, height, step):
    area = QRectF(x, y, width, height)
    for lines in (brushwork._rising(area, step), brushwork._falling(area, step), brushwork._level(area, step)):
        for line in lines:
            for point in (line.p1(), line.p2()):
                assert area.left() - 1e-6 <= point.x() <= area.right() + 1e-6
                assert area.top() - 1e-6 <= point.y() <= area.bottom() + 1e-6


@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.none() | st.floats(0, 1e9)), max_size=8))
def test_the_span_holds_every_end_and_is_never_empty(ends):
    marks = tuple(
        Mark(place, Reach(low, None if spread is None else low + spread), "")
        for place, (low, spread) in enumerate(ends)
    )
    low, high = span(Pane("", (Series("a", Shape.BAR, Ink.MAIN, marks),)))
    assert low <= 0 <= high or low < high
    assert all(low <= mark.reach.low <= high for mark in marks)


def test_series_that_say_nothing_of_a_category_leave_its_room_to_the_others():
    one = Series("past", Shape.BAR, Ink.DANGER, (Mark(0, Reach(10, 10), ""),))
    other = Series("ahead", Shape.BAR, Ink.MAIN, (Mark(1, Reach(10, 10), ""),))
    canvas = Canvas(float, float, 1.0, 1.0, 4.0, False, LIGHT, theme.font())
    lanes = [lane for _, _, lane in brushwork._placed(Pane("", (one, other)), canvas)]
    assert [thick for _, thick in lanes] == [brushwork.BAR_SHARE - brushwork._FINE] * 2


def test_the_legend_names_each_series_once_and_explains_the_hatching():
    exact = LegendLine(figure(Mark(0, Reach(1, 1), "")))
    interval = LegendLine(figure(Mark(0, Reach(1, 2), "")))
    assert exact.names == ("usable",)
    assert interval.names == ("usable", "possible: the figure is an interval")
    legend = Legend()
    legend.show_figure(figure(Mark(0, Reach(1, 2), "")))
    assert legend.accessibleName() == "Legend: usable, possible: the figure is an interval"
    assert legend.heightForWidth(100) > legend.heightForWidth(2000)


def test_a_plot_is_as_high_as_its_categories_need_and_takes_no_focus(qtbot):
    few = Plot(figure(*(Mark(place, Reach(place, place), str(place)) for place in range(8))), LIGHT)
    many = Plot(figure(*(Mark(place, Reach(place, place), str(place)) for place in range(40))), LIGHT)
    qtbot.addWidget(few)
    qtbot.addWidget(many)
    assert many.sizeHint().height() > 3 * few.sizeHint().height()
    assert few.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert few.accessibleName() == "A chart"
    assert few.accessibleDescription() == "Three bars."


@pytest.mark.parametrize("horizontal", [True, False])
def test_a_plot_of_nothing_but_words_is_drawn(qtbot, horizontal):
    plot = Plot(figure(Mark(0, None, "withheld"), Mark(1, None, "silent"), horizontal=horizontal), LIGHT)
    qtbot.addWidget(plot)
    plot.settle(QSize(600, 200))
    assert not plot.grab().isNull()


def test_a_sheet_carries_marking_title_unit_and_day():
    drawn = Sheet(figure(Mark(0, Reach(1, 2), "1–2 t")), "JOGMEC (JP)", AMBER, "2026-10-01 09:00")
    words = "\n".join(drawn.texts)
    for part in ("TLP:AMBER", "A chart", "tonnes", "As of 2026-10-01", "JOGMEC (JP)", "1–2 t", "Of something"):
        assert part in words
    assert drawn.size.height() > 0


def test_every_pattern_is_drawn_in_its_own_way():
    images = []
    for ink in (Ink.MAIN, Ink.SECOND, Ink.DECREASE, Ink.DANGER):
        pane = Pane("t", (Series("x", Shape.BAR, ink, (Mark(0, Reach(80, 80), ""),)),))
        image = painted(pane)
        ground = QColor(LIGHT.surface).name()
        images.append(tuple(image.pixelColor(x, y).name() != ground for x in range(10, 150) for y in range(8, 32)))
    assert all(one != other for one, other in combinations(images, 2))


@pytest.mark.parametrize("categories", [3, 25])
def test_the_ground_of_a_sheet_stays_the_ground(categories):
    marks = tuple(Mark(place, Reach(1, 2), "1–2 t") for place in range(categories))
    target = Series("target", Shape.TICK, Ink.REFERENCE, tuple(Mark(m.place, Reach(1.5, 1.5), "") for m in marks))
    drawn = figure(*marks)
    pane = Pane("tonnes", (*drawn.panes[0].series, target))
    sheet = Sheet(replace(drawn, panes=(pane,)), "JOGMEC (JP)", AMBER, "2026-10-01 09:00")
    image = QImage(sheet.size.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    sheet.paint(painter)
    painter.end()
    right = int(sheet.size.width()) - theme.space(theme.LARGE) - 2
    ground = [image.pixelColor(right, y).name() for y in range(image.height() // 3, image.height() * 2 // 3)]
    assert ground.count(LIGHT.surface) > 0.9 * len(ground)
