"""The stock in charts: the same figures as a table, loaded only when somebody looks, written with a marking."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import Band, Withheld, WithheldReason
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.services.holdings import stream_holdings
from stockpile_client.services.ledger import post_movement
from stockpile_client.services.requirements import record_requirements
from stockpile_client.ui import theme
from stockpile_client.ui.theme import Appearance
from tests.reports.papers import texts_of
from tests.services.agencies import Agencies
from tests.ui.test_accessibility import nameless

REPOSITORY = Path(__file__).resolve().parents[4]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def charts(agencies: Agencies, drive):
    """The page of the charts over the American stock, and the window around it."""
    ctx = agencies.us.ctx
    record_requirements(
        ctx,
        [
            Requirement("W", "US", 2026, RequirementKind.TARGET, Band(5 * 10**12, 10**13), basis="element:W"),
            Requirement(
                "CO", "US", 2026, RequirementKind.TARGET, Withheld(WithheldReason.DEFENCE), basis="element:Co"
            ),
        ],
    )  # fmt: skip
    driver = drive(ctx)
    view = driver.go("inventory")
    view.tabs.choose("charts")
    driver.settle()
    return view.page("charts"), driver


def words_of(panel, place: int) -> list[str]:
    series = [one for pane in panel.chart.figure.panes for one in pane.series]
    return [mark.words for one in series for mark in one.marks if mark.place == place and mark.words]


def table_texts(panel, row: int) -> dict[str, str]:
    model = panel.table.rows_model
    return {column.key: model.index(row, number).data() for number, column in enumerate(model.columns)}


def test_a_target_without_a_number_is_words_and_no_bar(charts):
    page, _ = charts
    figure = page.panel.chart.figure
    cobalt = next(place for place, name in enumerate(figure.categories) if "CO" in name)
    marks = [mark for pane in figure.panes for one in pane.series for mark in one.marks if mark.place == cobalt]
    assert [mark.reach for mark in marks] == [None]
    assert "withheld by its source" in marks[0].words


def test_an_interval_is_drawn_as_one_and_stands_in_the_table(charts):
    page, _ = charts
    figure = page.panel.chart.figure
    assert "Tungsten" in figure.categories[0]  # the only one with a yardstick comes first
    reach = figure.panes[0].series[0].marks[0].reach
    assert 0 < reach.low < reach.high
    shown = table_texts(page.panel, 0)
    assert shown["usable_share"] in words_of(page.panel, 0)[0]
    assert "–" in shown["usable_share"]
    assert figure.has_intervals


def test_every_chart_has_its_table_and_words_for_a_screen_reader(charts):
    page, driver = charts
    for index in range(page.chart.count()):
        page.chart.setCurrentIndex(index)
        driver.settle()
        assert page.states.state == "full"
        assert page.panel.table.rows_model.rowCount() == len(page.panel.chart.rows) > 0
        assert page.panel.plot.accessibleName() == page.panel.chart.figure.title
        assert "table holds the same" in page.panel.plot.accessibleDescription()


def test_expiry_counts_lots_of_all_materials_and_weighs_one(charts):
    page, driver = charts
    page.chart.setCurrentIndex(1)
    driver.settle()
    assert page.material.currentData() == ""
    assert page.panel.chart.figure.panes[0].unit == "lots"
    page.material.setCurrentIndex(1)
    driver.settle()
    assert page.panel.chart.figure.panes[0].unit in ("tonnes", "kilograms")


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_chart_is_written_with_its_title_its_day_and_the_most_restrictive_marking(charts, tmp_path: Path, ending):
    page, driver = charts
    target = tmp_path / f"stock.{ending}"
    page.panel.export_to(target)
    assert "TLP:RED" in driver.said
    data = target.read_bytes()
    if ending == "png":
        assert data.startswith(b"\x89PNG")
        assert len(data) > 20_000
        return
    text = "".join(texts_of(data)) if ending == "pdf" else "".join(data.decode().split())
    for part in ("Stockagainstthetarget", "TLP:RED", "Asof2026-10-01", "percentofthetarget", "Tungsten(W)"):
        assert part in text


def test_another_ending_is_refused_in_words(charts, tmp_path: Path):
    page, driver = charts
    page.panel.export_to(tmp_path / "stock.bmp")
    assert "A chart is written as .svg, .png or .pdf." in driver.said
    assert not list(tmp_path.glob("*.bmp"))


def test_the_drawing_follows_the_appearance(charts):
    page, driver = charts
    app = QApplication.instance()
    before = page.panel.plot
    palette = app.palette()
    try:
        theme.apply(app, Appearance.HIGH_CONTRAST)
        driver.settle()
        assert page.panel.plot is not before
        assert page.panel.plot.backgroundBrush().color().name() == theme.HIGH_CONTRAST.surface
    finally:
        theme.apply(app, Appearance.LIGHT)
        app.setPalette(palette)


def test_opening_a_profile_and_going_everywhere_loads_no_chart_library(three_folders, tmp_path: Path):
    shutil.copytree(three_folders.root / "us", tmp_path / "us")
    script = """
