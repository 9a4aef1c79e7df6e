"""A day at the window, measured in a process of its own: ``python -m tests.bench.desk FOLDER``.

The folder holds the two agencies of :mod:`tests.bench.parties`, the sender with lots. Printed are, for unlocking (from
the passphrase until rows stand in the inventory), another workspace, the switch of colours, the command palette, and
the lock: seconds until the window is painted; ``stall``, the longest time for which it did not hear its heart beat; and
``work``, the longest processor time of its own thread between two beats, which other programs do not lengthen.
Deriving the key is slow on purpose: it is done at the cheap cost of the benchmark, and given on its own at the standard
one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_REST_SECONDS = 0.1  # a stall that follows an action shows up within


def main(root: Path) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QDialog

    from stockpile_client.ui.app import Dress, Program, bare_application
    from stockpile_client.ui.jobs import Lane
    from stockpile_client.ui.preferences import PreferenceStore
    from stockpile_client.ui.theme import Appearance
    from tests.bench import parties
    from tests.bench.window import TYPING_SECONDS

    preferences = PreferenceStore()
    app = bare_application(sys.argv[:1])
    window = Program(preferences, Dress(app, preferences)).window
    jobs = window._jobs
    window.resize(1280, 800)
    heart = _working_heart()
    figures: dict[str, dict[str, float]] = {}

    def pump(is_done: Callable[[], object]) -> None:
        while not is_done():
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)

    def measured(name: str, action: Callable[[], object], is_done: Callable[[], object]) -> None:
        heart.start()
        start = time.perf_counter()
        action()
        pump(is_done)
        window.repaint()
        seconds = time.perf_counter() - start
        rest_from = time.perf_counter()
        pump(lambda: not jobs.running and time.perf_counter() - rest_from > _REST_SECONDS)
        figures[name] = {"seconds": seconds, "stall": heart.longest, "work": heart.longest_work}

    def unlock() -> None:
        job = jobs.start(lambda _token: parties.opened(root, parties.SENDER), Lane.WRITER)
        job.succeeded.connect(window.start_page.opened)

    def overview() -> bool:
        return window.view("overview") is not None and not jobs.running

    def rows() -> int:
        view: Any = window.view("inventory")
        return view.lots.model.rowCount() if view is not None else 0

    def palette_closed() -> None:
        for dialog in window.findChildren(QDialog):
            dialog.reject()

    measured("first page", window.show, lambda: not jobs.running)
    ready = time.perf_counter() + TYPING_SECONDS
    ask = window.start_page.show_unlock
    measured("typing the passphrase", lambda: ask(root / parties.SENDER), lambda: time.perf_counter() > ready)
    figures["typing the passphrase"]["seconds"] = 0.0  # a person's time; what counts is that every key is heard
    measured("unlock to the overview", unlock, overview)
    measured("from there to the first table", lambda: window.go("inventory"), rows)
    measured("another workspace", lambda: window.go("partners"), lambda: not jobs.running)
    measured("and back", lambda: window.go("inventory"), rows)
    measured("dark colours", lambda: preferences.change(appearance=Appearance.DARK), lambda: True)
    measured("command palette", window.actions_registry["command_palette"].trigger, lambda: True)
    palette_closed()
    measured("curtain", window.lock, lambda: True)
    measured("locked", lambda: None, lambda: window.session is None)
    measured("unlock again to the table", unlock, rows)
    window.close()

    figures["the key at its standard cost"] = {"seconds": _seconds_of_the_key(root), "stall": 0.0, "work": 0.0}
    print(json.dumps({"figures": figures}))


def _working_heart() -> Any:
    from tests.bench.window import Heart

    class WorkingHeart(Heart):
        """Tells the longest work of the window's thread between two beats, too."""

        longest_work = 0.0
        _last_work = 0.0

        def _on_beat(self) -> None:
            now = time.thread_time()
            self.longest_work, self._last_work = max(self.longest_work, now - self._last_work), now
            super()._on_beat()

        def start(self) -> None:
            super().start()
            self.longest_work, self._last_work = 0.0, time.thread_time()

    return WorkingHeart()


def _seconds_of_the_key(root: Path) -> float:
    """Sealing a key under a passphrase derives one as every unlocking does."""
    from stockpile_client.storage import keyfile
    from tests.bench import parties

    start = time.perf_counter()
    measured = root / "measured.key.json"
    keyfile.create(measured, parties.PASSPHRASE)
    seconds = time.perf_counter() - start
    measured.unlink()
    return seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]))
