"""Loads, in the thread that reads the figures of a chart, what the drawing library needs and is not of Qt.

The library itself must be loaded in the window's thread, since PySide sets its classes up when they are named. What it
needs besides, numpy above all, is half of that time.

>>> def read(ctx, _token):  # doctest: +SKIP
...     load_ahead()
...     return stock_against(ctx, None)
"""

from __future__ import annotations

from importlib import import_module

NEEDED = ("numpy", "xml.etree.ElementTree", "multiprocessing.connection", "subprocess", "pydoc", "colorama")
"""The largest of what pyqtgraph imports when it is loaded."""


def load_ahead() -> None:
    """Load it; a second time takes no time."""
    for name in NEEDED:
        import_module(name)
