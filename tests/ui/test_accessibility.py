"""Everything that takes the focus has a name that a screen reader says, and the keyboard alone gets everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QScrollArea, QScrollBar, QWidget

from stockpile_client.services.resources import resource_path
from stockpile_client.ui.dialogs.about import AboutDialog
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.workspaces import WORKSPACES

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ALL = [spec.key for spec in WORKSPACES]


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def nameless(root: QWidget) -> list[str]:
    """Controls below ``root`` that the Tab key or the mouse reaches and that say nothing of themselves."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        inside_another = isinstance(widget, QScrollBar | QMenu | PlainLabel) or (  # a label's text is its name
            isinstance(widget, QLineEdit) and widget.objectName() == "qt_spinbox_lineedit"
        )
        editor_of_a_choice = isinstance(widget, QLineEdit) and widget.parentWidget().inherits("QComboBox")
        if isinstance(widget, Button) and not widget.isVisible() and not widget.text():
            continue  # gets its words when it is shown
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or inside_another or editor_of_a_choice:
            continue
        if widget.parentWidget() is not None and widget.parentWidget().inherits("QComboBoxPrivateContainer"):
            continue
        if type(widget).__name__.startswith("QCalendar") or widget.inherits("QComboBoxPrivateContainer"):
            continue
        if any(parent.inherits("QCalendarWidget") for parent in parents(widget)):
            continue
        if not spoken(widget):
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}")
    return found


def parents(widget: QWidget) -> list[QWidget]:
    above = []
    while (widget := widget.parentWidget()) is not None:
        above.append(widget)
    return above


def test_every_control_of_every_workspace_has_a_name(agencies, drive):
    driver = drive(agencies.us.ctx)
    for key in ALL:
        driver.go(key)
    assert nameless(driver.window) == []


def test_every_control_of_the_start_page_has_a_name(agencies, drive):
    assert nameless(drive(agencies.us.ctx).window.start_page) == []


def test_every_control_of_the_dialogs_has_a_name(agencies, drive):
    driver = drive(agencies.us.ctx)
    about = AboutDialog(driver.window)
    about.open()
    assert nameless(about) == []
    about.accept()
    driver.go("inventory").open_path(resource_path("demo", "guest", "us_nds_inventory.csv"))
    driver.settle()
    from stockpile_client.ui.dialogs.import_inventory import ImportDialog

    dialog = driver.dialog(ImportDialog)
    assert nameless(dialog) == []
    dialog.reject()


def test_the_tab_key_reaches_every_control_that_is_shown(agencies, drive):
    driver = drive(agencies.us.ctx)
    for key in ALL:
        view = driver.go(key)
        wanted = {
            widget
            for widget in view.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(view) and widget.isEnabled()
        }
        reached, widget = set(), view.nextInFocusChain()
        while widget is not view:
            reached.add(widget)
            widget = widget.nextInFocusChain()
        assert {type(one).__name__ for one in wanted - reached} == set(), key


def test_twice_the_font_still_fits_the_usual_window(agencies, drive, qapp):
    usual = QFont(qapp.font())
    twice = QFont(usual)
    twice.setPointSizeF(usual.pointSizeF() * 2)
    least = {}
    try:
        QApplication.setFont(twice)
        driver = drive(agencies.us.ctx)
        for key in ALL:
            driver.go(key)
            size = driver.window.minimumSizeHint()
            least[key] = (size.width(), size.height())
        driver.window.close()
    finally:
        QApplication.setFont(usual)
    assert {key: size for key, size in least.items() if size[0] > 1280 or size[1] > 800} == {}


def test_pages_that_scroll_take_no_focus_of_their_own(agencies, drive):
    window = drive(agencies.us.ctx).window
    areas = [area for area in window.findChildren(QScrollArea) if type(area).__name__ == "ScrollArea"]
    assert areas
    assert {area.focusPolicy() for area in areas} == {Qt.FocusPolicy.NoFocus}
