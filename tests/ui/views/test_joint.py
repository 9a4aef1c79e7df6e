"""The joint picture shows the definition beside the number, and never a made-up zero."""

from __future__ import annotations

import pytest

from stockpile_client.core.quantities import Band, WithheldReason
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.services.requirements import record_requirements
from tests.services.agencies import Agencies

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def texts(model, row: int) -> dict[str, str]:
    return {column.key: model.index(row, number).data() for number, column in enumerate(model.columns)}


def row_of(view, material: str) -> int:
    codes = [view.model.row(number).line.material for number in range(view.model.rowCount())]
    return codes.index(material)


def test_what_is_withheld_makes_the_total_open_upwards(agencies: Agencies, drive) -> None:
    agencies.us.take(agencies.jp.release("us", scope=("GA",), withhold={"GA": WithheldReason.DEFENCE}))
    view = drive(agencies.us.ctx).go("joint")
    number = row_of(view, "GA")
    total = texts(view.model, number)
    assert total["total"].startswith("≥")
    assert total["uncounted"] == "JP: withheld"
    view.table.selectRow(number)
    said = {one["agency"]: one for one in (texts(view.agencies, n) for n in range(view.agencies.rowCount()))}
    assert said["JP"]["holds"] == "unknown"
    assert said["JP"]["says"] == "withheld: Defence"
    assert said["US"]["says"] == "given"


def test_the_definition_stands_beside_the_days(agencies: Agencies, drive) -> None:
    us = drive(agencies.us.ctx)
    view = us.go("joint")
    view.table.selectRow(row_of(view, "W"))
    assert "average daily net imports" in view.chosen.text()
    view.definition.setCurrentIndex(1)
    us.settle()
    assert "daily domestic consumption" in view.chosen.text()
    assert "element content after claims" in view.stated.text()


def test_the_banner_is_the_highest_marking_inside(agencies: Agencies, drive) -> None:
    agencies.us.take(agencies.jp.release("us", marking="TLP:AMBER+STRICT"))
    agencies.us.take(agencies.it.release("us", marking="TLP:GREEN"))
    us = drive(agencies.us.ctx)
    us.go("joint")
    assert us.window.banner.words.startswith("TLP:AMBER+STRICT")


def test_days_of_cover_are_drawn_agency_by_agency_and_what_is_withheld_is_words(agencies: Agencies, drive) -> None:
    agencies.us.take(agencies.jp.release("us", scope=("GA",), withhold={"GA": WithheldReason.DEFENCE}))
    us = drive(agencies.us.ctx)
    view = us.go("joint")
    view.table.selectRow(row_of(view, "GA"))
    view.tabs.choose("cover")
    us.settle()
    chart = view.cover.panel.chart
    assert chart.figure.title == "Days of cover: Gallium (GA)"
    assert chart.figure.subtitle.startswith("EU: average daily net imports")
    marks = chart.figure.panes[0].series[0].marks
    said = {name.split(",")[0]: mark for name, mark in zip(chart.figure.categories, marks, strict=True)}
    assert said["JP"].reach is None
    assert said["JP"].words == "withheld: Defence"
    view.definition.setCurrentIndex(1)
    us.settle()
    assert view.cover.panel.chart.figure.title == "Days of cover: Gallium (GA)"
    assert view.cover.panel.chart.figure.subtitle.startswith("Japan")
    assert view.cover.panel.table.rows_model.rowCount() == 2


def test_a_cover_that_is_an_interval_is_drawn_and_written_as_one(agencies: Agencies, drive, tmp_path) -> None:
    record_requirements(
        agencies.jp.ctx,
        [Requirement("W", "JP", 2025, RequirementKind.CONSUMPTION, Band(10**12, 10**13), basis="element:W")],
    )
    agencies.us.take(agencies.jp.release("us", requirements=True))
    us = drive(agencies.us.ctx)
    view = us.go("joint")
    view.definition.setCurrentIndex(1)
    us.settle()
    view.table.selectRow(row_of(view, "W"))
    view.tabs.choose("cover")
    us.settle()
    panel = view.cover.panel
    mark = panel.chart.figure.panes[0].series[0].marks[0]
    assert mark.reach.low < mark.reach.high
    assert "–" in mark.words
    assert texts(panel.table.rows_model, 0)["cover"] == mark.words
    panel.export_to(tmp_path / "cover.svg")
    drawn = (tmp_path / "cover.svg").read_text()
    assert mark.words in drawn
    assert "TLP:RED" in drawn  # our own figures are inside
