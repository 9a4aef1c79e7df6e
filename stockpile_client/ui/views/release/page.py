"""What the release workspace asks of its pages.

A page is built when it is first shown. It hears of changes through the session, as every view does.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One page of the workspace; ``released`` (plan, released) once a statement was written."""

    released = Signal(object, object)

    def shown(self) -> None:
        """The page came into view: set the banner, take the focus."""