import sys
from pathlib import Path
from PySide6.QtCore import QThreadPool
from tests.services.agencies import TestClock, open_again
from tests.ui.driving import Driver

def loaded():
    return [name for name in sys.modules if name.partition(".")[0] == "pyqtgraph"]

from PySide6.QtWidgets import QApplication
app = QApplication([])

class Bot:
    def addWidget(self, widget): pass
    def wait(self, _ms): app.processEvents()
    def waitUntil(self, done, timeout):
        while not done(): app.processEvents()

driver = Driver(Bot(), open_again(Path(sys.argv[1]), TestClock()))
for key in ("overview", "inventory", "disclosure", "release", "inbox", "partners", "joint", "history"):
    driver.go(key)
before = loaded()
driver.window.view("inventory").tabs.choose("charts")
driver.settle()
print(len(before), len(loaded()) > 0)
driver.window.close()
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPOSITORY)}
    run = [sys.executable, "-c", script, str(tmp_path / "us")]
    finished = subprocess.run(run, check=False, capture_output=True, text=True, env=environment, cwd=REPOSITORY)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.split() == ["0", "True"]


def test_every_control_of_the_page_has_a_name_and_the_drawing_takes_no_focus(charts):
    page, driver = charts
    for index in range(page.chart.count()):
        page.chart.setCurrentIndex(index)
        driver.settle()
        assert nameless(page) == []
        assert page.panel.plot.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_drawing_leaves_palette_style_and_locale_of_the_program_alone(charts):
    page, driver = charts
    app = QApplication.instance()
    before = (app.palette().cacheKey(), app.style().objectName(), app.styleSheet(), QLocale().name())
    page.chart.setCurrentIndex(1)
    driver.settle()
    assert (app.palette().cacheKey(), app.style().objectName(), app.styleSheet(), QLocale().name()) == before


def test_a_movement_that_is_posted_shows_in_the_chart(charts):
    page, driver = charts
    page.chart.setCurrentIndex(2)
    driver.settle()
    page.material.setCurrentIndex(page.material.findData("W"))
    before = page.panel.chart.rows[0]
    ctx = driver.window.session.context
    lot = next(stream_holdings(ctx, as_of=ctx.today(), material="W"))
    driver.window.session.mutate(
        lambda ctx, _token: post_movement(
            ctx, lot.lot_id, kind=MovementKind.RELEASE, effective=ctx.today(), gross=-(10**10), contained=-(10**9)
        ),
        then=lambda _change: None,
        failed=pytest.fail,
    )
    driver.settle()
    driver.settle()
    assert page.material.currentData() == "W"
    assert page.panel.chart.rows[0].taken_out == before.taken_out + 10**9
