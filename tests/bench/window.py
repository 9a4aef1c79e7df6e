"""The window, measured in processes of its own: ``python -m tests.bench.window bare|program|table …``.

``bare`` and ``program`` end as soon as their window is painted and the event loop idles; their parent takes the time.
``table`` opens the inventory of a profile with many lots in the real view and prints seconds of first page, sort and
Select All, each from the user's action to the painted table.
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


if __name__ == "__main__":
    {"bare": bare, "program": program, "table": table}[sys.argv[1]](*sys.argv[2:])
