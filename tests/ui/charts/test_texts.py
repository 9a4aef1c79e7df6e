"""No text of a chart is left in English, on its page, on its table or in the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from stockpile_client.core.quantities import Band, WithheldReason
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.services.requirements import record_requirements
from stockpile_client.ui import language
from stockpile_client.ui.charts.legend import LegendLine
from stockpile_client.ui.charts.panel import ChartPanel
from tests.services.agencies import AS_OF, Agencies
from tests.ui.brackets import Brackets
from tests.ui.visible_texts import Data, data_of, visible_texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def brackets(qapp: QApplication) -> Iterator[None]:
    language.install(qapp, "en", Brackets())
    yield
    language.install(qapp, "en")


def left_in_english(panel: ChartPanel, data: Data) -> list[str]:
    figure = panel.chart.figure
    drawn = [figure.title, figure.subtitle, figure.description, *figure.notes, *figure.categories]
    drawn += [pane.unit for pane in figure.panes] + list(LegendLine(figure).names)
    drawn += [mark.words for pane in figure.panes for one in pane.series for mark in one.marks]
    return sorted({text for text in (*drawn, *visible_texts(panel)) if data.untranslated(text)})


def test_every_text_of_the_charts_of_the_stock_is_translated(agencies: Agencies, drive) -> None:
    ctx = agencies.us.ctx
    record_requirements(
        ctx, [Requirement("W", "US", 2026, RequirementKind.TARGET, Band(5 * 10**12, 10**13), basis="element:W")]
    )
    driver = drive(ctx)
    view = driver.go("inventory")
    view.tabs.choose("charts")
    page, data = view.page("charts"), data_of(ctx)
    for index in range(page.chart.count()):
        page.chart.setCurrentIndex(index)
        driver.settle()
        for material in range(max(1, page.material.count())):
            page.material.setCurrentIndex(material)
            assert left_in_english(page.panel, data) == []
        assert sorted(text for text in visible_texts(page) if data.untranslated(text)) == []


def test_every_text_of_cover_and_of_changes_is_translated(agencies: Agencies, drive) -> None:
    us = agencies.us
    us.take(agencies.jp.release("us", scope=("W", "GA"), withhold={"GA": WithheldReason.MARKET_EFFECT}))
    us.take(
        agencies.jp.release(
            "us", scope=("W", "GA"), as_of=AS_OF + timedelta(days=1), withhold={"W": WithheldReason.DEFENCE}
        )
    )
    driver, data = drive(us.ctx), data_of(us.ctx)
    joint = driver.go("joint")
    joint.tabs.choose("cover")
    driver.settle()
    for material in range(joint.cover.material.count()):
        joint.cover.material.setCurrentIndex(material)
        assert left_in_english(joint.cover.panel, data) == []
    history = driver.go("history")
    history.tabs.choose("changes")
    driver.settle()
    history.changes.only_changed.setChecked(False)
    assert left_in_english(history.changes.panel, data) == []
