"""The window, measured in processes of its own: ``python -m tests.bench.window bare|program|table|live …``.

``bare`` and ``program`` end as soon as their window is painted and the event loop idles; their parent takes the time.
``table`` opens the inventory of a profile with many lots in a table of its own and prints seconds of first page, sort
and Select All, each from the call to the painted table. ``live`` does the same in the real main window, where reading
runs in threads of its own: seconds from the user's action until the rows are painted, and the longest time for which
the window did not hear its heart beat.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def bare() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()


def program() -> None:
    from PySide6.QtCore import QTimer

    from stockpile_client.ui.app import build_application, build_window

    app = build_application(sys.argv[:1])
    window = build_window()
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()


def table(root: str) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from stockpile_client.services.lot_table import lot_table
    from stockpile_client.ui.app import build_application
    from stockpile_client.ui.formats import Formats, system_locale
    from stockpile_client.ui.models.window_model import Lease, WindowModel
    from stockpile_client.ui.views.inventory.lot_columns import lot_columns
    from stockpile_client.ui.widgets.table import Table
    from tests.bench import parties

    app = build_application(sys.argv[:1])
    context = parties.opened(Path(root), parties.SENDER)
    model = WindowModel(lot_columns(Formats(system_locale())))
    view = Table(model, "Lots", sortable=True)
    view.resize(1280, 800)
    view.show()
    QApplication.processEvents()
    seconds: dict[str, float] = {}

    def show(order: str = "", *, descending: bool = False) -> None:
        lease = Lease(lambda: None)
        lease.fill(lot_table(context, order_by=order, descending=descending))
        model.set_lease(lease)

    def measured(name: str, action: Callable[[], object]) -> None:
        start = time.perf_counter()
        action()
        view.viewport().repaint()
        app.processEvents()
        seconds[name] = time.perf_counter() - start

    measured("first page", show)
    measured("sort", lambda: show("contained", descending=True))
    measured("sort by material", lambda: show("material"))
    measured("scroll to the middle", lambda: view.scrollTo(model.index(model.rowCount() // 2, 0)))
    measured("scroll to the end", view.scrollToBottom)
    measured("Select All", view.selectAll)
    view.setCurrentIndex(model.index(0, 0))
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    print(json.dumps({"seconds": seconds, "rows": model.rowCount()}))
    view.close()
    context.close()


TYPING_SECONDS = 4.0
"""Of a passphrase: twenty signs at the pace of a person; the window loads meanwhile what an open profile needs."""
BEAT_MS = 2
"""How often the heart of the window should beat."""
QUIET_SECONDS = 0.15
"""A window in which no job has run for so long is at rest."""


class Heart:
    """Beats in the window's event loop, and tells the longest pause between two beats."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(BEAT_MS)
        self.timer.timeout.connect(self._on_beat)
        self.longest = 0.0
        self._last = time.perf_counter()
        self.timer.start()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def start(self) -> None:
        """Begin to watch."""
        self.longest, self._last = 0.0, time.perf_counter()


def live(root: str) -> None:
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from stockpile_client.ui.app import Dress, Program, bare_application
    from stockpile_client.ui.preferences import PreferenceStore
    from tests.bench import parties

    preferences = PreferenceStore()
    app = bare_application(sys.argv[:1])
    window = Program(preferences, Dress(app, preferences)).window
    jobs = window._jobs
    window.resize(1280, 800)
    window.show()
    heart = Heart()

    def settle() -> None:
        quiet_since = time.perf_counter()
        while time.perf_counter() - quiet_since < QUIET_SECONDS:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            if jobs.running:
                quiet_since = time.perf_counter()

    warm = time.perf_counter() + TYPING_SECONDS
    window.start_page.show_unlock(Path(root) / parties.SENDER)
    while time.perf_counter() < warm or jobs.running:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    window.start_page.opened.emit(parties.opened(Path(root), parties.SENDER))
    settle()
    figures: dict[str, dict[str, float]] = {}

    def measured(name: str, action: Callable[[], object]) -> None:
        """``seconds`` until the rows stand in the table, or, where none are read, until the window is at rest."""
        model = window.view("inventory").lots.model
        read: list[float] = []
        connection = model.modelReset.connect(lambda: read.append(time.perf_counter()))
        heart.start()
        start = time.perf_counter()
        action()
        settle()
        model.disconnect(connection)
        end = read[0] if read else time.perf_counter() - QUIET_SECONDS
        figures[name] = {"seconds": max(0.0, end - start), "stall": heart.longest}

    heart.start()
    start = time.perf_counter()
    window.go("inventory")
    settle()
    figures["opening the workspace"] = {
        "seconds": time.perf_counter() - start - QUIET_SECONDS,
        "stall": heart.longest,
    }
    page = window.view("inventory").lots
    table = page.table
    order = [column.key for column in table.rows_model.columns].index

    def type_filter(text: str) -> None:
        page.filter_line.setText(text)
        QTest.keyClick(page.filter_line, Qt.Key.Key_Return)

    measured("first page", page.refresh)
    measured("sort", lambda: table.sortByColumn(order("contained"), Qt.SortOrder.DescendingOrder))
    measured("sort by material", lambda: table.sortByColumn(order("material"), Qt.SortOrder.AscendingOrder))
    measured("text filter", lambda: type_filter("0012"))
    measured("material filter", lambda: type_filter("material:W qty>10t"))
    measured("no filter", lambda: type_filter(""))
    middle = table.rows_model.rowCount() // 2
    measured("scroll to the middle", lambda: table.scrollTo(table.rows_model.index(middle, 0)))
    measured("scroll to the end", table.scrollToBottom)
    measured("Select All", table.selectAll)
    measured("copy all, refused", lambda: window.table_host and window.table_host.copy(table))
    print(json.dumps({"figures": figures, "rows": table.rows_model.rowCount()}))
    window.close()
    QApplication.processEvents()


if __name__ == "__main__":
    {"bare": bare, "program": program, "table": table, "live": live}[sys.argv[1]](*sys.argv[2:])
