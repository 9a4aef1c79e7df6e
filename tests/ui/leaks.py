"""A test that leaves a running job, a ticking timer or an open window behind fails, and says which."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from stockpile_client.ui.jobs import Jobs

__all__ = ["nothing_left_behind"]


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """First in, last out: looks when windows and fixtures of the test are gone.

    What was there before the test is set aside, so that only what the test made is looked through.
    """
    gc.collect()
    gc.freeze()
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [f"window {one!r}" for one in app.topLevelWidgets() if one.isVisible()]
    for one in gc.get_objects():
        kind = type(one)
        if kind is QTimer and _is_alive(one) and one.isActive():
            left.append(f"timer of {one.parent()!r}, every {one.interval()} ms")
        elif kind is QThreadPool and _is_alive(one) and one.activeThreadCount():
            left.append(f"{one.activeThreadCount()} running threads of {one.parent()!r}")
        elif kind is Jobs and _is_alive(one) and one.running:
            left.append(f"jobs {[job.title or job.work for job in one.running]}")
    assert left == [], f"{request.node.name} left behind: {left}"


def _is_alive(wrapper: object) -> bool:
    from shiboken6 import isValid

    return bool(isValid(wrapper))
