"""The joint picture shows the definition beside the number, and never a made-up zero."""

from __future__ import annotations

import pytest

from stockpile_client.core.quantities import WithheldReason
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
