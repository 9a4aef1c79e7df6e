"""Words have the room that they need, in whatever language and size they come."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from stockpile_client.ui import theme
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.views.start_page import StartPage
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.widgets.side_navigation import Entry, SideNavigation

LONG = "Registro delle verifiche"


def test_a_choice_is_as_wide_as_the_longest_of_its_words(qtbot: QtBot) -> None:
    box = ComboBox()
    qtbot.addWidget(box)
    for text in ("a", LONG):
        box.addItem(text)
    free = theme.space(theme.SMALL) + theme.space(theme.LARGE)
    assert box.sizeHint().width() >= QFontMetrics(theme.font()).horizontalAdvance(LONG) + free


def test_the_way_between_workspaces_is_as_wide_as_its_longest_name_when_chosen(qtbot: QtBot) -> None:
    navigation = SideNavigation()
    qtbot.addWidget(navigation)
    usual = navigation.width()
    navigation.set_entries((Entry("a", "Stock", "inventory"),))
    assert navigation.width() == usual
    navigation.set_entries((Entry("a", LONG, "inventory"),))
    assert navigation.width() > QFontMetrics(theme.font(strong=True)).horizontalAdvance(LONG)


def test_no_button_of_the_start_page_is_narrower_than_its_words(qtbot: QtBot) -> None:
    jobs = Jobs()
    page = StartPage(jobs)
    qtbot.addWidget(page)
    page.profiles.demo_button.setText("Die Vorführung ansehen")
    page.profiles.restore_button.setText("Eine Sicherung wiederherstellen")
    page.resize(400, 600)
    page.show()
    qtbot.waitUntil(lambda: not jobs.running)
    short = [
        button.text()
        for button in page.profiles.findChildren(Button)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    assert short == []
