"""Tabs between pages: by key, by keyboard, and with room for their words."""

from __future__ import annotations

from PySide6.QtCore import Qt

from stockpile_client.ui.widgets.before_after import BeforeAfter, Line
from stockpile_client.ui.widgets.page_tabs import PageTabs
from stockpile_client.ui.widgets.status_mark import Status, StatusMark


def test_left_and_right_go_to_the_neighbours(qtbot):
    tabs, chosen = PageTabs("Pages", (("lots", "Lots"), ("sites", "Sites"))), []
    qtbot.addWidget(tabs)
    tabs.chosen.connect(chosen.append)
    tabs.show()
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert (tabs.key, chosen) == ("sites", ["sites"])
    tabs.choose("lots")
    assert tabs.key == "lots"


def test_a_long_problem_takes_several_lines_instead_of_the_whole_width(qtbot):
    mark = StatusMark(Status.DANGER, "more is promised from this lot than it holds " * 3, wrap=True)
    qtbot.addWidget(mark)
    assert mark.minimumSizeHint().width() < mark.sizeHint().width() / 4
    assert mark.heightForWidth(200) > 2 * mark.heightForWidth(5000)


def test_figures_before_and_after_stand_with_their_unit(qtbot):
    plan = BeforeAfter()
    qtbot.addWidget(plan)
    plan.add_group("Lot W-1", [Line("Gross", "5.00", "-1.00", "4.00", "t")])
    assert plan.text == "Gross: 5.00 t → 4.00 t"
    plan.clear()
    assert plan.text == ""
