"""Says when nobody has been at the window for some minutes.

Every key, click, turn of the wheel and touch counts, in dialogs too; moving the mouse counts. It listens where events
enter a window, not at every widget: a filter in Python on all that Qt sends would cost a view a tenth of its time.

What may have typed or chosen something, all but the moving mouse, is told as ``touched``.

Time is the wall clock's as well as the steady one's: a machine that slept was left alone, though no steady clock ran
meanwhile. An event that arrives after the limit does not count as somebody being there: it may be a stranger's.

>>> watch = IdleWatch(600)  # doctest: +SKIP
>>> watch.left_alone.connect(window.lock)  # doctest: +SKIP
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_SHORTEST_MS = 20


def wall_and_steady() -> tuple[float, float]:
    """Seconds of the clock on the wall, which goes on while the machine sleeps, and of the one that never jumps."""
    return time.time(), time.monotonic()


class IdleWatch(QObject):
    """Watches from its making until :meth:`stop`."""

    left_alone = Signal()
    touched = Signal()

    def __init__(
        self,
        seconds: float,
        parent: QObject | None = None,
        *,
        clocks: Callable[[], tuple[float, float]] = wall_and_steady,
    ) -> None:
        super().__init__(parent)
        self._limit = seconds
        self._clocks = clocks
        self._last = clocks()
        self._is_over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self._app = app
        self._app.focusWindowChanged.connect(self._on_focus_window_changed)
        for window in QGuiApplication.allWindows():
            window.installEventFilter(self)
        self._look()

    def set_limit(self, seconds: float) -> None:
        """Wait this long from the last sign of life."""
        self._limit = seconds
        self._look()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        if not self._is_over:
            self._remove_filter()

    def _remove_filter(self) -> None:
        self._app.focusWindowChanged.disconnect(self._on_focus_window_changed)
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)

    @Slot(QWindow)
    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:  # a dialog that was opened since; installing a filter again changes nothing
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            if self._is_over:
                return True  # the lock is on its way
            if self._remaining() <= 0:
                self._leave()
                return True  # not for whoever comes first
            self._last = self._clocks()
            if event.type() != QEvent.Type.MouseMove:
                self.touched.emit()
        return False

    def _remaining(self) -> float:
        gone = max(now - then for now, then in zip(self._clocks(), self._last, strict=True))
        return self._limit - gone

    def _look(self) -> None:
        remaining = self._remaining()
        if remaining <= 0:
            self._leave()
        else:
            self._timer.start(max(_SHORTEST_MS, round(remaining * 1000)))

    def _leave(self) -> None:
        self._is_over = True
        self._timer.stop()
        self.left_alone.emit()
        QTimer.singleShot(0, self, self._remove_filter)
