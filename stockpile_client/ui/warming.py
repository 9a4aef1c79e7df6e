"""Loads what the window shows once a profile is open, in small bites, while the passphrase is typed.

The services are loaded in a thread (:func:`stockpile_client.ui.profile_jobs.warm_up`), where they hold nobody up. What
is of Qt is loaded here, in the window's own thread, because PySide sets its classes up when they are first named, and
two threads must not do that at the same time. A bite ends after a few milliseconds: keys that are typed meanwhile are
heard at once.

>>> warmer = Warmer(MODULES, self)  # doctest: +SKIP
>>> warmer.start()  # doctest: +SKIP
"""

from __future__ import annotations

import gc
import pkgutil
from collections import deque
from collections.abc import Callable, Iterator
from importlib import import_module
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from stockpile_client.ui import dialogs, views, widgets

QT_MODULES = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
_BITE_SECONDS = 0.008
_REST_MS = 12


class Warmer(QObject):
    """Works from :meth:`start` until it is ``finished``, or :meth:`stop`."""

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._bite)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left, or nothing was begun."""
        return not self._left

    def start(self) -> None:
        """Begin, unless it has begun before."""
        if not self._left:
            self._left.extend(bites())
        self._timer.start()

    def stop(self) -> None:
        """Leave the rest for when it is needed."""
        self._timer.stop()
        self._left.clear()

    def _bite(self) -> None:
        until = perf_counter() + _BITE_SECONDS
        while self._left and perf_counter() < until:
            self._left.popleft()()
        if not self._left:
            self._timer.stop()
            gc.freeze()  # what was loaded lives as long as the program: collections need not look at it, for 40 ms
            self.finished.emit()


def bites() -> Iterator[Callable[[], object]]:
    """Everything there is to load, piece by piece: Qt's classes, the frame of the window, each workspace."""
    for name in QT_MODULES:
        module = import_module(name)
        yield from (_naming(module, item) for item in dir(module))
    for name in ("stockpile_client.ui.session", "stockpile_client.ui.frame", *_modules()):
        yield _importing(name)


def _modules() -> Iterator[str]:
    """What workspaces are made of, from the small to the large: a workspace all at once would be a large bite."""
    for package in (widgets, dialogs, views):
        yield from (module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))


def _naming(module: object, item: str) -> Callable[[], object]:
    return lambda: getattr(module, item)


def _importing(name: str) -> Callable[[], object]:
    return lambda: import_module(name)
